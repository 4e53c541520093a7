"""The loss of R-Drop, fused with the output projection as `cross_entropy` is: two passes side by side."""

from __future__ import annotations

import numpy as np

from backends.numpy_backend import kernels
from backends.numpy_backend.kernels.plain import column_sum
from backends.numpy_backend.loss import CHUNK_ELEMENTS, CHUNK_ROWS
from backends.numpy_backend.tape import differentiable


@differentiable
def consistent_cross_entropy(hidden, table, bias, targets, token_weights, label_smoothing, alpha):
    rows = hidden.reshape(2, -1, hidden.shape[-1])
    targets, token_weights = targets.reshape(-1), token_weights.reshape(-1)
    counted = np.flatnonzero(token_weights)  # PAD has weight 0
    loss, grads = _chunked(rows[:, counted], table, bias, targets[counted], token_weights[counted],
                           label_smoothing, alpha)

    def vjp(grad):
        grad_rows, grad_table, grad_bias = grads
        grad_hidden = np.zeros_like(rows)
        grad_hidden[:, counted] = grad_rows * grad
        return (grad_hidden.reshape(hidden.shape), grad_table * grad,
                None if bias is None else grad_bias * grad)

    return loss, vjp


def _chunked(rows, table, bias, targets, token_weights, label_smoothing, alpha):
    """rows [2,N,D] -> (loss, the gradients of rows, table and bias). Nobody asks for the loss alone."""
    vocab_size = table.shape[0]
    chunk = max(32, min(CHUNK_ROWS, CHUNK_ELEMENTS // vocab_size) // 2)
    consistent_loss = kernels.of(table.dtype).consistent_loss
    loss = 0.0
    grad_rows, grad_table = np.empty_like(rows), np.zeros_like(table)
    grad_bias = np.zeros(vocab_size, table.dtype)
    for start in range(0, len(targets), chunk):
        part = slice(start, start + chunk)
        both = rows[:, part].reshape(-1, rows.shape[-1])
        logits = both @ table.T
        if bias is not None:
            logits += bias
        one, other = np.split(logits, 2)
        loss += consistent_loss(one, other, targets[part], token_weights[part], label_smoothing, alpha)
        grad_rows[:, part] = (logits @ table).reshape(2, -1, rows.shape[-1])
        grad_table += logits.T @ both
        if bias is not None:
            grad_bias += column_sum(logits)
    return np.asarray(loss, table.dtype), (grad_rows, grad_table, grad_bias)

"""The loss of R-Drop, fused with the output projection: two passes side by side, in chunks of positions.

Each chunk is a checkpoint: its logits are computed again on the way back, so that only one chunk's exist.
"""

from __future__ import annotations

import mlx.core as mx

from backends.mlx_backend.loss import CHUNK_ELEMENTS


def consistent_cross_entropy(hidden, table, bias, targets, token_weights, label_smoothing, alpha):
    rows = hidden.reshape(2, -1, hidden.shape[-1])
    targets, token_weights = targets.reshape(-1), token_weights.reshape(-1)
    if bias is None:
        bias = mx.zeros(table.shape[0])

    def of_chunk(rows, table, bias, part):
        def summed(rows, table, bias):  # of these the gradients are asked for, of the others not
            return _summed_loss(rows, table, bias, targets[part], token_weights[part], label_smoothing, alpha)

        return mx.checkpoint(summed)(rows, table, bias)

    loss = mx.array(0.0)
    chunk = max(8, CHUNK_ELEMENTS // table.shape[0] // 2)
    for start in range(0, len(targets), chunk):
        part = slice(start, start + chunk)
        [part_rows] = mx.depends([rows[:, part]], [loss])  # one chunk after the other
        loss = loss + of_chunk(part_rows, table, bias, part)
    return loss


def _summed_loss(rows, table, bias, targets, token_weights, label_smoothing, alpha):
    """rows [2,N,D] -> scalar, the formula of `Backend.consistent_cross_entropy`."""
    logits = rows @ table.T + bias
    log_probs = logits - mx.logsumexp(logits, axis=-1, keepdims=True)  # [2,N,V]
    of_target = mx.take_along_axis(log_probs, mx.stack([targets, targets])[..., None], axis=-1)
    entropies = -(1 - label_smoothing) * of_target.squeeze(-1) - label_smoothing * mx.mean(log_probs, axis=-1)
    log_p, log_q = log_probs
    # KL(p||q) + KL(q||p) = sum over V of (p - q) (log p - log q)
    apart = mx.sum((mx.exp(log_p) - mx.exp(log_q)) * (log_p - log_q), axis=-1)
    return mx.sum(token_weights * (mx.mean(entropies, axis=0) + alpha / 4 * apart))

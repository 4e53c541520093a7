"""Label-smoothed cross-entropy fused with the output projection, in chunks of rows where [N,V] is large.

Where there are several chunks, the way back computes each chunk's logits again instead of keeping
them: one product more, and memory for one chunk instead of N rows.
"""

from __future__ import annotations

import mlx.core as mx

from backends.mlx_backend.quantised import QuantisedMatrix

CHUNK_ELEMENTS = 1 << 24  # logits at a time: 64 MiB of float32, of which some five exist at once


def cross_entropy(hidden, table, bias, targets, token_weights, label_smoothing):
    rows = hidden.reshape(-1, hidden.shape[-1])
    targets, token_weights = targets.reshape(-1), token_weights.reshape(-1)
    if isinstance(table, QuantisedMatrix):  # inference only
        return _summed_loss(rows, table, bias, targets, token_weights, label_smoothing)
    chunk = max(16, CHUNK_ELEMENTS // table.shape[0])
    if len(rows) <= chunk:
        return _summed_loss(rows, table, bias, targets, token_weights, label_smoothing)
    if bias is None:
        bias = mx.zeros(table.shape[0])
    parts = [slice(start, start + chunk) for start in range(0, len(rows), chunk)]
    return _chunked(parts, targets, token_weights, label_smoothing)(rows, table, bias)


def _project(rows, table, bias):
    """rows [N,D], table [V,D], bias [V] or None -> logits [N,V]."""
    if isinstance(table, QuantisedMatrix):
        return table.times(rows) if bias is None else table.times(rows) + bias
    return rows @ table.T if bias is None else mx.addmm(bias, rows, table.T)


def _summed_loss(rows, table, bias, targets, token_weights, label_smoothing):
    """The formula of `Backend.cross_entropy` for one chunk -> scalar."""
    logits = _project(rows, table, bias)
    target_logits = mx.take_along_axis(logits, targets[:, None], axis=-1).squeeze(-1)
    losses = (mx.logsumexp(logits, axis=-1) - (1 - label_smoothing) * target_logits
              - label_smoothing * mx.mean(logits, axis=-1))
    return mx.sum(losses * token_weights)


def _grad_logits(rows, table, bias, targets, token_weights, label_smoothing):
    """d loss / d logit = weight (p - (1 - e) [target] - e / V), [N,V]."""
    vocab_size = table.shape[0]
    probabilities = mx.softmax(_project(rows, table, bias), axis=-1)
    is_target = mx.arange(vocab_size) == targets[:, None]
    wanted = mx.where(is_target, 1 - label_smoothing, 0.0) + label_smoothing / vocab_size
    return token_weights[:, None] * (probabilities - wanted)


def _chunked(parts, targets, token_weights, label_smoothing):
    """The loss as a function (rows [N,D], table [V,D], bias [V]) -> scalar, with its own VJP.

    `mx.depends` makes each chunk wait for the one before: MLX would otherwise start many at once
    and hold the logits of all of them.
    """

    @mx.custom_function
    def loss_of(rows, table, bias):
        loss = mx.array(0.0)
        for part in parts:
            [part_rows] = mx.depends([rows[part]], [loss])
            loss = loss + _summed_loss(
                part_rows, table, bias, targets[part], token_weights[part], label_smoothing)
        return loss

    @loss_of.vjp
    def gradients(primals, cotangent, _loss):
        rows, table, bias = primals
        grad_rows, grad_table, grad_bias = [], mx.zeros_like(table), mx.zeros_like(bias)
        for part in parts:
            waits_for = [*grad_rows[-1:], grad_table, grad_bias, cotangent]
            [part_rows] = mx.depends([rows[part]], waits_for)
            grad_logits = cotangent * _grad_logits(
                part_rows, table, bias, targets[part], token_weights[part], label_smoothing)
            grad_rows.append(grad_logits @ table)
            grad_table = mx.addmm(grad_table, grad_logits.T, part_rows)
            grad_bias = grad_bias + grad_logits.sum(axis=0)
        return mx.concatenate(grad_rows), grad_table, grad_bias

    return loss_of

"""The kernels in NumPy, for any float type. What each one computes is the same in `compiled`."""

from __future__ import annotations

import math

import numpy as np

BLOCK = 1 << 16  # elements that several passes go over before the next ones: they stay in a core's cache


def row_sum(x: np.ndarray) -> np.ndarray:
    """Sums over the last axis, [N,D] -> [N]; through BLAS, 3x faster than `x.sum(-1)` at D=256."""
    if x.size < 1 << 13:
        return np.add.reduce(x, axis=-1)
    return (x.reshape(-1, x.shape[-1]) @ np.ones(x.shape[-1], x.dtype)).reshape(x.shape[:-1])


def column_sum(x: np.ndarray) -> np.ndarray:
    """Sums over the first axis, [N,D] -> [D]."""
    return np.ones(x.shape[0], x.dtype) @ x


def smoothed_loss(logits, targets, token_weights, label_smoothing) -> float:
    """The loss of `Backend.cross_entropy` over logits [N,V], which become d loss / d logits."""
    block = max(1, BLOCK // logits.shape[-1])
    return sum(_smoothed_block(logits[start: start + block], targets[start: start + block],
                               token_weights[start: start + block], label_smoothing)
               for start in range(0, len(logits), block))


def _smoothed_block(logits, targets, token_weights, label_smoothing) -> float:
    row_index, vocab_size = np.arange(len(targets)), logits.shape[-1]
    logits -= logits.max(axis=-1, keepdims=True)
    target_logits = logits[row_index, targets]
    mean_logits = row_sum(logits) / vocab_size
    probabilities = np.exp(logits, out=logits)
    totals = row_sum(probabilities)
    losses = np.log(totals) - (1 - label_smoothing) * target_logits - label_smoothing * mean_logits
    # d loss / d logit = weight (p - (1 - e) [target] - e / V)
    grad = probabilities
    grad *= (token_weights / totals)[:, None]
    grad -= (token_weights * (label_smoothing / vocab_size))[:, None]
    grad[row_index, targets] -= token_weights * (1 - label_smoothing)
    return float(np.dot(losses.astype(np.float64), token_weights))


def consistent_loss(logits, others, targets, token_weights, label_smoothing, alpha) -> float:
    """The loss of `Backend.consistent_cross_entropy` over the logits of two passes, both [N,V], which become
    their gradients."""
    rows = max(1, BLOCK // logits.shape[-1])
    blocks = [slice(start, start + rows) for start in range(0, len(logits), rows)]
    return sum(_consistent_block(logits[block], others[block], targets[block], token_weights[block],
                                 label_smoothing, alpha) for block in blocks)


def _consistent_block(logits, others, targets, token_weights, label_smoothing, alpha) -> float:
    log_p, log_q = log_softmax(logits), log_softmax(others)
    p, q, apart = np.exp(log_p), np.exp(log_q), log_p - log_q
    there, back = row_sum(p * apart), -row_sum(q * apart)  # KL(p||q), KL(q||p)
    halves = token_weights / 2
    loss = (_smoothed_block(logits, targets, halves, label_smoothing)
            + _smoothed_block(others, targets, halves, label_smoothing))
    # d KL(p||q) / d logit = p (log p - log q - KL(p||q)), and of the other pass's logit q - p
    weights = (token_weights * (alpha / 4))[:, None]
    logits += weights * (p * (apart - there[:, None]) + p - q)
    others += weights * (q * (-apart - back[:, None]) + q - p)
    return loss + float(np.dot((there + back).astype(np.float64), weights[:, 0]))


def softmax(scores: np.ndarray, mask: np.ndarray | None) -> None:
    """Turns scores [B,H,T,S] into weights that are 0 where the mask is False and sum to 1."""
    if mask is not None:
        np.copyto(scores, -np.inf, where=~mask)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= row_sum(scores)[..., None]


def softmax_grad(grad: np.ndarray, weights: np.ndarray, factor: float) -> None:
    """Turns d loss / d weights [B,H,T,S] into that of the scores before `factor` scaled them.

    ds = W * (dW - sum(dW * W)); where W is masked it stays 0.
    """
    grad -= row_sum(grad * weights)[..., None]
    grad *= weights
    grad *= factor


def layer_norm(rows, weight, bias, eps):
    """rows [N,D] -> (y [N,D], normed [N,D], 1 / standard deviation [N])."""
    size = rows.shape[-1]
    normed = rows - (row_sum(rows) / size)[:, None]
    variance = np.einsum("nd,nd->n", normed, normed) / size
    inverse_std = (1.0 / np.sqrt(variance + eps)).astype(rows.dtype)
    normed *= inverse_std[:, None]
    y = normed * weight
    y += bias
    return y, normed, inverse_std


def layer_norm_grad(grad, weight, normed, inverse_std):
    """grad of y [N,D] -> the gradients of rows [N,D], weight [D] and bias [D]."""
    size = grad.shape[-1]
    grad_weight = np.einsum("nd,nd->d", grad, normed)
    # d/dx of (x - mean) / std: remove from the gradient its mean and its part along `normed`.
    grad_x = grad * weight
    mean = row_sum(grad_x) / size
    along = np.einsum("nd,nd->n", grad_x, normed) / size
    grad_x -= mean[:, None]
    grad_x -= normed * along[:, None]
    grad_x *= inverse_std[:, None]
    return grad_x, grad_weight, column_sum(grad)


def adamw(param, grad, m, v, grad_scale, keep, beta1, new1, beta2, new2, eps, rate, correction2) -> None:
    """All [N], param, m and v in place. With g = grad_scale grad:

    m <- beta1 m + new1 g, v <- beta2 v + new2 g^2,
    param <- keep param - rate m / (sqrt(correction2 v) + eps).
    """
    grad = grad * grad_scale
    m *= beta1
    m += grad * new1
    v *= beta2
    np.square(grad, out=grad)
    grad *= new2
    v += grad
    np.multiply(v, correction2, out=grad)
    np.sqrt(grad, out=grad)
    grad += eps
    np.divide(m, grad, out=grad)
    grad *= rate
    if keep != 1:
        param *= keep
    param -= grad


def add_norm(x, y, weight, bias, eps):
    """x + y, normalised: all [N,D], weight and bias [D]."""
    return layer_norm(x + y, weight, bias, eps)[0]


def attend_one(q, k, v, length, mask):
    """One query a row: q [B,H,d_head], k and v [B,H,capacity,d_head] of which `length` count, mask [B,length]
    or None -> [B,H d_head]."""
    batch, num_heads, d_head = q.shape
    scores = k[:, :, :length] @ q[..., None]  # [B,H,length,1]
    scores *= 1 / math.sqrt(d_head)
    scores = scores.swapaxes(-1, -2)  # [B,H,1,length]
    softmax(scores, None if mask is None else mask[:, None, None])
    return (scores @ v[:, :, :length]).reshape(batch, num_heads * d_head)


def log_softmax(x):
    """Over the last axis."""
    shifted = x - x.max(axis=-1, keepdims=True)
    shifted -= np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted


def top_log_probs(logits, bans, k):
    """The k largest of log_softmax(logits) + bans: logits [N,V], bans [V] -> values [N,k], indices [N,k]."""
    return top_k(log_softmax(logits) + bans, k)


def top_k(x, k):
    """The k largest of the last axis, descending; among equal values the lower index comes first."""
    if k == 1:
        best = x.argmax(axis=-1)[..., None]
        return np.take_along_axis(x, best, -1), best
    # A stable sort of the negated k best: equal values keep the order of their indices. The
    # partition alone may cut through a run of equal values, so what ties with the k-th largest
    # is put back by index.
    best = np.argpartition(-x, k - 1, axis=-1)[..., :k] if k < x.shape[-1] else None
    if best is None:
        order = np.argsort(-x, axis=-1, kind="stable")
        return np.take_along_axis(x, order, -1), order
    best.sort(axis=-1)
    values = np.take_along_axis(x, best, -1)
    if (np.count_nonzero(x >= values.min(-1, keepdims=True), axis=-1) > k).any():
        best = np.argsort(-x, axis=-1, kind="stable")[..., :k]
        return np.take_along_axis(x, best, -1), best
    order = np.argsort(-values, axis=-1, kind="stable")
    return np.take_along_axis(values, order, -1), np.take_along_axis(best, order, -1)

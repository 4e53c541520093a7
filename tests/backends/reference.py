"""The protocol's formulas as they are written in the papers: NumPy at float64, no care for speed."""

from __future__ import annotations

import math

import numpy as np


def layer_norm(x, weight, bias, eps):
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + eps) * weight + bias


def rms_norm(x, weight, eps):
    return x / np.sqrt((x**2).mean(-1, keepdims=True) + eps) * weight


def gelu(x):
    return x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def gelu_erf(x):
    return np.array([value / 2 * (1 + math.erf(value / math.sqrt(2))) for value in x])


def silu(x):
    return x / (1 + np.exp(-x))


def softmax(x):
    exponentials = np.exp(x - x.max(-1, keepdims=True))
    return exponentials / exponentials.sum(-1, keepdims=True)


def attention(q, k, v, mask):
    """-> (output, scores, weights), one query at a time."""
    mask = np.broadcast_to(True if mask is None else mask, (*q.shape[:3], k.shape[2]))
    scores, weights = np.zeros(mask.shape), np.zeros(mask.shape)
    for b, h, t in np.ndindex(*q.shape[:3]):
        scores[b, h, t] = [q[b, h, t] @ key / np.sqrt(q.shape[-1]) for key in k[b, h]]
        allowed = mask[b, h, t]
        weights[b, h, t, allowed] = softmax(scores[b, h, t, allowed])
    return np.einsum("bhts,bhsd->bhtd", weights, v), scores, weights


def cross_entropy(hidden, table, bias, targets, token_weights, label_smoothing):
    """Against the smoothed target distribution, one token at a time."""
    total, vocab_size = 0.0, len(table)
    for row, target, weight in zip(hidden, targets, token_weights, strict=True):
        wanted = np.full(vocab_size, label_smoothing / vocab_size)
        wanted[target] += 1 - label_smoothing
        total -= weight * wanted @ np.log(softmax(table @ row + bias))
    return total


def consistent_cross_entropy(hidden, table, bias, targets, token_weights, label_smoothing, alpha):
    """The mean of both passes' losses, and both KL divergences between what they say, quartered."""
    one, other = np.split(hidden, 2)
    total = sum(cross_entropy(rows, table, bias, targets, token_weights, label_smoothing)
                for rows in (one, other)) / 2
    for x, y, weight in zip(one, other, token_weights, strict=True):
        p, q = softmax(table @ x + bias), softmax(table @ y + bias)
        total += weight * alpha / 4 * (p @ np.log(p / q) + q @ np.log(q / p))
    return total


def adamw(param, grads, lrs, betas, eps, weight_decay):
    """`param` after one update for each of grads and lrs (Loshchilov and Hutter 2019, algorithm 2)."""
    m = v = np.zeros_like(param)
    for step, (grad, lr) in enumerate(zip(grads, lrs, strict=True), start=1):
        m = betas[0] * m + (1 - betas[0]) * grad
        v = betas[1] * v + (1 - betas[1]) * grad**2
        m_hat, v_hat = m / (1 - betas[0] ** step), v / (1 - betas[1] ** step)
        param = param - lr * (m_hat / (np.sqrt(v_hat) + eps) + weight_decay * param)
    return param


def muon(param, grads, lrs, beta, weight_decay):
    """`param` after one update for each of grads and lrs (Jordan et al. 2024; Liu et al. 2025, sec. 2.2), the
    polynomial applied to the singular values themselves."""
    m = np.zeros_like(param)
    for grad, lr in zip(grads, lrs, strict=True):
        m = beta * m + (1 - beta) * grad
        u, s, v = np.linalg.svd(beta * m + (1 - beta) * grad, full_matrices=False)
        s = s / np.sqrt((s**2).sum())
        for _ in range(5):
            s = 3.4445 * s - 4.7750 * s**3 + 2.0315 * s**5
        change = 0.2 * np.sqrt(max(param.shape)) * (u * s) @ v
        param = param - lr * (change + weight_decay * param)
    return param

"""The quality peer: the model of torch_training.py, trained by the usual recipe for as long as it is given.

Adam (0.9, 0.98), warm-up and inverse square root (Vaswani et al. 2017, eq. 3), label smoothing 0.1, dropout,
gradients clipped to norm 1, the best weights by validation loss; greedy and beam 4 with the length penalty of
Wu et al. 2016. It imports nothing of ours.

    python torch_recipe.py JOB.npz OUT.json --seconds 600 --dropout 0.1 --threads 2

JOB.npz has {train,dev}_{src,tgt} and test_src as ids in a row with *_lengths, JOB.json the model's sizes.
"""

from __future__ import annotations

import argparse
import copy
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it
from torch_training import Transformer

PAD, BOS, EOS, UNK = 0, 1, 2, 3
BATCH_TOKENS, WARMUP_STEPS, PEAK_AT_128 = 2048, 800, 2e-3  # the peak falls with the root of d_model
VALIDATE_EVERY = 200
SMOOTHING = 0.1
BEAM, ALPHA, ROWS_AT_ONCE = 4, 0.6, 64
MORE = 10  # tokens that a translation may have beyond 1.5 times its source's


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("job", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--dropout", type=float)
    parser.add_argument("--threads", type=int)
    args = parser.parse_args()
    started = time.perf_counter()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    sizes = json.loads(args.job.with_suffix(".json").read_text())
    data = {name: ragged(np.load(args.job), name)
            for name in ("train_src", "train_tgt", "dev_src", "dev_tgt", "test_src")}
    model = Transformer(**{**sizes, "dropout": args.dropout})
    for name, weight in model.named_parameters():
        if weight.dim() > 1 and not name.startswith("embedding"):
            nn.init.xavier_uniform_(weight)
    result = train(model, data, sizes["d_model"], started, args.seconds)
    for name, size in (("greedy", 1), ("beam", BEAM)):
        result[name] = translate(model, data["test_src"], size, sizes["max_len"])
    args.out.write_text(json.dumps(result))


def ragged(arrays, name: str) -> list[np.ndarray]:
    return np.split(arrays[name], np.cumsum(arrays[f"{name}_lengths"])[:-1])


def train(model: Transformer, data, d_model: int, started: float, seconds: float) -> dict:
    """Until the time is up, reading and validating included; leaves the best weights in the model."""
    peak = PEAK_AT_128 * (128 / d_model) ** 0.5
    optimizer = torch.optim.Adam(model.parameters(), lr=peak, betas=(0.9, 0.98), eps=1e-9)
    step, epoch, best, weights, best_step = 0, 0, float("inf"), None, 0
    while True:
        for src, tgt_in, tgt_out in batches(data["train_src"], data["train_tgt"], epoch):
            is_over = time.perf_counter() - started >= seconds
            if is_over or (step and step % VALIDATE_EVERY == 0):
                loss = dev_loss(model, data)
                if loss < best:
                    best, weights, best_step = loss, copy.deepcopy(model.state_dict()), step
            if is_over:
                model.load_state_dict(weights)
                return {"steps": step, "epochs": epoch, "best_step": best_step, "dev_loss": best,
                        "num_weights": sum(weight.numel() for weight in model.parameters()),
                        "seconds": time.perf_counter() - started}
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = peak * min(step / WARMUP_STEPS, (WARMUP_STEPS / step) ** 0.5)
            optimizer.zero_grad()
            loss_of(model, src, tgt_in, tgt_out).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        epoch += 1


def batches(sources, targets, epoch: int):
    """Pairs of like length, shuffled: (src_ids, tgt_in_ids, tgt_out_ids), each [B,L]."""
    rng = np.random.default_rng(epoch)
    widths = np.array([max(len(src), len(tgt)) for src, tgt in zip(sources, targets, strict=True)])
    order = np.argsort(widths + rng.random(len(widths)), kind="stable")
    cut, rows = [], []
    for row in order:
        if rows and (len(rows) + 1) * widths[row] > BATCH_TOKENS:
            cut.append(rows)
            rows = []
        rows.append(row)
    cut.append(rows)
    for number in rng.permutation(len(cut)):
        tgt_out = padded([targets[row] for row in cut[number]])
        tgt_in = F.pad(tgt_out, (1, 0), value=BOS)[:, :-1]
        yield padded([sources[row] for row in cut[number]]), tgt_in.masked_fill(tgt_in == EOS, PAD), tgt_out


def padded(rows) -> torch.Tensor:
    return nn.utils.rnn.pad_sequence([torch.from_numpy(row).long() for row in rows], batch_first=True)


def mask_of(src: torch.Tensor) -> torch.Tensor:
    return (src != PAD)[:, None, None]


def loss_of(model, src, tgt_in, tgt_out) -> torch.Tensor:
    logits = model(src, mask_of(src), tgt_in)
    return F.cross_entropy(logits.flatten(0, 1), tgt_out.flatten(), ignore_index=PAD,
                           label_smoothing=SMOOTHING)


@torch.no_grad()
def dev_loss(model, data) -> float:
    model.eval()
    total = tokens = 0
    for src, tgt_in, tgt_out in batches(data["dev_src"], data["dev_tgt"], 0):
        count = int((tgt_out != PAD).sum())
        total += count * loss_of(model, src, tgt_in, tgt_out).item()
        tokens += count
    model.train()
    return total / tokens


class Decoder:
    """One position at a time, with the keys and values of those before."""

    def __init__(self, model: Transformer, src: torch.Tensor, beam: int):
        self.model, self.mask, self.length = model, mask_of(src).repeat_interleave(beam, 0), 0
        memory = model.embed(src)
        for layer in model.encoder:
            memory = layer(memory, mask_of(src))
        memory = memory.repeat_interleave(beam, 0)
        self.cross = [self._keys_values(layer.cross_attn, memory) for layer in model.decoder]
        self.before = [None] * len(self.cross)

    def step(self, ids: torch.Tensor) -> torch.Tensor:
        """The logits [rows,V] after the token ids [rows,1]."""
        model = self.model
        x = model.embedding(ids) * model.embedding.embedding_dim**0.5 + model.positions[self.length]
        for number, layer in enumerate(model.decoder):
            new = self._keys_values(layer.self_attn, x)
            old = self.before[number]
            self.before[number] = new if old is None else tuple(
                torch.cat(pair, 2) for pair in zip(old, new, strict=True))
            x = layer.norm1(x + self._attend(layer.self_attn, x, self.before[number]))
            x = layer.norm2(x + self._attend(layer.cross_attn, x, self.cross[number], self.mask))
            x = layer.norm3(x + layer.ffn(x))
        self.length += 1
        return F.linear(x[:, -1], model.embedding.weight)

    def reorder(self, rows: torch.Tensor) -> None:
        self.before = [tuple(part[rows] for part in pair) for pair in self.before]

    def _keys_values(self, attention, x):
        return tuple(projected.unflatten(-1, (attention.num_heads, -1)).transpose(1, 2)
                     for projected in (attention.k_proj(x), attention.v_proj(x)))

    def _attend(self, attention, x, keys_values, mask=None):
        q = attention.q_proj(x).unflatten(-1, (attention.num_heads, -1)).transpose(1, 2)
        heads = F.scaled_dot_product_attention(q, *keys_values, attn_mask=mask)
        return attention.out_proj(heads.transpose(1, 2).flatten(2))


@torch.no_grad()
def translate(model: Transformer, sources, beam: int, max_len: int) -> list[list[int]]:
    """The ids of each source's translation, without BOS and EOS."""
    model.eval()
    order = sorted(range(len(sources)), key=lambda row: len(sources[row]))
    found: list[list[int]] = [[]] * len(sources)
    for start in range(0, len(order), ROWS_AT_ONCE):
        rows = order[start: start + ROWS_AT_ONCE]
        src = padded([sources[row] for row in rows])
        limit = min(max_len - 1, src.shape[1] * 3 // 2 + MORE)
        for row, ids in zip(rows, search(model, src, beam, limit), strict=True):
            found[row] = ids
    return found


def search(model: Transformer, src: torch.Tensor, beam: int, limit: int) -> list[list[int]]:
    """Beam search over a batch; beam 1 is greedy."""
    count = len(src)
    decoder = Decoder(model, src, beam)
    ids = torch.full((count * beam, 1), BOS)
    scores = torch.full((count, beam), -torch.inf)
    scores[:, 0] = 0.0
    best: list[tuple[float, list[int]]] = [(-float("inf"), [])] * count
    for length in range(1, limit + 1):
        logits = decoder.step(ids[:, -1:])
        logits[:, [PAD, BOS, UNK]] = -torch.inf
        log_probs = scores[:, :, None] + logits.log_softmax(-1).unflatten(0, (count, beam))
        top, places = log_probs.flatten(1).topk(2 * beam)
        penalty = ((5 + length) / 6) ** ALPHA
        parents, tokens = (places // logits.shape[-1]).tolist(), (places % logits.shape[-1]).tolist()
        chosen, going = [], [[-torch.inf] * beam for _ in range(count)]
        for row, row_scores in enumerate(top.tolist()):
            kept = 0
            for rank, score in enumerate(row_scores):
                parent, token = row * beam + parents[row][rank], tokens[row][rank]
                if token == EOS or length == limit:
                    if rank < beam and score / penalty > best[row][0]:
                        ended = [] if token == EOS else [token]
                        best[row] = (score / penalty, ids[parent, 1:].tolist() + ended)
                elif kept < beam:
                    going[row][kept] = score
                    chosen.append((parent, token))
                    kept += 1
            # A row whose best hypothesis no other can overtake is done.
            if best[row][0] >= going[row][0] / (((5 + limit) / 6) ** ALPHA):
                going[row] = [-torch.inf] * beam
            chosen += [(row * beam, EOS)] * (beam - kept)
        scores = torch.tensor(going)
        if torch.isinf(scores).all():
            break
        kept_parents, kept_tokens = (torch.tensor(part) for part in zip(*chosen, strict=True))
        ids = torch.cat([ids[kept_parents], kept_tokens[:, None]], 1)
        decoder.reorder(kept_parents)
    return [found for _, found in best]


if __name__ == "__main__":
    main()

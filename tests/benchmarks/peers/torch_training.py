"""The training peer: what a good ordinary user writes in PyTorch for this model, eager or compiled.

Runs in an environment of its own. Started with the path of a job (.npz: the batches; .json: the sizes); then
each line "N" on stdin trains N steps and answers with one JSON line {"seconds", "tokens", "loss"}, and the
end of stdin ends it with one last line {"peak_bytes"}. It imports nothing of ours.
"""

from __future__ import annotations

import json
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
from peak_memory import peak_bytes
from torch import nn
from torch.nn import functional as F  # noqa: N812 - as everybody calls it


class Attention(nn.Module):
    def __init__(self, d_model: int, num_heads: int):
        super().__init__()
        self.num_heads = num_heads
        self.q_proj, self.k_proj = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)
        self.v_proj, self.out_proj = nn.Linear(d_model, d_model), nn.Linear(d_model, d_model)

    def forward(self, x, memory, mask=None, is_causal=False):
        q, k, v = (projected.unflatten(-1, (self.num_heads, -1)).transpose(1, 2)
                   for projected in (self.q_proj(x), self.k_proj(memory), self.v_proj(memory)))
        heads = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=is_causal)
        return self.out_proj(heads.transpose(1, 2).flatten(2))


class FeedForward(nn.Sequential):
    def __init__(self, d_model: int, d_ff: int):
        super().__init__(nn.Linear(d_model, d_ff), nn.ReLU(), nn.Linear(d_ff, d_model))


class EncoderLayer(nn.Module):
    def __init__(self, d_model: int, num_heads: int, d_ff: int, rate: float):
        super().__init__()
        self.self_attn, self.ffn = Attention(d_model, num_heads), FeedForward(d_model, d_ff)
        self.norm1, self.norm2 = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
        self.dropout = nn.Dropout(rate)

    def forward(self, x, mask):
        x = self.norm1(x + self.dropout(self.self_attn(x, x, mask)))
        return self.norm2(x + self.dropout(self.ffn(x)))


class DecoderLayer(EncoderLayer):
    def __init__(self, d_model: int, num_heads: int, d_ff: int, rate: float):
        super().__init__(d_model, num_heads, d_ff, rate)
        self.cross_attn, self.norm3 = Attention(d_model, num_heads), nn.LayerNorm(d_model)

    def forward(self, x, memory, mask):
        x = self.norm1(x + self.dropout(self.self_attn(x, x, is_causal=True)))
        x = self.norm2(x + self.dropout(self.cross_attn(x, memory, mask)))
        return self.norm3(x + self.dropout(self.ffn(x)))


class Transformer(nn.Module):
    def __init__(self, vocab_size, d_model, num_heads, d_ff, num_encoder_layers, num_decoder_layers,
                 max_len, dropout):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, d_model)
        nn.init.normal_(self.embedding.weight, std=d_model**-0.5)
        sizes = (d_model, num_heads, d_ff, dropout)
        self.encoder = nn.ModuleList(EncoderLayer(*sizes) for _ in range(num_encoder_layers))
        self.decoder = nn.ModuleList(DecoderLayer(*sizes) for _ in range(num_decoder_layers))
        self.dropout = nn.Dropout(dropout)
        angles = torch.arange(max_len)[:, None] / 10000 ** (torch.arange(0, d_model, 2) / d_model)
        self.register_buffer("positions", torch.stack((angles.sin(), angles.cos()), -1).flatten(1))

    def embed(self, ids):
        x = self.embedding(ids) * math.sqrt(self.embedding.embedding_dim)
        return self.dropout(x + self.positions[: ids.shape[1]])

    def forward(self, src_ids, src_mask, tgt_in_ids):
        memory = self.embed(src_ids)
        for layer in self.encoder:
            memory = layer(memory, src_mask)
        x = self.embed(tgt_in_ids)
        for layer in self.decoder:
            x = layer(x, memory, src_mask)
        return F.linear(x, self.embedding.weight)


def main(job: Path, compiled: bool) -> None:
    sizes = json.loads(job.with_suffix(".json").read_text())
    torch.set_num_threads(sizes["threads"])
    torch.manual_seed(1)
    # Compiling takes a minute a shape, and a shape that changes costs speed: compiled, it trains on one.
    batches = _batches(np.load(job), 1 if compiled else sizes["num_batches"])
    model = Transformer(**sizes["model"])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, betas=(0.9, 0.98), eps=1e-9)
    forward = torch.compile(model) if compiled else model

    def step(batch) -> float:
        logits = forward(batch["src_ids"], batch["src_mask"], batch["tgt_in_ids"])
        loss = F.cross_entropy(logits.flatten(0, 1), batch["tgt_out_ids"].flatten(),
                               ignore_index=0, label_smoothing=sizes["label_smoothing"])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        return loss.item()

    done = 0
    print(json.dumps({"ready": torch.__version__}), flush=True)
    for line in sys.stdin:
        started, tokens, loss = time.perf_counter(), 0, 0.0
        for _ in range(int(line)):
            batch = batches[done % len(batches)]
            loss, done = step(batch), done + 1
            tokens += batch["tokens"]
        print(json.dumps({"seconds": time.perf_counter() - started, "tokens": tokens, "loss": loss}),
              flush=True)
    print(json.dumps({"peak_bytes": peak_bytes()}), flush=True)


def _batches(arrays, count: int) -> list[dict]:
    names = ("src_ids", "src_mask", "tgt_in_ids", "tgt_out_ids")
    batches = []
    for number in range(count):
        batch = {name: torch.from_numpy(arrays[f"{number}.{name}"]) for name in names}
        for name in names:
            if name.endswith("ids"):
                batch[name] = batch[name].long()
        batch["tokens"] = int((batch["tgt_out_ids"] != 0).sum())
        batches.append(batch)
    return batches


if __name__ == "__main__":
    main(Path(sys.argv[1]), compiled="--compile" in sys.argv)

"""An encoder-decoder written for PyTorch alone, with the same weights, computes the same.

Runs where torch is installed: nothing of Pellucid needs it.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from core import params as parameters
from core.context import Context
from core.model import transformer
from tests.core.builders import SOURCES, TARGETS, batch, full_logits, on, tiny_config, tiny_params

torch = pytest.importorskip("torch", reason="torch, the oracle, is not installed")
F = torch.nn.functional

PAD, BOS = 0, 1
ACTIVATIONS = {"relu": F.relu, "gelu": lambda x: F.gelu(x, approximate="tanh"), "silu": F.silu}


class Block(torch.nn.Module):
    """A layer of either side, of torch's own attention, norm and linear modules."""

    def __init__(self, config, crosses: bool):
        super().__init__()
        d_model = config.d_model
        self.pre_norm, self.activation = config.norm_first, ACTIVATIONS[config.activation]
        names = ["self_attn", *(["cross_attn"] if crosses else [])]
        self.attentions = torch.nn.ModuleDict({
            name: torch.nn.MultiheadAttention(d_model, config.num_heads, batch_first=True) for name in names})
        self.norms = torch.nn.ModuleDict({name: torch.nn.LayerNorm(d_model) for name in [*names, "ffn"]})
        self.wide = torch.nn.Linear(d_model, config.d_ff)
        self.narrow = torch.nn.Linear(config.d_ff, d_model)

    def forward(self, x, hidden_keys, causal=None, memory=None, memory_hidden=None):
        def attended(name, query, keys, hidden, mask):
            found, _ = self.attentions[name](query, keys, keys, key_padding_mask=hidden, attn_mask=mask,
                                             need_weights=False)
            return found

        x = self.joined("self_attn", x, lambda y: attended("self_attn", y, y, hidden_keys, causal))
        if memory is not None:
            x = self.joined("cross_attn", x, lambda y: attended("cross_attn", y, memory, memory_hidden, None))
        return self.joined("ffn", x, lambda y: self.narrow(self.activation(self.wide(y))))

    def joined(self, name, x, sublayer):
        norm = self.norms[name]
        return x + sublayer(norm(x)) if self.pre_norm else norm(x + sublayer(x))


class Oracle(torch.nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.table = torch.nn.Embedding(config.vocab_size, config.d_model)
        self.encoder = torch.nn.ModuleList(Block(config, False) for _ in range(config.num_encoder_layers))
        self.decoder = torch.nn.ModuleList(Block(config, True) for _ in range(config.num_decoder_layers))
        if config.norm_first:
            self.encoder_norm = torch.nn.LayerNorm(config.d_model)
            self.decoder_norm = torch.nn.LayerNorm(config.d_model)

    def embedded(self, ids):
        d_model = self.config.d_model
        position = torch.arange(ids.shape[1], dtype=torch.float64)[:, None]
        rate = torch.exp(-math.log(10_000) * torch.arange(0, d_model, 2, dtype=torch.float64) / d_model)
        waves = torch.zeros(ids.shape[1], d_model, dtype=torch.float64)
        waves[:, 0::2], waves[:, 1::2] = torch.sin(position * rate), torch.cos(position * rate)
        return self.table(ids) * d_model**0.5 + waves

    def forward(self, src_ids, tgt_in_ids):
        hidden = src_ids == PAD
        memory = self.embedded(src_ids)
        for block in self.encoder:
            memory = block(memory, hidden)
        memory = self.encoder_norm(memory) if self.config.norm_first else memory
        length = tgt_in_ids.shape[1]
        future = torch.triu(torch.ones(length, length, dtype=torch.bool), diagonal=1)
        x = self.embedded(tgt_in_ids)
        for block in self.decoder:
            x = block(x, None, future, memory, hidden)
        x = self.decoder_norm(x) if self.config.norm_first else x
        return x @ self.table.weight.T


def homes(oracle, config) -> dict:
    """Where each parameter of ours lives in the oracle, as a view that shares its memory."""
    found = {"embedding.weight": oracle.table.weight}
    for side, blocks in (("encoder", oracle.encoder), ("decoder", oracle.decoder)):
        for index, block in enumerate(blocks):
            at = f"{side}.layers.{index}"
            for name, attention in block.attentions.items():
                for part in ("weight", "bias"):
                    stacked = getattr(attention, f"in_proj_{part}")
                    for place, letter in enumerate("qkv"):
                        rows = slice(place * config.d_model, (place + 1) * config.d_model)
                        found[f"{at}.{name}.{letter}_proj.{part}"] = (stacked, rows)
                    found[f"{at}.{name}.out_proj.{part}"] = getattr(attention.out_proj, part)
            for part in ("weight", "bias"):
                for name, norm in block.norms.items():
                    found[f"{at}.{name}_norm.{part}"] = getattr(norm, part)
                found[f"{at}.ffn.fc1.{part}"] = getattr(block.wide, part)
                found[f"{at}.ffn.fc2.{part}"] = getattr(block.narrow, part)
        if config.norm_first:
            for part in ("weight", "bias"):
                found[f"{side}.norm.{part}"] = getattr(getattr(oracle, f"{side}_norm"), part)
    return {name: home if isinstance(home, tuple) else (home, slice(None)) for name, home in found.items()}


def oracle_with(config, host_params):
    oracle = Oracle(config).double().eval()
    places = homes(oracle, config)
    flat = parameters.flatten(host_params)
    assert places.keys() == flat.keys()
    assert sum(array.size for array in flat.values()) == sum(p.numel() for p in oracle.parameters())
    with torch.no_grad():
        for name, (tensor, rows) in places.items():
            tensor[rows] = torch.from_numpy(flat[name].astype(np.float64))
    return oracle, places


def oracle_inputs():
    def padded(rows):
        width = max(map(len, rows))
        return torch.tensor([[*row, *[PAD] * (width - len(row))] for row in rows])

    return padded(SOURCES), padded([[BOS, *target[:-1]] for target in TARGETS]), padded(TARGETS)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("norm_first", [False, True])
def test_logits(backend, norm_first, activation):
    config = tiny_config(norm_first=norm_first, activation=activation)
    host = tiny_params(config)
    oracle, _ = oracle_with(config, host)
    src_ids, tgt_in_ids, tgt_out_ids = oracle_inputs()
    with torch.no_grad():
        wanted = oracle(src_ids, tgt_in_ids).numpy()
    ours = full_logits(Context.of(backend, config), on(backend, host), SOURCES,
                       [[BOS, *target[:-1]] for target in TARGETS])
    real = tgt_out_ids.numpy() != PAD
    # float32 against float64 through four layers; logits are about 1
    np.testing.assert_allclose(ours[real], wanted[real], atol=1e-4)


@pytest.mark.parametrize("norm_first", [False, True])
@pytest.mark.parametrize("label_smoothing", [0.0, 0.1])
def test_loss_and_gradients(backend, norm_first, label_smoothing):
    config = tiny_config(norm_first=norm_first, activation="gelu")
    host = tiny_params(config)
    oracle, places = oracle_with(config, host)
    src_ids, tgt_in_ids, tgt_out_ids = oracle_inputs()
    wanted = F.cross_entropy(oracle(src_ids, tgt_in_ids).flatten(0, 1), tgt_out_ids.flatten(),
                             ignore_index=PAD, label_smoothing=label_smoothing)
    wanted.backward()

    ctx = Context.of(backend, config)
    step = backend.value_and_grad(
        lambda params, batch, key: transformer.loss(ctx, params, batch, label_smoothing))
    value, grads = step(on(backend, host), batch(backend), None)
    assert float(backend.to_host(value)) == pytest.approx(wanted.item(), rel=1e-4)
    whole = math.sqrt(sum(float((p.grad**2).sum()) for p in oracle.parameters()))
    for name, grad in parameters.flatten(grads).items():
        tensor, rows = places[name]
        difference = np.linalg.norm(backend.to_host(grad) - tensor.grad[rows].numpy())
        # Relative to the tensor; what is 0 but for rounding (k_proj.bias) relative to the whole.
        bound = 1e-6 * whole if name.endswith("k_proj.bias") else 1e-4 * float(tensor.grad[rows].norm())
        assert difference <= bound, name

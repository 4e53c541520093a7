"""Parameters are a plain nested dict of arrays; files know them by dotted names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from core.config import ModelConfig

Params = dict[str, Any]


def flatten(tree: Params, prefix: str = "") -> dict[str, Any]:
    """{"encoder": {"norm": {"weight": w}}} -> {"encoder.norm.weight": w}."""
    flat = {}
    for name, child in tree.items():
        path = f"{prefix}{name}"
        if isinstance(child, dict):
            flat.update(flatten(child, path + "."))
        else:
            flat[path] = child
    return flat


def unflatten(flat: dict[str, Any]) -> Params:
    """The inverse of `flatten`."""
    tree: Params = {}
    for path, leaf in flat.items():
        *parents, name = path.split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        node[name] = leaf
    return tree


def map_params(fn: Callable[[Any], Any], tree: Params) -> Params:
    """The tree with fn applied to every array."""
    return {name: map_params(fn, child) if isinstance(child, dict) else fn(child)
            for name, child in tree.items()}


def shapes(config: ModelConfig) -> dict[str, tuple[int, ...]]:
    """The dotted name and shape of every parameter of a model, in the order of the forward pass."""
    return dict(_shapes(config))


@cache
def count(config: ModelConfig) -> int:
    """The number of weights of a model."""
    total = 0
    for shape in shapes(config).values():
        size = 1
        for extent in shape:
            size *= extent
        total += size
    return total


def _shapes(config: ModelConfig) -> Iterator[tuple[str, tuple[int, ...]]]:
    # As a rule one table serves source, target and output projection (Vaswani et al. 2017, sec. 3.4).
    yield "embedding.weight", (config.vocab_size, config.d_model)
    if config.src_vocab_size is not None:
        yield "src_embedding.weight", (config.src_vocab_size, config.d_model)
    for side, num_layers, attentions in (
        ("encoder", config.num_encoder_layers, ("self_attn",)),
        ("decoder", config.num_decoder_layers, ("self_attn", "cross_attn")),
    ):
        for index in range(num_layers):
            layer = f"{side}.layers.{index}"
            for attention in attentions:
                for projection in ("q_proj", "k_proj", "v_proj", "out_proj"):
                    yield from _linear(f"{layer}.{attention}.{projection}", config.d_model, config.d_model)
                yield from _norm(f"{layer}.{attention}_norm", config.d_model)
            yield from _linear(f"{layer}.ffn.fc1", config.d_model, config.d_ff)
            yield from _linear(f"{layer}.ffn.fc2", config.d_ff, config.d_model)
            yield from _norm(f"{layer}.ffn_norm", config.d_model)
        if config.norm_first:  # the last residual sum is not yet normalised
            yield from _norm(f"{side}.norm", config.d_model)
    if not config.tied_output:
        yield "output.weight", (config.vocab_size, config.d_model)
    if config.output_bias:
        yield "output.bias", (config.vocab_size,)


def layer_matrices(params: Params) -> set[str]:
    """The names of the matrices that layers multiply by: all but embeddings and the output projection."""
    return {name for name, array in flatten(params).items() if ".layers." in name and array.ndim == 2}


def source_table(params: Params) -> Params:
    """The embedding that source ids are looked up in."""
    return params.get("src_embedding", params["embedding"])


def output_projection(params: Params) -> tuple[Any, Any]:
    """(weight [V,D], bias [V] or None) from the decoder's output to the logits."""
    output = params.get("output", {})
    return output.get("weight", params["embedding"]["weight"]), output.get("bias")


def _linear(name: str, inputs: int, outputs: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{name}.weight", (outputs, inputs)
    yield f"{name}.bias", (outputs,)


def _norm(name: str, size: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{name}.weight", (size,)
    yield f"{name}.bias", (size,)

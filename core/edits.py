"""The lab's edits of a pass: masks off, keys hidden, heads, sub-layers and skip connections scaled.

An edit never touches the parameters. The model asks `Context.edits` at four places; where it is None, or
says nothing about a place, the very same arrays go on, so no edits give the normal result to the bit.

Places have the dotted names of the trace: "decoder.layers.2.cross_attn" is a sub-layer,
"decoder.layers.2" the layer that holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from backends.base import Array
from core.config import ModelConfig

ENCODER_SELF, DECODER_SELF, CROSS = "encoder_self", "decoder_self", "cross"
KINDS = (ENCODER_SELF, DECODER_SELF, CROSS)
MAX_PADS = 16


@dataclass(frozen=True)
class Edits:
    """What is changed; a factor of 0 switches off, 1 is as it was.

    causal_mask   False: a target position sees the later ones too
    padding_mask  False: PAD is attended like a word
    pads          PAD tokens put after the source, so that there is something to hide
    hidden_keys   (kind, position): no query of that kind of attention sees this key, in any layer. In the
                  decoder's self-attention a position still sees itself.
    heads         (sub-layer, head) -> factor of that head's output
    sublayers     sub-layer -> factor of what it adds
    residuals     sub-layer -> factor of the skip connection past it
    """

    causal_mask: bool = True
    padding_mask: bool = True
    pads: int = 0
    hidden_keys: frozenset[tuple[str, int]] = frozenset()
    heads: Mapping[tuple[str, int], float] = field(default_factory=dict)
    sublayers: Mapping[str, float] = field(default_factory=dict)
    residuals: Mapping[str, float] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many things are changed; factors of 1 are none."""
        factors = [*self.heads.values(), *self.sublayers.values(), *self.residuals.values()]
        return (len(self.hidden_keys) + sum(factor != 1 for factor in factors)
                + (not self.causal_mask) + (not self.padding_mask) + (self.pads > 0))

    def check(self, config: ModelConfig, src_length: int) -> None:
        """Raises ValueError where an edit names what this model or this source does not have."""
        if not 0 <= self.pads <= MAX_PADS:
            raise ValueError(f"pads should be 0 to {MAX_PADS}, and is {self.pads}")
        known = set(sublayers(config))
        for name in (*(path for path, _ in self.heads), *self.sublayers, *self.residuals):
            if name not in known:
                raise ValueError(f"{name}: this model has no such sub-layer")
        for path, head in self.heads:
            if path.endswith(".ffn") or not 0 <= head < config.num_heads:
                raise ValueError(f"{path}: there is no head {head} (0 to {config.num_heads - 1})")
        for kind, position in self.hidden_keys:
            if kind not in KINDS or position < 0:
                raise ValueError(f"hidden key {kind!r}, {position}: expected a kind of attention "
                                 f"({', '.join(KINDS)}) and a position from 0")
        for kind in (ENCODER_SELF, CROSS):
            left = set(range(src_length)) - {place for of, place in self.hidden_keys if of == kind}
            if not left:
                raise ValueError("every source token would be hidden: one at least must be left to look at")

    # What the model asks

    def masked(self, path: str, mask: np.ndarray | None, num_queries: int, num_keys: int):
        """mask (host, True = may attend, or None) -> the mask in force (host) for one attention."""
        kind = kind_of(path)
        off = not (self.causal_mask if kind == DECODER_SELF else self.padding_mask)
        mask = None if off else mask
        hidden = [position for of, position in self.hidden_keys if of == kind and position < num_keys]
        if not hidden:
            return mask
        seen = np.ones((1, 1, num_queries, num_keys), bool)
        seen[..., hidden] = False
        if kind == DECODER_SELF:  # the last query stands at the last key
            seen |= np.eye(num_queries, num_keys, num_keys - num_queries, dtype=bool)
        return seen if mask is None else seen & mask

    def touches_mask(self, path: str) -> bool:
        kind = kind_of(path)
        return (any(of == kind for of, _ in self.hidden_keys)
                or not (self.causal_mask if kind == DECODER_SELF else self.padding_mask))

    def scaled_heads(self, ops, path: str, heads: Array) -> Array:
        """[B,H,T,d_head], each head by its factor."""
        factors = {head: factor for (of, head), factor in self.heads.items() if of == path and factor != 1}
        if not factors:
            return heads
        parts = [ops.take(heads, ops.asarray(np.array([head], np.int32)), axis=1)
                 for head in range(heads.shape[1])]
        return ops.concat([ops.scale(part, factors[head]) if head in factors else part
                           for head, part in enumerate(parts)], axis=1)

    def joined(self, ops, path: str, x: Array, update: Array) -> tuple[Array, Array]:
        """The skip connection and what the sub-layer adds to it, each by its factor."""
        past, added = self.residuals.get(path, 1), self.sublayers.get(path, 1)
        return (x if past == 1 else ops.scale(x, past), update if added == 1 else ops.scale(update, added))


def kind_of(path: str) -> str:
    """ "decoder.layers.2.cross_attn" -> "cross"."""
    if path.endswith("cross_attn"):
        return CROSS
    return ENCODER_SELF if path.startswith("encoder") else DECODER_SELF


def attentions(config: ModelConfig) -> list[str]:
    """The dotted names of all attention sub-layers."""
    return [name for name in sublayers(config) if not name.endswith(".ffn")]


def sublayers(config: ModelConfig) -> list[str]:
    """The dotted names of all sub-layers, in the order of the forward pass."""
    return [f"{side}.layers.{layer}.{block}"
            for side, num_layers, blocks in (
                ("encoder", config.num_encoder_layers, ("self_attn", "ffn")),
                ("decoder", config.num_decoder_layers, ("self_attn", "cross_attn", "ffn")))
            for layer in range(num_layers) for block in blocks]


def attention_name(kind: str, layer: int) -> str:
    """("cross", 2) -> "decoder.layers.2.cross_attn"."""
    side = "encoder" if kind == ENCODER_SELF else "decoder"
    return f"{side}.layers.{layer}.{'cross_attn' if kind == CROSS else 'self_attn'}"

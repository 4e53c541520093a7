"""Which arrays a pass notes, of what shape and type: what a `.trace` file may hold."""

from __future__ import annotations

from collections.abc import Iterator

from core.config import ModelConfig

Shape = tuple[tuple[int, ...], str, bool]  # shape, safetensors type, must it be there


def encoder_shapes(config: ModelConfig, src_length: int) -> dict[str, Shape]:
    """All that the encoder notes over a source of `src_length` tokens."""
    return dict(_side("encoder", config, src_length, {"self_attn": src_length}))


def step_shapes(config: ModelConfig, src_length: int, tgt_length: int, is_whole: bool) -> dict[str, Shape]:
    """All that a step notes which has read `tgt_length` tokens; one row where it is cached.

    The vocabulary-wide arrays may be missing: they are the first to be forgotten.
    """
    rows = tgt_length if is_whole else 1
    shapes = dict(_side("decoder", config, rows, {"self_attn": tgt_length, "cross_attn": src_length}))
    for name in ("logits", "log_probs"):
        shapes[f"decoder.next_token.{name}"] = ((config.vocab_size,), "F32", False)
    return shapes


def _side(side: str, config: ModelConfig, rows: int, keys: dict[str, int]) -> Iterator[tuple[str, Shape]]:
    heads, d_head, d_model = config.num_heads, config.d_head, config.d_model
    for name in ("tokens", "positions", "output"):
        yield f"{side}.embedding.{name}", ((rows, d_model), "F32", True)
    num_layers = config.num_encoder_layers if side == "encoder" else config.num_decoder_layers
    for layer in range(num_layers):
        for block, length in keys.items():
            at = f"{side}.layers.{layer}.{block}"
            for name, shape in (("q", (heads, rows, d_head)), ("k", (heads, length, d_head)),
                                ("v", (heads, length, d_head)), ("scores", (heads, rows, length)),
                                ("weights", (heads, rows, length)), ("heads", (heads, rows, d_head)),
                                ("merged", (rows, d_model))):
                yield f"{at}.{name}", (shape, "F32", True)
            causal = side == "decoder" and block == "self_attn"
            yield f"{at}.mask", ((1, rows if causal else 1, length), "BOOL", False)
        for name in ("inner", "hidden"):
            yield f"{side}.layers.{layer}.ffn.{name}", ((rows, config.d_ff), "F32", True)
        for block in (*keys, "ffn"):
            for name in ("input", "update", "residual", "normed" if config.norm_first else "sum"):
                yield f"{side}.layers.{layer}.{block}.{name}", ((rows, d_model), "F32", True)
    yield f"{side}.output", ((rows, d_model), "F32", True)

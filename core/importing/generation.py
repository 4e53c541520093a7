"""How the makers of a Hugging Face model have it generate: generation_config.json, or where that is missing
the same settings in config.json, as `transformers` asks them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.config import ConfigError, DecodeConfig
from core.formats.native import ModelError
from core.importing import files
from core.importing.files import member

_FILE = "generation_config.json"
_UNSAID = {"num_beams": 1, "bad_words_ids": [], "renormalize_logits": False}
# What else changes the translation there, and the values with which it does not; null never does. Those of
# sampling (temperature, top_k, ...) do nothing without do_sample.
_NEUTRAL: dict[str, tuple[Any, ...]] = {
    "do_sample": (False,), "num_beam_groups": (1,), "diversity_penalty": (0,), "repetition_penalty": (1,),
    "encoder_repetition_penalty": (1,), "no_repeat_ngram_size": (0,), "encoder_no_repeat_ngram_size": (0,),
    "min_length": (0, 1), "min_new_tokens": (0,), "max_new_tokens": (), "max_time": (), "stop_strings": ([],),
    "forced_bos_token_id": (), "suppress_tokens": ([],), "begin_suppress_tokens": ([],),
    "sequence_bias": ([], {}), "exponential_decay_length_penalty": (), "constraints": ([],),
    "force_words_ids": ([],), "penalty_alpha": (0,), "guidance_scale": (1,), "dola_layers": (),
    "watermarking_config": ()}


@dataclass(frozen=True)
class Generation:
    """The settings, and the file that has them, which every message names."""

    settings: dict[str, Any]
    path: Path

    @classmethod
    def read(cls, config_path: Path, document: dict[str, Any]) -> Generation:
        """`document` is what config.json holds. Raises ModelError."""
        path = config_path.with_name(_FILE)
        settings = files.read_json(path) if path.is_file() else {}
        return cls(settings, path) if settings else cls(document, config_path)

    def assumed(self) -> tuple[str, ...]:
        """What no file says of a folder without generation_config.json, as `transformers` takes it then."""
        if self.path.name == _FILE:
            return ()
        return said({key: value for key, value in _UNSAID.items() if self.settings.get(key) is None})

    def renormalizes(self) -> bool:
        return member(self.settings, "renormalize_logits", bool, self.path, False)

    def forces_eos(self, eos_id: int) -> bool:
        forced = self.settings.get("forced_eos_token_id")
        if forced is not None and forced != eos_id:
            raise ModelError(f"{self.path}: forced_eos_token_id: expected eos_token_id ({eos_id}), found "
                             f"{forced!r:.20}")
        return forced is not None

    def banned(self, vocab_size: int) -> tuple[int, ...]:
        """Ids that are never produced."""
        words = self.settings.get("bad_words_ids")
        words = [] if words is None else words
        if not isinstance(words, list) or not all(
                isinstance(word, list) and len(word) == 1 and type(word[0]) is int
                and 0 <= word[0] < vocab_size for word in words):
            raise ModelError(f"{self.path}: bad_words_ids: expected single tokens below {vocab_size}, such "
                             f"as [[{vocab_size - 1}]], found {str(words)[:60]}")
        return tuple(sorted({word[0] for word in words}))

    def decode(self) -> dict[str, Any]:
        """As `generate` would search: a beam, and the length penalty of Hugging Face."""
        size = member(self.settings, "num_beams", int, self.path, 1)
        found = {"method": "beam" if size > 1 else "greedy", "length_norm": "power", "length_penalty":
                 member(self.settings, "length_penalty", float, self.path, 1.0), "beam_size": size}
        try:
            DecodeConfig(**found)
        except ConfigError as error:
            raise ModelError(f"{self.path}: {str(error).replace('beam_size', 'num_beams')}") from None
        return found if size > 1 else {key: found[key] for key in found if key != "beam_size"}

    def not_followed(self, max_len: int) -> tuple[str, ...]:
        """Settings that would change the translation there and do not here, such as "min_length: 5"."""
        found = {key: value for key, neutral in _NEUTRAL.items()
                 if (value := self.settings.get(key)) is not None and value not in neutral}
        if self.settings.get("early_stopping") not in (None, False) and self.decode()["method"] == "beam":
            found["early_stopping"] = self.settings["early_stopping"]
        longest = self.settings.get("max_length")
        if type(longest) is int and longest < max_len:
            found["max_length"] = longest
        return said(found)


def said(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Each as "name: value", cut where the value is long."""
    return tuple(f"{key}: {_text(value)[:40]}" for key, value in settings.items())


def _text(value: Any) -> str:
    """As JSON, without the quotes around a text; whatever it holds is one line."""
    try:
        return json.dumps(value).strip('"')
    except RecursionError:
        return "[...]"

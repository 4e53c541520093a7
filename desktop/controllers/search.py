"""How each model searches: as its makers have it, where they say so; what a person changes comes before."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSettings

from core.config import ConfigError, DecodeConfig
from core.formats.native import ModelError
from desktop.controllers.models import ModelEntry

NAMES = ("method", "beam_size", "length_penalty", "temperature", "top_p", "seed")  # that a person changes
_USUAL = DecodeConfig(method="beam")


class SearchSettings:
    """What a person changes is remembered: for a model whose makers say how they search, with that model;
    for all others together. Under `place`: a page's name."""

    def __init__(self, settings: QSettings, place: str):
        self._settings, self._place = settings, place
        self._own = f"{place}/of_models"

    def of(self, entry: ModelEntry | None) -> DecodeConfig:
        """Anything remembered that makes no sense falls back to what it would be without."""
        usual = makers_search(entry)
        if usual is None:
            return _with(_USUAL, {name: self._settings.value(f"{self._place}/{name}") for name in NAMES})
        return _with(usual, self._of_models().get(str(entry.folder), {}))

    def keep(self, entry: ModelEntry | None, config: DecodeConfig) -> None:
        """A person has it so now."""
        usual = makers_search(entry)
        if usual is None:
            for name in NAMES:
                self._settings.setValue(f"{self._place}/{name}", getattr(config, name))
            return
        changed = {name: getattr(config, name) for name in NAMES
                   if getattr(config, name) != getattr(usual, name)}
        kept = {**self._of_models(), str(entry.folder): changed}
        self._settings.setValue(self._own, json.dumps({folder: own for folder, own in kept.items() if own}))

    def _of_models(self) -> dict[str, dict[str, Any]]:
        """{folder: what was changed}"""
        try:
            found = json.loads(str(self._settings.value(self._own, "{}")))
        except (ValueError, RecursionError):
            return {}
        items = found.items() if isinstance(found, dict) else ()
        return {folder: own for folder, own in items if isinstance(own, dict)}


def makers_search(entry: ModelEntry | None) -> DecodeConfig | None:
    """As the card says that its makers search; None where it does not say, or says what cannot be."""
    if entry is None or not entry.card.facts.get("decode"):
        return None
    try:
        return entry.card.decode
    except ModelError:
        return None


def _with(usual: DecodeConfig, stored: dict[str, Any]) -> DecodeConfig:
    values = {}
    for name in NAMES:
        if stored.get(name) is not None:
            try:
                values[name] = type(getattr(usual, name))(stored[name])
            except (ValueError, TypeError, OverflowError):
                continue
    try:
        return replace(usual, **values)
    except ConfigError:
        return usual

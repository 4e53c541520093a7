"""Translations of the window: .ts is what people edit, .qm is what Qt reads. `update` makes both.

    python -m resources.i18n.update
"""

from __future__ import annotations

from pathlib import Path

LOCALES = ("zh_CN",)


def ts_path(locale: str) -> Path:
    return Path(__file__).with_name(f"pellucid_{locale}.ts")


def qm_path(locale: str) -> Path:
    return Path(__file__).with_name(f"pellucid_{locale}.qm")

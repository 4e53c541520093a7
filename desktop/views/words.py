"""Words and small pieces that several pages share."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from core.text.tokenizer import Piece
from desktop.controllers.models import ModelEntry
from desktop.theme.palette import Palette
from desktop.widgets.chips import Chip

_LANGUAGES = {
    "zh": QT_TRANSLATE_NOOP("Languages", "Chinese"), "en": QT_TRANSLATE_NOOP("Languages", "English"),
    "de": QT_TRANSLATE_NOOP("Languages", "German"), "fr": QT_TRANSLATE_NOOP("Languages", "French"),
    "es": QT_TRANSLATE_NOOP("Languages", "Spanish"), "it": QT_TRANSLATE_NOOP("Languages", "Italian"),
    "pt": QT_TRANSLATE_NOOP("Languages", "Portuguese"), "ru": QT_TRANSLATE_NOOP("Languages", "Russian"),
    "ja": QT_TRANSLATE_NOOP("Languages", "Japanese"), "ko": QT_TRANSLATE_NOOP("Languages", "Korean"),
    "ar": QT_TRANSLATE_NOOP("Languages", "Arabic"), "he": QT_TRANSLATE_NOOP("Languages", "Hebrew"),
}


def language_name(code: str) -> str:
    """ "zh" -> "Chinese" in the language of the window; "" where nobody said."""
    if not code:
        return ""
    base = code.replace("_", "-").split("-")[0].lower()
    if base in _LANGUAGES:
        return QCoreApplication.translate("Languages", _LANGUAGES[base])
    language = QLocale(base).language()
    known = language not in (QLocale.Language.C, QLocale.Language.AnyLanguage)
    return QLocale.languageToString(language) if known else code


def is_right_to_left(code: str) -> bool:
    return code.split("-")[0].lower() in ("ar", "he", "fa", "ur", "yi", "ps", "dv")


def direction(src_lang: str, tgt_lang: str) -> str:
    """ "zh → en"."""
    return f"{src_lang or '?'} → {tgt_lang or '?'}"


def model_label(entry: ModelEntry) -> str:
    """A model as the combo box lists it."""
    src_lang, tgt_lang = entry.direction
    name = entry.card.name or entry.folder.name
    return name if f"{src_lang}-{tgt_lang}" in name else f"{name} · {direction(src_lang, tgt_lang)}"


def chip(piece: Piece, side: str, current: bool = False, pending: bool = False) -> Chip:
    return Chip(piece.text, side, piece.special, piece.continues, current, pending)


def spaced(rich: str) -> str:
    """A paragraph of captions with room between its lines."""
    return f'<p style="line-height:125%;margin:0">{rich}</p>'


def colored(text: str, role: str, palette: Palette, bold: bool = True) -> str:
    """Rich text in a palette's colour; the text is taken literally."""
    weight = "font-weight:600;" if bold else ""
    return f'<span style="{weight}color:{getattr(palette, role)}">{escape(text)}</span>'

"""Words and small pieces that several pages share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import escape

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from core.text import languages
from core.text.tokenizer import Piece
from desktop.controllers.models import ModelEntry
from desktop.theme.palette import Palette
from desktop.widgets.chips import Chip
from desktop.widgets.matrix_labels import Label

_LANGUAGES = {
    "zh": QT_TRANSLATE_NOOP("Languages", "Chinese"), "en": QT_TRANSLATE_NOOP("Languages", "English"),
    "de": QT_TRANSLATE_NOOP("Languages", "German"), "fr": QT_TRANSLATE_NOOP("Languages", "French"),
    "es": QT_TRANSLATE_NOOP("Languages", "Spanish"), "it": QT_TRANSLATE_NOOP("Languages", "Italian"),
    "pt": QT_TRANSLATE_NOOP("Languages", "Portuguese"), "ru": QT_TRANSLATE_NOOP("Languages", "Russian"),
    "ja": QT_TRANSLATE_NOOP("Languages", "Japanese"), "ko": QT_TRANSLATE_NOOP("Languages", "Korean"),
    "ar": QT_TRANSLATE_NOOP("Languages", "Arabic"), "he": QT_TRANSLATE_NOOP("Languages", "Hebrew"),
    "nl": QT_TRANSLATE_NOOP("Languages", "Dutch"), "pl": QT_TRANSLATE_NOOP("Languages", "Polish"),
    "uk": QT_TRANSLATE_NOOP("Languages", "Ukrainian"), "cs": QT_TRANSLATE_NOOP("Languages", "Czech"),
    "sv": QT_TRANSLATE_NOOP("Languages", "Swedish"), "da": QT_TRANSLATE_NOOP("Languages", "Danish"),
    "fi": QT_TRANSLATE_NOOP("Languages", "Finnish"), "is": QT_TRANSLATE_NOOP("Languages", "Icelandic"),
    "el": QT_TRANSLATE_NOOP("Languages", "Greek"), "tr": QT_TRANSLATE_NOOP("Languages", "Turkish"),
    "hu": QT_TRANSLATE_NOOP("Languages", "Hungarian"), "ro": QT_TRANSLATE_NOOP("Languages", "Romanian"),
    "fa": QT_TRANSLATE_NOOP("Languages", "Persian"), "hi": QT_TRANSLATE_NOOP("Languages", "Hindi"),
    "mr": QT_TRANSLATE_NOOP("Languages", "Marathi"), "th": QT_TRANSLATE_NOOP("Languages", "Thai"),
    "vi": QT_TRANSLATE_NOOP("Languages", "Vietnamese"), "id": QT_TRANSLATE_NOOP("Languages", "Indonesian"),
    "mg": QT_TRANSLATE_NOOP("Languages", "Malagasy"),
}
LANGUAGE_CODES = tuple(_LANGUAGES)
_LEFT_TO_RIGHT = "\u200e"  # a mark without a look
_OTHER_CODES = {"cmn": "zh", "zho": "zh", "pes": "fa", "prs": "fa", "arb": "ar"}  # that Qt does not know


def language_name(code: str) -> str:
    """ "zh" -> "Chinese" in the language of the window; "" where nobody said."""
    if not code:
        return ""
    base = _base(code)
    if base in _LANGUAGES:
        return QCoreApplication.translate("Languages", _LANGUAGES[base])
    language = QLocale(base).language()
    known = language not in (QLocale.Language.C, QLocale.Language.AnyLanguage)
    return QLocale.languageToString(language) if known else code


def same_language(code: str, other: str) -> bool:
    """ "zh" and "cmn-Hans" are; one that nobody said may be any."""
    return not code or not other or _base(code) == _base(other)


def is_right_to_left(code: str) -> bool:
    return languages.is_right_to_left(_base(code))


def legible(words: str) -> str:
    """Words with a path or a name of a file in them: it keeps its order where that is Arabic or Hebrew."""
    if not any(unicodedata.bidirectional(character) in ("R", "AL") for character in words):
        return words
    return _LEFT_TO_RIGHT + re.sub(r"[/\\]", lambda separator: f"{separator[0]}{_LEFT_TO_RIGHT}", words)


def _base(code: str) -> str:
    """ "deu", "de-AT" and "de_Latn" -> "de"."""
    base = code.replace("_", "-").split("-")[0].lower()
    if base in _OTHER_CODES:
        return _OTHER_CODES[base]
    locale = QLocale(base)
    return base if locale.language() == QLocale.Language.C else locale.name().split("_")[0]


def direction(src_lang: str, tgt_lang: str) -> str:
    """ "zh → en"."""
    return f"{src_lang or '?'} → {tgt_lang or '?'}"


def model_label(entry: ModelEntry) -> str:
    """A model as the combo box lists it."""
    src_lang, tgt_lang = entry.direction
    name = entry.card.name or entry.folder.name
    return name if f"{src_lang}-{tgt_lang}" in name else f"{name} · {direction(src_lang, tgt_lang)}"


@lru_cache(16384)
def chip(piece: Piece, side: str, current: bool = False, pending: bool = False) -> Chip:
    """Kept, for a page asks for those of a long sentence at every step."""
    return Chip(piece.text, side, piece.special, piece.continues, current, pending)


@lru_cache(16384)
def label(piece: Piece, side: str) -> Label:
    """Beside or above a matrix."""
    return Label(chip(piece, side).label, side)


def spaced(rich: str) -> str:
    """A paragraph of captions with room between its lines."""
    return f'<p style="line-height:125%;margin:0">{rich}</p>'


def isolated(text: str) -> str:
    """For a sentence of the window's: right-to-left text would else take numbers and marks around it along
    to the wrong side, and at its beginning turn all of it."""
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in text):
        return f"\N{LEFT-TO-RIGHT MARK}\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
    return text


def colored(text: str, role: str, palette: Palette, bold: bool = True) -> str:
    """Rich text in a palette's colour; the text is taken literally."""
    weight = "font-weight:600;" if bold else ""
    return f'<span style="{weight}color:{getattr(palette, role)}">{escape(isolated(text))}</span>'

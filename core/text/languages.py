"""Language codes as people write them: "zh", "zh-CN", "zh_Hans", "cmn"."""

from __future__ import annotations

import re

# ISO 639-3 (Tatoeba, OPUS-MT), and the dialects that are written alike, to ISO 639-1.
_TWO_LETTERS = {
    "cmn": "zh", "zho": "zh", "chi": "zh", "yue": "zh", "wuu": "zh", "lzh": "zh", "jpn": "ja",
    "kor": "ko", "tha": "th", "lao": "lo", "khm": "km", "mya": "my", "bur": "my",
}
_UNSPACED = ("zh", "ja", "th", "lo", "km", "my")


def base(code: str) -> str:
    """The language alone, in two letters where this module knows them: "cmn_Hans" -> "zh"."""
    language = re.split("[-_]", code.strip().lower())[0]
    return _TWO_LETTERS.get(language, language)


def is_spaced(code: str) -> bool:
    """Does the language put spaces between words? (Where nobody said which it is: yes.)"""
    return base(code) not in _UNSPACED

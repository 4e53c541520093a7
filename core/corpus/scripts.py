"""Scripts: what a language is written in, and how much of a text is."""

from __future__ import annotations

import re
from functools import lru_cache

from core.text import languages

RANGES = {
    "Latin": "A-Za-z\xaa\xba\xc0-\xd6\xd8-\xf6\xf8-\u02b8\u1e00-\u1eff\ufb00-\ufb06\uff21-\uff3a"
             "\uff41-\uff5a",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c8f",
    "Armenian": "\u0530-\u058f",
    "Hebrew": "\u0590-\u05ff",
    "Arabic": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc",
    "Devanagari": "\u0900-\u097f\ua8e0-\ua8ff",
    "Bengali": "\u0980-\u09ff",
    "Gurmukhi": "\u0a00-\u0a7f",
    "Gujarati": "\u0a80-\u0aff",
    "Tamil": "\u0b80-\u0bff",
    "Telugu": "\u0c00-\u0c7f",
    "Kannada": "\u0c80-\u0cff",
    "Malayalam": "\u0d00-\u0d7f",
    "Sinhala": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Lao": "\u0e80-\u0eff",
    "Tibetan": "\u0f00-\u0fff",
    "Burmese": "\u1000-\u109f",
    "Georgian": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
    "Ethiopic": "\u1200-\u137f",
    "Khmer": "\u1780-\u17ff",
    "Kana": "\u3040-\u30ff\uff66-\uff9f",
    "Han": "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
}

_WRITTEN_IN = {
    "Han": "zh", "Han Kana": "ja", "Hangul Han": "ko", "Greek": "el", "Hebrew": "he yi", "Armenian": "hy",
    "Georgian": "ka", "Thai": "th", "Lao": "lo", "Khmer": "km", "Burmese": "my", "Ethiopic": "am ti",
    "Cyrillic": "ru uk be bg mk kk ky tg mn", "Arabic": "ar fa ur ps ug sd", "Devanagari": "hi mr ne sa",
    "Bengali": "bn as", "Gurmukhi": "pa", "Gujarati": "gu", "Tamil": "ta", "Telugu": "te", "Kannada": "kn",
    "Malayalam": "ml", "Sinhala": "si", "Tibetan": "bo dz",
    "Latin": "en de fr es it pt nl sv da no nb nn fi is et lv lt pl cs sk sl hr hu ro sq tr az uz tk id ms "
             "vi tl fil sw af eu ca gl ga cy mt la eo",
}
_SCRIPTS_OF = {lang: scripts.split() for scripts, langs in _WRITTEN_IN.items() for lang in langs.split()}
_LETTERS = re.compile(r"[^\W\d_]")
_TAGGED = {"latn": "Latin", "cyrl": "Cyrillic", "arab": "Arabic", "hans": "Han", "hant": "Han",
           "deva": "Devanagari"}


def script_share(text: str, lang: str) -> float | None:
    """The share of the text's letters that are in a script of `lang`; None if that is not known."""
    scripts = _scripts_of(lang)
    if scripts is None:
        return None
    if scripts == ("Latin",) and text.isascii():  # all letters there are; most texts end here
        return 1.0 if len(text) >= 4 else None
    if not _foreign_to(scripts).search(text):  # and most others here
        return 1.0 if len(text) >= 4 else None
    letters = len(_LETTERS.findall(text))
    return len(_letters_of(scripts).findall(text)) / letters if letters >= 4 else None


@lru_cache(256)
def _scripts_of(lang: str) -> tuple[str, ...] | None:
    """The language's scripts. The tag may name one: "sr-Latn"."""
    tagged = [_TAGGED[part] for part in re.split("[-_]", lang.lower())[1:] if part in _TAGGED]
    scripts = tagged or _SCRIPTS_OF.get(languages.base(lang))
    return tuple(scripts) if scripts else None


@lru_cache(256)
def _letters_of(scripts: tuple[str, ...]) -> re.Pattern:
    """What matches one letter (no mark) of the scripts."""
    return re.compile(rf"(?=[^\W\d_])[{''.join(RANGES[script] for script in scripts)}]")


@lru_cache(256)
def _foreign_to(scripts: tuple[str, ...]) -> re.Pattern:
    """What matches one letter that is in none of the scripts."""
    return re.compile(rf"[^\W\d_{''.join(RANGES[script] for script in scripts)}]")


def main_script(text: str) -> str | None:
    """The script of most letters, or None where there are none that this module knows."""
    counts = {script: len(re.findall(f"[{ranges}]", text)) for script, ranges in RANGES.items()}
    script = max(counts, key=counts.get)
    return script if counts[script] else None


def languages_of(script: str) -> list[str]:
    """The languages known to be written in a script."""
    return [lang for lang, scripts in _SCRIPTS_OF.items() if script in scripts]

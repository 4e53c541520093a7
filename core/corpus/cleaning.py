"""Which pairs are left out, and why: rules with a switch and a threshold each, first match counts."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace

from core.corpus.scripts import script_share
from core.corpus.unit import FUZZY, PROTECTED, REJECTED, UNTRANSLATED

EMPTY = "empty side"
UNREADABLE = "not readable"
IN_DEV = "in the given development set"
DUPLICATE, NEAR_DUPLICATE = "duplicate", "near-duplicate"
WRONG_SCRIPT = "wrong script"
PLURAL_DETAIL = "left out as it was asked"  # of PLURAL, which no rule drops

# The rule behind a reason, and what switches it off.
RULE_OF = {
    FUZZY: "fuzzy",
    UNTRANSLATED: "untranslated",
    REJECTED: "rejected",
    PROTECTED: "protected",
    IN_DEV: "in_dev",
    "too long": "max_chars",
    "no words": "min_letters",
    "broken encoding": "broken",
    "non-printing character": "nonprinting",
    "identical sides": "identical",
    "length ratio": "max_ratio",
    "different digits": "digits",
    "repeated punctuation": "max_repeat",
    WRONG_SCRIPT: "min_script",
    DUPLICATE: "duplicates",
    NEAR_DUPLICATE: "near_duplicates",
}


# What shows why a marked unit is left out.
_MARKED = {
    FUZZY: "marked fuzzy in the file",
    UNTRANSLATED: "by its state in the file",
    REJECTED: "by its review in the file",
    PROTECTED: 'translate="no" in the file',
}


# What to think of where a rule leaves out most of a corpus, by reason.
ADVICE = {
    FUZZY: "they are marked as not finished. Is there a finished version of the file?",
    UNTRANSLATED: "they are not translated yet, by their state. Is there a finished version of the file?",
    REJECTED: "a reviewer rejected them. Is there a later version of the file?",
    PROTECTED: "they are marked as not to be translated. Was the right file exported?",
    IN_DEV: "the set to validate on has their sentences too. Was the same file given for both?",
    "too long": "a side is longer than a sentence. If paragraphs are meant, raise max_chars",
    "no words": "one side has no letters or figures. If it is a table, are these its right columns?",
    "broken encoding": "they read as if decoded by the wrong encoding. Save the file anew, as UTF-8",
    "non-printing character": "they hold control characters. Was the file exported as plain text?",
    "identical sides": "both sides are the same text. Is the file translated; if a table, are these its "
                       "right columns?",
    "length ratio": "their sides are too unlike in length. Do the lines of both sides belong together?",
    "different digits": "the figures of their sides differ. Do the lines of both sides belong together?",
    "repeated punctuation": "a mark stands many times in a row. Is it a table of contents or of figures?",
    WRONG_SCRIPT: "they are not in the letters of the languages named. Are the sides the other way round, or "
                  "the languages others?",
    DUPLICATE: "they stand in the corpus before. Was a file given twice, or does it repeat itself?",
    NEAR_DUPLICATE: "they stand in the corpus before, but for case, punctuation and spaces",
}


class RulesError(ValueError):
    """A setting of the rules that cannot be."""


@dataclass(frozen=True)
class Rules:
    """Each rule is off at None (or False); the figures are thresholds."""

    fuzzy: bool = True  # PO entries that their maker marked as not finished
    untranslated: bool = True  # XLIFF targets in the state "new", "needs-translation" or "initial"
    rejected: bool = True  # XLIFF targets that a reviewer rejected
    protected: bool = True  # XLIFF units with translate="no"
    max_chars: int | None = 1000  # a side of more characters is no sentence
    max_ratio: float | None = 4.0  # between the lengths of the sides (see `length_ratio`)
    # Letters and figures of a side where the other has more: "Well, well." is not translated by "?!". (A unit
    # that has no text at all on a side is no pair, and no rule makes it one.)
    min_letters: int | None = 1
    identical: int | None = 1  # words from which a target that is its source counts as not translated
    # Numbers that differ. One that only one side has may be said in words on the other, so it counts from
    # this many figures on (zeros at its end aside: "ten thousand"), or over twelve where both sides write
    # figures. At 3 it dropped good pairs alone of Tatoeba's is-en and mr-en and of Multi30k ("1990", "12:45"
    # said in words), at 5 none. Not judged beside Han or Hangul: there 10,000 is 1万, half past three 3点半.
    digits: int | None = 5
    min_script: float | None = 0.5  # share of the letters that are in the script of the side's language
    max_repeat: int | None = 8  # the same punctuation mark so often in a row
    nonprinting: bool = True  # control characters and private ones; joiners and direction marks are text
    broken: bool = True  # what decoding with the wrong encoding leaves: "Ã©", "�"
    duplicates: bool = True
    near_duplicates: bool = False  # the same but for case, punctuation and spaces
    in_dev: bool = True  # pairs that share a sentence with a development set that a person gives

    @classmethod
    def none(cls) -> Rules:
        """Keeps everything."""
        return cls(**{field.name: None if "None" in str(field.type) else False for field in fields(cls)})

    def without(self, names: Iterable[str]) -> Rules:
        """The same with these switched off. Raises RulesError for an unknown name."""
        none = Rules.none().to_dict()
        for name in names:
            if name not in none:
                raise RulesError(f'unknown rule "{name}"; expected one of: {", ".join(none)}')
        return replace(self, **{name: none[name] for name in names})

    @classmethod
    def from_dict(cls, values: dict) -> Rules:
        """Raises RulesError for an unknown name or a value of another kind."""
        if not isinstance(values, dict):
            raise RulesError(f"expected an object of rules, found {type(values).__name__}")
        values, known = dict(values), {field.name: str(field.type) for field in fields(cls)}
        for name, value in list(values.items()):
            if name not in known:
                raise RulesError(f'unknown rule "{name}"; expected one of: {", ".join(known)}')
            if isinstance(value, bool) and known[name] != "bool":  # as older reports have it
                value = values[name] = getattr(cls, name) if value else None
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if not (isinstance(value, bool) if known[name] == "bool" else value is None or (
                    is_number and 0 < value < 1e9)):
                expected = known[name].replace(" | None", " over 0, or null for off")
                raise RulesError(f'rule "{name}": expected {expected}, found {value!r}')
        return cls(**values)

    def to_dict(self) -> dict:
        return asdict(self)


_SAID_IN_WORDS = 12  # the greatest number that a text with figures writes in words
_SHOWN = 20  # characters
_FIGURES = re.compile(r"\d+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,:'’٬٫\u00a0\u202f\u2009 ](?=\d)")
_ROUND = re.compile(r"(?<=\d)[.,:](?:00|००|٠٠|۰۰|০০)(?!\d)")  # 9:00 is 9, and 5.00 is 5
_NONPRINTING = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb\ue000-\uf8ff]")
_BROKEN = re.compile("\ufffd|Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]|â€[™œ\x9d“”¦]|Ð[\x80-\xbf]Ñ|ï»¿")
_WIDE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


class Cleaner:
    """Judges one pair at a time; what needs other pairs (duplicates) is `core.corpus.index`'s."""

    def __init__(self, rules: Rules, src_lang: str = "", tgt_lang: str = ""):
        self.rules = rules
        self.langs = (src_lang, tgt_lang)
        self._repeated = re.compile(rf"([^\w\s])\1{{{max(1, math.ceil(rules.max_repeat or 0) - 1)},}}")

    def reason(self, src: str, tgt: str, mark: str = "") -> tuple[str, str] | None:
        """(why the pair is left out, the detail that shows it), or None for a good pair."""
        rules = self.rules
        if mark and getattr(rules, RULE_OF[mark]):
            return mark, _MARKED[mark]
        if rules.max_chars and max(len(src), len(tgt)) > rules.max_chars:
            return "too long", f"{max(len(src), len(tgt))} characters"
        is_plain = src.isascii() and tgt.isascii()
        if rules.broken and not is_plain:
            found = _BROKEN.search(src) or _BROKEN.search(tgt)
            if found:
                return "broken encoding", f'"{found[0]}"'
        if rules.nonprinting and not (src.isprintable() and tgt.isprintable()):
            found = _NONPRINTING.search(src) or _NONPRINTING.search(tgt)
            if found:
                return "non-printing character", f"U+{ord(found[0]):04X}"
        if rules.min_letters:
            has = _has_letters(src, rules.min_letters)
            if has != _has_letters(tgt, rules.min_letters):
                return "no words", f'"{(tgt if has else src)[:_SHOWN]}"'
        if rules.identical and src.casefold() == tgt.casefold() and any(map(str.isalpha, src)) \
                and len(src.split()) >= rules.identical:
            return "identical sides", ""
        if rules.max_ratio:
            ratio = length_ratio(src, tgt)
            if ratio > rules.max_ratio:
                return "length ratio", f"{ratio:.1f}"
        if rules.digits and not (_WIDE.search(src) or _WIDE.search(tgt)):
            differ = _figures_differ(src, tgt, rules.digits)
            if differ:
                return "different digits", differ
        if rules.max_repeat:
            run = self._repeated.search(src) or self._repeated.search(tgt)
            if run:
                return "repeated punctuation", f'{len(run[0])} × "{run[1]}"'
        if rules.min_script:
            for text, lang in zip((src, tgt), self.langs, strict=True):
                share = script_share(text, lang) if lang else None
                if share is not None and share < rules.min_script:
                    return WRONG_SCRIPT, f"{share:.0%} of the letters are of {lang}"
        return None


def tidied(text: str) -> str:
    """NFC, and every run of blanks (TAB, line breaks, no-break spaces) one space: a TSV needs that.

    Joiners (ZWJ, ZWNJ) stay: they carry meaning in Indic scripts and Persian.
    """
    text = " ".join(text.split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def length(text: str) -> float:
    """Characters, a Han or Hangul one counting as the two or three letters it stands for."""
    return len(text) if text.isascii() else len(text) + 1.5 * len(_WIDE.findall(text))


def length_ratio(src: str, tgt: str) -> float:
    """The longer side over the shorter, both made 10 longer: "Hi." and "Good day." are not 3 to 1."""
    low, high = sorted((length(src), length(tgt)))
    return (high + 10) / (low + 10)


def _has_letters(text: str, number: float) -> bool:
    """So many letters and figures?"""
    return (number <= 1 and text[:1].isalnum()) or sum(map(str.isalnum, text)) >= number


def _figures_differ(src: str, tgt: str, longest: float) -> str:
    """The numbers that only one side has, "" where both have the same, or the other may say them in words."""
    if _FIGURES.findall(src) == _FIGURES.findall(tgt):
        return ""
    ours, theirs = figures(src), figures(tgt)
    only = ours - theirs, theirs - ours
    if not all(only):  # 12 is twelve, but nobody says a part's number in words
        extra = only[0] or only[1]
        is_odd = any(int(number) > _SAID_IN_WORDS for number in extra) if ours and theirs else \
            any(len(number.rstrip("0")) >= longest for number in extra)
        if not is_odd:
            return ""
    return " / ".join("+".join(sorted(one.elements())) or "-" for one in only)


def figures(text: str) -> Counter[str]:
    """The numbers in a text, without the marks between their digits, in any script's digits."""
    if not _FIGURES.search(text):
        return Counter()
    return Counter(str(int(run)) for run in _FIGURES.findall(_BETWEEN_DIGITS.sub("", _ROUND.sub("", text)))
                   if len(run) < 1000)

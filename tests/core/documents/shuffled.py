"""What a translation might do to a unit: words change and change places, and nothing else is known of it."""

from __future__ import annotations

import random
import re

from core.documents.document import Unit
from core.documents.inline import Inline
from core.documents.placing import place
from core.text.languages import is_spaced
from core.text.sentences import MARKER


def shuffled(unit: Unit, seed: int, language: str = "de") -> Inline:
    """Every line's words in capitals and in another order, with the codes where the alignment puts them
    and the line's own ends and list mark; for Chinese in Han characters without blanks."""
    chance, text, links = random.Random(seed), "", []
    for start, line in _lines(unit.text):
        found = MARKER.match(line)
        mark, behind = (found[0].strip(), found.end()) if found else ("", 0)
        words = list(re.compile(r"\S+").finditer(line, behind))
        chance.shuffle(words)
        lead = found[0] if found else line[:len(line) - len(line.lstrip())]
        if mark:
            at = lead.index(mark)
            links.append((start + at, start + at + len(mark), len(text) + at, len(text) + at + len(mark)))
        text += lead
        for number, word in enumerate(words):
            text += " " if number and is_spaced(language) else ""
            links.append((start + word.start(), start + word.end(), len(text), len(text) + len(word[0])))
            text += word[0].upper() if is_spaced(language) else re.sub(
                "[a-z]", lambda letter: chr(0x4e00 + ord(letter[0])), word[0])
        text += line[len(line.rstrip()):] if words else ""
    return place(unit.source, text, links, language)


def _lines(text: str):
    at = 0
    for line in text.splitlines(keepends=True):
        yield at, line
        at += len(line)

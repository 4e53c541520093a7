"""What all formats have in common: units to translate, and the way back to bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.documents.inline import Inline, plain
from core.text import languages


class DocumentError(ValueError):
    """A document that cannot be read or written: the file, what was expected and what came."""


@dataclass(frozen=True)
class Languages:
    """Codes of what is read and what is written; "" where nobody said."""

    src: str = ""
    tgt: str = ""


def other_languages(said: Languages, meant: Languages) -> list[str]:
    """A note where a file says that it is in other languages than those it is translated between."""
    pairs = ((said.src, meant.src), (said.tgt, meant.tgt))
    if not any(one and other and languages.base(one) != languages.base(other) for one, other in pairs):
        return []
    return [f"the file says that it goes from {said.src or '?'} into {said.tgt or '?'}, and still does; it "
            f"was translated from {meant.src or '?'} into {meant.tgt or '?'}"]


@dataclass(frozen=True)
class Unit:
    """What is translated in one go: a line, a paragraph, a cell. `where` names it for a person."""

    source: Inline
    where: str

    @property
    def text(self) -> str:
        return plain(self.source)

    @property
    def has_words(self) -> bool:
        """Is there a letter? Numbers and signs alone are copied."""
        return any(character.isalpha() for character in self.text)


@dataclass
class Document:
    """A document that was read. Its format fills `units` and makes `render`.

    kept    units that were left alone because they have a translation already
    left    units that cannot be read, each said in `notes`
    column  of a table: which is translated, from 1
    notes   what could not be read, or is not as it should be, in plain words
    """

    units: list[Unit] = field(default_factory=list)
    kept: int = 0
    left: int = 0
    column: int = 0
    notes: list[str] = field(default_factory=list)

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        """The whole document with these units translated; the others stay as they are. Call it once."""
        raise NotImplementedError

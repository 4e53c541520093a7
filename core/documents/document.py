"""What all formats have in common: units to translate, and the way back to bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.documents.inline import Inline, plain


class DocumentError(ValueError):
    """A document that cannot be read or written: the file, what was expected and what came."""


@dataclass(frozen=True)
class Languages:
    """Codes of what is read and what is written; "" where nobody said."""

    src: str = ""
    tgt: str = ""


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
    notes   what could not be read, or is not as it should be, in plain words
    """

    units: list[Unit] = field(default_factory=list)
    kept: int = 0
    notes: list[str] = field(default_factory=list)

    def render(self, targets: Mapping[int, Inline]) -> bytes:
        """The whole document with these units translated; the others stay as they are. Call it once."""
        raise NotImplementedError

"""What a translated document is called, and its journal."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Collection
from pathlib import Path


def beside(source: Path, tgt_lang: str) -> Path:
    """report.docx -> report.en.docx"""
    return source.with_name(f"{source.stem}.{tgt_lang or 'translated'}{source.suffix}")


def free_name(target: Path, taken: Collection[Path] = ()) -> Path:
    """A name that no file has, nor any of `taken`: report.en.docx, else report.en-2.docx."""
    names = itertools.chain([target], (target.with_stem(f"{target.stem}-{number}")
                                       for number in itertools.count(2)))
    return next(name for name in names if name not in taken and not os.path.lexists(name))


def language_of(target: Path) -> str:
    """report.en.docx, report.en-2.docx -> en"""
    return re.sub(r"-\d+$", "", Path(target.stem).suffix[1:])


def journal_of(target: Path) -> Path:
    """Where the sentences of an unfinished document are, beside what it will be."""
    return target.parent / f".{target.name}.journal"

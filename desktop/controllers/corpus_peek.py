"""A first look at a corpus file, quick enough for the moment it is dropped. No Qt.

What the file really holds is the core's to say, in the training child; this only helps to fill a form.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

PEEK_BYTES = 64 * 1024
_PLAIN = (".tsv", ".txt", ".tab", "")  # of other names, and of XML and JSON, only the child counts the pairs
_OTHER = (b"<?xml", b"<!DOCTYPE", b"<tmx", b"<xliff", b'{"')  # a sentence may begin with a tag


@dataclass(frozen=True)
class CorpusPeek:
    first: tuple[str, str] | None  # the first line that has two columns
    num_pairs: int  # about; by the length of the first lines
    is_exact: bool
    src_lang: str  # "" where the script does not tell
    tgt_lang: str
    is_plain: bool = True  # False: of a format that is read when the training starts


def peek(corpus: Path) -> CorpusPeek:
    """Raises OSError where the file cannot be read. Of a corpus folder, its training part."""
    if (corpus / "train.tsv").is_file():
        corpus = corpus / "train.tsv"
    size = corpus.stat().st_size
    with open(corpus, "rb") as file:
        head = file.read(PEEK_BYTES)
    if corpus.suffix.lower() not in _PLAIN or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_OTHER):
        return CorpusPeek(None, 0, False, "", "", is_plain=False)
    is_exact = size <= len(head)
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    if not is_exact:
        lines = lines[:-1]  # cut in the middle
    pairs = [line.split("\t")[:2] for line in lines if "\t" in line]
    num_pairs = len(pairs) if is_exact else round(len(pairs) * size / len(head))
    return CorpusPeek((pairs[0][0], pairs[0][1]) if pairs else None, num_pairs, is_exact,
                      *(_language("".join(pair[side] for pair in pairs[:50])) for side in (0, 1)))


def _language(text: str) -> str:
    """By script only: Latin letters are many languages, but next to Chinese most often English."""
    names = [unicodedata.name(char, "") for char in text if char.isalpha()]
    if not names:
        return ""
    share = {word: sum(name.startswith(word) for name in names) / len(names)
             for word in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "LATIN", "CYRILLIC", "ARABIC", "HEBREW")}
    if share["HIRAGANA"] + share["KATAKANA"] > 0.1:
        return "ja"
    likely = max(share, key=share.get)
    return {"CJK": "zh", "HANGUL": "ko", "LATIN": "en", "CYRILLIC": "ru", "ARABIC": "ar",
            "HEBREW": "he"}.get(likely, "") if share[likely] > 0.5 else ""

"""Which characters the bytes of a file are: by mark, by declaration, or as a person says."""

from __future__ import annotations

import codecs
import re
import unicodedata

from core.corpus.unit import CorpusError

# Longest first: the mark of UTF-32 begins with that of UTF-16.
MARKS = ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
          (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# Text encodings to Python, but not what anybody stores sentences in; some decode to surprises.
_REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7", "mbcs", "oem"}

_ORDERS = ("utf-16-le", "utf-16-be")
_NO_LETTERS = {"Cc", "Cn", "Co", "Cs"}
_SHOWN = 20  # characters

# What is tried when nothing says what a file is; a person chooses by how the words look.
LEGACY = ("windows-1252", "windows-1251", "shift_jis", "gb18030", "big5", "euc-kr", "windows-1250",
          "iso-8859-2", "koi8-r", "windows-1254", "windows-1256")

# What files that name the one are written in, as the Encoding Standard (WHATWG) has it.
_SUPERSETS = {"shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949",
              "iso8859-1": "cp1252", "iso8859-9": "cp1254"}
_ISO_2022_JP = re.compile(rb"\x1b\$[@B]")  # from here on the bytes of ASCII stand for Japanese

_XML_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']""")
_PO_DECLARED = re.compile(rb"""Content-Type:[^"\n]*charset=([A-Za-z][\w.:-]*)""", re.IGNORECASE)


def codec(name: str) -> str | None:
    """Python's name of a text encoding, or None where there is no such, or none that holds sentences."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    is_text = getattr(info, "_is_text_encoding", True)
    if not is_text or info.name.replace("-", "_") in _REFUSED:
        return None
    return _SUPERSETS.get(info.name, info.name)


def mark_length(head: bytes) -> int:
    """Bytes of the byte order mark at the beginning, or 0."""
    return next((len(mark) for mark, _ in MARKS if head.startswith(mark)), 0)


def find(head: bytes, where: str, asked: str = "") -> str:
    """The encoding of a file that begins with `head`: by its mark, else as asked, declared or guessed.

    UTF-8 where nothing says otherwise: then a byte that is none is an error later, never a guess.
    Raises CorpusError for an encoding that does not exist.
    """
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    if asked:
        known = codec(asked)
        if known is None:
            raise CorpusError(f'{where}: "{asked}" is not an encoding that Pellucid knows; expected one '
                              f"such as utf-8, {', '.join(LEGACY[:4])}")
        return _widened(known, head)
    wide = by_zeros(head)
    if wide:
        return wide
    if _ISO_2022_JP.search(head) and not _XML_DECLARED.search(head):
        raise CorpusError(f"{where}: holds the signs by which ISO-2022-JP changes to Japanese; say "
                          "--encoding iso-2022-jp if it is that, else save the file as UTF-8")
    declared = _XML_DECLARED.search(head) or _PO_DECLARED.search(head)
    if declared is None or declared[1] == b"CHARSET":  # a PO template's own placeholder
        return "utf-8"
    name = declared[1].decode("ascii")
    known = codec(name)
    if known is None:
        raise CorpusError(f'{where}: declares the encoding "{name}", which Pellucid does not know; say '
                          "which it is with --encoding, or save the file as UTF-8")
    # Read so far as ASCII, so it cannot be what it says.
    return "utf-8" if known.startswith(("utf-16", "utf-32")) else known


def _widened(known: str, head: bytes) -> str:
    """"utf-16" without a mark: the byte order by where the zeros are, or little as Windows writes."""
    if known in ("utf-16", "utf-32"):
        return by_zeros(head) or f"{known}-le"
    return known


def by_zeros(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: nearly all texts hold ASCII, whose other bytes are zero.

    Of Chinese only TABs and line feeds are ASCII: then the byte order is the one that gives text.
    """
    sample = head[:4096 - len(head[:4096]) % 4]
    if len(sample) < 4 or 0 not in sample:
        return None
    zeros = [sample[offset::4].count(0) / (len(sample) // 4) for offset in range(4)]
    if zeros[0] < 0.1 and min(zeros[2:]) > 0.9:
        return "utf-32-le"
    if zeros[3] < 0.1 and min(zeros[:2]) > 0.9:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > 0.3 and even < 0.1:
        return "utf-16-le"
    if even > 0.3 and odd < 0.1:
        return "utf-16-be"
    orders = [name for name in _ORDERS if _is_text(sample.decode(name, "replace"))]
    return orders[0] if len(orders) == 1 else None


def _is_text(text: str) -> bool:
    """Characters that exist, in lines or columns? Read in the wrong byte order a line feed is none."""
    text = text.rstrip("\ufffd")  # half of a pair, where the sample ends
    return any(mark in text for mark in "\t\n") and all(
        character in "\t\r\n" or unicodedata.category(character) not in _NO_LETTERS for character in text)


def advice(raw: bytes, block: bytes = b"") -> str:
    """What to do about bytes that are not UTF-8: the likely encodings, by the text they would give.

    `raw` is a word, `block` what stands around it: zeros in it are of UTF-16.
    """
    guesses = []
    if 0 in block:
        even = block[:len(block) - len(block) % 2]
        for name in _ORDERS:
            words = even.decode(name, "replace").split()
            if words and words[0].isprintable():
                guesses.append(f'{name} reads "{words[0][:_SHOWN]}"')
    for name in LEGACY:
        try:
            text = raw.decode(codec(name))
        except UnicodeDecodeError:
            continue
        if text.isprintable():
            guesses.append(f'{name} reads "{text}"')
    shown = "; ".join(guesses[:3])
    return f"say which it is with --encoding{f' ({shown})' if shown else ''}, or save the file as UTF-8"

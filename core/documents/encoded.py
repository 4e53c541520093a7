"""Text files of any usual encoding, and the way back to the same one."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from core.documents.document import DocumentError

# Longest first: the mark of UTF-16 begins that of UTF-32.
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
          (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class EncodedText:
    """`text` as it stands in a file, line ends and all, and how it is put into bytes."""

    text: str
    encoding: str
    mark: bytes = b""

    def encode(self, text: str) -> tuple[bytes, str]:
        """(bytes, a note where the file's encoding cannot hold the text: it is then UTF-8)."""
        try:
            return self.mark + text.encode(self.encoding), ""
        except UnicodeEncodeError:
            return text.encode("utf-8"), f"written as UTF-8: {self.encoding} cannot hold the translation"


def decode(data: bytes) -> EncodedText:
    """By the byte order mark, else UTF-8, else UTF-16 by its zeros, else GB 18030 or Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark):], encoding, mark)
    if b"\0" in data[:4096]:
        even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
        if max(even, odd) > 4 * max(min(even, odd), 1) and len(data) % 2 == 0:
            return _strictly(data, "utf-16-le" if odd > even else "utf-16-be")
        raise DocumentError("expected text, found NUL bytes: this looks like a program or a picture")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _is_chinese(text):
            return EncodedText(text, encoding)
    return _strictly(data, "cp1252") if not _undefined_in_cp1252(data) else _strictly(data, "latin-1")


def _strictly(data: bytes, encoding: str, mark: bytes = b"") -> EncodedText:
    try:
        return EncodedText(data.decode(encoding), encoding, mark)
    except UnicodeDecodeError as error:
        raise DocumentError(f"expected {encoding.upper()} text, found the byte {data[error.start]:#04x} at "
                            f"{error.start}") from None


def _is_chinese(text: str) -> bool:
    """Nearly any bytes are GB 18030; only common Han characters make it likely."""
    beyond = [character for character in text if character > "\x7f"]
    usual = sum("\u4e00" <= c <= "\u9fa5" or c in "，。！？、：；“”（）《》" for c in beyond)
    return usual > 0.9 * len(beyond)


def _undefined_in_cp1252(data: bytes) -> bool:
    return any(byte in data for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d"))

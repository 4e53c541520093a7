"""Text files of any usual encoding, and the way back to the same one."""

from __future__ import annotations

from dataclasses import dataclass

from core.corpus.encodings import MARKS, by_zeros
from core.documents.document import DocumentError


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
    """By the mark, else UTF-8, else UTF-16 or UTF-32 by the zeros, else GB 18030 or Windows-1252."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark):], encoding, mark)
    if b"\0" in data[:4096]:
        wide = by_zeros(data)
        if wide:
            return _strictly(data, wide)
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

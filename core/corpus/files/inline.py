"""Inline tags within a sentence: text kept, native codes dropped or kept as placeholders.

TMX 1.4b: bpt ept ph it ut hold code, hi and sub text. XLIFF 1.2: g mrk hold text, x bx ex nothing, bpt ept
ph it code with sub for text. XLIFF 2: pc mrk hold text, ph sc ec nothing, cp one character by its number.
A tag that none of them has (a dialect's own) holds text.
"""

from __future__ import annotations

_CODES = {"bpt", "ept", "ph", "it", "ut"}
_EMPTY = {"x", "bx", "ex", "sc", "ec"}
_OPENING, _CLOSING = {"bpt", "bx", "sc"}, {"ept", "ex", "ec"}
_AROUND = {"g", "pc", "hi"}
_DROPPED = ("", True)


class InlineText:
    """Gathers one sentence; `parts` is None while inside a code, so that callers skip its text."""

    def __init__(self, keep_codes: bool = False):
        self._keep = keep_codes
        self._all: list[str] = []
        self._stack: list[tuple[str, bool]] = []  # of each open tag: what to put at its end, is text code
        self._numbers: dict[str, int] = {}
        self.parts: list[str] | None = self._all

    def start(self, name: str, attrib) -> None:
        if name in _CODES and not self._keep:  # by far the most frequent
            self._stack.append(_DROPPED)
            self.parts = None
            return
        at_end = ""
        if name == "cp":
            self._put(_character(attrib.get("hex", "")))
        elif name == "sub":  # text of its own, such as a title inside a link's code
            self._put(" ")
            at_end = " "
        elif self._keep and self.parts is not None:
            at_end = self._placeholder(name, attrib)
        is_code = name != "sub" and (self.parts is None or name in _CODES or name in _EMPTY or name == "cp")
        self._stack.append((at_end, is_code))
        self.parts = None if is_code else self._all

    def end(self) -> None:
        at_end, _ = self._stack.pop()
        if at_end:
            self._all.append(at_end)
        stack = self._stack
        self.parts = None if stack and stack[-1][1] else self._all

    def data(self, text: str) -> None:
        if self.parts is not None:
            self.parts.append(text)

    def text(self) -> str:
        return "".join(self._all)

    def _put(self, text: str) -> None:
        if text:
            self._all.append(text)

    def _placeholder(self, name: str, attrib) -> str:
        """Puts what stands for the tag and returns what stands for its end."""
        if name not in _CODES and name not in _EMPTY and name not in _AROUND:
            return ""
        key = attrib.get("i") or attrib.get("rid") or attrib.get("id") or attrib.get("x") or ""
        if name in _CLOSING:
            key = attrib.get("startRef") or key
        if key not in self._numbers or not key:
            self._numbers[key] = len(self._numbers) + 1
        number = self._numbers[key]
        if name in _AROUND:
            self._put(f"<{number}>")
            return f"</{number}>"
        self._put(f"<{'/' if name in _CLOSING else ''}{number}"
                  f"{'' if name in _CLOSING or name in _OPENING else '/'}>")
        return ""


def _character(digits: str) -> str:
    """XLIFF 2 writes a control character as <cp hex="001B"/>; what is no character is left out."""
    try:
        code = int(digits, 16)
    except ValueError:
        return ""
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else ""

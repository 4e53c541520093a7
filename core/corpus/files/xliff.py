"""XLIFF 1.x and 2.x (OASIS), and the dialects of SDL, memoQ and XTM.

Only what a translator set counts: `source`, `seg-source` and `target` that stand directly in a
`trans-unit` (1.x) or `segment` (2.x). So suggestions (`alt-trans`, `mtc:match`), memoQ's older versions
and the like are never taken for translations. Where both sides of a 1.x unit are cut into `mrk`
segments of the same ids, each segment is a unit. Marked are targets that are

- to be translated still: by `state`, or `mq:status` of memoQ. Where 2.x leaves the state out, which it calls
  "initial", they are not, for many tools never write it;
- rejected by a reviewer: by `state-qualifier` of 1.2, `conf` of SDL's `sdl:seg`, `mq:status` of memoQ, and in
  files of XTM by the state that it writes for "Rejected";
- not to be translated: by `translate="no"` of the unit, or of a group or file around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from core.corpus.changes import Change
from core.corpus.files import xml_stream
from core.corpus.files.inline import InlineText, holds_break
from core.corpus.textfile import TextFile
from core.corpus.unit import PROTECTED, REJECTED, UNTRANSLATED, Problem, Reading, Unit

_UNITS = {"trans-unit", "segment"}
_SIDES = {"source", "seg-source", "target"}
_UNTRANSLATED = {"new", "needs-translation", "initial"}
_REJECTED = "rejected"  # begins conf, mq:status and state-qualifier where it is, in whatever case
_REJECTED_IN_XTM = "needs-review-translation"
_XTM = re.compile(r"\bxtm", re.IGNORECASE)  # its name begins a word: TextMaster is another tool
_AROUND = {"file", "group", "unit", "bin-unit"}  # may say whether what is inside is to be translated


def read(file: TextFile, reading: Reading) -> Iterator[Unit | Problem]:
    return xml_stream.units(file, _Xliff(reading.codes == "keep"))


class _Side:
    """One `source` or `target`: all of its text, and its segments by `mid` (1.x)."""

    def __init__(self, lang: str, keep_codes: bool):
        self.lang = lang
        self.whole = InlineText(keep_codes)
        self.segments: dict[str, InlineText] = {}
        self._keep = keep_codes
        self._open: list[InlineText | None] = []  # the segment that each nested tag began, or None
        self._current: InlineText | None = None

    def start(self, name: str, attrib) -> None:
        begins = None
        if self._current is not None:
            self._current.start(name, attrib)
        elif name == "mrk" and attrib.get("mtype") == "seg" and attrib.get("mid") is not None:
            begins = self._current = self.segments.setdefault(attrib["mid"], InlineText(self._keep))
        self._open.append(begins)
        self.whole.start(name, attrib)

    def end(self) -> bool:
        """Ends a nested tag; False where none is open: then the side itself has ended."""
        if not self._open:
            return False
        if self._open.pop() is not None:
            self._current = None
        elif self._current is not None:
            self._current.end()
        self.whole.end()
        return True

    def data(self, text: str) -> None:
        self.whole.data(text)
        if self._current is not None:
            self._current.data(text)


class _Xliff(xml_stream.Target):
    def __init__(self, keep_codes: bool):
        super().__init__()
        self._keep = keep_codes
        self._langs = ["", ""]  # of the file that is being read: source, target
        self._unit_depth = 0  # 0 outside of units
        self._sides: dict[str, _Side] = {}
        self._side: _Side | None = None
        self._name = self._outer = self._state = ""
        self._is_rejected = self._is_protected = self._is_of_xtm = False
        self._confirmed: dict[str, str] = {}  # SDL: a segment's id -> how far it has come
        self._around: list[tuple[int, bool]] = []  # depth of an element, is what is in it not translated?
        self._begins = self._number = 0
        self._breaks: set[str] = set()  # 2.x: ids of original data of the unit that break the line
        self._data: list[str] = []  # of the one that is being read
        self._data_depth, self._data_id = 0, ""

    def start(self, tag, attrib):
        self.deeper()
        name = self.local(tag)
        if self._side is not None:
            if attrib.get("dataRef") in self._breaks:
                attrib["subType"] = "xlf:lb"  # as 2.x says it where it does not refer to data
            self._side.start(name, attrib)
        elif self._unit_depth:
            if name in _SIDES and self.depth == self._unit_depth + 1 and name not in self._sides:
                self._side = self._sides[name] = _Side(self._lang(name, attrib), self._keep)
                self.listen(self._side.data)
                if name == "target":
                    self._hear(attrib)
            elif name == "seg" and self.depth == self._unit_depth + 2:  # of sdl:seg-defs
                self._confirmed[attrib.get("id") or ""] = attrib.get("conf") or ""
        elif name in _UNITS:
            self._number += 1
            self._unit_depth, self._begins, self._sides, self._confirmed = self.depth, self.line, {}, {}
            self._state, self._is_rejected = "", False
            self._hear(attrib)
            around = bool(self._around) and self._around[-1][1]
            self._is_protected = attrib["translate"] == "no" if "translate" in attrib else around
            own = attrib.get("id") or (f"{name} {self._number}" if not self._outer else "")
            self._name = "/".join(part for part in (self._outer, own) if part) if name == "segment" else own
        else:
            self._hear_around(name, attrib)

    def _hear(self, attrib) -> None:
        """What a unit or its target says of how far the translation has come."""
        self._state = attrib.get("state") or self._state
        status, why = attrib.get("mq:status") or "", attrib.get("state-qualifier") or ""
        if status == "NotStarted":
            self._state = "new"
        if any(said.lower().startswith(_REJECTED) for said in (status, why)) or (
                self._is_of_xtm and self._state == _REJECTED_IN_XTM):
            self._is_rejected = True

    def _hear_around(self, name: str, attrib) -> None:
        """What an element says of the units in it."""
        if name in _AROUND and "translate" in attrib:
            self._around.append((self.depth, attrib["translate"] == "no"))
        if name in ("xliff", "file", "tool"):
            self._is_of_xtm |= any(_XTM.search(value) for key, value in attrib.items()
                                   if key.startswith(("xmlns:", "tool")))
        if name == "unit":
            self._outer = attrib.get("id") or ""
            self._breaks = set()
        elif name == "data":
            self._data_depth, self._data_id, self._data = self.depth, attrib.get("id") or "", []
            self.listen(self._data.append)
        elif name == "file":
            for side, old in enumerate(("source-language", "target-language")):
                self._langs[side] = attrib.get(old) or self._langs[side]
        elif name == "xliff":
            self._langs = [attrib.get("srcLang") or "", attrib.get("trgLang") or ""]

    def _lang(self, name: str, attrib) -> str:
        """As the file declares; a unit's own xml:lang where it does not (it is often a leftover)."""
        return self._langs[name == "target"] or attrib.get(xml_stream.XML_LANG) or ""

    def end(self, tag):
        if self._side is not None:
            if not self._side.end():
                self._side = None
                self.listen(None)
        elif self.depth == self._unit_depth:
            self._unit_depth = 0
            self._give()
        elif self.depth == self._data_depth:
            self._data_depth = 0
            self.listen(None)
            if holds_break("".join(self._data)):
                self._breaks.add(self._data_id)
        elif self._around and self._around[-1][0] == self.depth:
            self._around.pop()
        self.depth -= 1

    def _give(self) -> None:
        source, target = self._sides.get("source"), self._sides.get("target")
        cut = self._sides.get("seg-source") or source
        if source is None and cut is None:
            self.out.append(Problem(self._begins, self._name, "has no source"))
            return
        if target is not None and cut.segments and set(cut.segments) >= set(target.segments) != set():
            for mid, text in cut.segments.items():
                translated = target.segments.get(mid)
                self._unit(f"{self._name} [{mid}]" if len(cut.segments) > 1 else self._name,
                           (cut.lang, text.text()),
                           (target.lang, translated.text() if translated else ""),
                           text.changes() + (translated.changes() if translated else ()), self._mark([mid]))
        else:
            side = source or cut
            self._unit(self._name, (side.lang, side.whole.text()),
                       (target.lang, target.whole.text()) if target else (self._langs[1], ""),
                       side.whole.changes() + (target.whole.changes() if target else ()),
                       self._mark(self._confirmed))

    def _unit(self, name: str, source: tuple[str, str], target: tuple[str, str],
              changes: tuple[Change, ...], mark: str) -> None:
        flaw = self.flaw(source[1]) or self.flaw(target[1])
        self.out.append(Problem(self._begins, name, flaw) if flaw
                        else Unit(self._begins, name, [source, target], mark, changes))

    def _mark(self, segments: Iterable[str]) -> str:
        """Of what consists of these segments."""
        if self._is_protected:
            return PROTECTED
        if self._is_rejected or any(self._confirmed.get(segment, "").lower().startswith(_REJECTED)
                                    for segment in segments):
            return REJECTED
        return UNTRANSLATED if self._state in _UNTRANSLATED else ""

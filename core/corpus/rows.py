"""The pairs of a source as an import takes them: what lacks a side or cannot be read is counted and told."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.corpus import changes, cleaning
from core.corpus.pairing import Pairing
from core.corpus.report import NO_SOURCE, NO_TARGET, NO_TEXT, FileReport, Row
from core.corpus.sources import Source
from core.corpus.unit import PLURAL, Facts, Problem, Reading, Unit


def rows(source: Source, number: int, reading: Reading, report: FileReport, pairing: Pairing,
         left: Callable[[Row, str, str], object] = lambda row, reason, detail: None) -> Iterator[Row]:
    """The pairs of a source, sides as they stand in it; counts and problems go to `report`.

    A unit with several texts in one language, such as two translations, gives a row with each; it counts as
    one pair, and its rows but the first are marked as further ones. `left` hears, with reason and detail, of
    units that lack a side or cannot be read, and of plural forms that are not wanted.
    """
    for item in source.units(reading):
        if isinstance(item, Facts):
            pairing.source_is(item.src_lang)
            continue
        report.units += 1
        if isinstance(item, Unit):
            row = Row(number, item.line, item.name, *pairing.pick(item.texts), item.mark, item.changes)
            others = [row._replace(is_further=True, **{("src", "tgt")[side]: text})
                      for side, text in pairing.spare]
            pairing.spare = []
            # Of an escape in JSON or PO; no text file may have one.
            if any("\0" in one.src or "\0" in one.tgt for one in (row, *others)):
                item = Problem(item.line, item.name, "expected text, found a NUL")
        if isinstance(item, Problem):
            report.add_problem(*item)
            left(Row(number, item.line, item.unit, "", ""), cleaning.UNREADABLE, item.reason)
        elif row.mark == PLURAL and row.src.strip() and row.tgt.strip():
            report.dropped[PLURAL] += 1
            left(row, PLURAL, cleaning.PLURAL_DETAIL)
        elif row.src.strip() and row.tgt.strip():
            report.pairs += 1
            yield row
            yield from others
        else:
            lacks = NO_TARGET if row.src.strip() else NO_SOURCE if row.tgt.strip() else NO_TEXT
            report.dropped[cleaning.EMPTY] += 1
            report.lacking[lacks] += 1
            left(row, cleaning.EMPTY, lacks)
    report.languages = dict(pairing.counts.most_common())
    report.overruled = pairing.overruled
    pairing.check()


def note_changes(report: FileReport, row: Row, clean: Row) -> None:
    """What was done to a pair by its reader (to the texts that were picked) and by tidying."""
    sides = tuple(enumerate(((row.src, clean.src), (row.tgt, clean.tgt))))
    found = [(side, change._replace(after=after)) for change in row.changes
             for side, (before, after) in sides if change.after == before]
    found += [(side, changes.Change(kind, before, after))
              for side, (before, after) in sides for kind in changes.of_tidying(before, after)]
    if found:
        report.changes.note(row.line, row.unit, found)

"""What a file itself says is no finished translation is left out under a reason of its own, with its line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from core.corpus.cleaning import ADVICE, RULE_OF, Rules
from core.corpus.importing import Request, import_corpus
from core.corpus.readers import read_corpus
from core.corpus.sources import open_all
from core.corpus.unit import FUZZY, PLURAL, PROTECTED, REJECTED, UNTRANSLATED, CorpusError, Reading
from tests.core.corpus.test_formats import PO, write, xliff

PAIR = "<source>dog</source><target>Hund</target>"
MEMOQ = "xmlns:mq='MQXliff'"


def marks(path: Path) -> list[str]:
    return [unit.mark for unit in open_all([path], Reading())[0].units(Reading())]


def left_out(folder: Path) -> list[tuple[str, str, str, str]]:
    """(line, reason, source, target) of each row of dropped.tsv."""
    with open(folder / "dropped.tsv", encoding="utf-8", newline="") as file:
        return [(row["line"], row["reason"], row["source"], row["target"])
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def test_segments_that_a_reviewer_rejected_in_studio(tmp_path):
    names = ("One", "Two", "Three", "Four")
    confirmed = ("Translated", "RejectedTranslation", "RejectedSignOff", "ApprovedSignOff")
    cut = ["".join(f"<mrk mtype='seg' mid='{mid}'>{name}{side}.</mrk>" for mid, name in enumerate(names))
           for side in ("", " de")]
    states = "".join(f"<sdl:seg id='{mid}' conf='{conf}'/>" for mid, conf in enumerate(confirmed))
    path = write(tmp_path, xliff(
        f"<trans-unit id='1'><source>One. Two. Three. Four.</source><seg-source>{cut[0]}</seg-source>"
        f"<target>{cut[1]}</target><sdl:seg-defs xmlns:sdl='s'>{states}</sdl:seg-defs></trans-unit>",
        f"<trans-unit id='2'>{PAIR}</trans-unit>"))  # another unit than the one that was rejected
    assert marks(path) == ["", REJECTED, REJECTED, "", ""]
    report = import_corpus(Request([path], tmp_path / "out"))
    assert (report.pairs, report.kept, dict(report.dropped)) == (5, 3, {REJECTED: 2})
    assert left_out(tmp_path / "out") == [
        ("1", REJECTED, "Two.", "Two de."), ("1", REJECTED, "Three.", "Three de.")]
    assert import_corpus(Request([path], None, rules=Rules().without(["rejected"]))).kept == 5
    assert read_corpus([path]).skipped[REJECTED] == 2


@pytest.mark.parametrize(("unit", "mark"), [
    (f"<trans-unit id='1' {MEMOQ} mq:status='Rejected'>{PAIR}</trans-unit>", REJECTED),
    (f"<trans-unit id='1' {MEMOQ} mq:status='ManuallyConfirmed'>{PAIR}</trans-unit>", ""),
    (f"<trans-unit id='1' {MEMOQ} mq:status='NotStarted'>{PAIR}</trans-unit>", UNTRANSLATED),
    ("<trans-unit id='1'><source>dog</source><target state-qualifier='rejected-grammar'>Hunt</target>"
     "</trans-unit>", REJECTED),
    ("<trans-unit id='1'><source>dog</source><target state='needs-review-translation'>Hund</target>"
     "</trans-unit>", ""),
    (f"<trans-unit id='1' translate='no'>{PAIR}</trans-unit>", PROTECTED),
    (f"<trans-unit id='1' translate='yes'>{PAIR}</trans-unit>", ""),
    (f"<group translate='no'><group><trans-unit id='1'>{PAIR}</trans-unit></group></group>", PROTECTED),
    (f"<group translate='no'><trans-unit id='1' translate='yes'>{PAIR}</trans-unit></group>", ""),
])
def test_marks_of_xliff_1(tmp_path, unit, mark):
    """And none of them is one of the unit that follows."""
    other = "<trans-unit id='2'><source>cat</source><target>Katze</target></trans-unit>"
    path = write(tmp_path, xliff(unit, other))
    assert marks(path) == [mark, ""]


@pytest.mark.parametrize(("said", "mark"), [
    ("xmlns:xtm='urn:xliff-xtm-extensions'", REJECTED), ("tool='XTM Cloud'", REJECTED),
    ("xmlns:a='https://www.xtm-intl.com'", REJECTED), ("tool='TextMaster'", "")])
def test_what_xtm_writes_for_rejected(tmp_path, said, mark):
    """TextMaster is another tool."""
    unit = "<trans-unit id='1'><source>a</source><target state='needs-review-translation'>b</target>" \
           "</trans-unit>"
    path = write(tmp_path, xliff(unit).replace("<xliff ", f"<xliff {said} "))
    assert marks(path) == [mark]


def test_what_xliff_2_says_is_not_to_be_translated(tmp_path):
    segment = "<segment><source>a</source><target>b</target></segment>"
    units = [f"<unit id='1' translate='no'>{segment}</unit>", f"<unit id='2'>{segment}</unit>",
             f"<group id='g' translate='no'><unit id='3'>{segment}</unit>"
             f"<unit id='4' translate='yes'>{segment}</unit></group>", f"<unit id='5'>{segment}</unit>"]
    files = (f"<file id='f'>{''.join(units)}</file>"
             f"<file id='g' translate='no'><unit id='1'>{segment}</unit></file>"
             f"<file id='h'><unit id='1'>{segment}</unit></file>")
    path = write(tmp_path, f"<xliff version='2.1' srcLang='en' trgLang='de'>{files}</xliff>")
    assert marks(path) == [PROTECTED, "", PROTECTED, "", "", PROTECTED, ""]
    assert import_corpus(Request([path], None)).dropped[PROTECTED] == 3


@pytest.mark.parametrize(("plurals", "rows"), [
    ("each", []), ("first", [("16", PLURAL, "%d dogs", "%d Hunde")]),
    ("skip", [("16", PLURAL, "%d dog", "%d Hund"), ("16", PLURAL, "%d dogs", "%d Hunde")])])
def test_fuzzy_entries_and_plurals_that_are_not_wanted_are_rows_of_the_report(tmp_path, plurals, rows):
    """Plurals went without a row."""
    path, out = write(tmp_path, PO), tmp_path / "out"
    report = import_corpus(Request([path], out, Reading(plurals=plurals)))
    found = left_out(out)
    assert ("6", FUZZY, "old", "alt") in found
    assert [row for row in found if row[1] == PLURAL] == rows
    assert report.dropped[PLURAL] == len(rows)
    assert report.pairs == report.kept + 1  # the fuzzy one


def test_a_po_of_nothing_but_unwanted_plurals_says_so(tmp_path):
    path = write(tmp_path, 'msgid "%d dog"\nmsgid_plural "%d dogs"\nmsgstr[0] "%d Hund"\n'
                           'msgstr[1] "%d Hunde"\n')
    with pytest.raises(CorpusError, match="found 2 plural forms, which are left out as asked"):
        import_corpus(Request([path], None, Reading(plurals="skip")))


def test_there_is_advice_for_every_rule():
    assert ADVICE.keys() == RULE_OF.keys()

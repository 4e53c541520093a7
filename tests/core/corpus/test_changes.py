"""Nothing is changed silently: each kind of change is counted by file, with the place and both texts."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cli import main
from core.corpus import changes
from core.corpus.changes import Change, Changes, of_tidying, visible
from core.corpus.cleaning import Rules, tidied
from core.corpus.importing import Request, import_corpus
from core.corpus.unit import Reading
from tests.core.corpus.test_formats import write

TMX = """<tmx version="1.4"><header srclang="en"/><body>
<tu><tuv xml:lang="en"><seg>Press <ph>&lt;b/&gt;</ph>now.</seg></tuv><tuv xml:lang="de"><seg>Los.</seg>
</tuv></tu>
<tu><tuv xml:lang="en"><seg>A <hi>big</hi> dog</seg></tuv><tuv xml:lang="de"><seg>Ein Hund</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Plain</seg></tuv><tuv xml:lang="de"><seg>Eben</seg></tuv>
<tuv xml:lang="fr"><seg>Plat <ph/></seg></tuv></tu>
</body></tmx>
"""
XLIFF = """<xliff version="1.2"><file source-language="en" target-language="de"><body>
<trans-unit id="7"><source>Press <g id="1">now</g><x id="2"/></source><target>Jetzt</target></trans-unit>
</body></file></xliff>
"""
SRT = ("1\n00:00:01,000 --> 00:00:02,000\n<i>Come in,</i>\nplease.\n\n"
       "2\n00:00:03,000 --> 00:00:04,000\n  Yes.\n",
       "1\n00:00:01,000 --> 00:00:02,000\nKommt rein.\n\n2\n00:00:03,000 --> 00:00:04,000\nJa.\n")


def changed(paths: list[Path], **options) -> dict:
    """What the report of a dry run says was changed in the first file."""
    report = import_corpus(Request(paths, None, rules=Rules.none(), **options))
    return report.files[0].changes.full()


def test_codes_of_tmx_are_told_with_their_place(tmp_path):
    found = changed([write(tmp_path, TMX, "a.tmx")], reading=Reading(src="en", tgt="de"))
    assert (found["lines"], found["counts"]) == (2, {changes.CODES: 2})  # the French code is of no pair
    assert found["examples"][changes.CODES] == [
        {"line": 2, "unit": "tu 1", "side": 0, "before": "Press <ph>&lt;b/&gt;</ph>now.",
         "after": "Press now."},
        {"line": 4, "unit": "tu 2", "side": 0, "before": "A <hi>big</hi> dog", "after": "A big dog"}]


@pytest.mark.parametrize(("codes", "kind", "after"), [
    ("drop", changes.CODES, "Press now"), ("keep", changes.PLACEHOLDERS, "Press <1>now</1><2/>")])
def test_codes_of_xliff_are_told_dropped_or_kept(tmp_path, codes, kind, after):
    found = changed([write(tmp_path, XLIFF, "a.xlf")], reading=Reading(codes=codes))
    assert found["counts"] == {kind: 1}
    assert found["examples"][kind] == [
        {"line": 2, "unit": "7", "side": 0, "before": "Press <g>now</g><x/>", "after": after}]


def test_what_subtitles_lose_is_told(tmp_path):
    found = changed([write(tmp_path, text, f"{number}.srt") for number, text in enumerate(SRT)])
    assert found["lines"] == 2
    assert found["counts"] == {changes.STYLES: 1, changes.CUE_LINES: 1, changes.ENDS: 1}
    shown = found["examples"][changes.STYLES][0]
    assert (shown["before"], shown["after"]) == ("<i>Come in,</i>\nplease.", "Come in, please.")


def test_tidying_is_told_by_kind_and_only_of_pairs_that_stay(tmp_path):
    text = "e\u0301te\u0301\t summer  time\nx\ty\n\u00a0one\u00a0two\u2003three\tund eins\nsame \tsame\n"
    out = tmp_path / "out"
    import_corpus(Request([write(tmp_path, text, "c.tsv")], out))
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["changed"] == {changes.ENDS: 2, changes.NFC: 1, changes.RUNS: 1, changes.ODD_SPACES: 1}
    assert (report["changed_lines"], report["kept"]) == (2, 3)
    assert report["files"][0]["changes"]["examples"][changes.NFC] == [
        {"line": 1, "unit": "", "side": 0, "before": "e\u0301te\u0301", "after": "été"}]
    assert (out / "train.tsv").read_text("utf-8") == "été\tsummer time\nx\ty\none two three\tund eins\n"


@given(st.text(st.sampled_from("ab é\u0301\u00a0\u2003\u2028\n\r\t\x1c\x85\u200d\u212b"), max_size=12))
def test_no_change_of_tidying_is_without_a_kind(text):
    kinds = of_tidying(text, tidied(text))
    assert bool(kinds) == (tidied(text) != text)
    assert (changes.NFC in kinds) == (not unicodedata.is_normalized("NFC", text) and tidied(text) != text)


def test_examples_are_bounded_and_begin_where_it_differs():
    found = Changes()
    for number in range(50):
        found.note(number, "", [(0, Change(changes.RUNS, "x" * 5000 + "a  b", "x" * 5000 + "a b"))] * 2)
    assert (found.lines, found.counts[changes.RUNS]) == (50, 50)
    assert len(found.examples[changes.RUNS]) == changes.MAX_EXAMPLES
    assert all("a  b" in shown["before"] and len(shown["before"]) <= changes.LONGEST
               for shown in found.examples[changes.RUNS])


@pytest.mark.parametrize(("kind", "before", "after", "shown"), [
    (changes.ENDS, " a b ", "a b", ("·a b·", "a b")),
    (changes.RUNS, "a  b", "a b", ("a··b", "a b")),
    (changes.ODD_SPACES, "a\u00a0b\u2003c", "a b c", ("a⍽b‹U+2003›c", "a b c")),
    (changes.BREAKS, "a\r\nb\tc", "a b c", ("a␍⏎b⇥c", "a b c")),
    (changes.NFC, "e\u0301", "é", ("e‹U+0301›", "é")),
    (changes.CONTROLS, "a\x1bb", "a b", ("a‹U+001B›b", "a b")),
    (changes.RUNS, "x" * 100 + "a  b", "x" * 100 + "a b", ("…" + "x" * 10 + "a··b", "…" + "x" * 10 + "a b"))])
def test_what_has_no_ink_is_shown(kind, before, after, shown):
    assert visible(kind, before, after, 60) == shown


def test_the_terminal_says_what_was_changed_with_examples(tmp_path, capsys):
    path = write(tmp_path, "a  b\tc\n\x1b[2Jd  e\tf\n", "c.tsv")
    assert main(["import", str(path), "--out", str(tmp_path / "out"), "--no-clean"]) == 0
    shown = capsys.readouterr().out
    assert "2 of the kept pairs do not stand in their file letter for letter:" in shown
    assert f"2  {changes.RUNS}\n" in shown
    assert "c.tsv:1  a··b -> a b\n" in shown
    assert "c.tsv:2  ‹U+001B›[2Jd··e -> ‹U+001B›[2Jd e\n" in shown

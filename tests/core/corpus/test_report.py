"""The report: in the terminal, and as a table."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from core.cli import main
from core.corpus import report_table
from core.corpus.importing import Request, import_corpus
from core.corpus.measures import Measures
from tests.core.corpus.test_cleaning import ENGLISH, GERMAN
from tests.core.corpus.test_formats import tmx, write

PAIRS = "".join(f"{en}\t{de}\n" for en, de in zip(ENGLISH * 9, GERMAN * 9, strict=True))
TEXT = f"{PAIRS}Zimmer 12\tZimmer 12\nall  good\talles gut\nno tab\n" + "".join(
    f"word number {'i' * n}\tWort Nummer {'i' * n}\n" for n in range(1, 30))


def table_of(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_table_has_all_that_the_report_has(tmp_path):
    out, source = tmp_path / "out", write(tmp_path, TEXT, "c.tsv")
    import_corpus(Request([source], out))
    report = json.loads((out / "report.json").read_text("utf-8"))
    report_table.write(tmp_path / "whole.tsv", report, out / "dropped.tsv")
    table = table_of(tmp_path / "whole.tsv")
    assert {row["section"] for row in table} == {
        "import", "warning", "rule", "file", "language", "dropped", "changed", "changed line", "part",
        "histogram", "characters", "dropped row"}
    found = {(row["section"], row["what"]): row["value"] for row in table}
    for what in ("pairs", "kept"):
        assert found["import", what] == str(report[what])
    assert found["dropped", "duplicate"] == str(report["dropped"]["duplicate"]) == "48"
    assert found["language", "source reads like"].startswith("en ")
    lengths = [(row["what"], int(row["value"])) for row in table if row["section"] == "histogram"]
    assert sum(count for what, count in lengths if what.startswith("words in a source: ")) == report["kept"]
    rows = [row for row in table if row["section"] == "dropped row"]
    assert Counter(row["what"] for row in rows) == report["dropped"] | {"not readable": 1}
    assert (rows[-2]["line"], rows[-2]["source"], rows[-2]["file"]) == ("55", "Zimmer 12", str(source))
    [changed] = [row for row in table if row["section"] == "changed line"]
    assert (changed["line"], changed["source"]) == ("56", "all··good -> all good")
    beside = table_of(out / "report.tsv")  # with dropped.tsv it is whole
    assert [row for row in table if row not in rows] == beside


def test_the_terminal_shows_languages_lengths_ratios_and_characters(tmp_path, capsys):
    path = write(tmp_path, PAIRS + "x é\ty ł\n", "c.tsv")
    assert main(["import", str(path), "--dry-run", "--no-clean", "--src", "fr", "--tgt", "de"]) == 0
    shown = capsys.readouterr().out
    assert "    source claims fr, reads like en in " in shown
    assert " samples; target claims de, reads like de in " in shown
    words = shown.split("words in a sentence: source, target\n")[1].split("\n")
    counts = [row.replace("#", " ").split() for row in words[:words.index(
        "  characters of the target for one of the source")]]
    assert sum(int(row[1]) for row in counts) == sum(int(row[2]) for row in counts) == 55
    assert [row[0] for row in counts] == ["2", "3", "4", "5", "6", "7", "8"]
    assert "########################" in shown
    assert re.search("characters are seen once or twice, hard to learn: .*é ł\n", shown)


def test_characters_that_a_vocabulary_will_not_know():
    """Those of held-out sentences alone, and where there are more than its pieces the rarest."""
    measures = Measures()
    for src, tgt in [("aaa bbb", "c"), ("abc", "d"), ("é", "c")]:
        measures.add(src, tgt)
    assert measures.unknown(["éc"], [], 100) == "é"
    assert measures.unknown([], ["ü a"], 100) == "ü"
    assert measures.unknown([], [], 3) == "dé"
    assert measures.unknown([], [], 1) == "bcdé"


def test_what_training_will_not_know_is_in_the_report(tmp_path):
    text = "".join(f"number {chr(0x4e00 + n)}\ta{n}\n" for n in range(100))
    out = tmp_path / "out"
    import_corpus(Request([write(tmp_path, text, "c.tsv")], out))
    facts = json.loads((out / "report.json").read_text("utf-8"))["facts"]
    trained = set((out / "train.tsv").read_text("utf-8"))
    held_out = set((out / "dev.tsv").read_text("utf-8") + (out / "test.tsv").read_text("utf-8"))
    assert set(facts["unknown_characters"]) == held_out - trained
    assert facts["num_unknown"] == 20


@pytest.mark.parametrize(("same", "is_heavy"), [(5, False), (6, True)])
def test_a_rule_that_leaves_out_over_half_of_a_file_is_said(tmp_path, capsys, same, is_heavy):
    """It was one line among others."""
    text = "".join(f"word {n}x\t{'word' if n < same else 'Wort'} {n}x\n" for n in range(10))
    path, out = write(tmp_path, text, "c.tsv"), tmp_path / "out"
    assert main(["import", str(path), "--out", str(out)]) == 0
    words = f"{path}: one rule leaves out {same} of 10 pairs, over half: both sides are the same text. " \
            "Is the file translated; if a table, are these its right columns?"
    assert (f"{words} (--off identical keeps them)" in capsys.readouterr().out) == is_heavy
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["files"][0]["heavy"] == ({"identical sides": words} if is_heavy else {})
    assert [row["what"] for row in table_of(out / "report.tsv") if row["section"] == "warning"] == [
        f"{words} (--off identical keeps them)"] * is_heavy


LONG = "x " * 700


def unit(number: int, *targets: str) -> str:
    texts = "".join(f'<tuv xml:lang="fr"><seg>{text}</seg></tuv>' for text in targets)
    return f'<tu><tuv xml:lang="en"><seg>two words {number}</seg></tuv>{texts}</tu>'


def test_further_translations_are_no_pairs_of_which_a_rule_leaves_out_over_half(tmp_path):
    """It was said to leave out 3 of 2 pairs."""
    same, right = "two words 1", "deux mots 1"
    units = unit(1, right, same, same, same), unit(2, "deux mots 2")
    few = import_corpus(Request([write(tmp_path, tmx(*units), "few.tmx")], None))
    assert (few.pairs, few.kept, few.dropped["identical sides"]) == (2, 2, 3)
    assert few.files[0].heavy() == {}
    many = import_corpus(Request([write(tmp_path, tmx(unit(1, same, same)), "many.tmx")], None))
    assert ["one rule leaves out 1 of 1 pairs, over half" in words
            for words in many.files[0].heavy().values()] == [True]


@pytest.mark.parametrize("targets", [
    ["un deux", "trois"], ["un deux", LONG], [LONG, "un deux"], [LONG, "un deux", "trois"], [LONG, LONG],
    ["un deux", "un deux"], [LONG, "two words 7", "un deux"], ["", "un deux"], ["", ""]])
def test_the_sums_of_units_with_several_translations_come_out(tmp_path, capsys, targets):
    """A unit of which the first row is dropped and another kept counted as dropped, its row as further."""
    path = write(tmp_path, tmx(unit(1, "deux mots 1"), unit(7, *targets)))
    out = tmp_path / "out"
    report = import_corpus(Request([path], out))
    file = report.files[0]
    no_pairs = file.dropped["empty side"]
    assert file.kept + (file.dropped - file.dropped_further).total() - no_pairs == file.pairs
    assert file.pairs == 2 - no_pairs
    rows = sum(len((out / f"{part}.tsv").read_text("utf-8").splitlines())
               for part in ("train", "dev", "test"))
    assert rows == file.kept + file.further
    assert file.kept == 1 + any("\ttwo words 7" in f"\t{line.partition(chr(9))[0]}"
                                for line in (out / "train.tsv").read_text("utf-8").splitlines())
    assert main(["import", str(path), "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert ("1 further translation of them" in shown) == (file.further == 1)
    assert ("1 further translation among them" in shown) == (1 in file.dropped_further.values())


@pytest.mark.parametrize(("content", "kept", "is_named"), [
    (tmx(unit(1, "deux mots 1", "two words 1")), 1, True),  # only a further translation
    (tmx(unit(1, "deux mots 1"), "<tu><tuv><seg>no language</seg></tuv></tu>"), 1, True),  # not readable
    (tmx(unit(1, "deux mots 1"), unit(2, "")), 1, True),
    (tmx(unit(1, "deux mots 1", "une paire 1")), 1, False)])
def test_the_list_of_what_was_left_out_is_named_where_it_has_rows(tmp_path, capsys, content, kept, is_named):
    path, out = write(tmp_path, content), tmp_path / "out"
    assert main(["import", str(path), "--out", str(out)]) == 0
    assert f"{kept} of 1 pairs" in (shown := capsys.readouterr().out)
    assert (len((out / "dropped.tsv").read_text("utf-8").splitlines()) > 1) == is_named
    assert ("; dropped.tsv there lists the others, report.tsv has all of this" in shown) == is_named

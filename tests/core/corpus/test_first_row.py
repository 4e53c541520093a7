"""Is the first row of a table names of its columns? Sure ones are taken for them; either is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core import cli
from core.corpus.files.first_row import FirstRow, first_row
from core.corpus.textfile import TextFile
from core.corpus.unit import Reading
from tests.core.corpus.test_formats import read, write

WORDS = "".join(f"{src}\t{tgt}\n" for src, tgt in zip(
    "dog house tree water bread".split(), "Hund Haus Baum Wasser Brot".split(), strict=True))  # noqa: SIM905


@pytest.mark.parametrize("names", [
    "Term\tMeaning", "word\ttranslation", "Headword\tGloss", "Begriff\tBedeutung", "单词\t释义",
    "English\tMeaning", "Wort\tGerman", "Palabra\tTraducción"])
def test_words_that_only_columns_are_called_are_no_pair(tmp_path, names):
    """They were one, without a word."""
    pairs, _ = read(write(tmp_path, f"{names}\n{WORDS}"))
    assert (len(pairs), pairs[0]) == (5, ("dog", "Hund"))


def test_names_the_other_way_round_exchange_the_columns(tmp_path):
    assert read(write(tmp_path, f"Meaning\tTerm\n{WORDS}"))[0][0] == ("Hund", "dog")
    assert read(write(tmp_path, f"Translation\tEnglish\n{WORDS}"))[0][0] == ("Hund", "dog")


@pytest.mark.parametrize("pair", [
    "word\tWort", "phrase\texpression", "sentence\tphrase", "translation\tÜbersetzung", "meaning\tsens",
    "source\tsource", "English\tEnglisch"])
def test_pairs_of_a_list_of_words_that_columns_are_called_too_stay(tmp_path, pair):
    pairs, _ = read(write(tmp_path, f"{pair}\n{WORDS}"))
    assert (len(pairs), pairs[0]) == (6, tuple(pair.split("\t")))


@pytest.mark.parametrize(("text", "found"), [
    (f"Spanisch 1\tx\n{WORDS}", None), (f"Go.\tGeh.\n{WORDS}", None), ("Ours\tTheirs\ndog\tHund\n", None),
    (f"I love shopping\t我爱购物\n{WORDS}", None),
    (f"Ours 我\tTheirs\n{WORDS}", FirstRow(False, ["Ours 我", "Theirs"])),
    (f"This is how one says it\tSo sagt man es\n{WORDS}", None),
    (f"Ours\tTheirs\n{WORDS}", FirstRow(False, ["Ours", "Theirs"])),
    (f"en\tde\n{WORDS}", FirstRow(True, ["en", "de"])),
    (f"Term\tMeaning\n{WORDS}", FirstRow(True, ["Term", "Meaning"]))])
def test_what_the_first_row_is_taken_for(tmp_path, text, found):
    assert first_row(TextFile(write(tmp_path, text)), Reading()) == found


def imported(capsys, path: Path, *options: str) -> tuple[list[str], dict]:
    """(lines about the first row, report.json)."""
    out = path.parent / f"out{len(list(path.parent.iterdir()))}"
    assert cli.main(["import", str(path), "--out", str(out), *options]) == 0
    said = [line.strip() for line in capsys.readouterr().out.split("\n") if "first row" in line]
    return said, json.loads((out / "report.json").read_text("utf-8"))


def test_the_terminal_says_what_it_was_taken_for_and_how_to_say_that_it_is_not(tmp_path, capsys):
    unsure = write(tmp_path, f"Ours\tTheirs\n{WORDS}", "a.tsv")
    sure = write(tmp_path, f"Term\tMeaning\n{WORDS}", "b.tsv")
    said, report = imported(capsys, unsure)
    assert said == [f"first row taken as a pair: Ours | Theirs   (--header {unsure} if it names the columns)"]
    assert (report["pairs"], report["files"][0]["first_row"]) == (
        6, {"is_names": False, "cells": ["Ours", "Theirs"]})
    said, report = imported(capsys, unsure, "--header", str(unsure))
    assert (said, report["pairs"]) == (
        [f"first row taken as names of the columns: Ours | Theirs   (--no-header {unsure} if a pair)"], 5)
    assert imported(capsys, unsure, "--no-header", str(unsure))[0] == []  # nothing is unclear any more
    said, report = imported(capsys, sure)
    assert (said[0].split(":")[0], report["pairs"]) == ("first row taken as names of the columns", 5)
    said, report = imported(capsys, sure, "--no-header", str(sure))
    assert (said, report["pairs"]) == ([], 6)
    table = (tmp_path / "out2" / "report.tsv").read_text("utf-8")
    assert f"file\t{unsure}\t\tfirst row taken as a pair\tOurs | Theirs\t\t\n" in table


def test_options_that_contradict_each_other_or_come_twice(tmp_path, capsys):
    paths = [str(write(tmp_path, f"Ours\tTheirs\n{WORDS}{name}\t{name}x\n", f"{name}.tsv")) for name in "ab"]
    both = ["--header", paths[0], "--no-header", paths[0]]
    assert cli.main(["import", *paths, "--dry-run", *both]) == 2
    assert f"both name {paths[0]}; say one of them" in capsys.readouterr().err
    twice = ["--header", paths[0], "--header", paths[1]]  # only the last counted
    assert cli.main(["import", *paths, "--out", str(tmp_path / "out"), "--json", *twice]) == 0
    assert json.loads(capsys.readouterr().out)["pairs"] == 12


def test_a_first_row_that_looks_like_names_may_be_said_to_be_a_pair(tmp_path, capsys):
    text = "ours,theirs\na dog barks,ein Hund bellt\na cat sleeps,eine Katze schläft\n"
    path = write(tmp_path, text, "a.csv")
    assert cli.main(["import", str(path), "--dry-run"]) == 2
    assert f"--no-header {path} if it is a pair like the others" in capsys.readouterr().err
    assert cli.main(["import", str(path), "--dry-run", "--json", "--no-header", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["pairs"] == 3

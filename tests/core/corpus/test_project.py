"""Several files as one project: what a training gets of each, and which sentences are kept apart."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from core.cli import main
from core.corpus import project
from core.corpus.files.delimited import unclear
from core.corpus.readers import read_corpus, read_plain, read_tsv
from core.corpus.textfile import TextFile
from core.corpus.unit import CorpusError, Reading
from core.training.prepare import Request, prepare


def lines(word: str, count: int) -> str:
    return "".join(f"{word} number {row} is here\t{word} Nummer {row} ist da\n" for row in range(count))


@pytest.fixture
def folder(tmp_path):
    """An import of 60 in-domain pairs, weighing 2, and 300 general ones."""
    for name, count in (("office", 60), ("news", 300)):
        (tmp_path / f"{name}.tsv").write_text(lines(name, count), encoding="utf-8")
    office, news, out = (str(tmp_path / name) for name in ("office.tsv", "news.tsv", "corpus"))
    assert main(["import", office, news, "--src", "en", "--tgt", "de", "--out", out, "--general", news,
                 "--weight", f"{office}=2"]) == 0
    return tmp_path / "corpus"


def words(pairs) -> Counter:
    return Counter(src.split()[0] for src, _ in pairs)


def epoch(folder) -> dict[str, float]:
    """Pairs that a training sees in an epoch, by corpus."""
    corpus, found = read_corpus([folder]), Counter()
    for (src, _), weight in zip(corpus.pairs, corpus.weights, strict=True):
        found[src.split()[0]] += weight
    return found


def test_each_part_has_a_development_set_of_its_own(folder):
    read = project.read(folder)
    assert [(m.name, m.part, m.weight, m.train, m.dev, m.test) for m in read.members] == [
        ("office", "in-domain", 2.0, 48, 6, 6), ("news", "general", 1.0, 240, 30, 30)]
    assert words(project.development(folder)) == {"office": 6}
    assert words(project.general_development(folder)) == {"news": 30}
    held_out = set(read_tsv(folder / "dev.tsv")) | set(read_tsv(folder / "test.tsv"))
    assert not held_out & set(project.pairs_for_training(folder)[0])


def test_weights_and_switches_are_what_a_training_sees(folder):
    assert epoch(folder) == {"office": 96, "news": 240}
    project.write(folder, project.read(folder).changed(0, weight=1.5).changed(1, weight=0.25))
    assert epoch(folder) == {"office": 72, "news": 60}
    project.write(folder, project.read(folder).changed(0, on=False))
    assert epoch(folder) == {"news": 60}
    assert words(project.development(folder)) == {"news": 30}  # nothing in-domain is left
    assert project.general_development(folder) == []


def test_a_run_keeps_the_general_sentences_apart(folder, tmp_path):
    run = prepare(Request([folder], tmp_path / "run", preset="tiny", vocab_size=300))
    assert words(read_tsv(run.data("dev"))) == {"office": 6}
    assert words(read_tsv(run.data("general"))) == {"news": 30}
    assert run.read_spec().pairs == 48 + 240
    assert words(read_plain(run.data("train"))) == {"office": 48, "news": 240}  # as the loop reads it
    assert run.weights() == [2.0] * 48 + [1.0] * 240


def test_a_folder_without_the_file_is_one_corpus(folder):
    (folder / project.FILE).unlink()
    assert words(project.pairs_for_training(folder)[0]) == {"office": 48, "news": 240}
    assert words(project.development(folder)) == {"office": 6, "news": 30}
    assert project.general_development(folder) == []


def test_a_given_development_set_is_the_one_validated_on(tmp_path, folder):
    mine = tmp_path / "mine.tsv"
    mine.write_text("my own sentence\tmein eigener Satz\n", encoding="utf-8")
    out = tmp_path / "second"
    assert main(["import", str(tmp_path / "news.tsv"), "--out", str(out), "--dev", str(mine)]) == 0
    assert project.development(out) == [("my own sentence", "mein eigener Satz")]
    assert words(project.pairs_for_training(out)[0]) == {"news": 270}


@pytest.mark.parametrize(("key", "value"), [
    ("weight", 0), ("weight", True), ("weight", float("nan")), ("on", 1), ("part", "mine"), ("train", -1),
    ("train", 47), ("dev", 7), ("colour", "red"), ("name", None)])
def test_what_cannot_be_is_refused_with_the_file(folder, key, value):
    path = folder / project.FILE
    document = json.loads(path.read_text(encoding="utf-8"))
    document["corpora"][0][key] = value
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"project\.json"):
        _ = project.pairs_for_training(folder), project.development(folder)


@pytest.mark.parametrize("option", [
    ["--general", "other.tsv"], ["--weight", "a.tsv"], ["--weight", "a.tsv=0"], ["--weight", "a.tsv=nan"],
    ["--weight", "b.tsv=2"]])
def test_options_that_cannot_be(tmp_path, monkeypatch, capsys, option):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tsv").write_text(lines("a", 3), encoding="utf-8")
    assert main(["import", "a.tsv", "--out", "c", *option]) == 2
    assert option[0] in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


def test_columns_of_one_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tsv").write_text(lines("a", 3), encoding="utf-8")
    (tmp_path / "b.csv").write_text("1,x,dog,Hund\n2,y,cat,Katze\n", encoding="utf-8")
    assert main(["import", "a.tsv", "b.csv", "--out", "c", "--columns", "b.csv=3,4"]) == 0
    assert ("dog", "Hund") in set(read_tsv(tmp_path / "c" / "train.tsv"))
    assert main(["import", "a.tsv", "--out", "d", "--columns", "b.csv=3,4"]) == 2


@pytest.mark.parametrize(("head", "columns"), [
    ("1,x,dog,Hund\n2,y,cat,Katze\n", 4), ("dog,Hund\ncat,Katze\n", None),
    ("id,source,target\n1,dog,Hund\n", None), ("en,de,note\ndog,Hund,\n", None), ("dog\n", 1),
    ("a\tb\tc\nd\te\tf\n", 3), (",,,\n,,,\n", None)])
def test_tables_that_do_not_say_their_columns(tmp_path, head, columns):
    path = tmp_path / "a.csv"
    path.write_text(head, encoding="utf-8")
    found = unclear(TextFile(path), Reading())
    assert (found and found.columns) == columns

"""Lines through `pellucid translate`: many of them, and such as have no end."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess

import pytest

from core.commands import options, translate
from core.decoding.translator import Alternative, TextTranslation, Translation, Translator
from tests.integration.conftest import ROOT, command


def numpy(*args) -> tuple:
    return (*args, "--backend", "numpy", "--workers", "2")


def test_a_line_without_end_is_printed_by_and_by(cli, trained, monkeypatch, capsys):
    """A line of a megabyte gave no output for a minute, and nothing was said of it."""
    printed, real = [], Translator.translate_in_parts

    def watched(*args, **options):
        for part in real(*args, **options):
            yield part
            printed.append(capsys.readouterr().out)  # what was there before the next part was asked for

    monkeypatch.setattr(Translator, "translate_in_parts", watched)
    monkeypatch.setattr(translate, "LONG_LINE", 100)
    end = cli(*numpy("translate", "我爱苹果。" * 30, "--model", trained)).out
    assert end == "\n"
    assert len(printed) == 3  # 8, 16 and the last 6 sentences
    assert all(printed)
    assert "\n" not in "".join(printed)


def test_a_long_line_comes_out_as_a_short_one_would(cli, trained, monkeypatch):
    line = "我爱苹果。你卖米饭！ 他们想要茶。" * 12
    for wanted in ((), ("--json",), ("--alignments",), ("--beam", "2", "--nbest", "2")):
        short = cli(*numpy("translate", line, "--model", trained, *wanted))
        monkeypatch.setattr(translate, "LONG_LINE", 20)
        assert cli(*numpy("translate", line, "--model", trained, *wanted)) == short
        monkeypatch.undo()


def test_lines_are_translated_in_parts_that_grow(monkeypatch):
    monkeypatch.setattr(translate, "_FIRST", 2)
    monkeypatch.setattr(translate, "_MOST", 4)
    monkeypatch.setattr(translate, "LONG_LINE", 10)
    assert list(translate._parts(["a"] * 9)) == [(0, 2), (2, 6), (6, 9)]
    assert list(translate._parts(["a", "b" * 11, "c", "d" * 9, "e"])) == [(0, 1), (1, 2), (2, 4), (4, 5)]


def test_progress_is_said_where_nobody_sees_a_bar(capsys, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(options.time, "monotonic", lambda: now[0])
    with options.progress(5000, "line", "big.txt") as bar:
        for _ in range(30):
            now[0] += 1
            bar.update(100)
    assert capsys.readouterr().err == "".join(
        f"big.txt: {done} of 5,000 lines\n" for done in ("1,000", "2,000", "3,000"))
    with options.progress(1, "line") as bar:
        now[0] += 100
        bar.update(1)
    assert capsys.readouterr().err == ""


def test_alignments_of_every_translation(cli, trained):
    """With several translations a line the alignments were left out, and nothing was said."""
    shown = cli(*numpy("translate", "我爱苹果。", "--model", trained, "--nbest", "3", "--alignments")).out
    fields = [line.split(" ||| ") for line in shown.splitlines()]
    assert [len(line) for line in fields] == [4, 4, 4]
    assert all(re.fullmatch(r"\d+-\d+( \d+-\d+)*", line[3]) for line in fields)


@pytest.mark.parametrize("ends", [True, False])
def test_alignments_are_numbered_through_the_line(cli, trained, monkeypatch, ends):
    """They began at 0 again in each sentence of a line, and nobody could tell of which a pair was. Where a
    model's sources do not end in EOS they were one too low from the second on."""
    if not ends:
        monkeypatch.setattr(Translator, "source_ids", lambda self, text: self._source(text)[0][:-1])
    line, options = "我爱苹果。你卖米饭！ 他们想要茶。", numpy("--model", trained, "--alignments")
    fact = json.loads(cli("translate", line, *options, "--json").out)
    before, pairs = [0, 0], []
    for sentence in fact["sentences"]:
        pairs += [f"{before[0] + source}-{before[1] + target}" for source, target in sentence["alignments"]]
        for side, tokens in enumerate((sentence["src_tokens"], sentence["tgt_tokens"])):
            before[side] += sum(token != "</s>" for token in tokens)
    assert len(fact["sentences"]) == 3
    assert before[0] == 16  # each Han character and each sign is one
    text, shown = cli("translate", line, *options).out.rstrip("\n").split(" ||| ")
    assert text == fact["translation"]
    assert shown.split() == pairs
    assert len({pair.split("-")[1] for pair in pairs}) == len(pairs), "each target token once"


def test_the_name_of_a_file_is_not_its_text(cli, trained, tmp_path):
    path = tmp_path / "in 1.txt"
    path.write_text("我爱苹果。", encoding="utf-8")
    assert f"--file '{path}'" in cli(*numpy("translate", path, "--model", trained)).err
    assert "--file" not in cli(*numpy("translate", "我爱苹果。" * 100, "--model", trained)).err


def test_addresses_do_not_choose_the_model():
    text = "我爱购物 https://a.example/with/many/letters <span class='long'>`code as well`</span>"
    assert options.bundled_for(text).name == "zh-en"
    assert options.bundled_for("I love 购物 so much").name == "en-zh"


def test_what_cannot_be_written_is_said_before_anything_is_translated(cli, trained, tmp_path, monkeypatch):
    """All lines were translated first, and lost."""
    translated = []
    monkeypatch.setattr(Translator, "translate_texts", lambda *args, **options: translated.append(args))
    (tmp_path / "file").write_text("")
    for out, words in ((tmp_path, "expected a file, found a folder"),
                       (tmp_path / "file" / "out.txt", "File exists" if os.name != "nt" else "")):
        sentence = cli(*numpy("translate", "我爱苹果。", "--model", trained, "--out", out)).sentence
        assert sentence.endswith(words)
    assert not translated
    assert os.listdir(tmp_path) == ["file"]


def test_a_full_disk_leaves_nothing_half_written(cli, trained, tmp_path, monkeypatch):
    def full(*_):
        assert len(list(tmp_path.iterdir())) == 1, "it is written to a temporary name"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(translate, "_warn", full)  # after the first line
    for wanted in (tmp_path / "out.txt", tmp_path / "new" / "out.txt"):
        shown = cli(*numpy("translate", "我爱苹果。", "--model", trained, "--out", wanted))
        assert shown.sentence == "No space left on device"
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.skipif(os.name == "nt", reason="named pipes")
def test_no_device_is_written_over(cli, trained, tmp_path):
    """A file took the place of /dev/full, and would have of /dev/stdout."""
    pipe, source = tmp_path / "pipe", tmp_path / "a.txt"
    os.mkfifo(pipe)
    source.write_text("我爱鱼。\n", encoding="utf-8")
    for wanted in (["我爱鱼。"], ["--file", source], ["--file", source, "--replace"]):
        said = cli(*numpy("translate", *wanted, "--model", trained, "--out", pipe)).sentence
        assert said == f"{pipe}: expected a file, found a device or a pipe; --out - is stdout"
        assert pipe.is_fifo()


@pytest.mark.skipif(os.name == "nt", reason="bytes as arguments")
def test_a_text_in_another_encoding(pellucid, trained):
    for wanted in ((), ("--json",)):
        said = pellucid("translate", os.fsdecode(b"caf\xe9"), "--model", trained, *wanted).sentence
        assert said.startswith("TEXT: expected UTF-8, found other bytes at character 4")


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
@pytest.mark.parametrize(("closed", "words"), [
    ("0<&-", "nothing to translate"), ("我 1>&-", "stdout is closed")])
def test_closed_streams(trained, closed, words):
    program = " ".join(map(shlex.quote, command("translate", "--model", trained)))
    done = subprocess.run(["sh", "-c", f"{program} {closed}"], stderr=subprocess.PIPE, cwd=ROOT, timeout=60)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(f"pellucid: {words}")


def test_the_best_of_a_line_are_those_of_its_sentences_together():
    """Rank by rank the second best of each sentence were joined: nobody would call that the line's second."""
    def sentence(name, *scores):
        options = tuple(Alternative(f"{name}{n}", 2 * score, score) for n, score in enumerate(scores))
        return Translation(f"{name}0", name, (), (), 2 * scores[0], True, False, (),
                           options if len(options) > 1 else ())

    sentences = (sentence("a", -1, -4, -9), sentence("b", -1), sentence("c", -1, -2, -3))
    rows = translate._n_best(TextTranslation("", sentences), 5)
    shown = [("".join(one.text for one in row), translate._log_prob(row)) for row in rows]
    assert shown == [("a0b0c0", -6), ("a0b0c1", -8), ("a0b0c2", -10), ("a1b0c0", -12), ("a1b0c1", -14)]


def test_the_best_of_a_line_are_joined_as_one_translation_is(cli, trained):
    line, options = "我爱苹果。你卖米饭！", numpy("--model", trained, "--beam", "4")
    plain = cli("translate", line, *options).out.strip()
    shown = [row.split(" ||| ") for row in cli("translate", line, *options, "--nbest", "4").out.splitlines()]
    fact = json.loads(cli("translate", line, *options, "--nbest", "4", "--json").out)
    assert shown[0][1] == plain == fact["translation"]
    assert len({row[1] for row in shown}) == 4
    assert [(row[1], row[2]) for row in shown] == [
        (option["translation"], f"{option['log_prob']:.4f}") for option in fact["nbest"]]


def test_an_unreadable_document_stops_no_other(cli, trained, tmp_path):
    """As the first of several it did."""
    for name in ("1.docx", "2.txt", "3.docx", "4.txt"):
        (tmp_path / name).write_text("我爱苹果。", encoding="utf-8")
    shown = cli(*numpy("translate", "--model", trained, "--out", tmp_path / "made", "--file",
                       *sorted(tmp_path.iterdir())))
    assert shown.code == 2
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == ["2.txt", "4.txt"]
    assert (shown.err.count("1.docx: expected a Word"), shown.err.count("3.docx: expected a Word")) == (1, 1)
    shown = cli(*numpy("translate", "--model", trained, "--file", tmp_path / "1.docx", tmp_path / "3.docx"))
    assert (shown.code, shown.err.count("expected a Word")) == (2, 2)

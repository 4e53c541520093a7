"""A document is translated exactly once, whatever interrupts it, and its report tells the truth."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import backends
from core.decoding.translator import Stopped, Translator
from core.documents.document import DocumentError
from core.documents.job import Options, translate_document
from core.formats.native import load_model
from resources import models_dir

ROOT = Path(__file__).parents[3]
TEXT = "我爱购物。\n\n他喜欢**看书**。今天天气很好。\n- 我们去公园。\n\n12 + 3\n\n" * 6


@pytest.fixture(scope="module")
def translator() -> Translator:
    ops = backends.get("numpy", workers=1)
    return Translator(load_model(models_dir() / "zh-en", ops), ops)


@pytest.fixture
def source(tmp_path) -> Path:
    path = tmp_path / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_document(translator, source, tmp_path):
    before, seen, target = source.read_bytes(), [], tmp_path / "out.md"
    report = translate_document(source, target, translator, on_progress=lambda *at: seen.append(at))
    made = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert made.count("**") == TEXT.count("**")
    assert made.count("\n- We go to the park") == 6
    assert (report.total, report.translated, report.copied, report.same) == (24, 18, 6, 0)
    assert seen == [(done, 24) for done in range(25)]  # on the disk sentence by sentence
    assert source.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "out.md"]  # no journal is left
    assert report.words() == "18 of 24 translated, 6 without words"


def test_a_long_paragraph_is_told_of_while_it_is_cut_and_stopped_there(translator, tmp_path):
    source, seen = tmp_path / "a.txt", []
    source.write_text("我爱购物。" * 1000, encoding="utf-8")
    with pytest.raises(Stopped):
        translate_document(source, tmp_path / "b.txt", translator, stop=lambda: len(seen) == 3,
                           on_progress=lambda *at: seen.append(at))
    assert seen == [(0, 64), (0, 128), (0, 192)]


def test_numbers_between_sentences_are_copied(translator, tmp_path):
    (tmp_path / "a.csv").write_text('id,text\n1,"我爱购物。\n12 345!\n猫在桌子上。"\n', encoding="utf-8")
    seen = []
    translate_document(tmp_path / "a.csv", tmp_path / "b.csv", translator, Options(column="text"),
                       on_progress=lambda *at: seen.append(at))
    made = (tmp_path / "b.csv").read_text(encoding="utf-8").split("\n")
    assert made[2] == "12 345!"
    assert seen[-1] == (2, 2), "not decoded"


def test_marks_of_lists_stay_first(translator, tmp_path):
    """Also where a placeholder or a tag follows, or holds them."""
    lines = ["1. %d 只猫在桌子上。", "- {name}喜欢看书。", "①%s爱购物。", "2、<b>猫</b>在桌子上。",
             "<b>3.</b> 他爱猫。", "<b>4. 他爱猫。</b>", "<i>你好。5！他爱猫。</i> "]
    (tmp_path / "a.txt").write_text("\n".join(lines), encoding="utf-8")
    translate_document(tmp_path / "a.txt", tmp_path / "b.txt", translator)
    made = (tmp_path / "b.txt").read_text(encoding="utf-8").split("\n")
    begins = [r"1\. %d \w", r"- \{name\} \w", r"①%s \w", r"2、\w.*<b>\w+</b>|2、<b>\w", r"<b>3\.</b> \w",
              r"<b>4\. \w.*</b>\Z", r"<i>\w.* 5！ ?\w.*</i> \Z"]
    assert [bool(re.match(begin, line)) for begin, line in zip(begins, made, strict=True)] == [True] * 7, made


def test_what_comes_out_unchanged_is_said(translator, tmp_path, monkeypatch):
    monkeypatch.setattr(translator.model.tokenizer.__class__, "decode", lambda self, ids: "abc")
    (tmp_path / "a.txt").write_text("abc\nxyz")
    report = translate_document(tmp_path / "a.txt", tmp_path / "b.txt", translator)
    assert (report.translated, report.same, report.same_where) == (1, 1, ["line 1"])


def test_stopped_and_resumed(translator, source, tmp_path):
    whole, parts = tmp_path / "whole.md", tmp_path / "parts.md"
    translate_document(source, whole, translator)
    asked = []
    with pytest.raises(Stopped):
        translate_document(source, parts, translator, Options(batch=1), stop=lambda: len(asked) > 40,
                           on_progress=lambda *at: asked.append(at) or asked.extend([0] * 4))
    assert not parts.exists()
    translated = []
    real = translator.translate

    def translate(texts, *rest):
        if len(texts) == 1:  # else it is to measure the attention heads
            translated.extend(texts)
        return real(texts, *rest)

    try:
        translator.translate = translate
        report = translate_document(source, parts, translator, Options(batch=1))
    finally:
        del translator.translate
    assert parts.read_bytes() == whole.read_bytes()
    assert report.resumed > 0
    assert len(translated) == 24 - report.resumed  # each once


def test_a_torn_journal_and_one_of_another_text(translator, source, tmp_path):
    target = tmp_path / "out.md"
    translate_document(source, target, translator)
    wanted = target.read_bytes()
    journal = tmp_path / ".out.md.journal"
    other = b'{"pellucid-journal": 1}\n[0, 0, {"text": "wrong", "links": []}]\n'
    for content in (b"", b"{", other, b"\xff\n[]\n"):
        target.unlink()
        journal.write_bytes(content)
        report = translate_document(source, target, translator)
        assert report.resumed == 0
        assert report.notes == (["it was begun anew: the document, the model or a setting has changed since "
                                 "the interrupted try"] if content is other else [])
        assert target.read_bytes() == wanted


def test_a_document_that_is_changed_meanwhile(translator, source, tmp_path):
    """What was read is translated whole, and that it is out of date is said."""
    target = tmp_path / "out.md"
    translate_document(source, target, translator)
    wanted = target.read_bytes()
    for change in (lambda: source.write_text("我爱购物。", encoding="utf-8"), source.unlink):
        source.write_text(TEXT, encoding="utf-8")
        report = translate_document(source, target, translator, on_progress=lambda done, _, change=change:
                                    change() if done == 5 else None)
        assert target.read_bytes() == wanted
        assert bool(report.notes) == source.exists()


def test_one_at_a_time_works_on_a_translation(translator, source, tmp_path):
    """Two windows, or a window and the command line: two writers would tear the journal."""
    target = tmp_path / "out.md"

    def beside(done, total):
        if done == 5:
            before = (tmp_path / ".out.md.journal").read_bytes()
            with pytest.raises(DocumentError, match="another Pellucid is at work on this translation"):
                translate_document(source, target, translator)
            assert (tmp_path / ".out.md.journal").read_bytes() == before

    assert translate_document(source, target, translator, on_progress=beside).resumed == 0
    assert not (tmp_path / ".out.md.journal").exists()
    whole = target.read_bytes()
    translate_document(source, target, translator)
    assert target.read_bytes() == whole


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_killed_in_the_middle(translator, tmp_path):
    source, target, whole = (tmp_path / name for name in ("a.txt", "b.txt", "whole.txt"))
    source.write_text("".join(f"我爱购物{i}。\n" for i in range(150)), encoding="utf-8")
    journal = tmp_path / ".b.txt.journal"
    command = [sys.executable, "-m", "core.cli", "translate", "--file", str(source), "--backend", "numpy",
               "--workers", "1", "--out"]
    child = subprocess.Popen([*command, str(target)], cwd=ROOT, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not (journal.exists() and journal.read_bytes().count(b"\n") > 10):
        assert time.monotonic() < deadline
        assert child.poll() is None
        time.sleep(0.001)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert not target.exists()
    known = journal.read_bytes().count(b"\n") - 1
    assert 0 < known < 150
    done = subprocess.run([*command, str(target), "--json"], cwd=ROOT, capture_output=True, check=True)
    assert json.loads(done.stdout)["resumed"] == known
    subprocess.run([*command, str(whole)], cwd=ROOT, capture_output=True, check=True)
    assert target.read_bytes() == whole.read_bytes()
    assert not journal.exists()


def test_the_original_is_never_written_over(translator, source):
    with pytest.raises(DocumentError, match="never"):
        translate_document(source, source, translator)

"""Runs that wait for their turn, by clicking and typing, and the file that keeps them."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.controllers.runs import RunRequest, Status
from desktop.controllers.waiting_runs import WaitingRun, load, save

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

REQUEST = RunRequest(Path("/corpora/a.tsv"), "office", "tiny", "zh", "en", 20, Path("/models/base"), "18:00",
                     5, Path("/corpora/general.tsv"), 0.3, 0.0005)


def shown(window) -> list[str]:
    entries = window.page.runs.waiting.list
    return [entries.item(row).text() for row in range(entries.count())]


def names(window) -> list[str]:
    return sorted(run.name for run in window.controller.runs)


def test_runs_wait_change_places_and_begin_by_themselves(open_window, corpus, qtbot):
    window = open_window()
    waiting = window.page.runs.waiting
    window.start(corpus, "first")
    window.wait_for(Status.RUNNING)
    assert not waiting.isVisible()
    for name in ("second", "third", "fourth"):
        window.fill_form(corpus, name)
        assert window.page.form.start_button.text() == "Let it wait"
        window.click(window.page.form.start_button)
    assert shown(window) == ["1. second", "2. third", "3. fourth"]
    assert not waiting.begin_button.isVisible()
    waiting.list.setCurrentRow(2)
    window.click(waiting.up_button)
    assert shown(window) == ["1. second", "2. fourth", "3. third"]
    waiting.list.setCurrentRow(0)
    window.click(waiting.out_button)
    assert shown(window) == ["1. fourth", "2. third"]
    assert names(window) == ["first"]

    window.click(window.page.stop_button)
    qtbot.waitUntil(lambda: names(window) == ["first", "fourth"])
    assert shown(window) == ["1. third"]
    assert window.controller.selected.name == "first"  # what is being looked at stays
    qtbot.waitUntil(lambda: window.controller.active.run.status is Status.RUNNING, timeout=20_000)

    child = window.controller.active.process
    window.controller.close()
    child.wait()
    again = open_window()
    qtbot.waitUntil(lambda: shown(again) == ["1. third"])
    assert names(again) == ["first", "fourth"]  # nothing begins unasked when a window opens
    window.click(again.page.runs.waiting.begin_button)
    qtbot.waitUntil(lambda: names(again) == ["first", "fourth", "third"])
    assert not again.page.runs.waiting.isVisible()


def test_what_cannot_begin_says_why_and_the_next_begins(open_window, corpus, tmp_path, qtbot):
    window = open_window()
    window.start(corpus, "first")
    window.wait_for(Status.RUNNING)
    gone = tmp_path / "gone.tsv"
    gone.write_bytes(corpus.read_bytes())
    for file, name in ((gone, "second"), (corpus, "third")):
        window.start(file, name)
    gone.unlink()
    window.click(window.page.stop_button)
    qtbot.waitUntil(lambda: names(window) == ["first", "third"])
    assert shown(window) == ["second: could not begin"]
    waiting = window.page.runs.waiting
    assert waiting.banner.text() == f"There is no file {gone}."
    gone.write_bytes(corpus.read_bytes())
    window.click(waiting.change_button)
    form = window.page.form
    assert form.name_edit.text() == "second"
    assert form.problem.text() == f"There is no file {gone}."
    assert not waiting.isVisible()


def test_one_that_is_refused_stays_with_the_reason(open_window, corpus, qtbot):
    window = open_window("refuse")
    window.controller.waiting.add(RunRequest(corpus, "second", "tiny", "zh", "en", 20))
    window.click(window.page.runs.waiting.begin_button)
    qtbot.waitUntil(lambda: shown(window) == ["second: could not begin"], timeout=20_000)
    assert window.page.runs.waiting.banner.text() == "corpus.tsv, line 1: expected two columns; found one"
    assert window.controller.runs == []


def kept(window) -> list[str]:
    """What a window that opens now would find waiting."""
    return [run.request.name for run in load(window.controller.runs_root.parent / "waiting.json")]


@pytest.mark.parametrize("end", ["killed", "closed"])
def test_a_window_that_ends_while_sentences_are_read_keeps_the_request(open_window, corpus, qtbot, end):
    window = open_window("silent")
    for name in ("second", "third"):
        window.controller.waiting.add(RunRequest(corpus, name, "tiny", "zh", "en", 20))
    window.click(window.page.runs.waiting.begin_button)
    assert shown(window) == ["1. third"]
    if end == "closed":
        window.controller.close()
    file = window.controller.runs_root.parent / "waiting.json"
    qtbot.waitUntil(lambda: '"folder": "' in file.read_text(encoding="utf-8"))
    assert kept(window) == ["second", "third"]
    if end == "killed":  # nothing more is done; and its child had gone on, and has made the run
        run = window.controller.runs_root / "second"
        run.mkdir(parents=True)
        (run / "run.json").write_text("{}", encoding="utf-8")
        assert kept(window) == ["third"]


def test_a_run_that_has_begun_waits_no_more(open_window, corpus, qtbot):
    window = open_window()
    window.controller.waiting.add(RunRequest(corpus, "second", "tiny", "zh", "en", 20))
    window.click(window.page.runs.waiting.begin_button)
    window.wait_for(Status.RUNNING)
    file = window.controller.runs_root.parent / "waiting.json"
    qtbot.waitUntil(lambda: json.loads(file.read_text(encoding="utf-8")) == [])


@pytest.mark.parametrize(("asked", "now", "late"), [
    ("2026-03-02 14:00", "2026-03-02 17:59", False), ("2026-03-02 14:00", "2026-03-02 18:00", True),
    ("2026-03-02 19:00", "2026-03-03 09:00", False), ("2026-03-02 19:00", "2026-03-03 18:01", True),
])
def test_a_time_of_the_day_that_went_by(asked, now, late):
    """It guards against a training until 18:00 that begins at 19:00 and takes 23 hours."""
    asked, now = (datetime.fromisoformat(text).timestamp() for text in (asked, now))
    assert WaitingRun(REQUEST, asked).is_too_late(now) is late
    assert not WaitingRun(RunRequest(Path("/a"), "a", "tiny", "", "", 5), asked).is_too_late(now)


def test_the_file_keeps_all_that_was_asked_for(tmp_path):
    runs = [WaitingRun(REQUEST, time.time(), folder=tmp_path / "office"),
            WaitingRun(RunRequest(Path("/a"), "b", "base", "", "", None), 1.5, "no")]
    save(tmp_path / "waiting.json", runs)
    assert load(tmp_path / "waiting.json") == runs
    assert load(tmp_path / "none.json") == []


def test_a_list_from_before_a_rate_could_be_asked_for_still_waits(tmp_path):
    path = tmp_path / "waiting.json"
    save(path, [WaitingRun(REQUEST, 1e9)])
    content = json.loads(path.read_text(encoding="utf-8"))
    del content[0]["learning_rate"], content[0]["again"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert load(path) == [WaitingRun(replace(REQUEST, learning_rate=None), 1e9)]


JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
                    max_leaves=5)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(["corpus", "init", "name", "preset", "src_lang", "time_budget_min", "until",
                             "again", "patience", "mix", "learning_rate", "since", "problem", "folder"]),
       value=JSON)
def test_a_changed_file_gives_runs_that_make_sense_or_none(tmp_path_factory, name, value):
    path = tmp_path_factory.mktemp("waiting") / "waiting.json"
    save(path, [WaitingRun(REQUEST, 1e9), WaitingRun(REQUEST, 2e9)])
    content = json.loads(path.read_text(encoding="utf-8"))
    content[0][name] = value
    path.write_text(json.dumps(content), encoding="utf-8")
    *changed, whole = load(path)
    assert whole.request == REQUEST
    for run in changed:
        assert run.request.corpus.is_absolute()
        assert run.is_too_late(3e9) in (True, False)
        assert all(isinstance(word, str) for word in run.request.arguments(path))


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"[" * 100_000, b"7", b" " * 1_000_001])
def test_a_file_that_is_no_list_is_said(tmp_path, content):
    (tmp_path / "waiting.json").write_bytes(content)
    with pytest.raises(ValueError, match=r"expected|JSON|decode|Expecting"):
        load(tmp_path / "waiting.json")

"""The run directory: what a list of runs says, after any end and with any damage."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import psutil
import pytest

from core.config import ModelConfig, TrainConfig
from core.training.claim import claimed
from core.training.extension import check_can_resume
from core.training.run_dir import RunDir, RunError, RunSpec, list_runs, read_metrics, read_run


def spec(**changes) -> RunSpec:
    return RunSpec(**{
        "name": "zh-en", "created": "2026-01-02T03:04:05+00:00", "corpus": ["c.tsv"], "src_lang": "zh",
        "tgt_lang": "en", "preset": "tiny", "pairs": 90, "dev_pairs": 10, "skipped": {"empty side": 2},
        "model": ModelConfig(vocab_size=50), "train": TrainConfig(max_steps=700, time_budget_s=60.0),
        **changes})


@pytest.fixture
def run(tmp_path) -> RunDir:
    run = RunDir(tmp_path / "run")
    run.write_spec(spec())
    return run


def write_status(run: RunDir, **facts) -> None:
    (run.path / "status.json").write_text(json.dumps({"status": "running", "step": 5, **facts}))


# --- run.json

def test_spec_comes_back(run):
    assert run.read_spec() == spec()
    run.write_spec(spec(general=["g.tsv"], mix=0.5, mix_reached=0.25))
    assert run.read_spec().mix_reached == 0.25


def test_a_run_of_before_general_text_was_noted(run):
    path = run.path / "run.json"
    document = json.loads(path.read_text())
    for name in ("general", "mix", "mix_reached"):
        del document[name]
    path.write_text(json.dumps(document))
    assert run.read_spec() == spec()


@pytest.mark.parametrize(("change", "message"), [
    (lambda document: document.update(colour="red"), 'unknown key "colour"'),
    (lambda document: document.pop("pairs"), 'missing key "pairs"'),
    (lambda document: document["model"].update(depth=3), 'model: unknown key "depth"; expected one of: '),
    (lambda document: document["train"].update(seed=-1), "train: seed should be at least 0"),
    (lambda document: document.update(pairs="7"), "pairs should be int, and is '7'"),
    (lambda document: document.update(mix="much"), "mix should be a number, and is 'much'"),
    (lambda document: document.update(train=7), "train: expected an object of settings, found int"),
])
def test_unknown_and_missing_keys(run, change, message):
    path = run.path / "run.json"
    document = json.loads(path.read_text())
    change(document)
    path.write_text(json.dumps(document))
    with pytest.raises(RunError) as caught:
        run.info()
    assert str(caught.value).startswith(f"{path}: {message}")


@pytest.mark.parametrize(("data", "message"), [
    (b"{", "expected JSON, but "), (b"[]", "expected a JSON object"), (b"\xff", "expected JSON, but "),
    (b"", "expected JSON, but "),
])
def test_damaged_run_json(run, data, message):
    (run.path / "run.json").write_bytes(data)
    with pytest.raises(RunError) as caught:
        run.info()
    assert str(caught.value).startswith(f"{run.path / 'run.json'}: {message}")


def test_no_run(tmp_path):
    with pytest.raises(RunError, match="the file is missing; expected the folder of a training run"):
        read_run(tmp_path / "nothing")


# --- status

def test_prepared_but_never_started_can_resume(run):
    info = run.info()
    assert (info.status, info.step, info.saved_step, info.best_bleu) == ("interrupted", 0, 0, None)
    assert (info.max_steps, info.pairs, info.preset) == (700, 90, "tiny")
    assert not info.has_model
    check_can_resume(run)


@pytest.mark.parametrize("status", ["running", "interrupted", "finished", "stopped", "failed"])
def test_status_of_this_process_stands(run, status):
    run.write_status(status, 12, best_bleu=20.5, best_step=10)
    info = run.info()
    assert (info.status, info.step, info.best_bleu, info.best_step) == (status, 12, 20.5, 10)


def test_facts_are_merged(run):
    run.write_status("running", 1, saved_step=1, message="slow")
    run.write_status("running", 2, best_step=2)
    info = run.info()
    assert (info.step, info.saved_step, info.best_step, info.message) == (2, 1, 2, "slow")


def test_dead_process_is_interrupted(run):
    """As after kill -9: nobody was left to write a last status."""
    code = ("import sys; from core.training.run_dir import RunDir\n"
            "RunDir(sys.argv[1]).write_status('running', 7)")
    subprocess.run([sys.executable, "-c", code, str(run.path)], check=True, timeout=60)
    assert run.read_status()["status"] == "running"
    assert (run.info().status, run.info().step) == ("interrupted", 7)
    check_can_resume(run)


def test_living_process_is_running(run):
    """Its number and its start are asked of the system, not only of the file."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        write_status(run, pid=process.pid, pid_created=psutil.Process(process.pid).create_time())
        assert run.info().status == "running"
        with pytest.raises(RunError, match="this run is being trained by another process"):
            check_can_resume(run)
        process.communicate(b"\n", timeout=60)
    assert run.info().status == "interrupted"


def test_number_of_a_dead_process_given_to_another(run):
    parent = psutil.Process(os.getppid())
    write_status(run, pid=parent.pid, pid_created=parent.create_time() - 3600)
    assert run.info().status == "interrupted"


def test_number_of_a_dead_process_given_to_this_one(run):
    """In a container the same command has the same number every time: its own killed run once
    counted as running, and could never resume."""
    write_status(run, pid=os.getpid(), pid_created=psutil.Process().create_time() - 3600)
    assert run.info().status == "interrupted"


@pytest.mark.parametrize("facts", [{}, {"pid": None}, {"pid": "7"}, {"pid": -1}, {"pid": 0},
                                   {"pid": 2**22 + 1, "pid_created": 0}])
def test_running_without_a_credible_process(run, facts):
    write_status(run, **facts)
    assert run.info().status == "interrupted"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\0"])
def test_damaged_status_is_interrupted(run, data):
    (run.path / "status.json").write_bytes(data)
    assert run.info().status == "interrupted"


def test_finished_run_is_not_resumed(run):
    run.write_status("finished", 700)
    with pytest.raises(RunError, match=r"this run is finished \(step 700\); `pellucid resume"):
        check_can_resume(run)


# --- one trainer

def test_a_run_is_claimed_once(run):
    with claimed(run.path), pytest.raises(RunError, match="being trained by another process"), \
            claimed(run.path):
        pass
    with claimed(run.path):
        pass


def test_a_killed_process_gives_its_claim_back(run):
    code = ("import sys; from core.training.claim import claimed\n"
            "with claimed(__import__('pathlib').Path(sys.argv[1])): print('claimed', flush=True); input()")
    with subprocess.Popen([sys.executable, "-c", code, str(run.path)], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"claimed"
        with pytest.raises(RunError, match="being trained by another process"), claimed(run.path):
            pass
        process.kill()
        process.communicate(timeout=60)
    with claimed(run.path):
        pass


# --- list

def test_list_is_newest_first_and_passes_over_the_rest(tmp_path):
    for name, created in (("old", "2025-01-01"), ("new", "2026-01-01"), ("same b", "2025-06-01"),
                          ("same a", "2025-06-01")):
        RunDir(tmp_path / name).write_spec(spec(created=created, name=name))
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("x")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "run.json").write_text("{")
    assert [run.name for run in list_runs(tmp_path)] == ["new", "same b", "same a", "old"]
    assert list_runs(tmp_path / "nowhere") == []


# --- metrics

def events(run: RunDir) -> list[tuple[str, int]]:
    return [(event["event"], event["step"]) for event in read_metrics(run.path)]


def append(run: RunDir, *steps: int, event: str = "progress", **facts) -> None:
    for step in steps:
        run.append_metrics({"event": event, "step": step, **facts})


def test_metrics_come_back(run):
    assert read_metrics(run.path) == []
    append(run, 1, 2, loss=0.5)
    assert read_metrics(run.path) == [{"event": "progress", "step": 1, "loss": 0.5},
                                      {"event": "progress", "step": 2, "loss": 0.5}]


def test_what_came_after_the_checkpoint_is_cut(run):
    append(run, 1, 2, 3, 4)
    append(run, 2, event="resumed_run")
    assert events(run) == [("progress", 1), ("progress", 2)]
    append(run, 3, 4, 5)
    append(run, 4, event="resumed_run")
    append(run, 4, event="resumed_run")
    append(run, 5)
    assert events(run) == [("progress", step) for step in (1, 2, 3, 4, 5)]


def test_everything_is_cut_where_the_run_began_again(run):
    append(run, 0, event="validated")
    append(run, 1)
    append(run, -1, event="resumed_run")
    append(run, 0, event="validated")
    assert events(run) == [("validated", 0)]


@pytest.mark.parametrize("unfinished", ['{"event": "progress", "st', '{"event": "progress", "step": 9}',
                                        '"', "nonsense", "[1]", "{}", '{"step": "1"}'])
def test_unfinished_last_line(run, unfinished):
    append(run, 1, 2)
    path = run.path / "metrics.jsonl"
    path.write_text(path.read_text() + unfinished)
    assert [step for _, step in events(run)][:2] == [1, 2]


def test_what_follows_an_unfinished_line_is_not_lost_with_it(run):
    """The mark of resuming was once glued to the torn line, so what came before was shown twice."""
    append(run, 1, 2, 3)
    path = run.path / "metrics.jsonl"
    path.write_text(path.read_text() + '{"event": "progress", "st')
    append(run, 1, event="resumed_run")
    append(run, 2)
    assert events(run) == [("progress", 1), ("progress", 2)]


def test_line_separators_inside_sentences(run):
    """str.splitlines broke the report of a validation whose sample holds a U+2028."""
    samples = [{"src": "a\u2028b\x85c\fd", "out": "\u2029"}]
    append(run, 1, event="validated", samples=samples)
    assert read_metrics(run.path)[0]["samples"] == samples


def test_bytes_that_are_no_text(run):
    append(run, 1)
    path = run.path / "metrics.jsonl"
    path.write_bytes(path.read_bytes() + b"\xff\xfe\0\n")
    append(run, 2)
    assert events(run) == [("progress", 1), ("progress", 2)]

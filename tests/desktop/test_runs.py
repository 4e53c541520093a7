"""What the window knows about runs before a child is started."""

from __future__ import annotations

from pathlib import Path

from desktop.controllers.lineage import Kind, lineage
from desktop.controllers.runs import Run, RunRequest, Status, folder_for


def test_names_become_folders_everywhere(tmp_path):
    (tmp_path / "我的 run").mkdir()
    names = {"我的 run": "我的 run-2", 'a/b\\c:"d"?': "a-b-c--d--", "CON": "run-CON",
             "nul.txt": "run-nul.txt", " .. ": "run", "": "run", "x" * 300: "x" * 80}
    for name, folder in names.items():
        assert folder_for(tmp_path, name) == tmp_path / folder


def test_the_request_becomes_the_command_line(tmp_path):
    request = RunRequest(tmp_path / "c.tsv", "my run", "tiny", "zh", "", 20)
    assert request.arguments(tmp_path / "out") == [
        "train", str(tmp_path / "c.tsv"), "--out", str(tmp_path / "out"), "--name=my run", "--preset", "tiny",
        "--src-lang", "zh", "--time-budget", "20m"]


def test_a_request_to_train_further_names_the_model_and_no_size(tmp_path):
    request = RunRequest(tmp_path / "c.tsv", "more", "tiny", "", "", None, tmp_path / "model")
    assert request.arguments(tmp_path / "out") == [
        "fine-tune", str(tmp_path / "model"), str(tmp_path / "c.tsv"), "--out", str(tmp_path / "out"),
        "--name=more"]


def run_named(name: str, **facts) -> Run:
    return Run(Path("/runs") / name, name, Status.FINISHED, created=name, **facts)


def test_lineage_of_a_model_that_was_tuned_twice():
    first = run_named("a", parent="/models/zh-en", lineage=("sample zh-en",), corpus=("/x/office.tmx",))
    second = run_named("b", parent=str(first.path), lineage=("sample zh-en", "a"), corpus=("m.tsv", "n.tsv"))
    third = run_named("c", parent=str(second.path), lineage=("sample zh-en", "a", "b"))
    other = run_named("d")
    runs = [other, third, second, first]
    assert [(node.kind, node.name, node.run) for node in lineage(second, runs)] == [
        (Kind.CORPUS, "m, n", None), (Kind.BEFORE, "sample zh-en", None), (Kind.BEFORE, "a", first),
        (Kind.THIS, "b", second), (Kind.AFTER, "c", third)]
    # The run before is in the trash: its name is still known.
    assert [node.name for node in lineage(third, [third, second])] == ["sample zh-en", "a", "b", "c"]
    assert [node.name for node in lineage(other, runs)] == ["d"]


def test_runs_that_name_one_another_as_parents_end():
    one, two = run_named("a", parent=str(Path("/runs/b"))), run_named("b", parent=str(Path("/runs/a")))
    assert [node.kind for node in lineage(one, [one, two])] == [Kind.BEFORE, Kind.THIS, Kind.AFTER]

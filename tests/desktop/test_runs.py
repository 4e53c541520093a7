"""What the window knows about runs before a child is started."""

from __future__ import annotations

from desktop.controllers.runs import RunRequest, folder_for


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

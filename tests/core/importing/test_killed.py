"""An import that is killed: its folder is whole or is not there, and the next one tidies up."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.exporting import huggingface
from core.formats import scratch
from core.formats.native import ModelError, read_model
from core.importing import archives
from core.importing.importer import import_model
from tests.core.importing import foreign_models

# Killed as its weights are written, with the archive unpacked.
KILLED = """
import os, signal, sys, tempfile
from pathlib import Path
from core.formats import native
from core.importing.importer import import_model

tempfile.tempdir = sys.argv[3]

def write(folder, *_):
    (folder / ".model.safetensors.x.tmp").write_bytes(b"x" * 1000)
    os.kill(os.getpid(), signal.SIGKILL)

native.save_model = write
import_model(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture
def model(tmp_path) -> Path:


    foreign_models.huggingface(tmp_path / "theirs")
    return Path(shutil.make_archive(str(tmp_path / "theirs"), "zip", tmp_path / "theirs"))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("is_new", [True, False])
def test_it_is_tried_again(tmp_path, model, is_new, monkeypatch):
    out, temporary = tmp_path / "models" / "ours", tmp_path / "temporary"
    temporary.mkdir()
    if not is_new:
        out.mkdir(parents=True)
    done = subprocess.run([sys.executable, "-c", KILLED, model, out, temporary],
                          cwd=Path(__file__).parents[3])
    assert done.returncode == -9
    assert out.exists() != is_new
    assert len(list(tmp_path.glob("models/**/.model.safetensors.*"))) == 1
    assert len(list(temporary.iterdir())) == 1
    monkeypatch.setattr(archives.tempfile, "tempdir", str(temporary))
    import_model(model, out)
    read_model(out)
    assert [path.name for path in out.parent.iterdir()] == ["ours"]
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("is_new", [True, False])
def test_an_export_is_whole_or_not_there(tmp_path, model, is_new, monkeypatch):
    import_model(model, tmp_path / "ours")
    out = tmp_path / "back"
    if not is_new:
        out.mkdir()
        left = out / ".making-killed"
        (left / "made").mkdir(parents=True)
        (left / ".lock").touch()
    with monkeypatch.context() as patched:
        patched.setattr(huggingface, "readme_of", full)
        with pytest.raises(OSError, match="No space left"):
            huggingface.export_huggingface(tmp_path / "ours", out)
    assert is_new != out.exists()
    assert is_new or not list(out.iterdir())
    huggingface.export_huggingface(tmp_path / "ours", out)
    assert len(list(out.iterdir())) == 8
    import_model(out, tmp_path / "again")


def full(*_) -> str:
    raise OSError(28, "No space left on device")


def test_one_that_still_runs_is_left_alone(tmp_path, model):
    with scratch.scratch_folder(tmp_path, ".making-") as running:
        import_model(model, tmp_path / "ours")
        assert running.is_dir()
    assert not running.exists()
    (tmp_path / ".making-mine").mkdir()  # nobody's, as far as anyone can tell
    scratch.remove_abandoned(tmp_path, ".making-")
    assert (tmp_path / ".making-mine").is_dir()


def test_a_folder_where_another_import_writes(tmp_path, model):
    (tmp_path / "ours").mkdir()
    with scratch.scratch_folder(tmp_path / "ours", ".making-"), \
            pytest.raises(ModelError, match="expected a new or empty folder"):
        import_model(model, tmp_path / "ours")


def test_a_full_disk_leaves_the_folder_as_it_was(tmp_path, model, monkeypatch):
    def full(path: Path, *_) -> None:
        (path / "half").write_bytes(b"x")
        raise OSError(28, "No space left on device", str(path / "half"))

    monkeypatch.setattr("core.formats.native.save_model", full)
    for out in (tmp_path / "new", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(ModelError, match=rf"{out.name}: No space left on device"):
            import_model(model, out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "theirs", "theirs.zip"]
    assert not list((tmp_path / "empty").iterdir())

"""The shortlist of likely tokens goes with a model's archive, checked as all of it."""

from __future__ import annotations

import zipfile

import pytest

from core import cli
from core.formats import atomic
from core.formats.native import read_card
from core.importing.importer import import_model, preview
from core.text import shortlist
from tests.core.importing import foreign_models
from tests.core.importing.refusal import refused


@pytest.fixture
def ours(tmp_path):
    """A model that has learned a shortlist."""
    foreign_models.huggingface(tmp_path / "theirs")
    folder = tmp_path / "ours"
    import_model(tmp_path / "theirs", folder)
    learned = shortlist.learn([([5, 6, 0], [7, 8, 0])], read_card(folder).config)
    atomic.write_with(folder / shortlist.FILE, shortlist.writer(learned))
    return folder


def test_there_and_back(ours, tmp_path):
    archive, back = tmp_path / "one.pellucid", tmp_path / "back"
    assert cli.main(["export-model", str(ours), str(archive)]) == 0
    card = import_model(archive, back)
    found, wanted = (shortlist.load(folder, card.config) for folder in (back, ours))
    assert found.of([[5, 0]]) == wanted.of([[5, 0]])
    assert found.knows([5, 0])
    import_model(ours, tmp_path / "copy")
    assert (tmp_path / "copy" / shortlist.FILE).read_bytes() == (ours / shortlist.FILE).read_bytes()
    (ours / shortlist.FILE).unlink()
    assert cli.main(["export-model", str(ours), str(archive), "--replace"]) == 0
    import_model(archive, tmp_path / "without")
    assert not (tmp_path / "without" / shortlist.FILE).exists()


def test_one_that_does_not_fit_is_refused(ours, tmp_path, capsys):
    archive = tmp_path / "one.pellucid"
    assert cli.main(["export-model", str(ours), str(archive)]) == 0
    whole = (ours / shortlist.FILE).read_bytes()
    with zipfile.ZipFile(archive) as before, zipfile.ZipFile(tmp_path / "bad.pellucid", "w") as after:
        for name in before.namelist():
            after.writestr(name, whole[:-9] if name == shortlist.FILE else before.read(name))
    refused(tmp_path / "bad.pellucid", tmp_path / "o", r"bad\.pellucid: shortlist\.safetensors: .*cut short")
    with pytest.raises(ValueError, match="shortlist"):
        preview(tmp_path / "bad.pellucid")
    (ours / shortlist.FILE).write_bytes(whole[:-9])
    assert cli.main(["export-model", str(ours), str(tmp_path / "no.pellucid")]) == 2
    assert "shortlist.safetensors" in capsys.readouterr().err
    assert not (tmp_path / "no.pellucid").exists()

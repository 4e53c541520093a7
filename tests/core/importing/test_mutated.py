"""Foreign models of every layout with bytes changed, files cut short or gone: opened, or refused in a
sentence that names a file; never another error, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import tarfile
import zipfile
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.formats.native import ModelError, read_model
from core.importing import archives
from core.importing.importer import import_model
from tests.core.importing import foreign_models

LAYOUTS = ("safetensors", "pytorch", "marian", "ctranslate2")


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> dict[str, Path]:
    made = {name: tmp_path_factory.mktemp("good") / name for name in LAYOUTS}
    foreign_models.huggingface(made["safetensors"])
    foreign_models.huggingface(made["pytorch"], weights="pytorch_model.bin", separate=True, tied=False)
    foreign_models.marian(made["marian"])
    foreign_models.ctranslate2(made["ctranslate2"])
    return made


def test_the_good_ones_are_opened(good, tmp_path):
    for name, folder in good.items():
        import_model(folder, tmp_path / name)
        read_model(tmp_path / name)


@pytest.mark.parametrize("layout", LAYOUTS)
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_models(good, tmp_path_factory, layout, data):
    place = tmp_path_factory.mktemp("damaged")
    folder, out = place / "model", place / "out"
    shutil.copytree(good[layout], folder)
    temporary = place / "temporary"  # others on this machine may import models too
    temporary.mkdir()
    path = folder / data.draw(st.sampled_from(sorted(file.name for file in folder.iterdir())))
    damage(path, data)
    refusal = ""
    try:
        with mock.patch.object(archives.tempfile, "tempdir", str(temporary)):
            import_model(folder, out)
    except ModelError as error:
        refusal = str(error)
    if refusal:
        assert str(place) in refusal, "it names the file or the folder"
        assert len(refusal) < 500
        assert not out.exists()
    else:
        read_model(out)
    assert not list(temporary.iterdir())
    shutil.rmtree(place)


def damage(path: Path, data) -> None:
    """Bytes changed, most of them where files of weights keep their structure; an end cut off; or no file."""
    kind = data.draw(st.sampled_from(["bytes", "head", "cut", "gone", "empty"]))
    content = bytearray(path.read_bytes())
    if kind == "gone":
        path.unlink()
        return
    if kind == "empty":
        content = bytearray()
    elif kind == "cut":
        content = content[: data.draw(st.integers(0, max(len(content) - 1, 0)))]
    else:
        end = min(len(content), 600) if kind == "head" else len(content)
        for _ in range(data.draw(st.integers(1, 3))):
            content[data.draw(st.integers(0, end - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)


def test_an_id_with_a_blank_that_int_does_not_skip(good, tmp_path):
    """Python's strip() takes \x1c for a blank, and int() does not."""
    shutil.copytree(good["marian"], tmp_path / "model")
    path = tmp_path / "model" / "opus.vocab.yml"
    content = path.read_bytes()
    assert b": 2\n" in content
    path.write_bytes(content.replace(b": 2\n", b":\x1c2\n", 1))
    import_model(tmp_path / "model", tmp_path / "out")
    read_model(tmp_path / "out")


def test_a_long_name_in_a_damaged_npz_is_not_told_whole(good, tmp_path):
    shutil.copytree(good["marian"], tmp_path / "model")
    path = tmp_path / "model" / "opus.npz"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("n" * 900, b"")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"n" * 900, b"m" * 900, 1))  # in one of the two places where it stands
    with pytest.raises(ModelError, match=r"opus\.npz") as refused:
        import_model(tmp_path / "model", tmp_path / "out")
    assert len(str(refused.value)) < 500


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A folder of the layout with PyTorch's older file, and archives of another; the rest: test_mutated."""
    folder = tmp_path_factory.mktemp("whole")
    tensors = foreign_models.huggingface(folder / "safetensors")
    foreign_models.huggingface(folder / "legacy", weights="")
    (folder / "legacy" / "pytorch_model.bin").write_bytes(foreign_models.pytorch_legacy(tensors))
    with zipfile.ZipFile(folder / "m.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in (folder / "safetensors").iterdir():
            archive.write(file, file.name)
    with tarfile.open(folder / "m.tar.gz", "w:gz") as archive:
        archive.add(folder / "safetensors", "m")
    shutil.rmtree(folder / "safetensors")
    return folder


@given(st.data())
@settings(max_examples=80, deadline=None)
def test_one_damaged_file_is_refused_in_words_and_leaves_nothing(tmp_path_factory, whole, data):
    """Bytes changed anywhere, or the end cut off: imported all the same, or one sentence and no trace."""
    place = tmp_path_factory.mktemp("damaged")
    files = sorted(path for path in whole.rglob("*") if path.is_file())
    victim = data.draw(st.sampled_from(files))
    if victim.parent == whole:
        source = target = place / victim.name
    else:
        source = place / "m"
        source.mkdir()
        for file in victim.parent.iterdir():
            os.link(file, source / file.name)
        target = source / victim.name
        target.unlink()
    bad = bytearray(victim.read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        # mostly at the beginning, where the structure is
        bad[data.draw(st.integers(0, min(len(bad) - 1, data.draw(st.sampled_from([60, 3000, 10**9])))))] = \
            data.draw(st.integers(0, 255))
    target.write_bytes(bad[: data.draw(st.one_of(st.just(len(bad)), st.integers(0, len(bad))))])
    out = place / "out"
    said = ""
    try:
        import_model(source, out)
        read_model(out)
    except ModelError as error:
        said = str(error)
    assert bool(said) != out.exists()
    assert "\n" not in said
    assert len(said) < 700

"""Foreign models of every layout with bytes changed, files cut short or gone: opened, or refused in a
sentence that names a file; never another error, and nothing left behind."""

from __future__ import annotations

import shutil
from pathlib import Path

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
    path = folder / data.draw(st.sampled_from(sorted(file.name for file in folder.iterdir())))
    damage(path, data)
    refusal = ""
    try:
        import_model(folder, out)
    except ModelError as error:
        refusal = str(error)
    if refusal:
        assert str(place) in refusal, "it names the file or the folder"
        assert len(refusal) < 500
        assert not out.exists()
    else:
        read_model(out)
    assert not list(Path(archives.tempfile.gettempdir()).glob("pellucid-model-*"))
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

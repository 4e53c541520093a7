"""A model is known by names alone, among all else that is dropped."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

from core.importing.recognising import is_model, may_be_model
from tests.core.importing import foreign_models


def packed(folder: Path, out: Path) -> Path:
    if out.suffix == ".zip":
        with zipfile.ZipFile(out, "w") as archive:
            for file in folder.rglob("*"):
                archive.write(file, file.relative_to(folder.parent))
    else:
        with tarfile.open(out, "w:gz") as archive:
            archive.add(folder, folder.name)
    return out


@pytest.mark.parametrize("make", [foreign_models.huggingface, foreign_models.marian,
                                  foreign_models.ctranslate2], ids=lambda make: make.__name__)
def test_models(tmp_path, make):
    make(tmp_path / "around" / "m")
    found = [tmp_path / "around" / "m", tmp_path / "around",
             *(packed(tmp_path / "around", tmp_path / name) for name in ("m.zip", "m.tar.gz"))]
    assert [may_be_model(path) and is_model(path) for path in found] == [True] * 4


def test_an_argos_package_is_known_by_its_name(tmp_path):
    assert may_be_model(tmp_path / "translate-en_de-1_0.argosmodel")
    assert is_model(tmp_path / "translate-en_de-1_0.argosmodel")


def test_documents_and_sentences_are_none(tmp_path):
    for name in ("report.docx", "memory.tmx", "a.tsv", "notes.txt", "config.json", "train.tsv.gz"):
        assert not may_be_model(tmp_path / name)
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "config.json").write_text("{}")
    (texts / "a.txt").write_text("a")
    (tmp_path / "cut.zip").write_bytes(packed(texts, tmp_path / "texts.zip").read_bytes()[:60])
    (tmp_path / "none.tar.gz").write_bytes(b"\x1f\x8b nothing")
    for path in (texts, tmp_path / "texts.zip", packed(texts, tmp_path / "texts.tar.gz"),
                 tmp_path / "cut.zip", tmp_path / "none.tar.gz", tmp_path / "absent.zip"):
        assert not is_model(path)

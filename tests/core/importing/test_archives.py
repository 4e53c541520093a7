"""Archives of models: names that lead out, links, bombs and what is none."""

from __future__ import annotations

import io
import os
import shutil
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from core.formats.native import ModelError
from core.importing import archives
from core.importing.importer import import_model, preview
from tests.core.importing import foreign_models
from tests.core.importing.refusal import refused


def test_an_archive_cut_short_is_called_damaged(tmp_path):
    with tarfile.open(tmp_path / "m.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("config.json")
        entry.size = 9000
        archive.addfile(entry, io.BytesIO(os.urandom(entry.size)))
    (tmp_path / "m.tar.gz").write_bytes((tmp_path / "m.tar.gz").read_bytes()[:200])
    with pytest.raises(ModelError, match="damaged, cut short or locked"):
        import_model(tmp_path / "m.tar.gz", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_zip_cut_short_is_called_damaged(tmp_path):
    whole = zip_with(tmp_path / "m.zip", "config.json", os.urandom(9000))
    whole.write_bytes(whole.read_bytes()[:4000])
    refused(whole, tmp_path / "out", "damaged, cut short or locked")


def test_what_is_wrong_within_an_archive_is_said_of_the_archive(tmp_path):
    foreign_models.huggingface(tmp_path / "m")
    (tmp_path / "m" / "source.spm").write_bytes(b"no such model")
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        for file in (tmp_path / "m").iterdir():
            archive.write(file, f"opus/{file.name}")
    with pytest.raises(ModelError) as error:
        import_model(tmp_path / "m.zip", tmp_path / "out")
    words = "source.spm: expected a SentencePiece model, but it is damaged or cut short: get it anew"
    assert str(error.value) == f"{tmp_path / 'm.zip'}: {words}"


@pytest.mark.parametrize("stray", [
    {"README.txt": b"hello"}, {".DS_Store": b"\0"}, {"__MACOSX/opus/._config.json": b"\0"},
    {"docs/en/page.txt": b"x", "config.json": b"{}"}])
def test_files_beside_the_folder_of_the_model(tmp_path, stray):
    foreign_models.huggingface(tmp_path / "m" / "given" / "opus")
    for name, data in stray.items():
        (tmp_path / "m" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "m" / name).write_bytes(data)
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        for file in (tmp_path / "m").rglob("*"):
            archive.write(file, file.relative_to(tmp_path / "m"))
    for source in (tmp_path / "m.zip", tmp_path / "m"):
        assert preview(source).kind == "Hugging Face Marian"
        assert preview(source).name == "m"


def test_several_models_in_one_archive(tmp_path):
    """Which of them is meant nobody has said."""
    for name in ("de", "fr"):
        foreign_models.huggingface(tmp_path / "m" / name)
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        for file in (tmp_path / "m").rglob("*"):
            archive.write(file, file.relative_to(tmp_path / "m"))
    refused(tmp_path / "m", tmp_path / "out", r"expected one model, found 2 \(de, fr\): unpack")
    with pytest.raises(ModelError) as error:
        import_model(tmp_path / "m.zip", tmp_path / "out")
    assert str(error.value).startswith(f"{tmp_path / 'm.zip'}: expected one model, found 2 (de, fr)")
    (tmp_path / "m" / "fr" / "config.json").write_text("{")
    refused(tmp_path / "m", tmp_path / "out", "expected one model, found 2")
    shutil.rmtree(tmp_path / "m" / "de")
    refused(tmp_path / "m", tmp_path / "out", "fr/config.json: expected a whole JSON")


def zip_with(path: Path, name: str, data: bytes = b"x", mode: int = 0) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, data)
    return path


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "a/../../evil", "..\\evil", "C:\\evil"])
def test_names_that_lead_out(tmp_path, name):
    refused(zip_with(tmp_path / "m.zip", name), tmp_path / "out", "outside of the model's folder")
    with tarfile.open(tmp_path / "m.tar", "w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    refused(tmp_path / "m.tar", tmp_path / "out", "outside of the model's folder")


def test_links_and_devices(tmp_path):
    refused(zip_with(tmp_path / "m.zip", "link", b"/etc/passwd", 0o120777), tmp_path / "out", "is a link or")
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
        with tarfile.open(tmp_path / "m.tar", "w") as archive:
            entry = tarfile.TarInfo("config.json")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        refused(tmp_path / "m.tar", tmp_path / "out", "is a link or a device")


def test_bombs(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "_MAX_BYTES", 1_000_000)
    refused(zip_with(tmp_path / "m.zip", "model.safetensors", b"\0" * 5_000_000), tmp_path / "out",
            "would unpack to more than 1000000 bytes")
    lying = bytearray(zip_with(tmp_path / "n.zip", "config.json", b"\0" * 5_000_000).read_bytes())
    for place in (22, lying.rindex(b"PK\x01\x02") + 24):  # its own size, in both headers
        lying[place:place + 4] = struct.pack("<I", 10)
    (tmp_path / "n.zip").write_bytes(lying)
    refused(tmp_path / "n.zip", tmp_path / "out", "damaged|larger than it says|expected a whole JSON")


def test_zeros_called_weights_are_refused_before_they_are_written(tmp_path):
    """With so much else beside them that the archive grows by little."""
    for name in ("model.safetensors", "pytorch_model.bin", "model.bin", "opus.npz"):
        with zipfile.ZipFile(zip_with(tmp_path / "m.zip", name, b"\0" * 3_000_000), "a") as archive:
            archive.writestr("picture.png", os.urandom(300_000))
        (tmp_path / "into").mkdir()
        with pytest.raises(ModelError, match=f"{name}: does not begin as a file of weights does"):
            archives._unpack(tmp_path / "m.zip", tmp_path / "into")
        assert sum(path.stat().st_size for path in (tmp_path / "into").iterdir()) == 0
        shutil.rmtree(tmp_path / "into")


@pytest.mark.parametrize("make", ["zip", "tar"])
def test_only_what_a_model_needs_is_unpacked(tmp_path, make):
    foreign_models.huggingface(tmp_path / "m")
    for name in ("tf_model.h5", "rust_model.ot", "model/photo.png", "train.log"):
        (tmp_path / "m" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "m" / name).write_bytes(os.urandom(5000))
    path = Path(shutil.make_archive(str(tmp_path / "a"), make, tmp_path / "m"))
    with archives.unpacked(path) as folder:
        found = {file.relative_to(folder).as_posix(): file.stat().st_size for file in folder.rglob("*")
                 if file.is_file()}
    assert [name for name, size in found.items() if not size] == [
        name for name in found if name.split(".")[-1] in ("h5", "ot", "png", "log")]
    assert len(found) == 12, "the names of all"
    import_model(path, tmp_path / "out")
    (tmp_path / "m" / "model.safetensors").unlink()
    refused(Path(shutil.make_archive(str(tmp_path / "a"), make, tmp_path / "m")), tmp_path / "no",
            "expected model.safetensors or pytorch_model.bin, found rust_model.ot, tf_model.h5")


def test_a_vocabulary_as_large_as_none_is(tmp_path, monkeypatch):
    monkeypatch.setattr(archives.files, "MAX_BYTES", 6000)
    refused(zip_with(tmp_path / "m.zip", "vocab.json", b" " * 6001), tmp_path / "out",
            "vocab.json: expected at most 6000 bytes, found 6001")


def test_another_file(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    refused(tmp_path / "notes.txt", tmp_path / "out", "expected a folder or an archive")
    for path in (zip_with(tmp_path / "pytorch_model.bin", "data.pkl"), tmp_path / "config.json"):
        path.touch()
        refused(path, tmp_path / "out", f"{path.name}: is one file of a model; expected the folder")
    refused(tmp_path / "nothing", tmp_path / "out", "there is no such file or folder")
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", tmp_path / "out", "expected a model: .* found nothing")

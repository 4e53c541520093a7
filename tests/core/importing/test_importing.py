"""Foreign models opened, kept and given back; and whatever may be wrong with them, said and left behind
without a trace."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import shutil
import struct
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import cli
from core.config import DecodeConfig
from core.decoding.translator import Translator
from core.formats.native import ModelError, load_model, read_model
from core.formats.trace_file import read_trace
from core.importing import archives, huggingface, pickled
from core.importing.importer import import_model, preview
from core.importing.pytorch_file import read_pytorch
from core.text.pieces import Cutter, PieceTokenizer, Vocabulary
from core.text.tokenizer import Tokenizer, TokenizerError
from tests.core.importing import foreign_models


def refused(path: Path, out: Path, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        import_model(path, out)
    assert not out.exists()


# Opened and kept

@pytest.mark.parametrize("weights", ["model.safetensors", "pytorch_model.bin", "legacy"])
def test_every_file_of_weights_gives_the_same_model(tmp_path, weights):
    folder = tmp_path / "opus-mt-en-de"
    tensors = foreign_models.huggingface(folder, weights="" if weights == "legacy" else weights)
    if weights == "legacy":
        (folder / "pytorch_model.bin").write_bytes(foreign_models.pytorch_legacy(tensors))
    card = import_model(folder, tmp_path / "out")
    assert (card.src_lang, card.tgt_lang, card.name) == ("en", "de", "opus-mt-en-de")
    assert card.facts["origin"]["licence"] == "apache-2.0"
    assert card.decode == DecodeConfig(method="beam", beam_size=4, length_norm="power", length_penalty=1.0)
    _, found, tokenizer = read_model(tmp_path / "out")
    np.testing.assert_array_equal(found["embedding.weight"], tensors["model.shared.weight"])
    np.testing.assert_array_equal(found["output.bias"], tensors["final_logits_bias"][0])
    np.testing.assert_array_equal(found["decoder.layers.1.cross_attn.q_proj.weight"],
                                  tensors["model.decoder.layers.1.encoder_attn.q_proj.weight"])
    assert tokenizer.encode("the cat").ids[-1] == 0
    assert (tmp_path / "out" / "README.md").read_text().startswith("---\nlicense")


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_an_archive_is_its_folder(tmp_path, kind, backend):
    folder = tmp_path / "marian"
    foreign_models.marian(folder)
    path = tmp_path / f"opus-2020.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for file in folder.iterdir():
                archive.write(file, f"opus/{file.name}")
    else:
        with tarfile.open(path, "w:gz") as archive:
            archive.add(folder, "opus")
    assert preview(path).kind == "Marian"
    answers = []
    for source in (path, folder):
        out = tmp_path / f"out-{source.name}"
        import_model(source, out)
        translator = Translator(load_model(out, backend), backend)
        answers.append(translator.translate(["the cat sat"], DecodeConfig(max_len=9))[0].token_ids)
    assert answers[0] == answers[1]
    assert not list(Path(archives.tempfile.gettempdir()).glob("pellucid-model-*"))


@pytest.mark.parametrize("variant", [{}, {"separate": True}, {"tied": False}], ids=str)
def test_given_back_and_opened_again(tmp_path, variant):
    foreign_models.huggingface(tmp_path / "theirs", **variant)
    import_model(tmp_path / "theirs", tmp_path / "ours")
    for out in ("back", "one.pellucid"):
        assert cli.main(["export-model", str(tmp_path / "ours"), str(tmp_path / out)]) == 0
        import_model(tmp_path / out, tmp_path / f"again-{out}")
        first, second = read_model(tmp_path / "ours"), read_model(tmp_path / f"again-{out}")
        assert first[0].config == second[0].config
        assert first[0].decode == second[0].decode
        for name, array in first[1].items():
            np.testing.assert_array_equal(second[1][name], array)
        for text in foreign_models.LINES:
            assert first[2].encode(text) == second[2].encode(text)


def test_a_model_of_our_own_kind_is_not_written_as_marian(tmp_path, capsys):
    import resources

    assert cli.main(["export-model", str(resources.models_dir() / "zh-en"), str(tmp_path / "out")]) == 2
    assert "its text is not cut by SentencePiece" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_command_line(tmp_path, capsys):
    foreign_models.huggingface(tmp_path / "m", codes=(">>deu<<", ">>fra<<"))
    assert cli.main(["import-model", str(tmp_path / "m"), "--preview", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kind"] == "Hugging Face Marian"
    assert found["codes"] == [">>deu<<", ">>fra<<"]
    assert cli.main(["import-model", str(tmp_path / "m"), "--out", str(tmp_path / "o"), "--into-language",
                     "fra"]) == 0
    tokenizer = read_model(tmp_path / "o")[2]
    assert tokenizer.code == ">>fra<<"
    assert cli.main(["translate", "--model", str(tmp_path / "o"), "--into-language", "deu", "the cat"]) == 0
    assert cli.main(["translate", "--model", str(tmp_path / "o"), "--into-language", "xx", "the cat"]) == 2
    assert "expected one of: >>deu<<, >>fra<<" in capsys.readouterr().err


@pytest.mark.parametrize(("readme", "languages"), [
    ("* source language(s): eng\n* target language(s): deu\n", ("eng", "deu")),
    ("# opus\n\n* source languages: en\n* target languages: de fr\n", ("en", "")),
    ("---\nlanguage: [en, mg]\n---\nText", ("en", "mg")), ("Translates.", ("", "")),
])
def test_languages_that_the_readme_says(tmp_path, readme, languages):
    foreign_models.marian(tmp_path / "m")
    (tmp_path / "m" / "README.md").write_text(readme, encoding="utf-8")
    found = preview(tmp_path / "m")
    assert (found.src_lang, found.tgt_lang) == languages
    assert cli.main(["import-model", str(tmp_path / "m"), "--out", str(tmp_path / "o"),
                     "--tgt-lang", "is"]) == 0
    card = read_model(tmp_path / "o")[0]
    assert (card.src_lang, card.tgt_lang) == (languages[0], "is")


def test_used_and_trained_further_like_any_other(tmp_path, capsys):
    """Step, evaluate, fine-tune, give away, open again: origin, licence and lineage stay."""
    def pellucid(*arguments) -> str:
        assert cli.main([str(argument) for argument in arguments]) == 0
        return capsys.readouterr().out

    foreign_models.huggingface(tmp_path / "opus-mt-en-de")
    (tmp_path / "opus-mt-en-de" / "LICENSE").write_text("Apache License\n", encoding="utf-8")
    pellucid("import-model", tmp_path / "opus-mt-en-de", "--out", tmp_path / "ours")
    pellucid("step", "the cat", "--model", tmp_path / "ours", "--trace", tmp_path / "cat.trace",
             "--backend", "numpy")
    assert [piece.text for piece in read_trace(tmp_path / "cat.trace").src_pieces][-1] == "</s>"
    for name, lines in (("src", foreign_models.LINES[:8]), ("ref", foreign_models.LINES[8:])):
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "chrF" in pellucid("evaluate", tmp_path / "src", tmp_path / "ref", "--model", tmp_path / "ours",
                              "--backend", "numpy")
    pairs = zip(foreign_models.LINES[:8], foreign_models.LINES[8:], strict=True)
    (tmp_path / "c.tsv").write_text("".join(f"{a}\t{b}\n" for a, b in pairs), encoding="utf-8")
    pellucid("fine-tune", tmp_path / "ours", tmp_path / "c.tsv", "--out", tmp_path / "tuned", "--steps", 2,
             "--name", "tuned", "--backend", "numpy")
    pellucid("export-model", tmp_path / "tuned", tmp_path / "tuned.pellucid")
    pellucid("import-model", tmp_path / "tuned.pellucid", "--out", tmp_path / "again")
    pellucid("export-model", tmp_path / "again", tmp_path / "back")
    card, tensors, _ = read_model(tmp_path / "again")
    assert card.facts["lineage"] == ["opus-mt-en-de"]
    assert card.facts["origin"]["licence"] == "apache-2.0"
    before = read_model(tmp_path / "ours")[1]
    assert not np.array_equal(tensors["embedding.weight"], before["embedding.weight"])
    assert (tmp_path / "back" / "LICENSE").read_text() == "Apache License\n"
    np.testing.assert_array_equal(huggingface.read(tmp_path / "back").weights["embedding.weight"],
                                  tensors["embedding.weight"])


# The text side

@pytest.fixture(scope="module")
def codes(tmp_path_factory) -> PieceTokenizer:
    folder = tmp_path_factory.mktemp("codes")
    foreign_models.huggingface(folder, codes=(">>deu<<", ">>fra<<"))
    return huggingface.read(folder).tokenizer


def test_codes(codes):
    plain = codes.encode("the cat").ids
    assert codes.with_code(">>fra<<").encode("the cat").ids == [3, *plain]
    assert codes.encode(">>deu<< the cat").ids == [2, *plain]
    assert codes.with_code(">>fra<<").encode(">>deu<<the cat").ids == [2, *plain]
    assert 2 not in codes.encode("the >>deu<< cat").ids
    assert codes.decode_source([2, *plain]) == "the cat"
    assert codes.source_piece(2).special
    with pytest.raises(TokenizerError, match="does not know this language"):
        codes.with_code(">>xx<<")


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_text_is_text(codes, text):
    """Whatever a person types, only the end is EOS, and nothing is PAD."""
    for encoding in (codes.encode(text), codes.encode_targets([text])[0]):
        assert encoding.ids[-1] == codes.special_ids[2]
        assert not {codes.special_ids[0], codes.special_ids[2]} & set(encoding.ids[:-1])
    assert Tokenizer.encode(codes, "</s> <pad>").ids.count(codes.special_ids[2]) == 1


def test_the_file_gives_the_same_tokenizer(tmp_path, codes):
    path = tmp_path / "tokenizer.json"
    path.write_text(codes.with_code(">>deu<<").to_json(), encoding="utf-8")
    again = Tokenizer.load(path)
    assert again.code == ">>deu<<"
    for text in foreign_models.LINES:
        assert again.encode(text) == codes.with_code(">>deu<<").encode(text)
        assert again.encode_targets([text]) == codes.encode_targets([text])


@pytest.mark.parametrize(("change", "words"), [
    ({"pieces": 2}, 'expected "pieces": 1, found 2'), ({"source": []}, "source should be dict"),
    ({"special_ids": [0, 1, 2, 10**6]}, "special_ids should be four ids"),
    ({"target_spm": "%"}, "target_spm should be base64"), ({"target_spm": "AAAA"}, "SentencePiece model"),
    ({"code": ">>xx<<"}, "does not know this language"), ({"ends_source": 1}, "ends_source should be bool"),
])
def test_a_tokenizer_file_that_is_not_right(tmp_path, codes, change, words):
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps({**json.loads(codes.to_json()), **change}), encoding="utf-8")
    with pytest.raises(TokenizerError, match=words):
        Tokenizer.load(path)


def test_byte_pieces_and_characters():
    tokens = Vocabulary(["</s>", "<unk>", "<0xE4>", "<0xBD>", "<0xA0>", "▁a", "<pad>"])
    tokenizer = PieceTokenizer((Cutter(None), Cutter(None)), (tokens, tokens), (6, 6, 0, 1), False)
    assert tokenizer.decode([5, 2, 3, 4, 0]) == "a你"
    assert tokenizer.encode("").ids == [0]  # nothing to look at is not allowed
    assert tokenizer.encode("x").unknown == ["x"]
    with pytest.raises(TokenizerError, match='the piece "a" twice'):
        Vocabulary(["a", "b", "a"])


# What may be wrong

@pytest.mark.parametrize(("name", "change", "words"), [
    ("config.json", {"model_type": "bart"}, 'config.json: model_type: expected "marian", found \'bart\''),
    ("config.json", {"d_model": 64}, r"expected \[\d+, 64\], file has \[\d+, 32\]"),
    ("config.json", {"encoder_layers": 3}, "model.encoder.layers.2.self_attn.q_proj.weight is missing"),
    ("config.json", {"encoder_layers": 1}, "is not part of a Marian model"),
    ("config.json", {"encoder_layers": 10**9}, "num_encoder_layers should be at most 200"),
    ("config.json", {"normalize_before": True}, "config.json: normalize_before: expected false"),
    ("config.json", {"activation_function": "tanh"}, "config.json: activation_function: expected one of"),
    ("config.json", {"decoder_ffn_dim": 64}, "config.json: decoder_ffn_dim: expected as encoder_ffn_dim"),
    ("config.json", {"vocab_size": 50}, "vocab.json: has 95 pieces, but vocab_size in config.json is 50"),
    ("config.json", {"pad_token_id": 95}, "pad_token_id: expected an id below 95, found 95"),
    ("config.json", {"d_model": "x"}, "config.json: d_model should be int"),
    ("generation_config.json", {"bad_words_ids": [[1, 2]]}, "bad_words_ids: expected single tokens"),
    ("generation_config.json", {"num_beams": 0.5}, "num_beams should be int"),
    ("vocab.json", {"the": 3}, "vocab.json: .*: expected an id of its own"),
])
def test_settings_that_do_not_fit(tmp_path, name, change, words):
    foreign_models.huggingface(tmp_path / "m")
    path = tmp_path / "m" / name
    foreign_models.write_json(path, {**json.loads(path.read_text()), **change})
    refused(tmp_path / "m", tmp_path / "out", words)


@pytest.mark.parametrize(("name", "data", "words"), [
    ("config.json", b"{", "config.json: expected JSON"),
    ("vocab.json", None, "vocab.json: the file is missing"),
    ("source.spm", b"\x00" * 9, "source.spm: expected a SentencePiece model"),
    ("target.spm", None, "target.spm: the file is missing"),
    ("model.safetensors", b"\x08" * 50, "model.safetensors: expected a whole safetensors file"),
    ("model.safetensors", None, "the weights are missing: expected model.safetensors or pytorch_model.bin"),
    ("model.safetensors", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 312087009\n",
     r"is a Git LFS pointer.*download model.safetensors \(312087009 bytes\)"),
])
def test_files_that_are_not_what_they_should_be(tmp_path, name, data, words):
    foreign_models.huggingface(tmp_path / "m")
    (tmp_path / "m" / name).unlink()
    if data is not None:
        (tmp_path / "m" / name).write_bytes(data)
    refused(tmp_path / "m", tmp_path / "out", words)


def test_numbers_that_are_none(tmp_path):
    tensors = foreign_models.huggingface(tmp_path / "m", weights="")
    tensors["model.encoder.layers.0.fc1.bias"][3] = np.nan
    (tmp_path / "m" / "pytorch_model.bin").write_bytes(foreign_models.pytorch_zip(tensors))
    refused(tmp_path / "m", tmp_path / "out", "not finite numbers")


def test_a_folder_in_use_is_not_written_over(tmp_path):
    foreign_models.huggingface(tmp_path / "m")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("kept")
    with pytest.raises(ModelError, match="expected a new or empty folder"):
        import_model(tmp_path / "m", tmp_path / "out")
    assert (tmp_path / "out" / "mine").read_text() == "kept"


@pytest.mark.parametrize(("change", "words"), [
    ({"transformer-ffn-activation": "gelu"}, "transformer-ffn-activation: expected swish or relu"),
    ({"type": "s2s"}, "type: expected transformer, found 's2s'"),
    ({"transformer-decoder-autoreg": "rnn"}, "transformer-decoder-autoreg: expected self-attention"),
    ({"transformer-heads": "no"}, "transformer-heads: expected a whole number"),
    ({"dim-emb": "64"}, r"Wemb: expected \[94, 64\], file has \[94, 32\]"),
])
def test_a_marian_release_that_cannot_be_opened(tmp_path, change, words):
    foreign_models.marian(tmp_path / "m", **change)
    refused(tmp_path / "m", tmp_path / "out", words)


# Pickles

class Evil:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.system, (f"touch {self.path}",)


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_pickle_that_calls_is_refused_by_name_and_not_run(tmp_path, protocol):
    foreign_models.huggingface(tmp_path / "m", weights="")
    program = pickle.dumps({"model.shared.weight": Evil(tmp_path / "ran")}, protocol=protocol)
    (tmp_path / "m" / "pytorch_model.bin").write_bytes(foreign_models.pytorch_zip({}, program))
    refused(tmp_path / "m", tmp_path / "out",
            "pytorch_model.bin: its pickle (calls (posix|nt).system|does more)")
    assert not (tmp_path / "ran").exists()


def test_a_small_pickle_of_endless_nesting_ends_at_once():
    nested = b"](" + b")q\x00" + b"h\x00h\x00\x86q\x00" * 60 + b"e"
    with pytest.raises(ModelError, match="expected names of tensors"):
        pickled.load(b"\x80\x02" + nested + b"}h\x00K\x01s.")


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_damaged_pytorch_files_are_refused_in_words(tmp_path_factory, data):
    tensors = {"a": np.arange(12, dtype=np.float32).reshape(3, 4), "b": np.ones(5, np.float16)}
    make = data.draw(st.sampled_from([foreign_models.pytorch_zip, foreign_models.pytorch_legacy]))
    good = make(tensors)
    path = tmp_path_factory.mktemp("damaged") / "pytorch_model.bin"
    bad = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        bad[data.draw(st.integers(0, len(bad) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bad[: data.draw(st.integers(1, len(bad)))])
    with contextlib.suppress(ModelError):  # and nothing else
        assert all(array.size <= 12 for array in read_pytorch(path).values())


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


# Archives

def test_an_archive_cut_short_is_called_damaged(tmp_path):
    with tarfile.open(tmp_path / "m.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("config.json")
        entry.size = 9000
        archive.addfile(entry, io.BytesIO(os.urandom(entry.size)))
    (tmp_path / "m.tar.gz").write_bytes((tmp_path / "m.tar.gz").read_bytes()[:200])
    with pytest.raises(ModelError, match="damaged, cut short or locked"):
        import_model(tmp_path / "m.tar.gz", tmp_path / "out")
    assert not (tmp_path / "out").exists()


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
    refused(tmp_path / "n.zip", tmp_path / "out", "damaged|larger than it says|expected JSON")


def test_another_file(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    refused(tmp_path / "notes.txt", tmp_path / "out", "expected a folder or an archive")
    refused(tmp_path / "nothing", tmp_path / "out", "there is no such file or folder")
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", tmp_path / "out", "expected a model: .* found nothing")

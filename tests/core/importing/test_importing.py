"""Foreign models opened, kept, used as any other, and given back."""

from __future__ import annotations

import json
import tarfile
import zipfile

import numpy as np
import pytest

from core import cli
from core.config import DecodeConfig
from core.decoding.translator import Translator
from core.formats.native import ModelError, load_model, note, read_model
from core.formats.trace_file import read_trace
from core.importing import archives, ctranslate2, huggingface
from core.importing.importer import import_model, preview
from tests.core.importing import foreign_models


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
def test_an_archive_is_its_folder(tmp_path, kind, backend, monkeypatch):
    temporary = tmp_path / "temporary"  # others on this machine may import models too
    temporary.mkdir()
    monkeypatch.setattr(archives.tempfile, "tempdir", str(temporary))
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
    assert not list(temporary.iterdir())


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


def test_a_model_of_several_languages_is_told_one(tmp_path, capsys):
    """Without any it translated into whichever, in silence."""
    foreign_models.huggingface(tmp_path / "m", codes=(">>deu<<", ">>fra<<"))
    assert cli.main(["import-model", str(tmp_path / "m"), "--out", str(tmp_path / "o")]) == 0
    assert "It translates into 2 languages, and was told >>deu<<: --into-language" in capsys.readouterr().out
    assert read_model(tmp_path / "o")[2].code == ">>deu<<"
    assert cli.main(["import-model", str(tmp_path / "m"), "--out", str(tmp_path / "p"), "--json",
                     "--into-language", "fra"]) == 0
    assert json.loads(capsys.readouterr().out)["into"] == ">>fra<<"
    foreign_models.huggingface(tmp_path / "n")
    assert cli.main(["import-model", str(tmp_path / "n"), "--out", str(tmp_path / "q")]) == 0
    assert "told" not in capsys.readouterr().out


def test_an_archive_of_several_languages_is_told_one_too(tmp_path, capsys):
    """--into-language was passed over without a word where the model was of our own kind."""
    def pellucid(*arguments, refused: int = 0) -> str:
        assert cli.main([str(argument) for argument in arguments]) == refused
        return "".join(capsys.readouterr())

    foreign_models.huggingface(tmp_path / "m", codes=(">>deu<<", ">>fra<<"))
    archive = tmp_path / "one.pellucid"
    pellucid("import-model", tmp_path / "m", "--out", tmp_path / "ours", "--into-language", "fra")
    pellucid("export-model", tmp_path / "ours", archive)
    said = pellucid("export-model", tmp_path / "ours", tmp_path / "back")
    assert "there, begin each source with >>fra<<." in said
    assert preview(archive).code == ">>fra<<", "as it was told"
    for number, (wanted, told) in enumerate((([], ">>fra<<"), (["--into-language", "deu"], ">>deu<<"))):
        pellucid("import-model", archive, "--out", tmp_path / f"o{number}", *wanted)
        assert read_model(tmp_path / f"o{number}")[2].code == told
    said = pellucid("import-model", archive, "--out", tmp_path / "no", "--into-language", "xx", refused=2)
    assert f"{archive}: >>xx<<: this model does not know this language; expected one of: >>deu<<" in said
    said = pellucid("import-model", archive, "--preview", "--into-language", "xx", refused=2)
    assert "does not know this language" in said
    assert "(told >>deu<<)" in pellucid("import-model", archive, "--preview", "--into-language", "deu")


@pytest.mark.parametrize("kind", ["theirs", "ours", "bundled"])
def test_a_model_of_one_language_is_told_none(tmp_path, capsys, kind):
    import resources

    foreign_models.huggingface(tmp_path / "theirs")
    import_model(tmp_path / "theirs", tmp_path / "ours")
    path = resources.models_dir() / "zh-en" if kind == "bundled" else tmp_path / kind
    assert cli.main(["import-model", str(path), "--out", str(tmp_path / "no"), "--into-language", "fra"]) == 2
    said = f"{path}: >>fra<<: this model translates into one language and knows no others"
    assert said in capsys.readouterr().err
    assert not (tmp_path / "no").exists()


def test_pieces_without_an_id_are_said(tmp_path, capsys):
    foreign_models.huggingface(tmp_path / "m")
    assert preview(tmp_path / "m").without_id == ()
    path = tmp_path / "m" / "vocab.json"
    vocabulary = json.loads(path.read_text())
    foreign_models.write_json(path, {"▁thx" if piece == "▁the" else piece: i
                                     for piece, i in vocabulary.items()})
    [(side, count, total)] = preview(tmp_path / "m").without_id
    assert (side, count) == ("source", 1)
    assert 50 < total <= 90
    assert cli.main(["import-model", str(tmp_path / "m"), "--preview"]) == 0
    assert f"1 of {total} that source text is cut into have no id" in capsys.readouterr().out


@pytest.mark.parametrize(("settings", "ends"), [({}, False), ({"with_source_eos": 1}, True)], ids=str)
def test_a_ctranslate2_model_of_before_config_json(tmp_path, settings, ends):
    """Its settings are in model.bin, one for both sides; what is not said is as CTranslate2 takes it. What it
    computes is tested where CTranslate2 is installed."""
    foreign_models.ctranslate2(tmp_path / "new")
    foreign_models.ctranslate2(tmp_path / "m", older={name: np.array(value, np.int8)
                                                      for name, value in settings.items()})
    found, wanted = ctranslate2.read(tmp_path / "m"), ctranslate2.read(tmp_path / "new")
    assert found.config == wanted.config
    ids = found.tokenizer.encode("the cat").ids
    assert (ids[-1] == found.config.eos_id) == ends
    text = {"eos_token": "<s>"}
    foreign_models.ctranslate2(tmp_path / "odd", older={
        name: np.frombuffer(value.encode(), np.int8) for name, value in text.items()})
    with pytest.raises(ModelError, match="decoder_start_token: expected another piece than the one"):
        ctranslate2.read(tmp_path / "odd")


@pytest.mark.parametrize(("scale", "is_scaled"), [(32**0.5, True), (1.0, False), (3.0, None)])
def test_the_scale_of_embeddings_as_a_number(tmp_path, scale, is_scaled):
    """So it is in what was converted from Hugging Face's layout; it was taken for a flag that is off."""
    foreign_models.ctranslate2(tmp_path, older={
        f"{side}/scale_embeddings": np.array(scale, np.float32) for side in ("encoder", "decoder")})
    if is_scaled is None:
        with pytest.raises(ModelError, match=r"scale_embeddings: expected 1 or 5.657 .* found 3 and 3"):
            ctranslate2.read(tmp_path)
    else:
        assert ctranslate2.read(tmp_path).config.scale_embedding == is_scaled


def test_an_argos_package(tmp_path, backend, capsys):
    """One SentencePiece model for both sides, above the weights; languages in a file of its own."""
    package = tmp_path / "translate-en_de-1_0"
    foreign_models.ctranslate2(package / "model")
    for side in ("source", "target"):
        (package / "model" / f"{side}.spm").unlink()
    (package / "sentencepiece.model").write_bytes(foreign_models.spm("source"))
    foreign_models.write_json(package / "metadata.json", {
        "package_version": "1.0", "argos_version": "1.0", "from_code": "en", "from_name": "English",
        "to_code": "de", "to_name": "German"})
    (package / "README.md").write_text("CC0", encoding="utf-8")
    (package / "stanza" / "en").mkdir(parents=True)
    (package / "stanza" / "en" / "ewt.pt").write_bytes(b"PK" * 1000)
    path = tmp_path / "translate-en_de-1_0.argosmodel"
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(package.rglob("*")):
            archive.write(file, file.relative_to(tmp_path))
    found = preview(path)
    assert (found.kind, found.src_lang, found.tgt_lang) == ("CTranslate2", "en", "de")
    assert (found.readme, found.not_followed) == ("CC0", ())
    assert ctranslate2.read(package).config.norm_eps == 1e-5
    import_model(path, tmp_path / "ours")
    assert Translator(load_model(tmp_path / "ours", backend), backend).translate(["the cat"])[0].token_ids

    config = json.loads((package / "model" / "config.json").read_text())
    foreign_models.write_json(package / "model" / "config.json", {**config, "layer_norm_epsilon": 1e-6})
    assert ctranslate2.read(package).config.norm_eps == 1e-6
    foreign_models.write_json(package / "model" / "config.json", {**config, "add_source_bos": True})
    assert cli.main(["import-model", str(package), "--out", str(tmp_path / "no")]) == 2
    assert "config.json: add_source_bos: expected false" in capsys.readouterr().err


def test_settings_that_are_not_followed_are_said(tmp_path, capsys):
    """With a neutral value, or where they do nothing, they are not."""
    path = tmp_path / "m" / "generation_config.json"
    foreign_models.huggingface(tmp_path / "m")
    plain = json.loads(path.read_text())
    neutral = {"repetition_penalty": 1.0, "no_repeat_ngram_size": 0, "do_sample": False, "num_beam_groups": 1,
               "min_length": 0, "early_stopping": False, "forced_bos_token_id": None, "temperature": 0.7}
    foreign_models.write_json(path, {**plain, **neutral})
    assert preview(tmp_path / "m").not_followed == ()
    foreign_models.write_json(path, {**plain, **neutral, "early_stopping": True, "num_beams": 1})
    assert preview(tmp_path / "m").not_followed == (), "it is a beam's"
    foreign_models.write_json(path, {**plain, "repetition_penalty": 1.2, "no_repeat_ngram_size": 3,
                                     "early_stopping": True, "max_length": 40, "suppress_tokens": [5] * 99})
    found = preview(tmp_path / "m").not_followed
    assert found[:2] == ("repetition_penalty: 1.2", "no_repeat_ngram_size: 3")
    assert found[3:] == ("early_stopping: true", "max_length: 40")
    assert len(found[2]) < 60
    deep = json.loads("[" * 900 + "]" * 900)
    foreign_models.write_json(path, {**plain, "do_sample": "\x1b[2J\n", "max_time": deep})
    assert preview(tmp_path / "m").not_followed[0] == r"do_sample: \u001b[2J\n"
    foreign_models.write_json(path, {**plain, "repetition_penalty": 1.2})
    found = preview(tmp_path / "m").not_followed
    sentence = "settings that are not followed here, so translations can differ from theirs: repetition_pen"
    assert cli.main(["import-model", str(tmp_path / "m"), "--preview"]) == 0
    assert sentence in capsys.readouterr().out
    assert cli.main(["import-model", str(tmp_path / "m"), "--out", str(tmp_path / "o")]) == 0
    assert sentence in capsys.readouterr().out
    assert cli.main(["export-model", str(tmp_path / "o"), str(tmp_path / "o.pellucid")]) == 0
    assert preview(tmp_path / "o.pellucid").not_followed == found, "kept with the model"

    foreign_models.marian(tmp_path / "marian")
    assert preview(tmp_path / "marian").not_followed == ()
    decoder = tmp_path / "marian" / "decoder.yml"
    decoder.write_text(decoder.read_text().replace("word-penalty: 0", "word-penalty: 0.4"))
    assert preview(tmp_path / "marian").not_followed == ("word-penalty: 0.4",)


def test_what_no_file_says_of_the_search_is_said(tmp_path, capsys):
    folder, ours = tmp_path / "m", tmp_path / "ours"
    foreign_models.huggingface(folder)
    (folder / "generation_config.json").unlink()
    every = ("num_beams: 1", "bad_words_ids: []", "renormalize_logits: false")
    assert preview(folder).assumed == every
    sentence = ("Without generation_config.json its files do not say all of how its makers decode; assumed, "
                "as transformers does: num_beams: 1, bad_words_ids: [], renormalize_logits: false.")
    assert cli.main(["import-model", str(folder), "--preview"]) == 0
    assert sentence in capsys.readouterr().out
    assert cli.main(["import-model", str(folder), "--out", str(ours)]) == 0
    assert sentence in capsys.readouterr().out
    assert cli.main(["export-model", str(ours), str(tmp_path / "o.pellucid")]) == 0
    assert preview(tmp_path / "o.pellucid").assumed == every, "kept with the model"
    assert cli.main(["export-model", str(ours), str(tmp_path / "back")]) == 0
    assert preview(tmp_path / "back").assumed == every, "nobody has said it since"
    written = json.loads((tmp_path / "back" / "config.json").read_text())
    assert not {"num_beams", "bad_words_ids", "renormalize_logits"} & set(written)
    assert written["max_length"] == 64
    config = json.loads((folder / "config.json").read_text())
    foreign_models.write_json(folder / "config.json", {**config, "num_beams": 6, "bad_words_ids": [[5]]})
    assert preview(folder).assumed == ("renormalize_logits: false",)
    import_model(folder, tmp_path / "six")
    assert cli.main(["export-model", str(tmp_path / "six"), str(tmp_path / "of_six")]) == 0
    assert preview(tmp_path / "of_six").assumed == ("renormalize_logits: false",)
    written = json.loads((tmp_path / "of_six" / "config.json").read_text())
    assert (written["num_beams"], written["bad_words_ids"]) == (6, [[5]])
    foreign_models.huggingface(folder)
    assert preview(folder).assumed == (), "its makers wrote the file"


@pytest.mark.parametrize("options", [["--greedy"], ["--beam", "2", "--nbest", "2"]], ids=str)
def test_a_translation_that_only_the_limit_ends_is_called_cut_off(tmp_path, capsys, options):
    """It has an EOS, as its makers force one, and was called finished."""
    foreign_models.huggingface(tmp_path / "m", seed=3)
    cli.main(["import-model", str(tmp_path / "m"), "--out", str(tmp_path / "ours")])
    capsys.readouterr()
    config = ["--backend", "numpy", "--workers", "1", "--json", *options]
    assert cli.main(["translate", "the cat sat on the mat", "--model", str(tmp_path / "ours"), *config]) == 0
    said = capsys.readouterr()
    [sentence] = json.loads(said.out)["sentences"]
    assert not sentence["finished"]
    assert "line 1: the translation was cut off at the length limit" in said.err


def test_a_card_that_somebody_has_written_anything_in(tmp_path, capsys):
    foreign_models.huggingface(tmp_path / "m")
    import_model(tmp_path / "m", tmp_path / "o")
    for fact, value in (("origin", 5), ("lineage", 7), ("evaluated", {}), ("bleu", "much")):
        note(tmp_path / "o", fact, value)
    assert preview(tmp_path / "o").licence == "apache-2.0", "as its README says"
    assert cli.main(["export-model", str(tmp_path / "o"), str(tmp_path / "back")]) == 0
    assert cli.main(["import-model", str(tmp_path / "o"), "--out", str(tmp_path / "again")]) == 0
    assert cli.main(["info", str(tmp_path / "again")]) == 0, capsys.readouterr().err


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
    found = json.loads(pellucid("evaluate", tmp_path / "src", tmp_path / "ref", "--model", tmp_path / "tuned",
                                "--backend", "numpy", "--json"))["decode"]
    assert (found["method"], found["beam_size"], found["length_norm"]) == ("beam", 4, "power")
    assert "decode beam 4" in pellucid("info", tmp_path / "tuned")
    pellucid("export-model", tmp_path / "tuned", tmp_path / "tuned.pellucid")
    pellucid("import-model", tmp_path / "tuned.pellucid", "--out", tmp_path / "again")
    pellucid("export-model", tmp_path / "again", tmp_path / "back")
    card, tensors, _ = read_model(tmp_path / "again")
    assert card.facts["lineage"] == ["opus-mt-en-de"]
    assert card.decode == DecodeConfig("beam", 4, 1.0, "power"), "as its makers search"
    assert (card.config.banned, card.config.forced_eos) == ((card.config.pad_id,), True)
    assert card.facts["origin"]["licence"] == "apache-2.0"
    before = read_model(tmp_path / "ours")[1]
    assert not np.array_equal(tensors["embedding.weight"], before["embedding.weight"])
    assert (tmp_path / "back" / "LICENSE").read_text() == "Apache License\n"
    np.testing.assert_array_equal(huggingface.read(tmp_path / "back").weights["embedding.weight"],
                                  tensors["embedding.weight"])

"""Models written as others have them, and opened again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import cli
from core import params as parameters
from core.formats.native import note, read_model, save_model
from core.formats.scores import Scores, note_scores
from core.importing import files, huggingface
from core.importing.importer import import_model, preview
from tests.core.importing import foreign_models


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


def test_the_readme_goes_with_the_model(tmp_path):
    """That of its makers; without one, or trained further, what is known and nothing else."""
    foreign_models.huggingface(tmp_path / "theirs")
    words = "---\nlicense: apache-2.0\n---\n# opus-mt: 42.1 BLEU, they say\n"
    (tmp_path / "theirs" / "README.md").write_text(words, encoding="utf-8")
    import_model(tmp_path / "theirs", tmp_path / "ours")
    ours = tmp_path / "ours"
    assert cli.main(["export-model", str(ours), str(tmp_path / "back")]) == 0
    assert (tmp_path / "back" / "README.md").read_text(encoding="utf-8") == words

    (ours / "README.md").unlink()
    for fact, value in (("lineage", ["opus-mt"]), ("pairs", 800), ("step", 60), ("seconds", 600.0),
                        ("bleu", 12.34), ("chrf", 30.0)):
        note(ours, fact, value)
    note_scores(ours, Scores("test.tsv", 100, 11.0, 29.0, "beam 4", "2026-11-26"))
    assert cli.main(["export-model", str(ours), str(tmp_path / "further")]) == 0
    made = (tmp_path / "further" / "README.md").read_text(encoding="utf-8")
    head, _, text = made.removeprefix("---\n").partition("\n---\n")
    assert files.flat_yaml(head, Path("README.md"))["license"] == "apache-2.0"
    assert 'language: ["en", "de"]' in head
    for said in ("Origin: theirs (Hugging Face Marian)", "Trained further from: opus-mt.",
                 "on 800 sentence pairs, 60 steps in 10 minutes", "- BLEU 12.3, chrF 30.0 on the validation",
                 "- BLEU 11.0, chrF 29.0 on test.tsv (100 sentences, beam 4), 2026-11-26"):
        assert said in text
    assert "42.1" not in made

    note(ours, "origin", {"licence": "Our own: ask\n---\nfirst", "file": 5})
    for fact in ("bleu", "evaluated", "pairs"):
        note(ours, fact, "much")
    assert cli.main(["export-model", str(ours), str(tmp_path / "odd")]) == 0
    made = (tmp_path / "odd" / "README.md").read_text(encoding="utf-8")
    assert 'license: other\nlicense_name: "Our own: ask --- first"\n' in made
    assert "Its quality was not measured." in made


def test_a_file_that_is_there_is_replaced_when_that_is_said(tmp_path, capsys):
    foreign_models.huggingface(tmp_path / "theirs")
    import_model(tmp_path / "theirs", tmp_path / "ours")
    out = tmp_path / "one.pellucid"
    out.write_bytes(b"an older one")
    export = ["export-model", str(tmp_path / "ours"), str(out)]
    assert cli.main(export) == 2
    assert "there is a file of that name already; choose another" in capsys.readouterr().err
    assert out.read_bytes() == b"an older one"
    (tmp_path / "ours" / "model.safetensors").rename(tmp_path / "elsewhere")
    assert cli.main([*export, "--replace"]) == 2
    assert out.read_bytes() == b"an older one", "a model that cannot be read takes no file's place"
    (tmp_path / "elsewhere").rename(tmp_path / "ours" / "model.safetensors")
    assert cli.main([*export, "--replace"]) == 0
    assert preview(out).kind == "Pellucid"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.pellucid", "ours", "theirs"]
    (tmp_path / "two.pellucid").mkdir()
    assert cli.main([*export[:2], str(tmp_path / "two.pellucid"), "--replace"]) == 2


def test_what_its_makers_set_and_we_do_not_follow_is_given_back(tmp_path):
    foreign_models.huggingface(tmp_path / "theirs")
    path = tmp_path / "theirs" / "generation_config.json"
    settings = json.loads(path.read_text()) if path.is_file() else {}
    wanted = {"max_length": 9, "no_repeat_ngram_size": 3, "early_stopping": "never", "num_beams": 4,
              "do_sample": True, "repetition_penalty": 1.25}
    path.write_text(json.dumps({**settings, **wanted}))
    import_model(tmp_path / "theirs", tmp_path / "ours")
    assert cli.main(["export-model", str(tmp_path / "ours"), str(tmp_path / "back")]) == 0
    back = json.loads((tmp_path / "back" / "generation_config.json").read_text())
    assert {name: back.get(name) for name in wanted} == wanted


def test_marians_own_release_is_written_as_marian_of_hugging_face(tmp_path, capsys):
    """The layout has no place for what Marian adds to the variance; that it is another is said."""
    foreign_models.marian(tmp_path / "theirs")
    import_model(tmp_path / "theirs", tmp_path / "ours")
    assert read_model(tmp_path / "ours")[0].config.norm_eps == 1e-6
    assert cli.main(["export-model", str(tmp_path / "ours"), str(tmp_path / "back")]) == 0
    assert "LayerNorm adds 1e-06 to the variance, and that layout's 1e-05" in capsys.readouterr().out
    assert huggingface.read(tmp_path / "back").config.norm_eps == 1e-5
    card, tensors, tokenizer = read_model(tmp_path / "ours")
    save_model(tmp_path / "odd", replace(card, config=replace(card.config, norm_eps=1e-3)),
               parameters.unflatten(tensors), tokenizer)
    assert cli.main(["export-model", str(tmp_path / "odd"), str(tmp_path / "no")]) == 2
    assert "its LayerNorm adds 0.001 to the variance" in capsys.readouterr().err


def test_a_model_of_our_own_kind_is_not_written_as_marian(tmp_path, capsys):
    import resources

    assert cli.main(["export-model", str(resources.models_dir() / "zh-en"), str(tmp_path / "out")]) == 2
    assert "its text is not cut by SentencePiece" in capsys.readouterr().err
    assert cli.main(["export-model", str(resources.models_dir() / "zh-en"), str(tmp_path / "out.zip")]) == 2
    assert "out.zip: expected a new folder, or a file that ends in .pellucid" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    assert not (tmp_path / "out").exists()

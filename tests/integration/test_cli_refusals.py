"""Bad input: exit code 2, one sentence on stderr that says what and where, and nothing left behind."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from tests.integration.conftest import ROOT, command

TENSOR = "decoder.layers.1.cross_attn.q_proj.weight"


@pytest.fixture
def refused(cli, tmp_path):
    """The sentence with which `train CORPUS --out DIR ...` is refused; no DIR may be left."""

    def train(*args, command: str = "train") -> str:
        out = tmp_path / "out"
        sentence = cli(command, *args, "--out", out).sentence
        assert not out.exists()
        return sentence

    return train


# --- corpora

def test_missing_corpus(refused, tmp_path):
    assert refused(tmp_path / "no.tsv") == f"{tmp_path / 'no.tsv'}: there is no such file"


@pytest.mark.parametrize(("data", "message"), [
    (b"", ": the file is empty; expected sentence pairs"),
    (b"a\tb\ncaf\xe9\tb\n", ", line 2: expected UTF-8, found the byte 0xe9 at column 4; say which it is with "
                           '--encoding (windows-1252 reads "café"; windows-1251 reads "cafй"; windows-1250 '
                           'reads "café"), or save the file as UTF-8'),
    (b"I love it\n", ", line 1: expected source and target with a TAB between them, found no TAB in "
                     '"I love it"; if it is one half of two line-aligned files, give the other too; say '
                     '--delimiter SIGN to `pellucid import` if another sign divides them. The Data page asks '
                     'for it'),
    (b"a\t\n", ": no line has both a source and a target sentence"),
])
def test_bad_corpora(refused, tmp_path, data, message):
    path = tmp_path / "c.tsv"
    path.write_bytes(data)
    assert refused(path) == f"{path}{message}"


def test_sentences_longer_than_any_model(refused, tmp_path):
    path = tmp_path / "c.tsv"
    path.write_text("".join(f"{'x ' * 300}{i}\ty\n" for i in range(5)))
    assert refused(path) == (f"{path}: every pair is longer than the model's 256 positions; expected shorter "
                             "sentences, one a line")


def test_bad_development_set(refused, corpus, tmp_path):
    path = tmp_path / "dev.tsv"
    path.write_text("no tab\n")
    assert refused(corpus, "--dev", path).startswith(f"{path}, line 1: expected source and target with a TAB")
    assert refused(corpus, "--dev", corpus) == (f"{corpus}: every pair shares a sentence with the "
                                                "development set; expected other sentences to train on")


def test_unequal_moses_pair(refused, tmp_path):
    src, tgt = tmp_path / "c.zh", tmp_path / "c.en"
    src.write_text("a\nb\n")
    tgt.write_text("a\n")
    assert refused(src, tgt).startswith(f"{src} has 2 lines and {tgt} has 1: expected as many in each")


def test_half_of_a_pair_beside_whole_files(refused, corpus, tmp_path):
    half = tmp_path / "half.txt"
    half.write_text("one side\n")
    assert refused(corpus, half).partition("; say")[0].endswith(
        "if it is one half of two line-aligned files, give the other too")


# --- options

@pytest.mark.parametrize(("options", "words"), [
    (["--preset", "huge"], "argument --preset: invalid choice: 'huge' (choose from 'tiny', 'small', 'base')"),
    (["--time-budget", "abc"], "argument --time-budget: expected a time such as 90s, 20m or 1.5h, got 'abc'"),
    (["--time-budget", "0"], "argument --time-budget: expected a time such as 90s, 20m or 1.5h, got '0'"),
    (["--time-budget", "nan"], "argument --time-budget: expected a time such as 90s, 20m or 1.5h, got 'nan'"),
    (["--steps", "0"], "argument --steps: expected a whole number of at least 1, got '0'"),
    (["--batch-tokens", "1.5"], "argument --batch-tokens: expected a whole number of at least 1, got '1.5'"),
    (["--colour", "red"], "unrecognized arguments: --colour red"),
    (["--backend", "cuda"], "argument --backend: invalid choice: 'cuda'"),
    (["--learning-rate", "0"], "learning_rate should be more than 0, and is 0.0"),
    (["--learning-rate", "inf"], "learning_rate should be more than 0, and is inf"),
    (["--learning-rate", "nan"], "learning_rate should be more than 0, and is nan"),
    (["--seed", "-1"], "seed should be at least 0 and less than 2^63, and is -1"),
    (["--alone", "["], '"[" should be a regular expression: '),
])
def test_bad_settings(refused, corpus, options, words):
    assert refused(corpus, *options).startswith(words)


@pytest.mark.parametrize(("options", "words"), [
    (["--beam", "2", "--sample"], "--beam and --sample exclude each other: choose one"),
    (["--beam", "0"], "argument --beam: expected a whole number of at least 1, got '0'"),
    (["--sample", "--temperature", "0"], "temperature should be "),
    (["--sample", "--top-p", "2"], "top_p should be more than 0 and at most 1, and is 2.0"),
])
def test_bad_decoding(cli, trained, options, words):
    assert cli("translate", "我", "--model", trained, *options).sentence.startswith(words)


def test_no_command(cli):
    assert "required" in cli().sentence
    assert "invalid choice: 'trian'" in cli("trian").sentence


# --- folders

def test_out_is_not_empty(cli, corpus, trained, tmp_path):
    (tmp_path / "full").mkdir()
    note = tmp_path / "full" / "note.txt"
    note.write_text("mine")
    assert cli("train", corpus, "--out", tmp_path / "full").sentence == \
        f"{tmp_path / 'full'}: expected a new or empty folder for the run"
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["note.txt"]
    assert cli("train", corpus, "--out", note).sentence == \
        f"{note}: expected a new or empty folder for the run"
    assert cli("train", corpus, "--out", trained).sentence == (
        f"{trained}: holds a training run already; continue it with `pellucid resume {trained}`, or choose "
        "another folder")


def test_out_cannot_be_written(cli, corpus, tmp_path):
    (tmp_path / "file").write_text("")
    sentence = cli("train", corpus, "--out", tmp_path / "file" / "out").sentence
    assert sentence == f"{tmp_path / 'file' / 'out'}: cannot be written: Not a directory"


def test_a_disk_that_fills_while_the_run_is_made_leaves_nothing(cli, corpus, tmp_path, monkeypatch):
    from core.training.run_dir import RunDir

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(RunDir, "write_spec", full)
    (tmp_path / "empty").mkdir()
    for out in (tmp_path / "new", tmp_path / "empty"):
        assert cli("train", corpus, "--out", out).sentence == \
            f"{out}: cannot be written: No space left on device"
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]
    assert not list((tmp_path / "empty").iterdir())


def test_resume_of_what_cannot_be_resumed(cli, trained, tmp_path):
    assert cli("resume", trained).sentence == \
        f"{trained}: this run is finished (step 6); `pellucid resume {trained} --steps N` or " \
        "`--time-budget TIME` trains it longer"
    assert cli("resume", tmp_path).sentence == \
        f"{tmp_path / 'run.json'}: the file is missing; expected the folder of a training run"


def test_unknown_key_of_a_run(cli, trained, tmp_path):
    run = shutil.copytree(trained, tmp_path / "run")
    document = json.loads((run / "run.json").read_text(encoding="utf-8"))
    document["train"]["colour"] = "red"
    (run / "run.json").write_text(json.dumps(document))
    assert cli("resume", run).sentence.startswith(
        f'{run / "run.json"}: train: unknown key "colour"; expected one of: ')


# --- model folders

def remove(tensors: dict) -> None:
    del tensors[TENSOR]


def reshape(tensors: dict) -> None:
    tensors[TENSOR] = tensors[TENSOR][:, :64].copy()


def add(tensors: dict) -> None:
    tensors["colour"] = np.zeros(3, np.float32)


def break_a_number(tensors: dict) -> None:
    tensors[TENSOR][3, 4] = np.nan


def make_whole_numbers(tensors: dict) -> None:
    tensors[TENSOR] = tensors[TENSOR].astype(np.int32)


@pytest.mark.parametrize(("change", "words"), [
    (remove, f"the tensor {TENSOR} is missing; expected [128, 128]"),
    (reshape, f"{TENSOR}: expected [128, 128], file has [128, 64]"),
    (add, "the tensor colour is not part of the model that config.json describes"),
    (break_a_number, f"{TENSOR}: holds values that are not finite numbers"),
    (make_whole_numbers, f"{TENSOR}: expected floats (F16, F32 or F64), file has I32"),
])
def test_bad_tensors(cli, refused, corpus, trained, tmp_path, change, words):
    model = shutil.copytree(trained, tmp_path / "model")
    path = model / "model.safetensors"
    tensors = load_file(path)
    change(tensors)
    save_file(tensors, path)
    assert cli("translate", "我", "--model", model).sentence == f"{path}: {words}"
    assert refused(model, corpus, command="fine-tune") == f"{path}: {words}"


@pytest.mark.parametrize("size", [0, 1000, -1])
def test_truncated_weights(cli, trained, tmp_path, size):
    model = shutil.copytree(trained, tmp_path / "model")
    path = model / "model.safetensors"
    path.write_bytes(path.read_bytes()[:size])
    assert cli("translate", "我", "--model", model).sentence.startswith(
        f"{path}: expected a whole safetensors file, but it is damaged or cut short (")


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_missing_files_of_a_model(cli, trained, tmp_path, name):
    model = shutil.copytree(trained, tmp_path / "model")
    (model / name).unlink()
    for arguments in (["translate", "我"], ["step", "我"]):
        assert cli(*arguments, "--model", model).sentence.startswith(f"{model / name}: the file is missing; ")


def test_unknown_key_of_a_model(cli, trained, tmp_path):
    model = shutil.copytree(trained, tmp_path / "model")
    document = json.loads((model / "config.json").read_text(encoding="utf-8"))
    document["model"]["depth"] = 3
    (model / "config.json").write_text(json.dumps(document))
    words = f'{model / "config.json"}: model: unknown key "depth"; expected one of: vocab_size, d_model, '
    for args in (["translate", "我", "--model", model], ["info", model]):
        assert cli(*args).sentence.startswith(words)


def test_no_model(cli, tmp_path):
    folder = tmp_path / "no"
    for args in (["translate", "我", "--model", folder], ["info", folder]):
        assert cli(*args).sentence.startswith(f"{folder}: there is no such folder; expected a model folder")


# --- evaluation

def test_evaluate_with_unequal_lines(cli, trained, tmp_path):
    src, ref = tmp_path / "src", tmp_path / "ref"
    src.write_text("a\nb\n")
    ref.write_text("a\n")
    assert cli("evaluate", "--model", trained, src, ref).sentence == (
        f"{ref} has 1 lines and {src} has 2: expected as many in each, line i translating line i")
    assert cli("evaluate", "--model", trained, src, tmp_path / "no").sentence == \
        f"{tmp_path / 'no'}: there is no such file"


# --- cut short by another

@pytest.mark.skipif(sys.platform == "win32", reason="ends a process without asking it")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])  # the second: its terminal was closed
def test_a_terminated_import_leaves_nothing(tmp_path, name):
    corpus = tmp_path / "big.tsv"
    corpus.write_text("".join(f"source {n}\ttarget {n}\n" for n in range(300_000)))
    place = tmp_path / "place"
    place.mkdir()
    with subprocess.Popen(command("import", corpus, "--out", place / "corpus"), cwd=ROOT,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while not any(path.stat().st_size for path in place.glob("*/kept.tmp")):
            assert process.poll() is None, "it ended before it could be terminated"
            time.sleep(0.005)
        process.send_signal(getattr(signal, name))
        assert process.stderr.read() == b""
        assert process.wait(30) == 128 + getattr(signal, name)
    assert list(place.iterdir()) == []

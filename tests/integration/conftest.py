"""A small corpus, a model trained on it, and two ways to run the command line."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.cli import main
from core.commands import training_output

ROOT = Path(__file__).parents[2]
FRUIT = {"苹果": "apples", "香蕉": "bananas", "汉堡": "hamburgers", "鱼": "fish", "米饭": "rice", "茶": "tea"}
PEOPLE = {"我": "I", "你": "you", "我们": "we", "他们": "they"}
VERBS = {"爱": "love", "想要": "want", "卖": "sell"}
PAIRS = [(f"{zh}{zh_verb}{zh_fruit}。", f"{en} {verb} {fruit}.") for zh, en in PEOPLE.items()
         for zh_verb, verb in VERBS.items() for zh_fruit, fruit in FRUIT.items()]  # 72


@dataclass
class Result:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What stands on stderr after a refusal: one line, and nothing on stdout."""
        assert self.code == 2
        assert self.out == ""
        assert self.err.startswith("pellucid: ")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1, self.err
        return self.err.removeprefix("pellucid: ").rstrip("\n")


def write_tsv(path: Path, pairs) -> Path:
    path.write_text("".join(f"{src}\t{tgt}\n" for src, tgt in pairs), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Path:
    return write_tsv(tmp_path_factory.mktemp("corpus") / "fruit.tsv", PAIRS)


# So that a model which knows nothing yet says much.
AS_GOOD_AS_NEW = ("--set", "norm_first=false", "--ema", "0", "--learning-rate", "0.0001")


@pytest.fixture(scope="session")
def trained(tmp_path_factory, corpus) -> Path:
    """The folder of a finished run, and so of a model. Copy it before changing it."""
    out = tmp_path_factory.mktemp("trained") / "zh-en"
    assert main(["train", str(corpus), "--out", str(out), "--steps", "6", "--validate-every", "3",
                 "--src-lang", "zh", "--tgt-lang", "en", "--backend", "numpy", "--workers", "2",
                 *AS_GOOD_AS_NEW]) == 0
    return out


@pytest.fixture
def cli(capsys, monkeypatch):
    """Runs a command in this process. `stdin` is not offered: commands that read it run in another."""
    monkeypatch.setattr(training_output, "other_trainings", lambda: [])  # of tests beside this one

    def run(*args) -> Result:
        capsys.readouterr()
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            code = main([str(arg) for arg in args])
        except SystemExit as end:  # argparse's way to refuse
            code = end.code
        assert {number: signal.getsignal(number) for number in handlers} == handlers
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


def command(*args) -> list[str]:
    return [sys.executable, "-m", "core.cli", *map(str, args)]


@pytest.fixture
def pellucid():
    """Runs a command in a process of its own; `stdin` is bytes."""

    def run(*args, stdin: bytes = b"", **options) -> Result:
        done = subprocess.run(command(*args), input=stdin, capture_output=True, cwd=ROOT, timeout=120,
                              **options)
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run

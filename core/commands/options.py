"""What several commands make of their options."""

from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from contextlib import nullcontext
from pathlib import Path

import backends
from core.config import DecodeConfig
from core.decoding import lean
from core.decoding.translator import Translator
from core.formats.native import ModelCard, load_model

MUCH_TEXT = 5000  # characters: some hundred sentences, from where the faster engine makes up for its start
_SAID_EVERY_S = 10.0


def engine(args: Namespace) -> backends.Backend:
    """The backend that --backend, --workers and --weights ask for."""
    ops = backends.get(args.backend)
    weights = getattr(args, "weights", "float32")
    options = {} if weights == "float32" else {"weights": weights}
    if weights in ("8bit", "4bit") and ops.name != "mlx":
        raise ValueError(f"--weights {weights} needs the MLX backend, and here NumPy computes, which has "
                         "float32 and half: choose one of them, or add --backend mlx where MLX is installed")
    if weights == "half" and ops.name != "numpy":
        raise ValueError("--weights half is for the NumPy backend, and here MLX computes, which has 8bit and "
                         "4bit: choose one of them, or add --backend numpy")
    if args.workers and ops.name == "numpy":
        options["workers"] = args.workers
    if not options:
        return ops
    ops = backends.get(ops.name, **options)
    if weights == "half":
        ops.warm_up()  # only compiled loops read halves
    return ops


def decode_config(args: Namespace, card: ModelCard | None = None) -> DecodeConfig:
    """What the options ask for; what they leave open is as the makers of the model have it."""
    asked = [name for name in ("greedy", "beam", "sample") if getattr(args, name)]
    if len(asked) > 1:
        raise ValueError(f"--{asked[0]} and --{asked[1]} exclude each other: choose one")
    usual = card.decode if card is not None else DecodeConfig()
    penalty = usual.length_penalty if args.length_penalty is None else args.length_penalty
    return DecodeConfig(
        method=asked[0] if asked else usual.method, beam_size=args.beam or usual.beam_size,
        length_penalty=penalty, length_norm=args.length_norm or usual.length_norm,
        temperature=args.temperature, top_k=args.top_k, top_p=args.top_p, seed=args.seed,
        shortlist=not args.no_shortlist)


def translator(args: Namespace, text: str, is_long: bool | None = None) -> Translator:
    """For --model, or for the bundled model that reads the script of `text`; `is_long` is seen from it."""
    ops = engine(args)
    if len(text) > MUCH_TEXT if is_long is None else is_long:
        ops.warm_up()
    model = load_model(Path(args.model) if args.model else bundled_for(text), ops,
                       lean.while_loading)
    if args.into_language:
        model = model.into(args.into_language)
    return Translator(model, ops)


def must_be_new(args: Namespace) -> None:
    """Raises ValueError where --out names a file that is there: it may have been corrected by hand; also
    where it names a device, whose place a file would take, or a folder, and lines want a file."""
    if args.out not in (None, "-") and os.path.exists(args.out) and not os.path.isfile(args.out):
        if not os.path.isdir(args.out):
            raise ValueError(f"{args.out}: expected a file, found a device or a pipe; --out - is stdout")
        if not args.files:
            raise ValueError(f"{args.out}: expected a file, found a folder")
    if args.out not in (None, "-") and os.path.isfile(args.out) and not args.replace:
        raise ValueError(f"{args.out}: is there already; give another name, or --replace to write over it")


def progress(total: int | None, unit: str, what: str = ""):
    """How far the work is, on stderr: a bar where a person looks at it, else a line now and then, so that no
    log is silent for long. `what` is worked on; total None: not known yet."""
    if total in (0, 1):
        return _Said(None, unit, what, float("inf"))
    if not sys.stderr.isatty():
        return _Said(total, unit, what)
    from tqdm import tqdm

    return tqdm(total=total, unit=unit, desc=what or None, file=sys.stderr, leave=False)


class _Said(nullcontext):
    """Takes the place of a bar where nobody would see one move."""

    def __init__(self, total: int | None, unit: str, what: str, every_s: float = _SAID_EVERY_S):
        super().__init__()
        self.n, self.total = 0, total
        self._unit, self._what, self._every_s = unit, what, every_s
        self._said = time.monotonic()

    def __enter__(self) -> _Said:
        return self

    def update(self, more: int) -> None:
        self.n += more
        now = time.monotonic()
        if now - self._said >= self._every_s:
            self._said = now
            of = f" of {self.total:,}" if self.total else ""
            print(f"{self._what}{': ' if self._what else ''}{self.n:,}{of} {self._unit}s", file=sys.stderr,
                  flush=True)


def bundled_for(text: str) -> Path:
    from core.terms.keeping import prose
    from resources import models_dir

    letters = [character for character in prose(text) if character.isalpha()]
    han = sum("一" <= character <= "鿿" for character in letters)
    return models_dir() / ("zh-en" if han * 2 > len(letters) else "en-zh")

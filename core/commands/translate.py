"""`pellucid translate`: one translation a line."""

from __future__ import annotations

import sys
from argparse import Namespace

from core.commands.options import decode_config, translator

SHOWN_UNKNOWN = 10


def run(args: Namespace) -> int:
    config = decode_config(args)
    lines = [args.text] if args.text is not None else _stdin_lines()
    if not lines:
        raise ValueError("nothing to translate: give a text, or lines on stdin")
    engine = translator(args, "".join(lines))
    with _progress(sum(map(bool, lines))) as bar:
        def on_progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        results = engine.translate_texts(lines, config, on_progress=on_progress)
    for number, result in enumerate(results, 1):
        print(result.text.replace("\n", " "))
        for sentence in result.sentences:
            _warn(number, sentence)
    return 0


def _stdin_lines() -> list[str]:
    if sys.stdin.isatty():
        print("Type sentences, one a line; Ctrl+D translates them.", file=sys.stderr)
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").removesuffix("\n").split("\n")
    except UnicodeDecodeError as error:
        raise ValueError(f"stdin: expected UTF-8, found the byte {error.object[error.start]:#04x} at "
                         f"{error.start}") from None


def _progress(total: int):
    from tqdm import tqdm

    return tqdm(total=total, unit="sentence", file=sys.stderr, leave=False,
                disable=total < 2 or not sys.stderr.isatty())


def _warn(line: int, sentence) -> None:
    """Nothing is cut or lost in silence."""
    if sentence.truncated:
        print(f"line {line}: longer than the model takes; its end was not read", file=sys.stderr)
    if not sentence.finished:
        print(f"line {line}: the translation was cut off at the length limit", file=sys.stderr)
    if sentence.unknown:
        shown = " ".join(dict.fromkeys(sentence.unknown[:SHOWN_UNKNOWN]))
        print(f"line {line}: never seen in training: {shown}", file=sys.stderr)

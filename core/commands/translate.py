"""`pellucid translate`: one translation a line."""

from __future__ import annotations

import sys
from argparse import Namespace

from core.commands.options import decode_config, progress, translator

SHOWN_UNKNOWN = 10
LINES_AT_ONCE = 32  # translated together, then printed: long inputs show results on the way


def run(args: Namespace) -> int:
    config = decode_config(args)
    lines = [args.text] if args.text is not None else _stdin_lines()
    if not lines:
        raise ValueError("nothing to translate: give a text, or lines on stdin")
    engine = translator(args, "".join(lines))
    with progress(len(lines), "line") as bar:
        for start in range(0, len(lines), LINES_AT_ONCE):
            results = engine.translate_texts(lines[start: start + LINES_AT_ONCE], config)
            for number, result in enumerate(results, start + 1):
                print(" ".join(result.text.split("\n")))
                for sentence in result.sentences:
                    _warn(number, sentence)
            sys.stdout.flush()
            bar.update(len(results))
    return 0


def _stdin_lines() -> list[str]:
    if sys.stdin.isatty():
        print("Type sentences, one a line; Ctrl+D translates them.", file=sys.stderr)
    data = sys.stdin.buffer.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise ValueError(f"stdin, line {line}: expected UTF-8, found the byte {data[error.start]:#04x} at "
                         f"column {column}") from None
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def _warn(line: int, sentence) -> None:
    """Nothing is cut or lost in silence."""
    if sentence.truncated:
        print(f"line {line}: longer than the model takes; its end was not read", file=sys.stderr)
    if not sentence.finished:
        print(f"line {line}: the translation was cut off at the length limit", file=sys.stderr)
    if sentence.unknown:
        shown = " ".join(dict.fromkeys(sentence.unknown[:SHOWN_UNKNOWN]))
        print(f"line {line}: never seen in training: {shown}", file=sys.stderr)

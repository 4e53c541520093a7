"""`pellucid import`: files to a corpus folder, with a report."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from argparse import Namespace
from pathlib import Path

from core.commands.import_report import short, shown
from core.corpus import project
from core.corpus.cleaning import Rules
from core.corpus.files.delimited import BARS, ColumnsError, Preview
from core.corpus.files.quoting import LETTERS
from core.corpus.importing import DROPPED, Request, Stopped, import_corpus
from core.corpus.sources import UndividedError
from core.corpus.unit import CorpusError, Reading

_USAGE_ERROR = 2
_INTERRUPTED = 130
_SHOWN_CELL = 30  # characters of a table's cell


def run(args: Namespace) -> int:
    request = _request(args)
    return _as_events(request) if args.events else _in_terminal(request, args.json)


def _request(args: Namespace) -> Request:
    """Raises ValueError for options that cannot be."""
    paths, dev = [Path(path) for path in args.files], [Path(path) for path in args.dev or ()]
    columns, columns_of = _columns(args.columns, paths + dev)
    delimiter, delimiter_of = _delimiters(args.delimiter, paths + dev)
    rules, keep = (Rules.none(), frozenset()) if args.no_clean else _rules(args.rules)
    rules = rules.without(args.off)
    headers, no_headers = (frozenset(_named(option, path, paths + dev) for path in named) for option, named in
                           (("--header", args.header), ("--no-header", args.no_header)))
    if headers & no_headers:
        raise ValueError(f"--header and --no-header: both name {min(headers & no_headers)}; say one of them")
    return Request(
        paths=paths, out=None if args.dry_run else Path(args.out),
        reading=Reading(src=args.src, tgt=args.tgt, encoding=args.encoding,
                        delimiter=delimiter, delimiter_of=delimiter_of,
                        quote=LETTERS if args.quote == LETTERS else _one("--quote", args.quote),
                        columns=columns, columns_of=columns_of,
                        headers=headers, no_headers=no_headers, plurals=args.plurals, codes=args.codes),
        rules=rules, dev=dev or None, seed=args.seed, keep=keep,
        general=frozenset(_named("--general", path, paths) for path in args.general),
        weights=dict(_weight(text, paths) for text in args.weight))


def _named(option: str, path: str, paths: list[Path]) -> Path:
    """As it is named among `paths`, where it may be spelled otherwise (relative to a folder, or not)."""
    if Path(path) in paths:
        return Path(path)
    same = [other for other in paths if os.path.abspath(other) == os.path.abspath(path)]
    if not same:
        raise ValueError(f"{option}: {path} is not among the files that are imported; name it there too")
    return same[0]


def _weight(text: str, paths: list[Path]) -> tuple[Path, float]:
    path, _, number = text.rpartition("=")
    try:
        weight = float(number)
    except ValueError:
        weight = 0.0
    if not path or not 0 < weight <= project.HEAVIEST:
        raise ValueError(f"--weight: expected FILE=X with a number over 0, at most {project.HEAVIEST:g}, "
                         f"such as {paths[0].name}=2; got {text!r}")
    return _named("--weight", path, paths), weight


def _rules(path: str | None) -> tuple[Rules, frozenset]:
    """The rules, and the pairs that they may not drop: {"rules": {...}, "keep": [[path, line], ...]}."""
    if path is None:
        return Rules(), frozenset()
    try:
        value = json.loads(Path(path).read_text(encoding="utf-8"))
        keep = frozenset((str(file), int(line)) for file, line in value.get("keep", ()))
        return Rules.from_dict(value.get("rules", {} if "keep" in value else value)), keep
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{path}: expected rules such as report.json has: {error}") from None


def _delimiters(texts: list[str], paths: list[Path]) -> tuple[str, dict[Path, str]]:
    """(that of all tables, those of single files)."""
    of_all, of_file = "", {}
    for text in texts:
        path, sign, one = text[:-1].rpartition("=") if text[-2:] == "==" else text.rpartition("=")
        if text == "=" or not sign:
            of_all = _delimiter(text)
        else:
            of_file[_named("--delimiter", path, paths)] = _delimiter(one or "=")
    return of_all, of_file


def _delimiter(text: str) -> str:
    if text.strip() == BARS:
        return BARS
    return "\t" if text.upper() in ("TAB", "\\T") else _one("--delimiter", text)


def _one(option: str, text: str) -> str:
    if len(text) > 1:
        raise ValueError(f"{option}: expected one character, got {text!r}")
    return text


def _columns(texts: list[str], paths: list[Path]) -> tuple[tuple[int, int] | None, dict]:
    """(those of all tables, those of single files)."""
    of_all, of_file = None, {}
    for text in texts:
        path, _, numbers = text.rpartition("=")
        parts = numbers.split(",")
        if len(parts) != 2 or not all(part.strip().isdecimal() and 0 < int(part) < 1000 for part in parts) \
                or int(parts[0]) == int(parts[1]):
            raise ValueError(f"--columns: expected two numbers from 1 such as 1,2, got {numbers!r}")
        if path:
            of_file[_named("--columns", path, paths)] = int(parts[0]), int(parts[1])
        else:
            of_all = int(parts[0]), int(parts[1])
    return of_all, of_file


def _in_terminal(request: Request, as_json: bool) -> int:
    from tqdm import tqdm

    bar = tqdm(file=sys.stderr, leave=False, disable=not sys.stderr.isatty(), unit="B", unit_scale=True)

    def progress(state: dict) -> None:
        bar.total = state["size"]
        bar.n = min(state["bytes"], state["size"])
        bar.set_description_str(f"{Path(state['file']).name}: {state['pairs']} pairs", refresh=True)

    try:
        report = import_corpus(request, progress)
    except CorpusError as error:
        bar.close()
        if as_json and getattr(error, "report", None):
            print(json.dumps({**error.report.public(), "kept": 0, "error": str(error)}, ensure_ascii=False))
        print(f"pellucid: {error}", file=sys.stderr)
        if isinstance(error, ColumnsError):
            for preview in (error.preview, *error.preview.others):
                if error.preview.others:
                    print(f'  by "{preview.delimiter}":', file=sys.stderr)
                print(_beginning(preview), file=sys.stderr)
        return _USAGE_ERROR
    bar.close()
    if as_json:
        print(json.dumps(report.public(), ensure_ascii=False))
    else:
        print(shown(report))
    if not report.kept_to_learn:
        where = f"; {report.out}/{DROPPED} says why" if report.out else ""
        print(f"pellucid: no pair was left to learn from{where}", file=sys.stderr)
    return 0


def _as_events(request: Request) -> int:
    """For the window: one JSON object a line; the report itself is in the folder."""
    gone = threading.Event()

    def listen() -> None:
        for line in sys.stdin:
            if line.strip() == "stop":
                break
        gone.set()

    def emit(event: dict) -> None:
        try:
            print(json.dumps(event, ensure_ascii=True), flush=True)
        except OSError:
            gone.set()

    threading.Thread(target=listen, name="pellucid-commands", daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        report = import_corpus(request, lambda state: emit({"event": "reading", **state}), gone.is_set)
    except Stopped:
        emit({"event": "cancelled"})
        return _INTERRUPTED
    except (ValueError, OSError, MemoryError) as error:
        emit({"event": "failed", "message": str(error), "languages": getattr(error, "counts", {}),
              "table": str(error.path) if isinstance(error, (ColumnsError, UndividedError)) else ""})
        return _USAGE_ERROR
    emit({"event": "imported", "out": report.out, "pairs": report.pairs, "kept": report.kept})
    return 0


def _beginning(preview: Preview) -> str:
    """The first rows of a table below the numbers of its columns."""
    rows = [[str(number + 1) for number in range(preview.columns)],
            *([short(cell, _SHOWN_CELL) for cell in row[:preview.columns]] for row in preview.rows)]
    widths = [max(len(row[number]) for row in rows if number < len(row)) for number in range(preview.columns)]
    return "\n".join("    " + " | ".join(map(str.ljust, row, widths)).rstrip() for row in rows)

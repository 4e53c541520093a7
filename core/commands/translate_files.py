"""`pellucid translate --file`: documents, each resumed where an earlier try was cut off."""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from core.commands.options import MUCH_TEXT, decode_config, must_be_new, progress, translator
from core.commands.steering import steer, steered_translator, wrong_language
from core.commands.window_events import Emit, as_events, next_message
from core.decoding.translator import Translator
from core.documents.job import Options, Report, translate_document
from core.documents.naming import beside, free_name

_TOLD_EVERY_S = 0.1
_PATIENCE_S = 5.0  # for the next document
_NICENESS = 5  # the window's own translations come first; a training beside does not starve it


def run(args: Namespace) -> int:
    if args.events:
        return as_events(lambda emit: _for_window(args, emit))
    if args.nbest > 1 or args.alignments or args.text is not None:
        raise ValueError("--nbest, --alignments and TEXT are for lines, not for documents")
    if args.out == "-" and sys.stdout is None:
        raise ValueError("stdout is closed; name a file with --out")
    sources = [Path(name) for name in args.files]
    if len(sources) == 1 and not _is_original(args.out, sources[0]):
        must_be_new(args)
    text = _first_readable(args, sources)
    if text is None:  # each has been said
        return 2
    engine = steered_translator(args, text)
    options = Options(decode_config(args, engine.model.card), args.column, args.into, args.header)
    failed = 0
    for source, target in zip(sources, _targets(args, sources, engine.model.tgt_lang), strict=True):
        try:
            report = _translate(source, target, engine, options, to_stdout=args.out == "-")
        except (ValueError, OSError) as error:
            if len(sources) == 1:
                raise
            print(f"pellucid: {error}", file=sys.stderr)
            failed += 1
            continue
        _tell(source, target, report, args)
    return 2 if failed else 0


def _for_window(args: Namespace, emit: Emit) -> None:
    """Documents for the list in the window, one after the other with the model loaded once: after each a line
    on stdin may bring the arguments of another, as a JSON list. Raises ValueError and OSError."""
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(_NICENESS)
    engine, loaded = None, None
    while args is not None:
        if not args.files or len(args.files) != 1 or not args.out or not args.model:
            raise ValueError("--events goes with one --file, --out and --model")
        text, wanted = _beginning(args, Path(args.files[0])), (args.model, args.into_language, args.weights)
        if engine is None or wanted != loaded:
            engine, loaded = translator(args, text, is_long=True), wanted
        steer(args, engine)
        _translate_for_window(args, engine, text, emit)
        emit({"event": "free"})
        args = _next(args)


def _next(args: Namespace) -> Namespace | None:
    from core.cli import parsed

    message = next_message(_PATIENCE_S)
    return parsed(json.loads(message)) if message is not None else None


def _translate_for_window(args: Namespace, engine: Translator, text: str, emit: Emit) -> None:
    told = 0.0

    def on_progress(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _TOLD_EVERY_S or done == total:
            told = now
            emit({"event": "progress", "done": done, "total": total})

    options = Options(decode_config(args, engine.model.card), args.column, args.into, args.header)
    report = translate_document(Path(args.files[0]), Path(args.out), engine, options, on_progress=on_progress)
    notes = [*wrong_language(text, engine.model.src_lang), *report.notes]
    emit({"event": "translated", **asdict(report), "notes": notes})


def _translate(source: Path, target: Path, engine: Translator, options: Options, to_stdout: bool) -> Report:
    report = None

    def work(target: Path) -> None:
        nonlocal report
        with progress(None, "sentence", source.name) as bar:
            report = translate_document(source, target, engine, options, on_progress=_progress(bar))

    if not to_stdout:
        work(target)
        return report
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / source.name
        work(made)
        sys.stdout.flush()
        sys.stdout.buffer.write(made.read_bytes())
    return report


def _progress(bar) -> Callable[[int, int], None]:
    def on_progress(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    return on_progress


def _targets(args: Namespace, sources: list[Path], tgt_lang: str) -> list[Path]:
    """A name for each result; none of them is there yet, unless --out names it or --replace was given."""
    if args.out in (None, "-"):
        targets = [beside(source, tgt_lang) for source in sources]
    elif len(sources) == 1 and not (Path(args.out).is_dir() or args.out.endswith(("/", os.sep))):
        return [Path(args.out)]
    else:
        targets = [Path(args.out) / source.name for source in sources]
    names = [target.resolve() for target in targets]
    if len(set(names)) < len(names):
        raise ValueError("two of these documents have the same name: translate them into different folders")
    if args.replace or args.out == "-":
        return targets
    made = [free_name(target, set(targets) - {target}) for target in targets]
    for wanted, target in zip(targets, made, strict=True):
        if target != wanted:
            print(f"{wanted}: is there already and is left as it is; the translation will be {target} "
                  "(--replace writes over it)", file=sys.stderr)
    return made


def _is_original(out: str | None, source: Path) -> bool:
    return bool(out) and os.path.exists(out) and source.exists() and os.path.samefile(out, source)


def _tell(source: Path, target: Path, report: Report, args: Namespace) -> None:
    if args.json and args.out != "-":
        facts = {"source": str(source), "target": str(target), **asdict(report)}
        print(json.dumps(facts, ensure_ascii=False))
        return
    print(f"{source}: {report.words()}", file=sys.stderr)
    for note in report.notes:
        print(f"{source}: {note}", file=sys.stderr)
    if report.same:
        print(f"{source}: unchanged: {', '.join(report.same_where)}", file=sys.stderr)


def _first_readable(args: Namespace, sources: list[Path]) -> str | None:
    """The beginning of the first document that can be read. Of several, none of which can, says why."""
    errors = []
    for source in sources:
        try:
            return _beginning(args, source)
        except (ValueError, OSError) as error:
            if len(sources) == 1:
                raise
            errors.append(error)
    for error in errors:
        print(f"pellucid: {error}", file=sys.stderr)
    return None


def _beginning(args: Namespace, path: Path) -> str:
    """Enough of a document to tell its language by, and whether it is long."""
    from core.documents.document import Languages
    from core.documents.reading import TABLES, read_bytes, read_document

    suffix = path.suffix.lower()
    if suffix == ".tmx" or (suffix in TABLES and args.model and not args.column):
        return ""
    document = read_document(path, read_bytes(path), Languages(), args.column, args.into, args.header)
    text = ""
    for unit in document.units:
        text += unit.text
        if len(text) > MUCH_TEXT:
            break
    return text

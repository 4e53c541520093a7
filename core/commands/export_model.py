"""`pellucid export-model`: a model as others read it, or as one file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from core.commands.window_events import Emit, as_events
from core.exporting import archive, huggingface


def run(args: Namespace) -> int:
    if args.events:
        return as_events(lambda emit: _export(args, emit))
    note = _export(args)
    print(f"written to {args.out}" + (f"\n{note}" if note else ""))
    return 0


def _export(args: Namespace, emit: Emit = lambda event: None) -> str:
    out, note = Path(args.out), ""
    if out.suffix == archive.SUFFIX:
        archive.export_archive(Path(args.model), out, replaces=args.replace)
    elif out.suffix in (".zip", ".tar", ".gz", ".tgz"):
        raise ValueError(f"{out}: expected a new folder, or a file that ends in {archive.SUFFIX}")
    else:
        note = huggingface.export_huggingface(Path(args.model), out)
    emit({"event": "exported", "out": str(out), "note": note})
    return note

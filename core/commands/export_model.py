"""`pellucid export-model`: a model as others read it, or as one file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from core.exporting import archive, huggingface


def run(args: Namespace) -> int:
    out = Path(args.out)
    if out.suffix == archive.SUFFIX:
        if out.exists():
            raise ValueError(f"{out}: there is such a file already; choose another name")
        archive.export_archive(Path(args.model), out)
    else:
        huggingface.export_huggingface(Path(args.model), out)
    print(f"written to {out}")
    return 0

"""`pellucid runs`: the runs of a folder."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from core.training.run_dir import RunError, RunInfo, list_runs


def run(args: Namespace) -> int:
    folder = Path(args.folder) if args.folder else _usual()
    if args.folder and not folder.is_dir():
        raise RunError(f"{folder}: expected a folder with runs")
    found = list_runs(folder)
    if args.json:
        print(json.dumps([{**asdict(info), "path": str(info.path)} for info in found], ensure_ascii=False,
                         indent=2))
    elif not found:
        print(f"no run in {folder}")
    else:
        print(table([("run", "status", "step", "best BLEU", "from", "folder", "note"), *map(_row, found)]))
    return 0


def _row(info: RunInfo) -> tuple[str, ...]:
    best = "-" if info.best_bleu is None else f"{info.best_bleu:.1f}"
    origin = info.lineage[-1] if info.lineage else info.preset
    status = f"{info.status}, rolled back" if info.rolled_back else info.status
    return info.name, status, str(info.step), best, origin, str(info.path), info.note


def table(rows: list[tuple[str, ...]]) -> str:
    """Columns as wide as their widest cell, the first row their heads."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                     for row in rows)


def _usual() -> Path:
    import platformdirs

    return platformdirs.user_data_path("Pellucid") / "runs"

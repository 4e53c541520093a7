"""`pellucid preflight`: what training each size on a corpus would take on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from backends.preparation import when_preparing
from core.commands.options import engine
from core.commands.train import chosen

_USAGE_ERROR = 2


def run(args: Namespace) -> int:
    if args.preset:
        from core.training.estimate import estimate

        if args.events:
            when_preparing(lambda: print(json.dumps({"event": "stage", "stage": "preparing"}), flush=True))
        try:
            keep = Path(args.tokenizer) if args.tokenizer else None
            found = estimate([Path(path) for path in args.corpus], args.preset, engine(args),
                             chosen(args.settings), keep).to_dict()
        except (ValueError, OSError, MemoryError) as error:
            if not args.events:
                raise
            print(json.dumps({"event": "failed", "message": str(error)}), flush=True)
            return _USAGE_ERROR
        if args.events:
            print(json.dumps({"event": "estimated", **found}), flush=True)
            return 0
        print(json.dumps(found, ensure_ascii=False) if args.json else _shown(found))
        return 0
    found = []
    for preset in ("tiny", "small", "base"):
        # A process each, so that the most memory is that of this size alone.
        command = [sys.executable, "-m", "core.cli", "preflight", *map(_absolute, args.corpus), "--preset",
                   preset, "--json", "--backend", args.backend]
        command += ["--workers", str(args.workers)] if args.workers else []
        command += [part for setting in args.settings for part in ("--set", setting)]
        done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False,
                              cwd=Path(__file__).parents[2], stdin=subprocess.DEVNULL)
        if done.returncode:
            return done.returncode if done.returncode > 0 else _USAGE_ERROR
        found.append(json.loads(done.stdout))
        if not args.json:
            print(_shown(found[-1]), flush=True)
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
    return 0


def _absolute(path: str) -> str:
    return str(Path(path).absolute())


def _shown(found: dict) -> str:
    lines = [f"{found['preset']}{' (suggested)' if found['suggested'] else ''}: an epoch takes "
             f"{_range(found['epoch_s'])}, {found['good_epochs']} epochs {_range(found['good_s'])}; "
             f"{found['peak_bytes'] / 1e9:.1f} GB of memory at the most ({found['timed_steps']} steps timed)",
             f"    {found['vocab_size']} pieces: {found['vocab_reason']}",
             f"    {' '.join(found['src_pieces'])}", f"    {' '.join(found['tgt_pieces'])}"]
    if found["unknown"]:
        lines.append(f"    characters left out of the vocabulary: {found['unknown']}")
    return "\n".join(lines)


def _range(seconds: list[float]) -> str:
    low, high = (_time(value) for value in seconds)
    return low if low == high else f"{low} to {high}"


def _time(seconds: float) -> str:
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"

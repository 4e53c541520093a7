"""`pellucid resume`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from core.commands.options import engine
from core.commands.training_output import follow
from core.training.loop import check_can_resume
from core.training.run_dir import RunDir


def run(args: Namespace) -> int:
    def find(stage) -> RunDir:
        run_dir = RunDir(Path(args.run))
        check_can_resume(run_dir)
        return run_dir

    return follow(find, lambda: engine(args), events=args.events)

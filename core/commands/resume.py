"""`pellucid resume`: goes on with a run, by the engine that trained it, and longer where that is asked."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import backends
from core.commands.options import engine
from core.commands.training_output import follow
from core.training.extension import check_can_resume, train_longer
from core.training.run_dir import RunDir
from core.training.same_engine import as_before


def run(args: Namespace) -> int:
    run_dir = RunDir(Path(args.run))

    def find(stage) -> RunDir:
        is_over = args.until and run_dir.info().status == "finished"
        if args.steps or args.time_budget or is_over:
            train_longer(run_dir, args.steps, args.time_budget)
        check_can_resume(run_dir)
        return run_dir

    if args.backend == "auto" and not backends.is_launched():
        backend, workers = as_before(run_dir.read_status().get("engine"))
        args.backend, args.workers = backend or "auto", args.workers or workers
    return follow(find, lambda: engine(args), events=args.events, until=args.until)

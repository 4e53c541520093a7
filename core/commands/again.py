"""`pellucid again`: a run once more, with another learning rate, seed or end."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from core.commands.options import engine
from core.commands.training_output import follow
from core.training.again import begin_again
from core.training.run_dir import RunDir


def run(args: Namespace) -> int:
    wanted = {"learning_rate": args.learning_rate, "seed": args.seed, "max_steps": args.steps,
              "time_budget_s": args.time_budget}
    changes = {name: value for name, value in wanted.items() if value is not None}
    return follow(lambda stage: begin_again(RunDir(Path(args.run)), Path(args.out), changes, args.name),
                  lambda: engine(args), events=args.events, until=args.until)

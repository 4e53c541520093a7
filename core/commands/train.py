"""`pellucid train` and `pellucid fine-tune`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from core.commands.options import engine
from core.commands.training_output import follow
from core.training.prepare import Request, prepare
from core.training.run_dir import RunDir


def run(args: Namespace) -> int:
    settings = {
        "seed": args.seed, "max_steps": args.steps, "time_budget_s": args.time_budget,
        "batch_tokens": args.batch_tokens, "learning_rate": args.learning_rate,
        "validate_every": args.validate_every,
    }
    request = Request(
        corpus=[Path(path) for path in args.corpus], out=Path(args.out),
        dev=[Path(path) for path in args.dev] if args.dev else None,
        preset=getattr(args, "preset", None), src_lang=args.src_lang, tgt_lang=args.tgt_lang,
        name=args.name, vocab_size=getattr(args, "vocab_size", None),
        init=Path(args.init) if hasattr(args, "init") else None,
        train={name: value for name, value in settings.items() if value is not None},
        **({"alone": args.alone} if getattr(args, "alone", None) else {}))

    def make(stage) -> RunDir:
        return prepare(request, stage)

    return follow(make, lambda: engine(args), events=args.events)

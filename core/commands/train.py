"""`pellucid train` and `pellucid fine-tune`."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from core.commands.options import engine
from core.commands.training_output import follow
from core.config import ConfigError, ModelConfig, TrainConfig
from core.training.prepare import Request, prepare
from core.training.run_dir import RunDir

# What the tokenizer and the imported model decide.
_SETTLED = {"vocab_size", "src_vocab_size", "pad_id", "bos_id", "eos_id", "unk_id", "banned_ids"}


def run(args: Namespace) -> int:
    settings = {
        "seed": args.seed, "max_steps": args.steps, "time_budget_s": args.time_budget,
        "batch_tokens": args.batch_tokens, "learning_rate": args.learning_rate,
        "validate_every": args.validate_every, "label_smoothing": args.label_smoothing,
        "ema_decay": args.ema, "patience": args.patience,
    }
    given = {name: value for name, value in settings.items() if value is not None}
    model, train = chosen(args.settings)
    if args.dropout is not None:
        model["dropout"] = args.dropout
    request = Request(
        corpus=[Path(path) for path in args.corpus], out=Path(args.out),
        dev=[Path(path) for path in args.dev] if args.dev else None,
        preset=getattr(args, "preset", None), src_lang=args.src_lang, tgt_lang=args.tgt_lang,
        name=args.name, vocab_size=getattr(args, "vocab_size", None),
        init=Path(args.init) if hasattr(args, "init") else None,
        train={**train, **given}, model=model,
        general=[Path(path) for path in getattr(args, "general", None) or []], mix=getattr(args, "mix", 0.0),
        **({"alone": args.alone} if getattr(args, "alone", None) else {}))

    def make(stage) -> RunDir:
        return prepare(request, stage)

    return follow(make, lambda: engine(args), events=args.events, until=args.until)


def chosen(settings: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """NAME=VALUE of --set as settings of the model and of the training. Raises ConfigError."""
    model: dict[str, Any] = {}
    train: dict[str, Any] = {}
    for setting in settings:
        name, _, text = setting.partition("=")
        kinds = [(into, config) for into, config in ((model, ModelConfig), (train, TrainConfig))
                 if name in config.__dataclass_fields__ and name not in _SETTLED]
        if not kinds or not text:
            known = sorted({*ModelConfig.__dataclass_fields__, *TrainConfig.__dataclass_fields__} - _SETTLED)
            raise ConfigError(f"--set {setting}: expected NAME=VALUE with one of: {', '.join(known)}")
        into, config = kinds[0]
        into[name] = config.value(name, _literal(text), f"--set {name}")
    return model, train


def _literal(text: str) -> Any:
    """true, 0.1, 3, null as JSON has them; all else is a word."""
    try:
        return json.loads(text)
    except ValueError:
        return text

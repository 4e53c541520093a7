"""`pellucid step`: the decoding of one sentence, step by step, in the terminal."""

from __future__ import annotations

import itertools
import json
import math
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from core.commands.options import translator
from core.decoding.session import DecodeSession
from core.formats.trace_file import write_trace
from core.recording import record
from core.text.tokenizer import Tokenizer

BAR_WIDTH = 24


def run(args: Namespace) -> int:
    engine = translator(args, args.text)
    session = engine.session(args.text, num_candidates=args.top)
    session.run()
    if args.trace:
        write_trace(Path(args.trace), record(args.text, session, engine.model))
    facts = describe(session, engine.model.tokenizer)
    print(json.dumps(facts, ensure_ascii=False, indent=2) if args.json else render(facts))
    source = engine.model.tokenizer.encode(args.text)
    if len(source.ids) > len(session.src_ids):
        print("longer than the model takes; its end was not read", file=sys.stderr)
    if source.unknown:
        print(f"never seen in training: {' '.join(dict.fromkeys(source.unknown))}", file=sys.stderr)
    return 0


def describe(session: DecodeSession, tokenizer: Tokenizer) -> dict[str, Any]:
    """The current path as plain data: source tokens, each step's input, candidates and choice."""

    def text(token_id: int) -> str:
        return tokenizer.piece(token_id).text

    path = session.path()
    steps = []
    for before, after in itertools.pairwise(path):
        steps.append({
            "position": before.position,
            "tgt_in": [text(token_id) for token_id in before.tgt_in_ids],
            "candidates": [
                {"token": text(candidate.token_id), "id": candidate.token_id,
                 "prob": math.exp(candidate.log_prob), "log_prob": candidate.log_prob}
                for candidate in before.candidates],
            "rest_prob": before.rest_prob,
            "choice": text(after.tgt_in_ids[-1]),
            "choice_id": after.tgt_in_ids[-1],
            "choice_log_prob": after.token_log_prob,
        })
    end = path[-1]
    return {"src": [tokenizer.source_piece(token_id).text for token_id in session.src_ids], "steps": steps,
            "text": tokenizer.decode(end.tgt_in_ids), "log_prob": end.log_prob, "finished": end.finished}


def render(facts: dict[str, Any]) -> str:
    """The same for reading."""
    lines = ["source   " + " | ".join(facts["src"]), ""]
    for step in facts["steps"]:
        lines.append(f"step {step['position'] + 1}   decoder input   " + " | ".join(step["tgt_in"]))
        for candidate in step["candidates"]:
            bar = "█" * round(candidate["prob"] * BAR_WIDTH)
            mark = "→" if candidate["id"] == step["choice_id"] else " "
            lines.append(f"  {mark} {candidate['prob']:7.2%}  {candidate['log_prob']:7.2f}  "
                         f"{bar:<{BAR_WIDTH}}  {candidate['token']}")
        lines += [f"    {step['rest_prob']:7.2%}  all other tokens", f"  choice   {step['choice']}", ""]
    lines.append(f"{facts['text']}   (log p {facts['log_prob']:.2f})")
    return "\n".join(lines)

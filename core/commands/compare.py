"""`pellucid compare`: runs side by side, or one run's model before and after."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from core.commands.runs import table
from core.training.before_after import CLEAR, report
from core.training.decision import keep, roll_back
from core.training.run_dir import RunDir, RunError
from core.training.side_by_side import side_by_side

SHOWN = 10  # changed sentences


def run(args: Namespace) -> int:
    runs = [RunDir(Path(path)) for path in args.runs]
    if args.roll_back or args.keep:
        if len(runs) > 1:
            raise RunError("--roll-back and --keep are for one run")
        roll_back(runs[0]) if args.roll_back else keep(runs[0])
        print(f"{runs[0].path}: now the model of before" if args.roll_back
              else f"{runs[0].path}: now the tuned model")
        return 0
    if len(runs) == 1:
        facts = report(runs[0])
        print(json.dumps(facts, ensure_ascii=False, indent=2) if args.json else _before_after(facts))
    else:
        columns = side_by_side(runs)
        print(json.dumps(columns, ensure_ascii=False, indent=2) if args.json
              else _columns(columns, args.runs))
    return 0


def _columns(columns: list[dict[str, Any]], folders: list[str]) -> str:
    def cell(value: Any) -> str:
        if value is None or value == []:
            return "-"
        if isinstance(value, bool):
            return str(value).lower()  # as in run.json
        return f"{value:.4g}" if isinstance(value, float) else " > ".join(value) if isinstance(
            value, list) else str(value)

    rows = [("", *(column["name"] for column in columns)), ("folder", *folders)]
    rows += [(name.replace("_", " "), *(cell(column[name]) + _over_others(name, column)
                                            for column in columns))
             for name in ("status", "step", "best_bleu", "best_step", "lineage", "note")]
    rows += [(name, *(cell(column["differs"][name]) + _of_others(name, column) for column in columns))
             for name in columns[0]["differs"]]
    return table(rows)


def _over_others(name: str, column: dict[str, Any]) -> str:
    """Scores over other sentences are not to be held against one another."""
    is_one = name == "best_bleu" and column[name] is not None and column["other_sentences"]
    return " (other sentences)" if is_one else ""


def _of_others(name: str, column: dict[str, Any]) -> str:
    """Files of one name need not hold the same pairs, nor those of two names others."""
    return " (other pairs)" if name == "corpus" and column["other_pairs"] else ""


def _before_after(facts: dict[str, Any]) -> str:
    lines = [f"before: step {facts['before_step']}; after: the best, step {facts['after_step']}"]
    if facts["after_step"] == facts["before_step"]:
        lines.append("no validation was better than before the first step: the run's model is the one that "
                     "it started from")
    for part, words in (("dev", "validation"), ("general", "general")):
        found = facts[part]
        if found is None:
            continue
        lines.append(f"{words}, {found['sentences']} sentences, {len(found['changed'])} of them translated "
                     "otherwise")
        lines += [f"  {name:<4}  {_figure(found[score], 'before')}  ->  {_figure(found[score], 'after')}   "
                  f"{_clear(found[score])}"
                  for name, score in (("BLEU", "bleu"), ("chrF", "chrf"))]
    lines.append("  (95 % intervals and p by sacrebleu's paired bootstrap, 1000 resamples)")
    for row in facts["dev"]["changed"][:SHOWN]:
        lines += ["", f"  {row['src']}", f"  {_marks(row['words'])}", f"  = {row['refs'][0]}"]
    more = len(facts["dev"]["changed"]) - SHOWN
    return "\n".join([*lines, *([f"\n  and {more} more; --json has them all"] if more > 0 else [])])


def _figure(score: dict[str, float], which: str) -> str:
    return f"{score[which]:.1f} (±{score[which + '_ci']:.1f})"


def _clear(score: dict[str, float]) -> str:
    if score["before"] == score["after"]:
        return "no difference"
    return f"p = {score['p_value']:.3f}" + ("" if score["p_value"] < CLEAR else ", may be chance")


def _marks(words: list[tuple[str, str]]) -> str:
    """[-gone-]{+new+}, as in `git diff --word-diff`; a space before the next word stays outside."""
    signs = {"gone": ("[-", "-]"), "new": ("{+", "+}")}
    text = ""
    for kind, part in words:
        start, end = signs.get(kind, ("", ""))
        space = part[len(part.rstrip()):]
        text += f"{start}{part.rstrip()}{end}{space}"
    return text

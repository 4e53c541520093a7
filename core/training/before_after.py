"""Before and after: the same sentences by the model that a run began with and by its best, compared."""

from __future__ import annotations

import contextlib
import difflib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.formats import atomic
from core.metrics import tokenizer_for
from core.training import outputs
from core.training.run_dir import RunDir, RunError

FILE = "report.json"
RESAMPLES = 1000
CLEAR = 0.05  # a difference with a lower p-value is not put down to chance


@dataclass(frozen=True)
class Compared:
    """Percent. `mean` and `ci`: over 1,000 bootstrap resamples, the mean and half the width of the interval
    that holds 95 % of them; p_value: of sacrebleu's paired bootstrap test (Koehn 2004)."""

    before: float
    before_mean: float
    before_ci: float
    after: float
    after_mean: float
    after_ci: float
    p_value: float

    @property
    def is_clear(self) -> bool:
        return self.p_value < CLEAR


def report(run: RunDir) -> dict[str, Any]:
    """{"before_step", "after_step", "dev": {"sentences", "bleu", "chrf", "changed"}, "general": ... or None}.

    bleu and chrf are the members of Compared; changed has a row a sentence that is translated otherwise,
    {"src", "refs", "before", "after", "words"}, `words` as `marked` gives them. Raises RunError.
    """
    lang = run.read_spec().tgt_lang
    before, after = outputs.read(run.path, outputs.BEFORE), outputs.read(run.path, outputs.BEST)
    parts = {part: _part(run, before[part], after[part], lang) if before[part] else None
             for part in outputs.PARTS}
    return {"before_step": before["step"], "after_step": after["step"], **parts}


def write_report(run: RunDir) -> None:
    """Keeps the report in the run's folder, where it has what it takes: a window then need not resample."""
    with contextlib.suppress(RunError):
        atomic.write_text(run.path / FILE, json.dumps(report(run), ensure_ascii=False) + "\n")


def read_report(path: Path) -> dict[str, Any] | None:
    """The report in a run's folder as `report` made it; None where there is none that can be used."""
    try:
        found = json.loads((path / FILE).read_text(encoding="utf-8"))
        for part in (found["dev"], found["general"]):
            for score in ("bleu", "chrf"):
                if part is not None:
                    Compared(**{name: float(value) for name, value in part[score].items()})
            for row in part["changed"] if part is not None else ():
                texts = [row["src"], *(text for _, text in row["words"])]
                if not all(isinstance(text, str) for text in texts):
                    return None
        return found if found["dev"] else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _part(run: RunDir, before: list[dict], after: list[dict], lang: str) -> dict[str, Any]:
    if [row["src"] for row in before] != [row["src"] for row in after]:
        raise RunError(f"{run.path / 'outputs'}: before and best are translations of different sentences")
    scores = compare([row["out"] for row in before], [row["out"] for row in after],
                     [row["refs"] for row in before], lang)
    changed = [{"src": old["src"], "refs": old["refs"], "before": old["out"], "after": new["out"],
                "words": marked(old["out"], new["out"])}
               for old, new in zip(before, after, strict=True) if old["out"] != new["out"]]
    return {"sentences": len(before), **{name: asdict(scores[name]) for name in scores}, "changed": changed}


def compare(before: list[str], after: list[str], references: list[list[str]],
            lang: str = "") -> dict[str, Compared]:
    """{"bleu", "chrf"} of two translations of the same sentences, of one reference or more each."""
    from sacrebleu.metrics import BLEU, CHRF
    from sacrebleu.significance import PairedTest

    most = max(map(len, references))
    by_number = [[refs[i] if i < len(refs) else None for refs in references] for i in range(most)]
    metrics = {"BLEU": BLEU(tokenize=tokenizer_for(lang, references)), "CHRF": CHRF()}
    _, found = PairedTest([("before", before), ("after", after)], metrics, by_number, test_type="bs",
                          n_samples=RESAMPLES)()
    compared = {}
    for name, metric in (("bleu", "BLEU"), ("chrf", "chrF2")):
        old, new = found[metric]
        # Of equal scores sacrebleu's test counts no resample that differs more, and calls that certain.
        p_value = 1.0 if old.score == new.score else new.p_value
        compared[name] = Compared(*(float(value) for value in (
            old.score, old.mean, old.ci, new.score, new.mean, new.ci, p_value)))
    return compared


def marked(before: str, after: str) -> list[tuple[str, str]]:
    """What went, what came and what stayed, in order: [("same" | "gone" | "new", text), ...].

    By words; where a script writes no spaces, by characters.
    """
    old, new = _words(before), _words(after)
    parts = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(old[a:b])))
            continue
        parts += [("gone", "".join(old[a:b]))] if b > a else []
        parts += [("new", "".join(new[c:d]))] if d > c else []
    return parts


def _words(text: str) -> list[str]:
    """Pieces that join to the text: a word takes the space behind it along."""
    return re.findall(r"[぀-ヿ㐀-鿿]\s*|[^\s぀-ヿ㐀-鿿]+\s*|\s+", text)

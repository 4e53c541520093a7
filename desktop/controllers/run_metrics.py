"""What a run's events add up to: the series of its charts, its samples and its newest facts. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

MAX_POINTS = 1000  # of a curve; more than a chart has pixels tells nothing
STEADY = 1.2  # a speed is called steady while its highest is at most so many times its lowest
SMOOTHING_SHARE = 50  # a smoothed point is the mean of one part in 50 of the curve to either side


@dataclass(frozen=True)
class Sample:
    """One validation sentence as it was translated at one step."""

    step: int
    src: str
    ref: str
    out: str
    confidence: float  # 0 to 1
    tokens: tuple[tuple[str, float], ...] = ()  # of a pinned sentence: each piece and its probability


@dataclass(frozen=True)
class Validation:
    step: int
    dev_loss: float
    bleu: float
    chrf: float
    is_best: bool  # so far, as the core judged it
    samples: tuple[Sample, ...]
    general_bleu: float | None = None  # of sentences of all sorts, where the run watches some
    train_loss: float | None = None  # the mean since the validation before
    num_scored: int = 0  # sentences that were translated for the BLEU; 0 where the run did not note it


@dataclass
class LossCurve:
    """Train loss over steps: a point is the mean of `_stride` reports, and the stride doubles whenever
    there are more points than a chart has pixels."""

    steps: list[int] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    _stride: int = 1
    _open: list[float] = field(default_factory=list)  # reports of the point that is being made

    def add(self, step: int, loss: float) -> None:
        if self.steps and step <= self.steps[-1]:
            self._forget_from(step)
        self._open.append(loss)
        if len(self._open) < self._stride:
            return
        self.steps.append(step)
        self.raw.append(sum(self._open) / len(self._open))
        self._open.clear()
        if len(self.steps) > MAX_POINTS:
            even = len(self.steps) // 2 * 2
            self.raw = [(self.raw[i] + self.raw[i + 1]) / 2 for i in range(0, even, 2)]
            self.steps = self.steps[1:even:2]
            self._stride *= 2

    def smooth(self) -> list[float]:
        """The mean of the points around each: no lag, unlike an average of what came before."""
        sums = [0.0, *accumulate(self.raw)]
        last, half = len(self.raw) - 1, max(2, len(self.raw) // SMOOTHING_SHARE)
        means = []
        for i in range(len(self.raw)):
            low, high = i - min(i, half), min(last, i + min(i, half))
            means.append((sums[high + 1] - sums[low]) / (high + 1 - low))
        return means

    def _forget_from(self, step: int) -> None:
        """A resumed run goes on from its checkpoint: what came after it is trained again."""
        self._open.clear()
        while self.steps and self.steps[-1] >= step:
            self.steps.pop()
            self.raw.pop()


class RunMetrics:
    """Grows by `add`, one event at a time, in the order in which they were stored or arrive."""

    def __init__(self, events: Iterable[dict] = ()):
        self.loss = LossCurve()
        self.validations: list[Validation] = []
        self.started: dict = {}  # the newest event of each kind, {} before the first
        self.progress: dict = {}
        self.saved_step: int | None = None
        self.report: dict | None = None  # before and after, of a run that tuned a model and has ended
        self.is_rolled_back = False
        self.diverged_step: int | None = None  # where the loss was no number any more
        self.returns: list[int] = []  # steps to which it went back, when it had gone astray
        self._speeds: tuple[float, float, float] | None = None  # since which second; lowest, highest since
        for event in events:
            self.add(event)

    def add(self, event: dict) -> None:
        kind = event.get("event")
        if kind == "started":
            self.started = event
            self.is_rolled_back = False  # a training that goes on takes the tuned model again
        elif kind == "progress":
            self._add_progress(event)
        elif kind == "validated":
            self._add_validation(event)
        elif kind == "saved":
            self.saved_step = event.get("step")
        elif kind == "warning" and isinstance(event.get("step"), int):
            self.returns.append(event["step"])  # of the warnings, only these name a step

    @property
    def best(self) -> Validation | None:
        """The validation whose model is kept."""
        return next((validation for validation in reversed(self.validations) if validation.is_best), None)

    @property
    def step(self) -> int:
        newest = [self.progress.get("step", 0)]
        newest += [validation.step for validation in self.validations[-1:]]
        return max(newest)

    @property
    def steady_s(self) -> float:
        """For how many seconds of training the speed has stayed within a fifth of itself."""
        return _number(self.progress.get("seconds")) - self._speeds[0] if self._speeds else 0.0

    def history_of(self, src: str) -> list[Sample]:
        """How the translation of one sentence changed over the validations, oldest first."""
        return [sample for validation in self.validations for sample in validation.samples
                if sample.src == src]

    def _add_progress(self, event: dict) -> None:
        step, loss = event.get("step"), _number(event.get("loss"))
        if not isinstance(step, int):
            return
        self.progress = event
        self._follow_speed(_number(event.get("seconds")), _number(event.get("tokens_per_s")))
        if math.isfinite(loss):
            self.loss.add(step, loss)
            self.diverged_step = None
        elif self.diverged_step is None:
            self.diverged_step = step

    def _follow_speed(self, seconds: float, speed: float) -> None:
        if not (math.isfinite(seconds) and speed > 0):
            return
        since, low, high = self._speeds or (seconds, speed, speed)
        low, high = min(low, speed), max(high, speed)
        # Time that went back is a run resumed from an older checkpoint.
        is_steady = high <= STEADY * low and seconds >= since
        self._speeds = (since, low, high) if is_steady else (seconds, speed, speed)

    def _add_validation(self, event: dict) -> None:
        step = event.get("step")
        if not isinstance(step, int):
            return
        while self.validations and self.validations[-1].step >= step:
            self.validations.pop()
        samples = tuple(
            Sample(step, str(sample.get("src", "")), str(sample.get("ref", "")), str(sample.get("out", "")),
                   min(1.0, max(0.0, _number(sample.get("confidence"), 0.0))), _tokens(sample))
            for sample in event.get("samples") or () if isinstance(sample, dict))
        self.validations.append(Validation(step, _number(event.get("dev_loss")),
                                           _number(event.get("bleu"), 0.0),
                                           _number(event.get("chrf"), 0.0), bool(event.get("best")), samples,
                                           _general_bleu(event), _train_loss(event), _count(event)))


def _train_loss(event: dict) -> float | None:
    loss = _number(event.get("loss"))
    return loss if math.isfinite(loss) else None


def _count(event: dict) -> int:
    scored = event.get("scored")
    return scored if type(scored) is int and scored > 0 else 0


def _tokens(sample: dict) -> tuple[tuple[str, float], ...]:
    tokens, probs = sample.get("tokens"), sample.get("probs")
    if not isinstance(tokens, list) or not isinstance(probs, list) or len(tokens) != len(probs):
        return ()
    return tuple((str(token), _number(prob, 0.0)) for token, prob in zip(tokens, probs, strict=True))


def _general_bleu(event: dict) -> float | None:
    general = event.get("general")
    bleu = _number(general.get("bleu")) if isinstance(general, dict) else math.nan
    return bleu if math.isfinite(bleu) else None


def _number(value: object, missing: float = math.nan) -> float:
    """JSON has no NaN: a diverged loss arrives as null or as a word."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else missing

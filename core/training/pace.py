"""Speed and time left, from the recent past only: the whole history is wrong after any pause."""

from __future__ import annotations

from collections import deque

WINDOW_S = 60.0
SETTLED_S, SETTLED_STEPS = 2.0, 3  # before so much has been measured, no time left is given
SLICE_S, SLICES = 10.0, 6  # the pace of each of the last minute's slices: what it varies between
UNTRAINED = 0.6  # of the time that the translations of an untrained model take, which end no sentence


class Pace:
    """Told of each step's tokens and seconds; pauses and validations are not steps."""

    def __init__(self):
        self._steps: deque[tuple[int, float]] = deque()
        self._count = 0  # of all steps
        self._first: float | None = None  # seconds of the first step, while it is one of them
        self._tokens = 0
        self._seconds = 0.0
        self._validation = 0.0
        self._slice = [0, 0.0]  # steps and seconds of the slice under way
        self._slices: deque[float] = deque(maxlen=SLICES)  # seconds a step

    def add(self, tokens: int, seconds: float) -> None:
        self._count += 1
        if self._count == 1:
            self._first = seconds
        self._steps.append((tokens, seconds))
        self._tokens += tokens
        self._seconds += seconds
        self._slice = [self._slice[0] + 1, self._slice[1] + seconds]
        if self._slice[1] >= SLICE_S:
            self._slices.append(self._slice[1] / self._slice[0])
            self._slice = [0, 0.0]
        while len(self._steps) > 1 and self._seconds - self._steps[0][1] > WINDOW_S:
            old_tokens, old_seconds = self._steps.popleft()
            self._tokens -= old_tokens
            self._seconds -= old_seconds
            self._first = None

    def add_validation(self, seconds: float, is_untrained: bool = False) -> None:
        """Only the newest tells. An untrained model's takes longest, and compiles what the others use."""
        self._validation = seconds * UNTRAINED if is_untrained else seconds

    @property
    def tokens_per_s(self) -> float:
        return self._tokens / self._seconds if self._seconds else 0.0

    def seconds_left(self, steps_left: int, budget_left_s: float | None,
                     validations_left: int = 0) -> float | None:
        """To the last step, or to the end of the budget and the validation that follows it; None while too
        little has been measured to say."""
        if self._seconds < SETTLED_S or self._count < SETTLED_STEPS:
            return None
        return self._to_an_end(self._step_s, steps_left, budget_left_s, validations_left)

    def range_left(self, steps_left: int, budget_left_s: float | None,
                   validations_left: int = 0) -> list[float] | None:
        """[from, to]: at the fastest and the slowest pace of the last minute's slices of 10 s."""
        likely = self.seconds_left(steps_left, budget_left_s, validations_left)
        if likely is None:
            return None
        ends = [self._to_an_end(pace, steps_left, budget_left_s, validations_left)
                for pace in (min(self._slices, default=None), max(self._slices, default=None)) if pace]
        return [min([likely, *ends]), max([likely, *ends])]

    @property
    def _step_s(self) -> float:
        """Of a step; the first of all is left out, which finds nothing warm and may compile."""
        if self._first is None:
            return self._seconds / len(self._steps)
        return (self._seconds - self._first) / (len(self._steps) - 1)

    def _to_an_end(self, step_s: float, steps_left: int, budget_left_s: float | None,
                   validations_left: int) -> float:
        steps = steps_left * step_s + validations_left * self._validation
        return steps if budget_left_s is None else min(steps, max(0.0, budget_left_s) + self._validation)

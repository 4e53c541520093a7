"""Speed and time left, from the recent past only: the whole history is wrong after any pause."""

from __future__ import annotations

from collections import deque

WINDOW_S = 60.0
SETTLED_S = 5.0  # before this much has been measured, no time left is given
SLICE_S, SLICES = 10.0, 6  # the pace of each of the last minute's slices: what it varies between
UNTRAINED = 0.5  # of the time that the translations of an untrained model take, which end no sentence


class Pace:
    """Told of each step's tokens and seconds; pauses and validations are not steps."""

    def __init__(self):
        self._steps: deque[tuple[int, float]] = deque()
        self._tokens = 0
        self._seconds = 0.0
        self._validation = 0.0
        self._slice = [0, 0.0]  # steps and seconds of the slice under way
        self._slices: deque[float] = deque(maxlen=SLICES)  # seconds a step

    def add(self, tokens: int, seconds: float) -> None:
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

    def add_validation(self, seconds: float, is_untrained: bool = False) -> None:
        """Only the newest tells. An untrained model's takes longest, and compiles what the others use."""
        self._validation = seconds * UNTRAINED if is_untrained else seconds

    @property
    def tokens_per_s(self) -> float:
        return self._tokens / self._seconds if self._seconds else 0.0

    def seconds_left(self, steps_left: int, budget_left_s: float | None,
                     validations_left: int = 0) -> float | None:
        """To the last step or the end of the budget; None while too little has been measured to say."""
        if self._seconds < SETTLED_S:
            return None
        steps = steps_left * self._seconds / len(self._steps) + validations_left * self._validation
        return steps if budget_left_s is None else min(steps, max(0.0, budget_left_s))

    def range_left(self, steps_left: int, budget_left_s: float | None,
                   validations_left: int = 0) -> list[float] | None:
        """[from, to]: at the fastest and the slowest pace of the last minute's slices of 10 s."""
        likely = self.seconds_left(steps_left, budget_left_s, validations_left)
        if likely is None:
            return None
        ends = [steps_left * pace + validations_left * self._validation
                for pace in (min(self._slices, default=None), max(self._slices, default=None)) if pace]
        if budget_left_s is not None:
            ends = [min(end, max(0.0, budget_left_s)) for end in ends]
        return [min([likely, *ends]), max([likely, *ends])]

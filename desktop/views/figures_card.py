"""Five figures of a run in a row: time left, speed, best validation, memory, step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.controllers.active_run import ActiveRun
from desktop.controllers.run_metrics import RunMetrics
from desktop.controllers.runs import Run
from desktop.theme import numbers
from desktop.theme.style import mark
from desktop.views import run_words
from desktop.widgets.card import text

STEADY_S = 60  # from here on it is worth saying


class Figure(QWidget):
    """What it is, how much, and a word to it."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.name, self.value = text("caption", self), text("figure", self)
        self.unit, self.note = text("body2", self), text("note", self)
        row = QHBoxLayout()
        row.setSpacing(4)
        for label in (self.value, self.unit):
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.name)
        layout.addLayout(row)
        layout.addWidget(self.note)

    def show_figure(self, value: str, unit: str = "", note: str = "") -> None:
        self.value.setText(value)
        self.unit.setText(unit)
        self.note.setText(note)
        self.setAccessibleName(" ".join(part for part in (self.name.text(), value, unit, note) if part))


class FiguresCard(QFrame):
    def __init__(self, total_memory: int, parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, card="true")
        self._total_memory = total_memory
        self.time, self.speed, self.best, self.memory, self.step = (Figure(self) for _ in range(5))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(16)
        for index, figure in enumerate((self.time, self.speed, self.best, self.memory, self.step)):
            if index:
                rule = mark(QFrame(self), line="true")
                rule.setFixedWidth(1)
                layout.addWidget(rule)
            layout.addWidget(figure, 1)

    def show_run(self, run: Run, metrics: RunMetrics, active: ActiveRun | None) -> None:
        self.speed.name.setText(self.tr("Speed"))
        self.best.name.setText(self.tr("Best validation"))
        self.memory.name.setText(self.tr("Memory"))
        self.step.name.setText(self.tr("Step"))
        self._show_time(metrics, active)
        self._show_best(run, metrics)
        progress = metrics.progress
        speed = progress.get("tokens_per_s")
        tokens = progress.get("tokens")
        read = self.tr("{} tokens so far").format(numbers.short(tokens)) if tokens else ""
        figure = (numbers.thousands(round(speed)), self.tr("tokens/s")) if speed else ("–", "")
        is_steady = active is not None and metrics.steady_s >= STEADY_S
        self.speed.show_figure(*figure, self.tr("steady for {}").format(run_words.duration(metrics.steady_s))
                               if is_steady else read)
        self.speed.setToolTip(read)
        memory = progress.get("memory")
        total = self.tr("of {} {}").format(*run_words.gigabytes(self._total_memory)) if active else ""
        self.memory.show_figure(*(run_words.gigabytes(memory) if memory else ("–", "")), total)
        step = max(run.step, metrics.step)
        self.step.show_figure(numbers.thousands(step), "", self.tr("of at most {}").format(
            numbers.thousands(run.max_steps)) if run.max_steps else "")

    def _show_time(self, metrics: RunMetrics, active: ActiveRun | None) -> None:
        seconds = metrics.progress.get("seconds")
        spent = self.tr("{} so far").format(run_words.duration(seconds)) if seconds else ""
        if active is None:
            self.time.name.setText(self.tr("Time"))
            self.time.show_figure(*(run_words.time_figure(seconds) if seconds else ("–", "")))
            return
        self.time.name.setText(self.tr("Time left"))
        left = active.seconds_left
        if left is None:
            self.time.show_figure("–", self.tr("measuring…"), spent)
        else:
            self.time.show_figure(*run_words.time_range(*left), spent)

    def _show_best(self, run: Run, metrics: RunMetrics) -> None:
        best = metrics.best
        if best is not None:
            self.best.show_figure(f"{best.bleu:.1f}", "BLEU",
                                  self.tr("step {}").format(numbers.thousands(best.step)))
        elif run.best_bleu is not None:
            self.best.show_figure(f"{run.best_bleu:.1f}", "BLEU",
                                  self.tr("step {}").format(numbers.thousands(run.best_step)))
        else:
            self.best.show_figure("–")

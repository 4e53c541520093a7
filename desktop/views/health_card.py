"""How the training does, in plain facts that its numbers carry; no prophecy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from desktop.controllers.active_run import ActiveRun
from desktop.controllers.health import Health, Trend, judge
from desktop.controllers.run_metrics import RunMetrics
from desktop.controllers.runs import Run
from desktop.theme import numbers
from desktop.theme.style import mark
from desktop.views import run_words
from desktop.widgets.card import Card, line, text

ROWS = ("general", "grad_norm", "learning_rate", "epoch", "saved")


class HealthCard(Card):
    """A verdict, a sentence or two, and the numbers behind them."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.verdict = mark(QLabel(self), tag="plain")
        self.title_row.addWidget(self.verdict)
        self.sentence = text("caption", self, wrap=True)
        self._watch_row = QWidget(self)
        self._watch_tag = mark(QLabel(self._watch_row), tag="watch")
        self.watch = text("caption", self._watch_row, wrap=True)
        watch = QHBoxLayout(self._watch_row)
        watch.setContentsMargins(0, 0, 0, 0)
        watch.setSpacing(8)
        watch.addWidget(self._watch_tag, 0, Qt.AlignmentFlag.AlignTop)
        watch.addWidget(self.watch, 1)
        self._rows = QGridLayout()
        self._rows.setVerticalSpacing(7)
        self._names = {key: text("caption", self) for key in ROWS}
        self.values = {key: text("", self) for key in ROWS}
        for row, key in enumerate(ROWS):
            self._rows.addWidget(self._names[key], row, 0)
            self._rows.addWidget(self.values[key], row, 1, Qt.AlignmentFlag.AlignRight)
        self._rows.setColumnStretch(0, 1)
        self.body.addWidget(self.sentence)
        self.body.addWidget(self._watch_row)
        self.body.addSpacing(2)
        self.body.addWidget(line(self))
        self.body.addLayout(self._rows)
        self.body.addStretch(1)

    def retranslate(self) -> None:
        self.set_title(self.tr("Health"))
        self._watch_tag.setText(self.tr("watch"))
        words = {"general": self.tr("General BLEU"), "grad_norm": self.tr("Gradient norm"),
                 "learning_rate": self.tr("Learning rate"), "epoch": self.tr("Epoch"),
                 "saved": self.tr("Saved")}
        for key, label in self._names.items():
            label.setText(words[key])

    def show_run(self, run: Run, metrics: RunMetrics, active: ActiveRun | None) -> None:
        health = judge(metrics)
        self._show_verdict(health)
        watch = self._watch_words(health)
        self.watch.setText(watch)
        self._watch_row.setVisible(bool(watch))
        progress = metrics.progress
        watched = [(v.step, v.general_bleu) for v in metrics.validations if v.general_bleu is not None]
        for label in (self._names["general"], self.values["general"]):
            label.setVisible(bool(watched))
        values = {
            "general": self._general_words(watched),
            "grad_norm": f"{progress['grad_norm']:.2f}" if progress.get("grad_norm") is not None else "–",
            "learning_rate": run_words.rate(progress["learning_rate"]) if progress.get("learning_rate")
            else "–",
            "epoch": f"{progress['epoch']:.1f}" if progress.get("epoch") is not None else "–",
            "saved": self._saved_words(run, active),
        }
        for key, value in values.items():
            self.values[key].setText(value)

    def _show_verdict(self, health: Health) -> None:
        change = f"{abs(health.change):.2f}"
        since = numbers.thousands(health.since)
        word, tag, sentence = {
            Trend.TOO_EARLY: (self.tr("Too early to say"), "plain",
                              self.tr("Three validations are needed before a trend shows.")),
            Trend.FALLING: (self.tr("Learning"), "ok",
                            self.tr("Validation loss is falling: {change} lower than at step {since}.")),
            Trend.FLAT: (self.tr("Level"), "plain",
                         self.tr("Validation loss has hardly moved ({change}) since step {since}.")),
            Trend.RISING: (self.tr("Validation rises"), "watch",
                           self.tr("Validation loss is rising: {change} higher than at step {since}.")),
        }[health.trend]
        self.verdict.setText(word)
        mark(self.verdict, tag=tag)
        self.sentence.setText(sentence.format(change=change, since=since))

    def _watch_words(self, health: Health) -> str:
        if health.trend is Trend.TOO_EARLY:
            return ""
        if health.trend is not Trend.FALLING and health.is_train_falling:
            return self.tr("Training loss falls on while validation does not: the model may be learning "
                           "its sentences by heart. More sentences help most.")
        if health.is_bleu_stalled:
            return self.tr("The best BLEU was at step {}. That model is kept.").format(
                numbers.thousands(health.best_step))
        return ""

    def _general_words(self, watched: list[tuple[int, float]]) -> str:
        """What it was before the first step, and is now: what a fine-tuning forgets."""
        if not watched:
            return ""
        (first, before), (_, now) = watched[0], watched[-1]
        if first or len(watched) == 1:
            return f"{now:.1f}"
        return self.tr("{now}, was {before}").format(now=f"{now:.1f}", before=f"{before:.1f}")

    def _saved_words(self, run: Run, active: ActiveRun | None) -> str:
        ago = active.saved_ago_s if active else None
        if ago is not None:
            return self.tr("{} ago").format(run_words.duration(ago))
        return self.tr("step {}").format(numbers.thousands(run.saved_step)) if run.saved_step else "–"

"""How the training does, in plain facts that its numbers carry, and what to do about it; no prophecy."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from core.training.divergence import ROLLBACKS
from desktop.controllers.active_run import ActiveRun
from desktop.controllers.health import Health, State, judge
from desktop.controllers.run_metrics import RunMetrics
from desktop.controllers.runs import Run, Status
from desktop.theme import numbers
from desktop.theme.style import mark
from desktop.views import run_words
from desktop.widgets.card import Card, line, text

LITTLE = 1.0  # BLEU
FORGOTTEN = 2.0  # BLEU on general sentences that is missed
ROWS = ("general", "grad_norm", "learning_rate", "epoch", "saved")


class HealthCard(Card):
    """A verdict, a sentence or two, and the numbers behind them."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.verdict = mark(text("", self), tag="plain")
        self.title_row.addWidget(self.verdict)
        self.sentence = text("caption", self, wrap=True)
        self._watch_row = QWidget(self)
        self._watch_tag = mark(text("", self._watch_row), tag="watch")
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
        words = {"general": self.tr("General BLEU"), "grad_norm": self.tr("Gradient norm"),
                 "learning_rate": self.tr("Learning rate"), "epoch": self.tr("Epoch"),
                 "saved": self.tr("Saved")}
        for key, label in self._names.items():
            label.setText(words[key])

    def show_run(self, run: Run, metrics: RunMetrics, active: ActiveRun | None) -> None:
        health = judge(metrics, run.status is Status.FAILED)
        self._show_verdict(health)
        advice = self._advice(health, is_over=not run.status.is_active)
        self.watch.setText(advice)
        self._watch_row.setVisible(bool(advice))
        is_well = (health.state is State.LEARNING and health.went_back_to is None
                   and health.forgot < FORGOTTEN)
        self._watch_tag.setText(self.tr("to do") if is_well else self.tr("watch"))
        mark(self._watch_tag, tag="plain" if is_well else "watch")
        progress = metrics.progress
        watched = [(v.step, v.general_bleu) for v in metrics.validations if v.general_bleu is not None]
        for label in (self._names["general"], self.values["general"]):
            label.setVisible(bool(watched))
        values = {
            "general": self._general_words(watched),
            "grad_norm": self._norm_words(metrics),
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
            State.TOO_EARLY: (self.tr("Too early to say"), "plain",
                              self.tr("Three validations are needed before a trend shows.")),
            State.LEARNING: (self.tr("Learning"), "ok", self._learning_words(health)),
            State.OVERFITTING: (self.tr("Overfitting since step {since}"), "watch", self.tr(
                "Validation loss is {change} higher than at step {since}, while training loss falls on: the "
                "model learns its sentences by heart.")),
            State.STALLED: (self.tr("Stalled"), "watch", self.tr(
                "Neither validation loss nor BLEU has got better since step {since}.")),
            State.DIVERGING: (self.tr("Diverging"), "bad", self._diverging_words(health)),
        }[health.state]
        self.verdict.setText(word.format(since=since))
        mark(self.verdict, tag=tag)
        self.sentence.setText(sentence.format(change=change, since=since))

    def _learning_words(self, health: Health) -> str:
        if health.change < 0:
            return self.tr("Validation loss is falling: {change} lower than at step {since}.")
        return self.tr("Validation loss has hardly moved since step {since}; BLEU still gets better.")

    def _diverging_words(self, health: Health) -> str:
        if health.gave_up:
            return self.tr("It went astray again after {} returns, each with half the learning rate, and "
                           "gave up.").format(ROLLBACKS)
        if math.isinf(health.change):
            return self.tr("The loss became infinite at step {since}.")
        return self.tr("Training loss rises: it is {change} higher than at step {since}.")

    def _advice(self, health: Health, is_over: bool) -> str:
        """What to do, in a sentence or two; "" where there is nothing."""
        best = numbers.thousands(health.best_step)
        if health.gave_up:
            return self.tr("Start again with a lower learning rate. Where that does not help, look whether "
                           "each line is the translation of the other side.")
        if health.state is State.DIVERGING:
            return self.tr("If that goes on, it returns to the last good checkpoint by itself, with half the "
                           "learning rate. If it happens again, start a run with half the rate.")
        if health.forgot >= FORGOTTEN:
            return self.tr("It forgets: general BLEU is {} lower than before the first step. Tune again with "
                           "more general sentences mixed in.").format(f"{health.forgot:.1f}")
        if health.state is State.OVERFITTING:
            if health.best_step > health.since and not is_over:
                return self.tr("BLEU still got better after that, at step {}: it may go on while it does. "
                               "More sentences, or more dropout, help most.").format(best)
            return self.tr("More time brings nothing. The model of step {} is kept. More sentences, or more "
                           "dropout, help most.").format(best)
        if health.state is State.STALLED and health.best_bleu < LITTLE:
            return self.tr("It has learned next to nothing. Look whether each line is the translation of the "
                           "other side, or start a run with half the learning rate.")
        if health.state is State.STALLED:
            return self.tr("More time brings little. The model of step {} is kept. More sentences or a "
                           "larger size bring more.").format(best)
        if health.went_back_to is not None:
            return self.tr("It had gone astray, went back to step {} and goes on with half the learning "
                           "rate.").format(numbers.thousands(health.went_back_to))
        if health.state is State.LEARNING and is_over:
            return self.tr("It was still getting better when it ended: train it longer.")
        return self.tr("Let it go on.") if health.state is State.LEARNING else ""

    def _norm_words(self, metrics: RunMetrics) -> str:
        """Of the newest step, and how many of the steps before it were clipped; nothing of that where no
        step is (older runs counted then, too)."""
        norm, clipped = metrics.progress.get("grad_norm"), metrics.progress.get("clipped")
        if norm is None:
            return "–"
        is_off = clipped is None or metrics.started.get("clip_norm") == 0
        return f"{norm:.2f}" if is_off else self.tr("{norm}, clipped {share} %").format(
            norm=f"{norm:.2f}", share=f"{100 * clipped:.1f}")

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

"""Before and after a fine-tuning: scores with intervals, the sentences that changed, keep or roll back."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from core.training.before_after import CLEAR
from desktop.controllers.run_metrics import RunMetrics
from desktop.theme import numbers
from desktop.theme.theme import Theme
from desktop.widgets.card import Card, line, text

SHOWN = 8  # sentences; `pellucid compare` has them all


class ReportCard(Card):
    """Hidden while there is nothing to compare."""

    decided = Signal(bool)  # keep the tuned model, or roll back

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._metrics = RunMetrics()
        self.keep_button, self.roll_back_button = QPushButton(self), QPushButton(self)
        self.title_row.addWidget(self.keep_button)
        self.title_row.addWidget(self.roll_back_button)
        self.scores, self.state = text("body2", self, wrap=True), text("caption", self, wrap=True)
        self.sentences = QLabel(self)
        self.sentences.setTextFormat(Qt.TextFormat.RichText)  # every text of it is escaped
        self.sentences.setWordWrap(True)
        self.sentences.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._more = text("note", self)
        foot = QHBoxLayout()
        foot.addWidget(self._more)
        foot.addStretch(1)
        for part in (self.scores, self.state, line(self), self.sentences):
            self.body.addWidget(part)
        self.body.addLayout(foot)
        self.keep_button.clicked.connect(lambda: self.decided.emit(True))
        self.roll_back_button.clicked.connect(lambda: self.decided.emit(False))
        theme.changed.connect(lambda: self.show_metrics(self._metrics))
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.set_title(self.tr("Before and after"))
        self.keep_button.setText(self.tr("Keep the tuned model"))
        self.roll_back_button.setText(self.tr("Roll back"))
        self.roll_back_button.setToolTip(self.tr("The model that it started from becomes this run's model "
                                                 "again; the tuned one is put aside"))
        self.show_metrics(self._metrics)

    def show_metrics(self, metrics: RunMetrics) -> None:
        self._metrics = metrics
        report = metrics.report
        self.setVisible(report is not None)
        if report is None:
            return
        is_same = report["after_step"] == report["before_step"]
        self.keep_button.setVisible(metrics.is_rolled_back)
        self.roll_back_button.setVisible(not metrics.is_rolled_back and not is_same)
        self.state.setText(self._state(report["after_step"], is_same, metrics.is_rolled_back))
        lines = [self._score_line(self.tr("Validation sentences"), report["dev"])]
        if report["general"]:
            lines.append(self._score_line(self.tr("General sentences"), report["general"]))
        self.scores.setText("\n".join(lines))
        self.scores.setToolTip(self.tr("95 % intervals and p by sacrebleu's paired bootstrap, 1,000 draws"))
        changed = report["dev"]["changed"]
        self.sentences.setText("<br>".join(self._row(row) for row in changed[:SHOWN]))
        self.sentences.setVisible(bool(changed))
        self._more.setText(self.tr("{} of {} sentences are translated otherwise").format(
            len(changed), report["dev"]["sentences"]))

    def _state(self, step: int, is_same: bool, is_rolled_back: bool) -> str:
        if is_same:
            return self.tr("No validation was better than before the first step: this run's model is the one "
                           "that it started from.")
        if is_rolled_back:
            return self.tr("This run's model is the one that it started from.")
        return self.tr("This run's model is the tuned one, of step {}.").format(numbers.thousands(step))

    def _score_line(self, name: str, part: dict) -> str:
        bleu = part["bleu"]
        verdict = self.tr("clearly different") if bleu["p_value"] < CLEAR else self.tr("may be chance") \
            if bleu["before"] != bleu["after"] else self.tr("no difference")
        words = self.tr("{name}: BLEU {before} ± {before_ci} → {after} ± {after_ci}, {verdict} (p {p})")
        return words.format(
            name=name, before=f"{bleu['before']:.1f}", before_ci=f"{bleu['before_ci']:.1f}",
            after=f"{bleu['after']:.1f}", after_ci=f"{bleu['after_ci']:.1f}", verdict=verdict,
            p=f"{bleu['p_value']:.3f}")

    def _row(self, row: dict) -> str:
        """Struck through is gone, underlined is new: not by colour alone."""
        color = self._theme.color
        looks = {"gone": f"color:{color('bad').name()};text-decoration:line-through",
                 "new": f"color:{color('good').name()};text-decoration:underline"}
        marked = "".join(
            f'<span style="{looks[kind]}">{html.escape(part)}</span>' if kind in looks else html.escape(part)
            for kind, part in row["words"])
        source = f'<span style="color:{color("source").name()}">{html.escape(row["src"])}</span>'
        return f"{source}<br>{marked}<br>"

"""One run: its figures, its curves, its health, and what its sample sentences become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TypeVar

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.controllers.active_run import ActiveRun
from desktop.controllers.again import with_lower_rate
from desktop.controllers.health import judge
from desktop.controllers.runs import Run, RunRequest, Status
from desktop.controllers.training import TrainingController
from desktop.theme import numbers
from desktop.theme.theme import Theme
from desktop.views import run_words
from desktop.views.comparison_card import ComparisonCard
from desktop.views.figures_card import FiguresCard
from desktop.views.health_card import HealthCard
from desktop.views.report_card import ReportCard
from desktop.views.samples_view import SamplesView
from desktop.widgets.banner import Banner
from desktop.widgets.card import Card, text
from desktop.widgets.loss_chart import BleuChart, LossChart, dashed
from desktop.widgets.turns import Turns

Chart = TypeVar("Chart", LossChart, BleuChart)
CHART = (220, 170)  # pixels, at the least
LOOK_AGAIN_S = 5  # at a run that another program trains
Action = Callable[[], None]


class LineKey(QWidget):
    """A piece of a line, for a legend."""

    def __init__(self, theme: Theme, role: str, is_dashed: bool, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme, self._role, self._is_dashed = theme, role, is_dashed
        self.setFixedSize(QSize(20, 14))
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color(self._role)
        painter.setPen(dashed(color, 2) if self._is_dashed else QPen(color, 2))
        middle = QRectF(self.rect()).center().y()
        painter.drawLine(0, round(middle), self.width(), round(middle))


class RunView(QWidget):
    """Shows the controller's selected run; asks nothing of it but to resume, stop or end."""

    again_asked = Signal(RunRequest)  # a run like this one, with a lower rate

    def __init__(self, controller: TrainingController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller, self._theme = controller, theme
        self._turns = Turns(self)
        self._is_log_open = False
        self._said: tuple[str, ...] = ()
        self._seconds = 0
        self.banner = Banner(self)
        self.log = QPlainTextEdit(self, readOnly=True)
        self.log.setMaximumHeight(140)
        self.log_card = Card(self)
        self.log_card.body.addWidget(self.log)
        self.figures = FiguresCard(controller.total_memory, self)
        self.health, self.samples = HealthCard(self), SamplesView(theme, self)
        self.report = ReportCard(theme, self)
        self.report.decided.connect(lambda keep: controller.decide(controller.selected, keep))
        self.samples.pin_asked.connect(self._pin)
        self.samples.attention_asked.connect(self._read_attention)
        self.samples.attention.kept.chosen.connect(self._keep_heads)
        self.comparison = ComparisonCard(self)
        self.comparison.closed.connect(lambda: controller.compare_with(None))
        controller.comparison_changed.connect(self._show_comparison)
        self._make_charts()
        self._make_samples_card()
        self._lay_out()
        self._clock = QTimer(self, interval=1000)  # "saved 12 s ago"
        self._clock.timeout.connect(self._on_clock)
        self._clock.start()
        controller.metrics_changed.connect(self.refresh)
        self.retranslate()

    def _make_charts(self) -> None:
        self.loss_card, self.bleu_card = Card(self), Card(self)
        self._train_key, self._validation_key = text("note"), text("note")
        self._keys = QWidget()
        keys = QHBoxLayout(self._keys)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(6)
        keys.addWidget(LineKey(self._theme, "accent", False))
        keys.addWidget(self._train_key)
        keys.addSpacing(10)
        keys.addWidget(LineKey(self._theme, "text", True))
        keys.addWidget(self._validation_key)
        self._loss_reading, self._bleu_note = text("note"), text("note")
        self._loss_reading.hide()
        self.loss_card.title_row.addWidget(self._loss_reading)
        self.loss_card.title_row.addWidget(self._keys)
        self.bleu_card.title_row.addWidget(self._bleu_note)
        for card in (self.loss_card, self.bleu_card):
            card.setMinimumHeight(CHART[1] + 52)

    @cached_property
    def loss_chart(self) -> LossChart:
        return self._add_chart(LossChart(self._theme), self.loss_card, self._read_loss)

    @cached_property
    def bleu_chart(self) -> BleuChart:
        return self._add_chart(BleuChart(self._theme), self.bleu_card, self._read_bleu)

    def _add_chart(self, chart: Chart, card: Card, read: Callable[[float], None]) -> Chart:
        chart.setMinimumSize(*CHART)
        chart.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        chart.hovered.connect(read)
        card.body.addWidget(chart, 1)
        self._name_charts()
        return chart

    def _name_charts(self) -> None:
        for name, words in (("loss_chart", self.tr("Loss")), ("bleu_chart", self.tr("BLEU on validation"))):
            if name in vars(self):
                vars(self)[name].setAccessibleName(words)

    def _show_chart(self, name: str) -> None:
        """Made here where it was not yet: it takes long enough for a turn of its own."""
        run = self._controller.selected
        if run is None:
            return
        chart, metrics = getattr(self, name), self._controller.metrics
        chart.show_metrics(metrics, self._planned_steps(run, self._controller.selected_active, metrics.step))
        chart.setAccessibleDescription(chart.reading(metrics.step))

    def _make_samples_card(self) -> None:
        self.samples_card = Card(self)
        self._sure_note = text("note")
        self.samples_card.title_row.addWidget(self._sure_note)
        self._no_samples = text("caption", wrap=True)
        self._no_samples.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.samples_card.body.addWidget(self._no_samples, 1)
        self.samples_card.body.addWidget(self.samples, 1)

    def _lay_out(self) -> None:
        charts, lower = QHBoxLayout(), QGridLayout()
        charts.setSpacing(12)
        charts.addWidget(self.loss_card, 1)
        charts.addWidget(self.bleu_card, 1)
        lower.setSpacing(12)
        lower.addWidget(self.health, 0, 0)
        lower.addWidget(self.samples_card, 0, 1)
        lower.setColumnStretch(0, 9)
        lower.setColumnStretch(1, 20)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.banner)
        layout.addWidget(self.log_card)
        layout.addWidget(self.figures)
        layout.addLayout(charts, 10)
        layout.addWidget(self.comparison)
        layout.addLayout(lower, 10)
        layout.addWidget(self.report)
        self.samples_card.setMinimumHeight(200)

    def retranslate(self) -> None:
        self.loss_card.set_title(self.tr("Loss"))
        self.bleu_card.set_title(self.tr("BLEU on validation"))
        self._name_charts()
        self.samples_card.set_title(self.tr("Sample translations as it learns"))
        self.log_card.set_title(self.tr("Log"))
        self._train_key.setText(self.tr("train"))
        self._validation_key.setText(self.tr("validation"))
        self._keys.setToolTip(self.tr(
            "Training loss is taken with dropout on, validation loss without: so validation may well "
            "lie lower at first."))
        self._sure_note.setText(self.tr("How sure, 0 to 1"))
        self._no_samples.setText(self.tr("The first translations come with the first validation."))
        self.health.retranslate()
        self.samples.retranslate()
        self.report.retranslate()
        self.comparison.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Everything again from the controller; cheap enough for five times a second, and only where
        somebody looks."""
        run = self._controller.selected
        if run is None or not self.isVisible():
            return
        metrics, active = self._controller.metrics, self._controller.selected_active
        self.figures.show_run(run, metrics, active)
        self.health.show_run(run, metrics, active)
        charts = ("loss_chart", "bleu_chart")
        for name in charts:
            if name in vars(self):
                self._show_chart(name)
        self._turns.take([partial(self._show_chart, name) for name in charts if name not in vars(self)])
        self.samples.show_metrics(metrics)
        self.samples.setVisible(bool(metrics.validations))
        self._no_samples.setVisible(not metrics.validations)
        self.report.show_metrics(metrics)
        self._read_bleu(-1.0)
        self.show_banner()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def show_banner(self) -> None:
        """What there is to know or do about this run, in one sentence."""
        run = self._controller.selected
        active = self._controller.selected_active
        if run is None:
            self._say("")
        elif active is not None:
            self._say_active(active)
        else:
            self._say_ended(run)
        self._show_log(run)

    def _planned_steps(self, run: Run, active: ActiveRun | None, metrics_step: int) -> int:
        """Where the run is to end: at its last step, or where its time will be up."""
        if active is None:
            return run.max_steps if run.status is Status.RUNNING else max(run.step, metrics_step)
        started = active.metrics.started
        if active.fraction > 0.02 and (started.get("time_budget_s") or started.get("until")):
            projected = run.step / active.fraction
            rounded = -(-projected // 500) * 500  # so that the axis does not tremble
            return int(min(run.max_steps or rounded, rounded))
        return run.max_steps

    def _say_active(self, active: ActiveRun) -> None:
        if active.silent_s is not None:
            sentence = self.tr("No progress for {} s. Last: {}, at step {}.").format(
                round(active.silent_s), run_words.stage_word(active), numbers.thousands(active.run.step))
            if active.run.status is Status.STOPPING:
                self._say(sentence, "watch", [(self.tr("End it now"), self._controller.end_now)])
            else:
                self._say(sentence, "watch", [(self.tr("Save and stop"), self._controller.stop)])
        elif active.run.status is Status.STOPPING:
            self._say(self.tr("Saving, then it stops."), "plain")
        elif active.run.status is Status.STARTING or active.is_preparing:
            self._say(run_words.stage_word(active) + "…", "plain")
        else:
            self._say("\n".join(active.warnings), "watch")

    def _say_ended(self, run: Run) -> None:
        problem = self._controller.problem(run)
        actions = [(self.tr("Resume"), self._resume)] if run.status in (
            Status.INTERRUPTED, Status.STOPPED, Status.FAILED) else []
        metrics = self._controller.metrics
        if judge(metrics, run.status is Status.FAILED).gave_up and (request := with_lower_rate(run, metrics)):
            actions.insert(0, (self.tr("Start again with a lower rate"),
                               lambda: self.again_asked.emit(request)))
        if self._controller.log(run):
            actions.append((self.tr("Hide log") if self._is_log_open else self.tr("Show log"),
                            self._toggle_log))
        if problem:
            self._say(problem, "bad" if run.status is Status.FAILED else "watch", actions)
        elif run.status is Status.INTERRUPTED:
            self._say(self.tr("This run stopped at step {}. Everything up to step {} is saved.").format(
                numbers.thousands(max(run.step, self._controller.metrics.step)),
                numbers.thousands(run.saved_step)), "watch", actions)
        elif run.status is Status.STOPPED:
            self._say(self.tr("This run was stopped at step {}. It can go on from there.").format(
                numbers.thousands(max(run.step, self._controller.metrics.step))), "plain", actions)
        elif run.status is Status.RUNNING:
            self._say(self.tr("This run is being trained by another window or program."), "plain")
        else:
            self._say("")

    def _say(self, sentence: str, kind: str = "watch", actions: Sequence[tuple[str, Action]] = ()) -> None:
        """Only what is new: a button must not be made anew under the mouse."""
        said = (sentence, kind, *(word for word, _ in actions))
        if said != self._said:
            self._said = said
            self.banner.say(sentence, kind, list(actions))

    def _show_log(self, run: Run | None) -> None:
        lines = self._controller.log(run) if run else ()
        self.log_card.setVisible(self._is_log_open and bool(lines))
        content = "\n".join(lines)
        if self.log.toPlainText() != content:
            self.log.setPlainText(content)
            self.log.verticalScrollBar().setValue(self.log.verticalScrollBar().maximum())

    def _toggle_log(self) -> None:
        self._is_log_open = not self._is_log_open
        self.show_banner()

    def _resume(self) -> None:
        problem = self._controller.resume_run(self._controller.selected)
        if problem:
            self._say(problem, "watch")

    def _show_comparison(self) -> None:
        metrics, columns = self._controller.other or (None, [])
        self.loss_chart.show_other(metrics)
        self.bleu_chart.show_other(metrics)
        self.comparison.show_columns(columns)

    def _pin(self, sentence: str, is_pinned: bool) -> None:
        def then(problem: str) -> None:
            if not problem and is_pinned:
                self.samples.pin_edit.clear()
            self.samples.say(problem or (self.tr("It is translated at the next validation.") if is_pinned else
                                         self.tr("It is followed no more from the next validation on.")))

        self._controller.pinned.pin(self._controller.selected, sentence, is_pinned, then)

    def _keep_heads(self, heads: list[tuple[int, int]]) -> None:
        if self._controller.selected is not None:
            self._controller.pinned.choose_heads(self._controller.selected, heads)
            self.samples.say(self.tr("Kept from the next validation on."))

    def _read_attention(self, sentence: str, step: int) -> None:
        run = self._controller.selected
        if run is not None:
            self._controller.pinned.read_attention(
                run, sentence, step, partial(self.samples.show_attention, sentence, step))

    def _read_loss(self, step: float) -> None:
        reading = self.loss_chart.reading(step) if step >= 0 else ""
        self._loss_reading.setText(reading)
        self._loss_reading.setVisible(bool(reading))
        self._keys.setVisible(not reading)

    def _read_bleu(self, step: float) -> None:
        validations = self._controller.metrics.validations
        count = validations[-1].num_scored if validations else 0
        usual = self.tr("greedy, on {} held-out pairs").format(numbers.thousands(count)) if count else \
            self.tr("greedy, on held-out pairs")
        self._bleu_note.setText((self.bleu_chart.reading(step) if step >= 0 else "") or usual)

    def _on_clock(self) -> None:
        run, active = self._controller.selected, self._controller.selected_active
        if not self.isVisible() or run is None:
            return
        if active is not None:
            self.health.show_run(run, self._controller.metrics, active)
        elif run.status is Status.RUNNING:
            self._seconds += 1
            if self._seconds % LOOK_AGAIN_S == 0:
                self._controller.refresh()

"""First, back, next, run: and where on the line of steps one stands."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers.player import SPEEDS_MS, Player
from desktop.controllers.step import StepController
from desktop.theme import icons
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.still import say
from desktop.widgets.timeline import TimelineView

HEIGHT = 64
PATIENCE_MS = 100
METHODS = ("greedy", "sample")  # beam search has a view of its own


class Transport(Retranslated, QFrame):
    """Buttons take no focus by a click, so that Space goes on stepping."""

    def __init__(self, controller: StepController, player: Player, theme: Theme,
                 parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, transport="true")
        self._controller, self._player, self._theme = controller, player, theme
        self.setFixedHeight(HEIGHT)
        self.first = self._button("first", theme, controller.first, square=True)
        self.back = self._button("back", theme, controller.back, square=True)
        self.next = self._button("next", theme, controller.next, role="on_accent")
        self.run = self._button("run", theme, controller.run)
        self.play = self._button("play", theme, player.toggle, square=True)
        fitting = QComboBox.SizeAdjustPolicy.AdjustToContents  # in another language too
        self.speed = QComboBox(sizeAdjustPolicy=fitting)
        self.speed.addItems([""] * len(SPEEDS_MS))
        self.speed.setCurrentIndex(player.speed)
        self.speed.activated.connect(player.set_speed)
        self.method = QComboBox(sizeAdjustPolicy=fitting)
        self.method.addItems(["", ""])
        self.method.activated.connect(lambda index: controller.set_decode(method=METHODS[index]))
        for combo in (self.speed, self.method):
            combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.undo = self._button("undo", theme, controller.undo, square=True)
        self.timeline = TimelineView(theme)
        self.timeline.chosen.connect(self._on_scrubbed)
        self._count = QLabel()
        self._count.setTextFormat(Qt.TextFormat.RichText)
        self._branch = text("caption")
        where = QVBoxLayout()
        where.setSpacing(1)
        where.addStretch(1)
        for label in (self._count, self._branch):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            label.setMinimumWidth(96)
            where.addWidget(label)
        where.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(6)
        for button in (self.first, self.back, self.next, self.run, self.play, self.speed, self.undo):
            row.addWidget(button)
        row.addSpacing(16)
        row.addWidget(self.timeline, 1)
        row.addSpacing(16)
        row.addLayout(where)
        row.addSpacing(6)
        row.addWidget(self.method)
        self._waiting = QProgressBar(self)
        self._waiting.setRange(0, 0)
        self._waiting.setTextVisible(False)
        self._waiting.hide()
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._waiting.show)
        controller.changed.connect(self.render)
        controller.busy_changed.connect(self._show_waiting)
        controller.view_changed.connect(self.render)
        player.changed.connect(self.render)
        self.retranslate()

    def _button(self, icon: str, theme: Theme, act, role: str = "text", square: bool = False) -> QPushButton:
        button = QPushButton(self)
        if square:
            button.setFixedWidth(32)
            mark(button, square="true")
        if role == "on_accent":
            mark(button, kind="primary")
            button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the word
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked=False: act())
        icons.set_icon(button, icon, theme, role)
        return button

    def retranslate(self) -> None:
        self.next.setText(self.tr("Next"))
        self.run.setText(self.tr("Run to end"))
        for button, name, key in (
            (self.first, self.tr("First step"), "Home"), (self.back, self.tr("Back one step"), "←"),
            (self.next, self.tr("Next step"), self.tr("Space")),
            (self.run, self.tr("Run to end"), "Enter"),
            (self.play, self.tr("Play or pause"), "P"),
            (self.undo, self.tr("Undo the last branch"), "Ctrl+Z"),
        ):
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({key})")
        self.timeline.setAccessibleName(self.tr("Steps"))
        for index, milliseconds in enumerate(SPEEDS_MS):
            self.speed.setItemText(index, self.tr("{seconds} s").format(seconds=f"{milliseconds / 1000:g}"))
        self.speed.setAccessibleName(self.tr("Time from step to step"))
        self.speed.setToolTip(self.tr("Time from step to step"))
        for index, name in enumerate((self.tr("Greedy"), self.tr("Sample"))):
            self.method.setItemText(index, name)
        self.method.setAccessibleName(self.tr("How the next token is chosen"))
        self.method.setToolTip(self.tr("How the next token is chosen"))
        self.render()

    def resizeEvent(self, event) -> None:
        self._waiting.setGeometry(0, self.height() - 3, self.width(), 2)

    def _show_waiting(self) -> None:
        """Only of what takes its time: a bar that came and went at every step would be drawn, too."""
        if not (self._controller.is_busy and self._controller.walk is not None):
            self._patience.stop()
            self._waiting.hide()
        elif not (self._patience.isActive() or self._waiting.isVisible()):
            self._patience.start()

    def render(self) -> None:
        controller, walk = self._controller, self._controller.walk
        self._show_waiting()
        at_start = walk is None or walk.current.parent_id is None
        self.first.setEnabled(not at_start)
        self.back.setEnabled(not at_start)
        self.next.setEnabled(walk is not None and walk.can_advance())
        self.run.setEnabled(walk is not None and (walk.can_advance() or walk.current_id != walk.line_id))
        self.undo.setVisible(controller.can_undo)
        self.play.setEnabled(walk is not None)
        icons.set_icon(self.play, "pause" if self._player.is_playing else "play", self._theme)
        self.method.setCurrentIndex(METHODS.index(controller.decode.method))
        if walk is None:
            self.timeline.set_steps([], 0, True)
            say(self._count, "")
            say(self._branch, "")
            return
        line = walk.line
        chips = [words.chip(walk.token(step), "target") for step in line[1:]]
        position = walk.current.position
        self.timeline.set_steps(chips, position, walk.is_line_whole)
        step = self.tr("Step {number}").format(number=position)
        self.timeline.setAccessibleDescription(step)
        step = f"<b>{step}</b>"
        say(self._count, self.tr("{step} of {total}").format(step=step, total=len(chips))
            if walk.is_line_whole else step)
        number = walk.branch_number()
        say(self._branch,
            self.tr("Recorded") if walk.is_recorded else self.tr("Edited branch") if walk.num_edits
            else self.tr("Branch {number}").format(number=number) if number else self.tr("Main branch"))

    def _on_scrubbed(self, step: int) -> None:
        walk = self._controller.walk
        if walk is not None and step < len(walk.line):
            self._controller.go_to(walk.line[step].id)

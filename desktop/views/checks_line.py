"""The self-check: what must hold of the passes in view, measured after every move."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from core.checks import MASKED, REPLAY, ROWS, Check
from desktop.controllers.step import StepController
from desktop.theme.numbers import thousands
from desktop.theme.style import mark
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated


class ChecksLine(Retranslated, QWidget):
    """One tag a check: a mark, words, and on hover the largest deviation that was found."""

    def __init__(self, controller: StepController, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller = controller
        self._title = text("note")
        self.tags: list[QLabel] = [mark(text(), tag="plain") for _ in range(3)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        for tag in self.tags:
            row.addWidget(tag, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        for label in (self._title, *self.tags):  # between a move and its check nothing else changes its place
            _keep_place(label, True)
        controller.checked.connect(self.render)
        controller.changed.connect(self.render)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Self-check"))
        self.render()

    def minimumSizeHint(self) -> QSize:
        """Where there is no room for all, the title goes, and then the end of the last tag's words."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.render()

    def render(self) -> None:
        checks = self._controller.checks
        for place, tag in enumerate(self.tags):
            tag.setVisible(place < len(checks))
            if place < len(checks):
                self._render_one(tag, checks[place])
        self._title.setVisible(bool(checks))
        if checks:
            self._fit()

    def _fit(self) -> None:
        last, gap = self.tags[-1], self.layout().spacing()
        room = self.width() - sum(tag.sizeHint().width() + gap for tag in self.tags[:-1])
        has_title = last.sizeHint().width() + self._title.sizeHint().width() + gap <= room
        _keep_place(self._title, has_title)
        self._title.setVisible(has_title)
        if last.sizeHint().width() > room:
            metrics = last.fontMetrics()
            around = last.sizeHint().width() - metrics.horizontalAdvance(last.text())
            last.setText(metrics.elidedText(last.text(), Qt.TextElideMode.ElideRight, room - around))

    def _render_one(self, tag: QLabel, check: Check) -> None:
        words = {
            ROWS: self.tr("rows sum to 1"), MASKED: self.tr("masked weights are 0"),
            REPLAY: self.tr("replayed logits equal the decoder's"),
        }[check.name]
        tag.setText(f"{'✓' if check.holds else '✗'} {words}")
        mark(tag, tag="ok" if check.holds else "bad")
        tag.setAccessibleName(tag.text())
        said = self.tr("{count} compared; the largest deviation is {worst}").format(
            count=thousands(check.count), worst=f"{check.worst:.1e}" if check.worst else "0")
        tag.setToolTip(f"{words}\n{said}")
        tag.setAccessibleDescription(said)


def _keep_place(label: QLabel, on: bool) -> None:
    """While it is hidden."""
    policy = label.sizePolicy()
    policy.setRetainSizeWhenHidden(on)
    label.setSizePolicy(policy)

"""The tokens of both sides: what the encoder reads, and the decoder's input and prediction in step."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from desktop.controllers.step import StepController
from desktop.controllers.walk import Walk
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.widgets.card import Card, text
from desktop.widgets.chips import Chip, ChipRow, widths
from desktop.widgets.retranslated import Retranslated

HEIGHT = 92


class TokenBand(Retranslated, QStackedWidget):
    """Two cards with the decoder in two rows; one card with one row a side where that is too long."""

    pointed = Signal(str, int)  # "source" or "target", and the token hovered; -1 none

    def __init__(self, controller: StepController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller, self._theme = controller, theme
        self._looked_at = -1
        self._rendered: Walk | None = None
        self.setFixedHeight(HEIGHT)
        self.addWidget(self._build_short())
        self.addWidget(self._build_long())
        for side, rows in (("source", (self.encoder, self.long_encoder)),
                           ("target", (self.decoder, self.long_decoder))):
            for row in rows:
                row.hovered.connect(partial(self.pointed.emit, side))
        self.decoder.clicked.connect(self._on_target)
        self.long_decoder.clicked.connect(self._on_target)
        theme.changed.connect(self._show_sentence)
        self.retranslate()

    def _build_short(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        encoder, decoder = Card(), Card()
        self._encoder_title, self._encoder_count = text("card-title"), text("caption")
        self.encoder = ChipRow(self._theme)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._encoder_title, 0, 0, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self._encoder_count, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.encoder, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(1, 1)
        encoder.body.addLayout(grid, 1)
        self._input_title, self._predicts_title = text("card-title"), text("body2")
        self._input_title.setTextFormat(Qt.TextFormat.RichText)
        self.decoder = ChipRow(self._theme)
        self._sees = text("caption", wrap=True)
        self._sees.setTextFormat(Qt.TextFormat.RichText)
        self._sees.setMinimumWidth(150)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        grid.addWidget(self._input_title, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._predicts_title, 1, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.decoder, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._sees, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        decoder.body.addLayout(grid, 1)
        for card in (encoder, decoder):
            card.title_row.setEnabled(False)
            card.body.setContentsMargins(16, 6, 16, 12)
        row.addWidget(encoder, 45)
        row.addWidget(decoder, 72)
        return page

    def _build_long(self) -> QWidget:
        card = Card()
        card.body.setContentsMargins(16, 4, 16, 8)
        self._long_titles = (text("card-title"), text("card-title"))
        self._long_notes = (text("caption"), text("caption"))
        self.long_encoder, self.long_decoder = ChipRow(self._theme), ChipRow(self._theme)
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(6)
        for line, row in enumerate((self.long_encoder, self.long_decoder)):
            grid.addWidget(self._long_titles[line], line, 0)
            grid.addWidget(self._long_notes[line], line, 1)
            grid.setColumnMinimumWidth(2, 8)
            grid.addWidget(row, line, 3)
        grid.setColumnStretch(3, 1)
        card.body.addLayout(grid, 1)
        return card

    def retranslate(self) -> None:
        self._encoder_title.setText(self.tr("Encoder"))
        self._input_title.setText(self.tr("Decoder <span style='font-weight:400'>input</span>"))
        self._predicts_title.setText(self.tr("predicts"))
        self._long_titles[0].setText(self.tr("Encoder"))
        self._long_titles[1].setText(self.tr("Decoder"))
        self._long_notes[1].setText(self.tr("shifted right"))
        for row in (self.encoder, self.long_encoder):
            row.setAccessibleName(self.tr("Source tokens"))
        for row in (self.decoder, self.long_decoder):
            row.setAccessibleName(self.tr("Target tokens"))
        self.render()

    def minimumSizeHint(self) -> QSize:
        """That of the narrower form, which a narrow window has."""
        return self.widget(1).minimumSizeHint()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.render()

    def look_at(self, source: int) -> None:
        """The source token that the row in view attends to most; -1 none."""
        if source == self._looked_at and self._rendered is self._controller.walk:
            return
        self._looked_at = source
        self.render()

    def render(self) -> None:
        walk = self._controller.walk
        self._rendered = walk
        if walk is None:
            return
        source = [words.chip(piece, "source", current=index == self._looked_at)
                  for index, piece in enumerate(walk.src_pieces)]
        inputs = [words.chip(walk.token(step), "target") for step in walk.path(walk.shown)]
        path = walk.path()
        outputs = [words.chip(walk.token(step), "target", current=step is path[-1]) for step in path[1:]]
        if len(outputs) < len(inputs):
            outputs.append(Chip("?", "target", pending=True, current=False))
        count = (self.tr("1 token") if len(source) == 1
                 else self.tr("{count} tokens").format(count=len(source)))
        self._encoder_count.setText(count)
        self._long_notes[0].setText(count)
        is_long = self._is_long(source, inputs)
        if is_long:
            self.long_encoder.set_chips(source)
            self.long_decoder.set_chips([*inputs, Chip("→", "target", pending=True, bare=True), outputs[-1]])
        else:
            self.encoder.set_chips(source)
            self.decoder.set_chips(inputs, outputs)
        self._show_sentence()
        self.setCurrentIndex(1 if is_long else 0)

    def set_languages(self, src_lang: str, tgt_lang: str) -> None:
        for row in (self.encoder, self.long_encoder):
            row.set_right_to_left(words.is_right_to_left(src_lang))
        for row in (self.decoder, self.long_decoder):
            row.set_right_to_left(words.is_right_to_left(tgt_lang))

    def _on_target(self, column: int) -> None:
        """Goes to the step in which this position was read."""
        line = self._controller.walk.line
        if column + 1 < len(line):
            self._controller.go_to(line[column + 1].id)

    def light(self, source: list[int], target: list[int]) -> None:
        """Outlines the chips of a hovered cell."""
        for row in (self.encoder, self.long_encoder):
            row.light(source)
        for row in (self.decoder, self.long_decoder):
            row.light(target)

    def _is_long(self, source: list[Chip], inputs: list[Chip]) -> bool:
        line = [words.chip(self._controller.walk.token(step), "target")
                for step in self._controller.walk.line]
        room = self.width() - 32
        return (self.width() < self.widget(0).minimumSizeHint().width()
                or sum(widths(source)) + 6 * len(source) > room * 0.30
                or max(len(line), len(inputs)) * 4 + sum(widths(line)) + 2 * len(line) > room * 0.33)

    def _show_sentence(self) -> None:
        walk = self._controller.walk
        if walk is None:
            return
        baseline = self._controller.baseline
        if baseline is not None:
            edited = walk.sentences.get(walk.line_id, "")
            # Outside of the f-string: lupdate does not look into one.
            normal_name, edited_name = self.tr("Normal"), self.tr("Edited")
            metrics, room = self._sees.fontMetrics(), max(self._sees.width(), 150)
            lines = []
            for name, sentence, bold in ((normal_name, baseline.text, False), (edited_name, edited, True)):
                fitting = metrics.elidedText(sentence, Qt.TextElideMode.ElideRight,
                                             room - metrics.horizontalAdvance(f"{name}  "))
                lines.append(f"{name} {words.colored(fitting, 'target', self._theme.palette, bold=bold)}")
            self._sees.setText(words.spaced("<br>".join(lines)))
            self._sees.setToolTip(f"{normal_name} {baseline.text}\n{edited_name} {edited}")
            return
        self._sees.setToolTip("")
        seen = " ".join(walk.token(step).text for step in walk.path(walk.shown))
        sentence = self.tr("Each position sees the tokens before it and predicts the next one. "
                           "Position {number} sees {tokens}.")
        self._sees.setText(words.spaced(sentence.format(
            number=walk.shown.position + 1, tokens=words.colored(seen, "target", self._theme.palette))))

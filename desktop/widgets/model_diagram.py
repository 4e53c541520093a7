"""The encoder-decoder in the paper's orientation (Vaswani et al. 2017, fig. 1), with true layer counts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from desktop.theme import fonts
from desktop.theme.theme import Theme
from desktop.widgets.kept_picture import draw_kept

BLOCKS = ("output", "linear", "decoder_ffn", "cross", "decoder_self", "encoder_ffn", "encoder_self",
          "encoder_embedding", "decoder_embedding")
MOST_PIPS = 6
LIGHT_MS = 120
# (lower block, upper block, room below the upper one), in the order in which the data goes.
PATH = (("encoder_embedding", "encoder_self", 30), ("encoder_self", "encoder_ffn", 0),
        ("decoder_embedding", "decoder_self", 30), ("decoder_self", "cross", 0), ("cross", "decoder_ffn", 0),
        ("decoder_ffn", "linear", 0), ("linear", "output", 0))


# Top and height of each block, and the height of all.
_ROOMY = {"output": (2, 26), "linear": (44, 26), "decoder_ffn": (108, 28), "cross": (166, 28),
          "decoder_self": (224, 28), "embedding": (298, 26), "all": (0, 344)}
_TIGHT = {"output": (2, 24), "linear": (36, 24), "decoder_ffn": (92, 24), "cross": (142, 24),
          "decoder_self": (192, 24), "embedding": (258, 24), "all": (0, 300)}
_BESIDE = {"encoder_ffn": "cross", "encoder_self": "decoder_self", "encoder_embedding": "embedding",
           "decoder_embedding": "embedding"}  # whose place up and down is another's


@dataclass(frozen=True)
class Words:
    """What stands on the diagram, in the language of the window."""

    softmax: str = "Softmax"
    linear: str = "Linear"
    feed_forward: str = "Feed-forward"
    self_attention: str = "Self-attn"
    masked_self: str = "Masked self"
    cross: str = "Cross-attn"
    embed: str = "Embed + pos"
    add_norm: str = "add & norm"
    next_token: str = "p(next)"
    source: str = "source"
    shifted: str = "shifted right"


class ModelDiagram(QWidget):
    """Each block is chosen by a click or with the arrow keys; pips show the layers."""

    chosen = Signal(str)  # one of BLOCKS

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._theme = theme
        self._words = Words()
        self._places = _ROOMY
        self._layers = (1, 1)
        self._active = "cross"
        self._active_layer = 0
        self._post_norm = True
        self._encoder_ran = True
        self._hover = ""
        self._reached = 1.0  # how much of the data's path is lit
        self._light = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._light.valueChanged.connect(self._on_light)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_words(self, words: Words) -> None:
        if words != self._words:
            self._words = words
            self.update()

    def set_model(self, num_encoder_layers: int, num_decoder_layers: int, norm_first: bool) -> None:
        layers = (num_encoder_layers, num_decoder_layers)
        if (layers, not norm_first) != (self._layers, self._post_norm):
            self._layers, self._post_norm = layers, not norm_first
            self.update()

    def set_active(self, block: str, layer: int) -> None:
        self.setAccessibleDescription(self._label(block))
        if (block, layer) != (self._active, self._active_layer):
            self._active, self._active_layer = block, layer
            self.update()

    def set_ran(self, encoder: bool) -> None:
        """What the step in view computed: the decoder always; the encoder in the first step only."""
        if encoder != self._encoder_ran:
            self._encoder_ran = encoder
            self.update()

    def run_path(self) -> None:
        """Lights the path of the step in view from below, block by block: in the order in which the data
        went, though not in the time it took. At once where the system asks for no motion."""
        hint = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self)
        self._light.stop()
        if hint <= 0 or not self.isVisible():
            self._on_light(1.0)
            return
        self._light.setDuration(min(hint, LIGHT_MS))
        self._light.start()

    def hold_path(self) -> None:
        """The next step is on its way, and its picture comes first."""
        if self._light.state() == QVariantAnimation.State.Running:
            self._light.pause()

    def go_on(self) -> None:
        """After all there was no other step."""
        if self._light.state() == QVariantAnimation.State.Paused:
            self._light.resume()

    def _on_light(self, reached: float) -> None:
        if reached != self._reached:
            self._reached = reached
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._places["all"][1])

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self._places["all"][1])

    def set_tight(self, tight: bool) -> None:
        """Draws it lower, where there is little room."""
        places = _TIGHT if tight else _ROOMY
        if places is not self._places:
            self._places = places
            self.updateGeometry()
            self.update()

    def block_rect(self, block: str) -> QRectF:
        """Where a block is drawn."""
        column = (self.width() - 8) / 2
        top, height = self._places[_BESIDE.get(block, block)]
        return QRectF(5 if block.startswith("encoder") else column + 13, top, column - 10, height)

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_arrows(painter)  # which move
        key = ("diagram", self._active, self._active_layer, self._layers, self._hover, self._words,
               self._theme.palette.dark, fonts.base_key())
        draw_kept(painter, QRectF(self.rect()), key, lambda inner, _: self._paint_blocks(inner))

    def _paint_blocks(self, painter: QPainter) -> None:
        self._paint_stack(painter, "source", "encoder_ffn", "encoder_self", self._layers[0])
        self._paint_stack(painter, "target", "decoder_ffn", "decoder_self", self._layers[1])
        for block in BLOCKS:
            self._paint_block(painter, block)
        for block in ("decoder_ffn", "cross", "decoder_self", "encoder_ffn", "encoder_self"):
            self._paint_norm(painter, self.block_rect(block))
        self._paint_words(painter)

    def _paint_stack(self, painter: QPainter, side: str, top: str, bottom: str, layers: int) -> None:
        first, last = self.block_rect(top), self.block_rect(bottom)
        frame = QRectF(first.left() - 4.5, first.top() - 22, first.width() + 9,
                       last.bottom() - first.top() + 52)
        pen = QPen(self._theme.color(f"{side}_line"), 1.2)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 6, 6)
        painter.setFont(fonts.font(11))
        painter.setPen(self._theme.color("text2"))
        line = QRectF(frame.left() + 6, last.bottom() + 8, 30, 18)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, f"× {layers}")
        shown = min(layers, MOST_PIPS)
        size = min(11.0, (frame.width() - 44) / shown - 3)
        in_stack = self._active in (("encoder_self", "encoder_ffn") if side == "source"
                                    else ("decoder_self", "cross", "decoder_ffn"))
        for layer in range(shown):
            pip = QRectF(frame.right() - 7 - (shown - layer) * (size + 3), last.bottom() + 17 - size / 2,
                         size, size)
            active = in_stack and layer == self._active_layer
            painter.setPen(QPen(self._theme.color("accent" if active else f"{side}_line"), 1))
            painter.setBrush(self._theme.color("accent" if active else f"{side}_fill"))
            grown = 1.5 if active else 0.0  # larger, too: colour is never the only sign
            painter.drawRoundedRect(pip.adjusted(-grown, -grown, grown, grown), 2.5, 2.5)

    def _paint_block(self, painter: QPainter, block: str) -> None:
        active = block == self._active
        painter.setPen(QPen(self._theme.color("accent" if active or block == self._hover else "control_line"),
                            1.2))
        painter.setBrush(self._theme.color("accent" if active else "card"))
        rect = self.block_rect(block)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setFont(self._fitting(self._label(block), rect.width() - 4, active))
        painter.setPen(self._theme.color("on_accent" if active else "text"))
        painter.drawText(rect.adjusted(2, 0, -2, 0), Qt.AlignmentFlag.AlignCenter, self._label(block))

    def _paint_norm(self, painter: QPainter, rect: QRectF) -> None:
        """Above the block for post-norm, as in the paper; drawn on it all the same for pre-norm."""
        strip = QRectF(rect.left(), rect.top() - 17, rect.width(), 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("sunk"))
        painter.drawRoundedRect(strip, 3, 3)
        painter.setFont(fonts.font(11))
        painter.setPen(self._theme.color("text2"))
        painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, self._words.add_norm)

    def _paint_arrows(self, painter: QPainter) -> None:
        for place, (lower, upper, gap) in enumerate(PATH):
            # The path that the data took in this step is lit; what was kept from before is grey.
            ran = lower.startswith("decoder") or lower in ("linear", "cross") or self._encoder_ran
            ran = ran and place < self._reached * len(PATH)
            painter.setPen(QPen(self._theme.color("accent" if ran else "control_line"), 2 if ran else 1.2))
            a, b = self.block_rect(lower), self.block_rect(upper)
            start = a.top() - (22 if lower == "decoder_ffn" else 18 if gap == 0 and lower != "linear" else 0)
            self._arrow(painter, QPointF(a.center().x(), start), QPointF(a.center().x(), b.bottom() + gap))
        painter.setPen(QPen(self._theme.color("source"), 1.6))
        encoder, cross = self.block_rect("encoder_ffn"), self.block_rect("cross")
        top, x = encoder.top() - 22, encoder.center().x()
        turn = cross.left() - 9
        path = QPainterPath(QPointF(x, top))
        path.lineTo(x, top - 20)
        path.lineTo(turn, top - 20)
        path.lineTo(turn, cross.center().y())
        path.lineTo(cross.left() - 1, cross.center().y())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        tip = QPointF(cross.left() - 1, cross.center().y())
        painter.drawLine(tip, tip + QPointF(-4, -4))
        painter.drawLine(tip, tip + QPointF(-4, 4))
        painter.setFont(fonts.font(11, medium=True))
        painter.drawText(QRectF(x - 8, top - 40, 60, 16), Qt.AlignmentFlag.AlignLeft, "K, V")

    @staticmethod
    def _arrow(painter: QPainter, start: QPointF, end: QPointF) -> None:
        painter.drawLine(start, end)
        painter.drawLine(end, end + QPointF(-3, 4))
        painter.drawLine(end, end + QPointF(3, 4))

    def _paint_words(self, painter: QPainter) -> None:
        painter.setFont(fonts.font(11))
        output = self.block_rect("output")
        painter.setPen(self._theme.color("text2"))
        painter.drawText(QRectF(0, output.top(), output.left() - 10, output.height()),
                         Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._words.next_token)
        for block, role, word in (("encoder_embedding", "source", self._words.source),
                                  ("decoder_embedding", "target", self._words.shifted)):
            rect = self.block_rect(block)
            painter.setPen(self._theme.color(role))
            painter.drawText(QRectF(rect.left() - 12, rect.bottom() + 2, rect.width() + 24, 16),
                             Qt.AlignmentFlag.AlignCenter, word)

    def _label(self, block: str) -> str:
        words = self._words
        return {"output": words.softmax, "linear": words.linear, "decoder_ffn": words.feed_forward,
                "encoder_ffn": words.feed_forward, "cross": words.cross, "decoder_self": words.masked_self,
                "encoder_self": words.self_attention, "encoder_embedding": words.embed,
                "decoder_embedding": words.embed}[block]

    @staticmethod
    def _fitting(label: str, width: float, bold: bool) -> QFont:
        """12 px, or 11 where the words are long."""
        large = fonts.font(12, medium=True, bold=bold)
        return large if QFontMetricsF(large).horizontalAdvance(label) <= width else fonts.font(11, bold=bold)

    # Pointing

    def _at(self, place: QPointF) -> str:
        return next((block for block in BLOCKS if self.block_rect(block).contains(place)), "")

    def mouseMoveEvent(self, event) -> None:
        hover = self._at(event.position())
        if hover != self._hover:
            self._hover = hover
            self.setCursor(Qt.CursorShape.PointingHandCursor if hover else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event) -> None:
        self._hover = ""
        self.update()

    def mousePressEvent(self, event) -> None:
        block = self._at(event.position())
        if block:
            self.chosen.emit(block)

    def keyPressEvent(self, event) -> None:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() not in moves:
            super().keyPressEvent(event)
            return
        place = BLOCKS.index(self._active) + moves[event.key()]
        if 0 <= place < len(BLOCKS):
            self.chosen.emit(BLOCKS[place])

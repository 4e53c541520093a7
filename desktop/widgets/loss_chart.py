"""The two curves of a training: loss, train and validation; and BLEU on the validation sentences."""

from __future__ import annotations

import math
from bisect import bisect_right

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from desktop.controllers.run_metrics import RunMetrics
from desktop.theme import fonts, numbers
from desktop.theme.theme import Theme
from desktop.widgets.curve_chart import CurveChart


def dashed(color: QColor, width: float) -> QPen:
    pen = pg.mkPen(color, width=width)
    pen.setStyle(Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([6 / width, 4 / width])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def dotted(color: QColor, width: float) -> QPen:
    pen = pg.mkPen(color, width=width)
    pen.setStyle(Qt.PenStyle.DotLine)
    return pen


class LossChart(CurveChart):
    """Train: raw behind smoothed. Validation: dashed, a circle for each measurement."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(theme, parent)
        self._raw, self._train = self.plot(antialias=True), self.plot(antialias=True)
        self._validation = self.plot(symbol="o", symbolSize=7, antialias=True)
        self._other = self.plot(antialias=True)
        self._other_metrics: RunMetrics | None = None
        self._train_name, self._validation_name = pg.TextItem(), pg.TextItem()
        for item in (self._train_name, self._validation_name):
            self.addItem(item, ignoreBounds=True)
        self._metrics = RunMetrics()
        self._planned = 0
        theme.changed.connect(self.retheme)
        self.retheme()

    def retheme(self) -> None:
        super().retheme()
        color = self.theme.color
        self._raw.setPen(pg.mkPen(color("control_line"), width=1.2))
        self._train.setPen(pg.mkPen(color("accent"), width=2))
        self._validation.setPen(dashed(color("text"), 2))
        self._other.setPen(dotted(color("text3"), 2))
        self._validation.setSymbolPen(pg.mkPen(color("text"), width=1.5))
        self._validation.setSymbolBrush(color("card"))
        for item, role in ((self._train_name, "accent"), (self._validation_name, "text")):
            item.setFont(fonts.font(12, bold=True))
            item.setColor(color(role))
        self.show_metrics(self._metrics, self._planned)

    def show_other(self, metrics: RunMetrics | None) -> None:
        """Another run's validation loss, dotted; None for none."""
        self._other_metrics = metrics
        self.show_metrics(self._metrics, self._planned)

    def show_metrics(self, metrics: RunMetrics, planned_steps: int) -> None:
        self._metrics, self._planned = metrics, planned_steps
        curve = metrics.loss
        others = [(v.step, v.dev_loss) for v in self._other_metrics.validations
                  if math.isfinite(v.dev_loss)] if self._other_metrics else []
        self._other.setData(*zip(*others, strict=True) if others else ([], []))
        measured = [(v.step, v.dev_loss) for v in metrics.validations if math.isfinite(v.dev_loss)]
        self.clear_names()
        # A batch or two may jump: the raw line is cut off rather than the scale squeezed.
        smooth = curve.smooth()
        top = max([*smooth, *(loss for _, loss in measured)], default=10.0)
        end = max(planned_steps, metrics.step, 1)
        self.set_ground(end, top, QCoreApplication.translate("LossChart", "{} steps"))
        self._raw.setData(curve.steps, [min(loss, self.top) for loss in curve.raw])
        self._train.setData(curve.steps, smooth)
        self._validation.setData(*zip(*measured, strict=True) if measured else ([], []))
        if curve.steps:
            word = QCoreApplication.translate("LossChart", "train {}").format(f"{smooth[-1]:.2f}")
            self._train_name.setText(word)
            self.name_line(self._train_name, curve.steps[-1], smooth[-1],
                           measured[-1][1] if measured else None)
        if measured:
            word = QCoreApplication.translate("LossChart", "validation {}").format(f"{measured[-1][1]:.2f}")
            self._validation_name.setText(word)
            index = bisect_right(curve.steps, measured[-1][0]) - 1
            self.name_line(self._validation_name, *measured[-1], smooth[index] if index >= 0 else None)
        self.place_names()

    def reading(self, step: float) -> str:
        """What the chart says at a step, for the line above it."""
        curve, parts = self._metrics.loss, []
        index = bisect_right(curve.steps, step) - 1
        if index >= 0:
            parts.append(QCoreApplication.translate("LossChart", "train {}").format(
                f"{curve.smooth()[index]:.2f}"))
        before = [v for v in self._metrics.validations if v.step <= step]
        if before:
            parts.append(QCoreApplication.translate("LossChart", "validation {}").format(
                f"{before[-1].dev_loss:.2f}"))
        if not parts:
            return ""
        at = QCoreApplication.translate("LossChart", "step {}").format(numbers.thousands(round(step)))
        return " · ".join((at, *parts))


class BleuChart(CurveChart):
    """BLEU of each validation; the best is the filled diamond."""

    def __init__(self, theme: Theme, parent: QWidget | None = None):
        super().__init__(theme, parent)
        self._line = self.plot(symbol="o", symbolSize=7, antialias=True)
        self._best = self.plot(symbol="d", symbolSize=12, pen=None, antialias=True)
        self._other = self.plot(antialias=True)
        self._other_metrics: RunMetrics | None = None
        self._name = pg.TextItem()
        self.addItem(self._name, ignoreBounds=True)
        self._metrics = RunMetrics()
        self._planned = 0
        theme.changed.connect(self.retheme)
        self.retheme()

    def retheme(self) -> None:
        super().retheme()
        accent = self.theme.color("accent")
        self._line.setPen(pg.mkPen(accent, width=2))
        self._line.setSymbolPen(pg.mkPen(accent, width=1.5))
        self._line.setSymbolBrush(self.theme.color("card"))
        self._other.setPen(dotted(self.theme.color("text3"), 2))
        self._best.setSymbolPen(pg.mkPen(accent))
        self._best.setSymbolBrush(accent)
        self._name.setFont(fonts.font(12, bold=True))
        self._name.setColor(accent)
        self.show_metrics(self._metrics, self._planned)

    def show_other(self, metrics: RunMetrics | None) -> None:
        """Another run's BLEU, dotted; None for none."""
        self._other_metrics = metrics
        self.show_metrics(self._metrics, self._planned)

    def show_metrics(self, metrics: RunMetrics, planned_steps: int) -> None:
        self._metrics, self._planned = metrics, planned_steps
        best = metrics.best
        others = self._other_metrics.validations if self._other_metrics else []
        self._other.setData([v.step for v in others], [v.bleu for v in others])
        self.clear_names()
        highest = max([v.bleu for v in others], default=0.0)
        top = min(100.0, max(10.0, 1.1 * max(highest, best.bleu if best else 0.0)))
        self.set_ground(max(planned_steps, metrics.step, 1), top,
                        QCoreApplication.translate("LossChart", "{} steps"))
        self._line.setData([v.step for v in metrics.validations], [v.bleu for v in metrics.validations])
        self._best.setData([best.step] if best else [], [best.bleu] if best else [])
        if best:
            self._name.setText(QCoreApplication.translate("LossChart", "best {}").format(f"{best.bleu:.1f}"))
            self.name_line(self._name, best.step, best.bleu,
                           goes_on=best is not metrics.validations[-1])
        self.place_names()

    def reading(self, step: float) -> str:
        """What the chart says at a step, for the line above it."""
        before = [v for v in self._metrics.validations if v.step <= step]
        if not before:
            return ""
        return QCoreApplication.translate("LossChart", "step {}: BLEU {}, chrF {}").format(
            numbers.thousands(before[-1].step), f"{before[-1].bleu:.1f}", f"{before[-1].chrf:.1f}")

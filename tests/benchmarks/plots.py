"""Curves of `make bench` as pictures, by the library that draws the window's."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path

SIZE = (720, 480)


def save(path: Path, title: str, axes: tuple[str, str], x: Sequence[float], y: Sequence[float], *,
         reference: Sequence[float] | None = None, logarithmic: bool = False) -> None:
    """Writes a PNG: points (x, y) joined by a line, and dashed what they are held against."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    import pyqtgraph as pg
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    widget = pg.PlotWidget(background="w")
    widget.resize(*SIZE)
    plot = widget.getPlotItem()
    plot.setTitle(title, color="k")
    for side, name in zip(("bottom", "left"), axes, strict=True):
        plot.setLabel(side, name, color="k")
        plot.getAxis(side).enableAutoSIPrefix(False)
    plot.setLogMode(logarithmic, logarithmic)
    if logarithmic:
        plot.getAxis("bottom").setTicks([[(math.log10(value), str(value)) for value in x]])
    else:
        plot.setYRange(0, max(y))
    plot.showGrid(True, True, alpha=0.3)
    plot.addLegend(labelTextColor="k")
    if reference is not None:
        plot.plot(x, reference, name="linear", pen=pg.mkPen("#888888", style=Qt.PenStyle.DashLine))
    plot.plot(x, y, name="measured", pen=pg.mkPen("#2A5BD0", width=2), symbol="o" if len(x) < 50 else None,
              symbolBrush="#2A5BD0", symbolPen=None)
    app.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(path)):
        raise OSError(f"{path}: the picture could not be written")

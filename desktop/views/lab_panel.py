"""The mask and head lab: what may be changed in the pass, and how far that takes the prediction."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.edits import attention_name, sublayers
from desktop.controllers.lab import LabController
from desktop.controllers.step import StepController
from desktop.controllers.walk import KINDS
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.measuring_line import MeasuringLine
from desktop.views.sampling_sliders import SamplingSliders
from desktop.widgets.bars import ROW, Bar, Bars
from desktop.widgets.card import line, text
from desktop.widgets.head_table import HeadTable
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.scrolled import in_scroll_area
from desktop.widgets.segmented import Segmented
from desktop.widgets.switch import Switch

WIDTH = 352
BARS = 5  # of the distance, in view at once


class LabPanel(Retranslated, QFrame):
    """Every change is counted and takes effect at once, on a decoding of its own; the model stays."""

    closed = Signal()

    def __init__(self, controller: StepController, lab: LabController, theme: Theme,
                 parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, card="true")
        self.setFixedWidth(WIDTH)
        self._controller, self._lab = controller, lab
        self._kind, self._followed = 1, ""  # of which the heads are listed, and shown on the page
        self._parts_of = None
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._build_masks(theme))
        column.addWidget(line())
        column.addLayout(self._build_heads(theme))
        column.addWidget(line())
        column.addLayout(self._build_factors())
        column.addWidget(line())
        self.sampling = SamplingSliders(controller)
        column.addWidget(self.sampling)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._build_title())
        layout.addWidget(line())
        layout.addWidget(in_scroll_area(inner), 1)
        layout.addWidget(line())
        layout.addLayout(self._build_distance(theme))
        controller.changed.connect(self.render)
        controller.view_changed.connect(self.render)
        lab.costs_changed.connect(self.render)
        self.retranslate()

    def _build_title(self) -> QHBoxLayout:
        self._title, self._count = text("card-title"), mark(text(), tag="accent")
        self.reset = QPushButton()
        self.reset.clicked.connect(self._lab.reset)
        self.close_button = mark(QToolButton(), kind="quiet")
        self.close_button.setText("✕")
        self.close_button.setFixedSize(28, 28)
        self.close_button.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(self.reset)
        row.addWidget(self.close_button)
        return row

    def _build_masks(self, theme: Theme) -> QGridLayout:
        self.causal, self.padding = Switch(theme), Switch(theme)
        self.causal.toggled.connect(self._lab.set_causal_mask)
        self.padding.toggled.connect(self._lab.set_padding_mask)
        self._mask_names = [text("strong") for _ in range(2)]
        self._mask_notes = [text("caption", wrap=True) for _ in range(2)]
        self._mask_words = [text("caption") for _ in range(2)]
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(2)
        for row, switch in enumerate((self.causal, self.padding)):
            grid.addWidget(self._mask_names[row], 2 * row, 0)
            grid.addWidget(self._mask_words[row], 2 * row, 1)
            grid.addWidget(switch, 2 * row, 2)
            grid.addWidget(self._mask_notes[row], 2 * row + 1, 0, 1, 3)
        return grid

    def _build_heads(self, theme: Theme) -> QVBoxLayout:
        self._heads_title = text("card-title")
        self.kinds = Segmented()
        self.kinds.chosen.connect(self._on_kind)
        self.heads = HeadTable(theme)
        self.heads.toggled.connect(self._on_head)
        self.heads.factor_asked.connect(self._on_factor_asked)
        self._costs_note = text("note", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self._heads_title)
        column.addWidget(self.kinds)
        column.addWidget(self.heads)
        self.measuring = MeasuringLine(self._lab, self)
        column.addWidget(self._costs_note)
        column.addWidget(self.measuring)
        return column

    def _build_factors(self) -> QGridLayout:
        """A sub-layer or a whole layer, and the skip connections past it, by any factor."""
        self._scale_title = text("card-title")
        self.part = QComboBox()
        self.part.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.part.currentIndexChanged.connect(lambda index: self.render())
        self._adds_label, self._skip_label = text("body2"), text("body2")
        self.adds, self.skip = _factor(), _factor()
        self.adds.valueChanged.connect(self._on_adds)
        self.skip.valueChanged.connect(self._on_skip)
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(6)
        grid.addWidget(self._scale_title, 0, 0, 1, 2)
        grid.addWidget(self.part, 1, 0, 1, 2)
        fields = ((self._adds_label, self.adds), (self._skip_label, self.skip))
        for row, (label, field) in enumerate(fields, 2):
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            label.setBuddy(field)
        return grid

    def _build_distance(self, theme: Theme) -> QVBoxLayout:
        """Below all that scrolls: what an edit did is seen where it is made."""
        self._distance_title, self._unit = text("card-title"), text("note")
        self.distance = Bars(theme)
        self._distance_note = text("caption", wrap=True)
        top = QHBoxLayout()
        top.addWidget(self._distance_title, 1)
        top.addWidget(self._unit)
        self.distance_area = in_scroll_area(self.distance)
        self.distance_area.hide()
        column = QVBoxLayout()
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.distance_area)
        column.addWidget(self._distance_note)
        return column

    def retranslate(self) -> None:
        self._title.setText(self.tr("Mask and head lab"))
        self.reset.setText(self.tr("Reset"))
        self.close_button.setAccessibleName(self.tr("Close the lab"))
        self.close_button.setToolTip(self.tr("Close the lab") + " (M)")
        names = (self.tr("Causal mask"), self.tr("PAD mask"))
        notes = (self.tr("A position sees only itself and the past"),
                 self.tr("Filler after the sentence is hidden"))
        for place, switch in enumerate((self.causal, self.padding)):
            self._mask_names[place].setText(names[place])
            self._mask_notes[place].setText(notes[place])
            switch.setAccessibleName(names[place])
        self._heads_title.setText(self.tr("Switch heads off"))
        self.kinds.set_labels([self.tr("Encoder"), self.tr("Self"), self.tr("Cross")])
        self.heads.setAccessibleName(self.tr("Heads of every layer"))
        self.heads.words = (self.tr("off"), self.tr("layer"), self.tr("head"))
        self._scale_title.setText(self.tr("Scale a layer"))
        self.part.setAccessibleName(self.tr("Layer or part of one"))
        self._adds_label.setText(self.tr("What it adds, times"))
        self._skip_label.setText(self.tr("What goes past it, times"))
        self._distance_title.setText(self.tr("Distance to normal"))
        self._unit.setText(self.tr("KL, nats"))
        for widget in (self.distance, self.distance_area):
            widget.setAccessibleName(self.tr("Distance to normal"))
        self._parts_of = None
        self.render()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self.render()

    def render(self) -> None:
        walk, edits = self._controller.walk, self._lab.edits
        if walk is None or not self.isVisible():
            return
        self._lab.measure_heads()
        self._count.setText(self.tr("1 edit") if edits.count == 1
                            else self.tr("{count} edits").format(count=edits.count))
        self._count.setVisible(edits.count > 0 and not walk.is_recorded)
        self.reset.setEnabled(edits.count > 0)
        self.setEnabled(not walk.is_recorded)
        for place, (switch, on) in enumerate(((self.causal, edits.causal_mask),
                                              (self.padding, edits.padding_mask))):
            switch.blockSignals(True)
            switch.setChecked(on)
            switch.blockSignals(False)
            self._mask_words[place].setText(self.tr("On") if on else self.tr("Off"))
        self._render_heads()
        self._render_factors()
        self._render_distance()

    def _render_heads(self) -> None:
        if self._controller.kind != self._followed:
            self._followed = self._controller.kind
            self._kind = KINDS.index(self._followed)
        walk, kind = self._controller.walk, KINDS[self._kind]
        self.kinds.set_current(self._kind)
        num_layers = walk.config.num_encoder_layers if self._kind == 0 else walk.config.num_decoder_layers
        factors = np.array([[self._lab.head_factor(kind, layer, head)
                             for head in range(walk.config.num_heads)] for layer in range(num_layers)])
        costs = self._lab.costs
        by_layer = None
        if costs is not None:
            by_layer = np.stack([costs.by_place[attention_name(kind, layer)] for layer in range(num_layers)])
        self.heads.set_heads(factors, by_layer)
        if walk.is_recorded:
            note = self.tr("This decoding was read from a file: to measure heads, the model itself is "
                           "needed.")
        elif costs is None:
            note = ""  # the line below says how far that is
        elif costs.sentences:
            note = self.tr("Loss added with that head off, on sentences of the development set ({count}). "
                           "Right-click for a factor.").format(count=costs.sentences)
        else:
            note = self.tr("Loss added with that head off, on this sentence alone. Right-click for a factor.")
        self._costs_note.setText(note)
        self._costs_note.setVisible(bool(note))
        self.measuring.render()

    def _render_factors(self) -> None:
        config, edits = self._controller.walk.config, self._lab.edits
        if self._parts_of != config:
            self._parts_of = config
            self.part.blockSignals(True)
            self.part.clear()
            for side, count in (("encoder", config.num_encoder_layers),
                                ("decoder", config.num_decoder_layers)):
                for layer in range(count):
                    name = f"{side}.layers.{layer}"
                    self.part.addItem(self._part_name(name), name)
                    for part in sublayers(config):
                        if part.startswith(f"{name}."):
                            self.part.addItem("    " + self._part_name(part), part)
            self.part.blockSignals(False)
        parts = self._parts()
        for field, factors in ((self.adds, edits.sublayers), (self.skip, edits.residuals)):
            values = {factors.get(part, 1.0) for part in parts}
            field.blockSignals(True)
            field.setValue(values.pop() if len(values) == 1 else 1.0)
            field.blockSignals(False)

    def _render_distance(self) -> None:
        baseline, bars = self._controller.baseline, []
        if baseline is not None and len(baseline.kl):
            bars = [Bar(word, "target", float(value), f"{value:.3f}")
                    for word, value in zip(baseline.words, baseline.kl, strict=True)]
            most = bars[int(baseline.kl.argmax())].label
            note = self.tr("0 means identical. The prediction after {token} moved most.").format(token=most)
            if not self._lab.edits.causal_mask:
                note += " " + self.tr("Both read the whole normal translation at once: without the causal "
                                      "mask a position sees the token that it is to predict.")
            self._distance_note.setText(note)
        elif self._controller.walk.num_edits:  # and no baseline: it comes from a file
            note = self.tr("Recorded with the lab's edits: {count}. The file does not say which.")
            self._distance_note.setText(note.format(count=self._controller.walk.num_edits))
        else:
            self._distance_note.setText(self.tr("No edits: the decoding is the normal one, to the bit."))
        if bars != self.distance.bars():
            self.distance.set_bars(bars)
            self._make_room(len(bars), int(baseline.kl.argmax()) if bars else 0)

    def _make_room(self, count: int, most: int) -> None:
        """For the bars; of more than find room the longest is in view, and the keys move over the others."""
        area = self.distance_area
        area.setVisible(count > 0)
        area.setFixedHeight(min(count, BARS) * ROW)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus if count > BARS else Qt.FocusPolicy.NoFocus)
        QTimer.singleShot(0, self, lambda: area.ensureVisible(0, most * ROW + ROW // 2, 0, 2 * ROW))

    def _part_name(self, name: str) -> str:
        side = self.tr("Encoder layer {number}") if name.startswith("encoder") else self.tr(
            "Decoder layer {number}")
        _, _, number, *block = name.split(".")
        if not block:
            return side.format(number=int(number) + 1)
        return {"self_attn": self.tr("self-attention"), "cross_attn": self.tr("cross-attention"),
                "ffn": self.tr("feed-forward")}[block[0]]

    def _parts(self) -> list[str]:
        """The sub-layers that are chosen: one, or all of a layer."""
        name = self.part.currentData() or ""
        return [part for part in sublayers(self._controller.walk.config)
                if part == name or part.startswith(f"{name}.")]

    def _on_adds(self, value: float) -> None:
        self._lab.scale_sublayers(self._parts(), value)

    def _on_skip(self, value: float) -> None:
        self._lab.scale_residuals(self._parts(), value)

    def _on_kind(self, index: int) -> None:
        self._kind = index
        self.render()

    def _on_head(self, layer: int, head: int) -> None:
        kind = KINDS[self._kind]
        self._lab.scale_head(kind, layer, head, 1.0 if self._lab.head_factor(kind, layer, head) == 0 else 0.0)

    def _on_factor_asked(self, layer: int, head: int) -> None:
        kind = KINDS[self._kind]
        factor, taken = QInputDialog.getDouble(
            self, self.tr("Scale a head"), self.tr("Layer {layer}, head {head}, times").format(
                layer=layer + 1, head=head + 1), self._lab.head_factor(kind, layer, head), -10, 10, 2)
        if taken:
            self._lab.scale_head(kind, layer, head, factor)


def _factor() -> QDoubleSpinBox:
    field = QDoubleSpinBox(minimum=-10, maximum=10, singleStep=0.25, decimals=2)
    field.setValue(1)
    field.setFixedWidth(80)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setKeyboardTracking(False)
    return field

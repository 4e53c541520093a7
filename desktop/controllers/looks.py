"""What of a decoding is looked at: which view, block, kind of attention, layer and head."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.edits import CROSS, DECODER_SELF, ENCODER_SELF, KINDS
from desktop.controllers import head_facts, word_groups
from desktop.controllers.stages import KIND_OF_BLOCK
from desktop.controllers.walk import Walk

ATTENTION, INSIDE, HEADS, BEAM, COMPARE, BATCH = "attention", "inside", "heads", "beam", "compare", "batch"
VIEWS = (ATTENTION, INSIDE, HEADS, BEAM, COMPARE, BATCH)
WORTH_MOVING = 0.15  # better alignment by less does not move the picture to another head
BLOCK_OF_KIND = {kind: block for block, kind in KIND_OF_BLOCK.items()}


class Looks(QObject):
    """The part of the Step page's state that needs no engine."""

    view_changed = Signal()  # any of what is below

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.walk: Walk | None = None
        self.view = ATTENTION
        self.block = "cross"
        self.kind, self.layer, self.head = CROSS, 0, 0
        self.is_averaged = False  # over the heads of the layer: only when asked, and then said
        self.by_words = False
        self.as_lines = False
        self.is_alone = False  # the head fills the card
        self._head_chosen = False  # by the person: then no measure moves it

    @property
    def num_layers(self) -> int:
        if self.walk is None:
            return 0
        config = self.walk.config
        encoder = self.block.startswith("encoder") if self.view == INSIDE else self.kind == ENCODER_SELF
        return config.num_encoder_layers if encoder else config.num_decoder_layers

    def choose_view(self, view: str) -> None:
        if view in VIEWS and view != self.view:
            self.view = view
            self.layer = min(self.layer, max(self.num_layers - 1, 0))
            self.view_changed.emit()

    def choose_block(self, block: str) -> None:
        """Opens a block: an attention as it was looked at last, any other from the inside."""
        self.block = block
        if block in KIND_OF_BLOCK:
            self.kind = KIND_OF_BLOCK[block]
            self.view = self.view if self.view in (ATTENTION, INSIDE, HEADS) else ATTENTION
        else:
            self.view = INSIDE
        self.layer = min(self.layer, max(self.num_layers - 1, 0))
        self.view_changed.emit()

    def choose_kind(self, kind: str) -> None:
        if kind in KINDS and (kind != self.kind or self.block not in KIND_OF_BLOCK):
            self.kind, self.block = kind, BLOCK_OF_KIND[kind]
            self.layer = min(self.layer, max(self.num_layers - 1, 0))
            self.view_changed.emit()

    def choose_layer(self, layer: int) -> None:
        if self.num_layers:
            self._head_chosen = True
            self.layer = layer % self.num_layers
            self.view_changed.emit()

    def choose_head(self, head: int) -> None:
        if self.walk is not None:
            self._head_chosen = True
            self.is_averaged = False
            self.head = head % self.walk.config.num_heads
            self.view_changed.emit()

    def choose(self, kind: str, layer: int, head: int) -> None:
        """One head of all."""
        self._head_chosen, self.is_averaged = True, False
        self.kind, self.block, self.layer, self.head = kind, BLOCK_OF_KIND[kind], layer, head
        self.view = ATTENTION
        self.view_changed.emit()

    def set_look(self, **changes: bool) -> None:
        """is_averaged, by_words, as_lines, is_alone."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.view_changed.emit()

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is chosen meanwhile is told of once, afterwards."""
        self.blockSignals(True)
        try:
            yield
        finally:
            self.blockSignals(False)
        self.view_changed.emit()

    def weights(self) -> np.ndarray:
        """[H,T,S] of the chosen kind and layer."""
        return self.walk.attention(self.kind, self.layer)

    def shown_weights(self) -> np.ndarray:
        """[T,S] as the picture shows them: NaN where nothing may be seen; averaged or by words if asked."""
        weights = self.weights()
        chosen = weights.mean(axis=0) if self.is_averaged else weights[self.head]
        if self.by_words:
            return word_groups.merged(chosen, *self.word_groups())
        return np.where(self.walk.visible(self.kind, self.layer), chosen, np.nan)

    def word_groups(self) -> tuple[list[list[int]], list[list[int]]]:
        """The rows and the columns, word by word."""
        walk = self.walk
        return (word_groups.groups(walk.row_pieces(self.kind)),
                word_groups.groups(walk.column_pieces(self.kind)))

    def sides(self) -> tuple[str, str]:
        """Who asks (rows) and who is asked (columns): "source" or "target"."""
        return ("source" if self.kind == ENCODER_SELF else "target",
                "target" if self.kind == DECODER_SELF else "source")

    def tokens_at(self, axis: int, place: int) -> list[int]:
        """The tokens of a row (axis 0) or a column: one, or the pieces of a word."""
        return self.word_groups()[axis][place] if self.by_words else [place]

    def partner(self, side: str, token: int) -> tuple[int, int]:
        """The cell in which a token of a side gives, or else gets, most attention; (-1, -1) where the
        attention in view has no such token."""
        sides, values = self.sides(), self.shown_weights()
        if side not in sides:
            return -1, -1
        axis, place = sides.index(side), token
        if self.by_words:
            groups = self.word_groups()[axis]
            place = next((number for number, group in enumerate(groups) if token in group), -1)
        if not 0 <= place < values.shape[axis] or np.isnan(values.take(place, axis)).all():
            return -1, -1
        other = int(np.nanargmax(values.take(place, axis)))
        return (place, other) if axis == 0 else (other, place)

    def head_names(self) -> list[str]:
        return self.walk.head_names(self.kind, self.layer)

    def _pick_head(self) -> None:
        """Cross-attention that aligns best, by measurement; until a person chooses."""
        if self._head_chosen or self.walk is None or self.kind != CROSS or len(self.walk.passes()) < 2:
            return
        measured = [self.walk.alignments(i) for i in range(self.walk.config.num_decoder_layers)]
        layer, head = head_facts.best_place(measured)
        if measured[layer][head] - measured[self.layer][self.head] > WORTH_MOVING:
            self.layer, self.head = layer, head

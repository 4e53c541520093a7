"""The model as the paper draws it, and two or three plain sentences on the block in view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core import params
from desktop.controllers.stages import KIND_OF_BLOCK
from desktop.controllers.step import StepController
from desktop.theme.numbers import short, thousands
from desktop.theme.theme import Theme
from desktop.views import words
from desktop.widgets.card import Card, line, text
from desktop.widgets.model_diagram import ModelDiagram, Words
from desktop.widgets.retranslated import Retranslated

TIGHT_BELOW = 580  # pixels of the card's height


class ModelCard(Retranslated, Card):
    """Choosing an attention block chooses that attention; any block tells what it does, with shapes."""

    def __init__(self, controller: StepController, theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller, self._theme = controller, theme
        self.body.setContentsMargins(12, 12, 12, 12)
        self._ran = -1  # the pass whose path was lit last
        self._weights = text("note")
        self.title_row.addWidget(self._weights)
        self.diagram = ModelDiagram(theme)
        self.diagram.chosen.connect(controller.choose_block)
        self._name, self._words = text("card-title"), text("caption", wrap=True)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.diagram)
        column.addWidget(line())
        column.addSpacing(4)
        column.addWidget(self._name)
        column.addWidget(self._words)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(scroll, 1)
        controller.changed.connect(self.render)
        controller.view_changed.connect(self.render)
        controller.busy_changed.connect(self._on_busy)
        theme.changed.connect(self.render)
        self.retranslate()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.diagram.set_tight(self.height() < TIGHT_BELOW)  # so that the words below it fit

    def retranslate(self) -> None:
        self.set_title(self.tr("Model"))
        self.diagram.setAccessibleName(self.tr("Diagram of the model"))
        self.render()

    def _on_busy(self) -> None:
        if self._controller.is_busy:
            self.diagram.hold_path()

    def render(self) -> None:
        walk = self._controller.walk
        if walk is None or not walk.passes():
            return
        config, block = walk.config, self._controller.block
        self._weights.setText(self.tr("{count} weights").format(count=short(params.count(config))))
        self.diagram.set_words(Words(
            softmax=self.tr("Softmax"), linear=self.tr("Linear"), feed_forward=self.tr("Feed-forward"),
            self_attention=self.tr("Self-attn"), masked_self=self.tr("Masked self"),
            cross=self.tr("Cross-attn"), embed=self.tr("Embed + pos"),
            add_norm=self.tr("norm · add") if config.norm_first else self.tr("add & norm"),
            next_token=self.tr("p(next)"), source=self.tr("source"), shifted=self.tr("shifted right")))
        self.diagram.set_model(config.num_encoder_layers, config.num_decoder_layers, config.norm_first)
        self.diagram.set_active(block, self._controller.layer)
        self.diagram.set_ran(walk.current.position <= 1 or walk.traces()[-1].is_whole)
        if walk.shown.id != self._ran:
            self._ran = walk.shown.id
            self.diagram.run_path()
        else:
            self.diagram.go_on()
        name, sentences = self._about(block)
        self._name.setText(name)
        self._words.setText(words.spaced("<br>".join(sentences)))

    def _about(self, block: str) -> tuple[str, list[str]]:
        """A name and two or three sentences with the shapes of the pass in view."""
        walk = self._controller.walk
        config, rows, columns = walk.config, len(walk.passes()), len(walk.src_ids)
        if block in KIND_OF_BLOCK:
            return self._about_attention(block, rows, columns)
        position = rows if block.startswith("decoder") or block in ("linear", "output") else columns
        texts = {
            "output": (self.tr("Softmax"), [
                self.tr("Turns {count} scores into probabilities that sum to 1.").format(
                    count=thousands(config.vocab_size)),
                self.tr("The list on the right shows the largest.")]),
            "linear": (self.tr("Linear"), [
                self.tr("The last hidden vector, {size} numbers, becomes one score for each of {count} "
                        "tokens.").format(size=config.d_model, count=thousands(config.vocab_size)),
                self.tr("It is the embedding table, used the other way round.") if config.tied_output
                else self.tr("The matrix is one of its own, not the embedding table.")]),
            "encoder_embedding": (self.tr("Embedding and position"), [
                self.tr("Each source token becomes {size} numbers: {count} × {size}.").format(
                    count=columns, size=config.d_model),
                self.tr("Sines and cosines added to them say where it stands.")]),
            "decoder_embedding": (self.tr("Embedding and position"), [
                self.tr("The target so far, moved one place to the right by {bos}: {count} × {size}.").format(
                    bos="&lt;s&gt;", count=rows, size=config.d_model),
                self.tr("So each position can only know the tokens before the one that it predicts.")]),
        }
        feed_forward = (self.tr("Feed-forward"), [
            self.tr("Each position by itself: {size} → {inner} → {size} numbers.").format(
                size=config.d_model, inner=config.d_ff),
            self.tr("The same weights for every position: {count} here.").format(count=position)])
        return texts.get(block, feed_forward)

    def _about_attention(self, block: str, rows: int, columns: int) -> tuple[str, list[str]]:
        walk, controller, palette = self._controller.walk, self._controller, self._theme.palette
        d_head = walk.config.d_head
        row_side = "source" if block == "encoder_self" else "target"
        column_side = "target" if block == "decoder_self" else "source"
        queries = columns if block == "encoder_self" else rows
        keys = rows if block == "decoder_self" else columns
        names = {"cross": self.tr("Cross-attention"), "decoder_self": self.tr("Masked self-attention"),
                 "encoder_self": self.tr("Self-attention")}
        sides = {"source": self.tr("from the encoder"), "target": self.tr("from the decoder")}
        shaped = self.tr("{names} {origin}, {rows} × {columns}")
        sentences = [
            shaped.format(names=words.colored("Q", row_side, palette), origin=sides[row_side], rows=queries,
                          columns=d_head),
            shaped.format(names=words.colored("K, V", column_side, palette), origin=sides[column_side],
                          rows=keys, columns=d_head)]
        row = queries - 1 if block != "encoder_self" else 0
        weights = walk.attention(KIND_OF_BLOCK[block], controller.layer)[controller.head][row]
        column = int(weights.argmax())
        query = walk.row_pieces(KIND_OF_BLOCK[block])[row].text
        key = walk.column_pieces(KIND_OF_BLOCK[block])[column].text
        sentence = self.tr("In head {head}, {query} gives {percent} % of its attention to {key}.")
        sentences.append(sentence.format(
            head=controller.head + 1, percent=round(100 * float(weights[column])),
            query=words.colored(query, row_side, palette), key=words.colored(key, column_side, palette)))
        return names[block], sentences

"""The Translate page: type on the left, read on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.text import sentences
from desktop.controllers import models as model_states
from desktop.controllers import translate as states
from desktop.controllers.models import ModelsController
from desktop.controllers.translate import TranslateController
from desktop.theme import icons
from desktop.theme.numbers import thousands
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.code_combo import CodeCombo
from desktop.views.decoding_card import DecodingCard
from desktop.views.model_combo import ModelCombo
from desktop.views.words import is_right_to_left, language_name
from desktop.widgets.banner import Banner, EmptyState
from desktop.widgets.card import Card, line, text
from desktop.widgets.splitter import Splitter

LINE_HEIGHT = 30
SIDE_WIDTH = 320
_UNKNOWN_SHOWN = 12


class TranslatePage(QWidget):
    """Renders a TranslateController and forwards what is typed."""

    step_asked = Signal(str)  # a sentence to open in Step
    train_asked = Signal()

    def __init__(self, controller: TranslateController, models: ModelsController, theme: Theme,
                 parent: QWidget | None = None):
        super().__init__(parent)
        self._controller, self._models = controller, models
        theme.dress(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._build_header(theme))
        self._stack = QStackedWidget()
        self._empty = EmptyState()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._build_content(theme))
        layout.addWidget(self._stack, 1)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(controller.translate_now)
        shortcut = QShortcut(QKeySequence("Ctrl+Shift+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._open_in_step)
        controller.changed.connect(self.render)
        controller.options_changed.connect(self.render)
        models.changed.connect(self.render)
        models.listed.connect(self.render)
        self.retranslate()

    def _build_header(self, theme: Theme) -> QFrame:
        header = mark(QFrame(), header="true")
        header.setFixedHeight(56)
        self._from, self._to = text("source"), text("target")
        self.swap = QPushButton()
        self.swap.setFixedWidth(32)
        mark(self.swap, square="true")
        icons.set_icon(self.swap, "swap", theme)
        self.swap.clicked.connect(self._swap)
        self.model_combo, self.code_combo = ModelCombo(self._models), CodeCombo(self._models)
        self._bleu = mark(text(), tag="plain")
        self.copy = QPushButton()
        icons.set_icon(self.copy, "copy", theme)
        self.copy.clicked.connect(self._copy)
        self.open_step = mark(QPushButton(), kind="primary")
        self.open_step.clicked.connect(self._open_in_step)
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        for widget in (self._from, self.swap, self._to):
            row.addWidget(widget)
        row.addSpacing(12)
        row.addWidget(self.model_combo, 2)
        row.addWidget(self.code_combo)
        row.addWidget(self._bleu, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.open_step)
        return header

    def _build_content(self, theme: Theme) -> QWidget:
        self.source, self.target = QTextEdit(), QTextEdit()
        self.source.setAcceptRichText(False)
        self.target.setReadOnly(True)
        for pane in (self.source, self.target):
            mark(pane, pane="true")
            pane.setTabChangesFocus(True)
            pane.document().setDocumentMargin(0)
            pane.setFrameShape(QFrame.Shape.NoFrame)
        _space_lines(self.source)
        self.source.textChanged.connect(self._on_text)
        self._source_name, self._target_name = text("source"), text("target")
        self._count, self._status = text("note"), text("note")
        self.banner, self.error = Banner(), Banner()
        source = self._build_pane(self._source_name, self._count, self.source, [])
        target = self._build_pane(self._target_name, self._status, self.target, [self.error, self.banner])
        panes = Splitter([source, target])
        panes.setSizes([500, 500])
        self.decoding = DecodingCard(self._controller, theme)
        self.decoding.setMaximumWidth(SIDE_WIDTH)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(12)
        row.addWidget(panes, 3)
        row.addWidget(self.decoding, 1, Qt.AlignmentFlag.AlignTop)
        return content

    @staticmethod
    def _build_pane(name, note, editor, banners) -> Card:
        card = Card(padding=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(name)
        top.addStretch(1)
        top.addWidget(note)
        bar = QFrame()
        bar.setFixedHeight(40)
        bar.setLayout(top)
        card.body.addWidget(bar)
        card.body.addWidget(line())
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 14, 16, 12)
        inner.setSpacing(8)
        inner.addWidget(editor, 1)
        for banner in banners:
            inner.addWidget(banner)
        card.body.addLayout(inner, 1)
        return card

    def retranslate(self) -> None:
        self.swap.setToolTip(self.tr("Translate the other way"))
        self.swap.setAccessibleName(self.tr("Translate the other way"))
        self.copy.setText(self.tr("Copy"))
        self.copy.setToolTip(self.tr("Copy the translation"))
        self.open_step.setText(self.tr("Open in Step"))
        self.open_step.setToolTip(
            self.tr("Watch the sentence at the cursor being decoded (Ctrl+Shift+Enter)"))
        self.source.setPlaceholderText(self.tr("Type or paste text"))
        self.source.setAccessibleName(self.tr("Text to translate"))
        self.target.setAccessibleName(self.tr("Translation"))
        self.render()

    def changeEvent(self, event) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self.source.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def render(self) -> None:
        self._render_model()
        controller = self._controller
        count = len(controller.text)
        self._count.setText(self.tr("1 character") if count == 1
                            else self.tr("{count} characters").format(count=thousands(count)))
        self._status.setText(self._status_words())
        shown = controller.result.text if controller.result is not None else ""
        if self.target.toPlainText() != shown:
            self.target.setPlainText(shown)
            _space_lines(self.target)
        waiting = controller.state in (states.WAITING, states.OUTDATED)
        mark(self.target, waiting="true" if waiting else "false")
        self.copy.setEnabled(bool(shown))
        ready = self._models.state == model_states.READY
        self.open_step.setEnabled(ready and bool(controller.text.strip()))
        self._say()

    def _render_model(self) -> None:
        current = self._models.current
        self._stack.setCurrentIndex(1 if self._models.entries or current is not None else 0)
        self._empty.say(self.tr("No model yet."),
                        self.tr("Train one on your own sentences, or open a folder that holds one."),
                        [(self.tr("Train a model"), self.train_asked.emit),
                         (self.tr("Open model folder…"), self.model_combo.open_folder)])
        src_lang, tgt_lang = self._models.direction
        source, target = language_name(src_lang), language_name(tgt_lang)
        self._from.setText(source)
        self._to.setText(target)
        self._source_name.setText(source or self.tr("Source"))
        self._target_name.setText(target or self.tr("Translation"))
        self.swap.setVisible(bool(source and target))
        self.swap.setEnabled(self._models.opposite() is not None)
        for pane, lang in ((self.source, src_lang), (self.target, tgt_lang)):
            pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_right_to_left(lang)
                                    else Qt.LayoutDirection.LeftToRight)
        facts = current.card.facts if current is not None else {}
        bleu = facts.get("test_beam_bleu", facts.get("bleu"))
        self._bleu.setVisible(isinstance(bleu, int | float))
        if isinstance(bleu, int | float):
            self._bleu.setText(f"BLEU {bleu:.1f}")
            self._bleu.setToolTip(self.tr("Measured on sentences that the model did not train on"))

    def _status_words(self) -> str:
        controller = self._controller
        if self._models.state == model_states.LOADING:
            return self.tr("Loading the model…")
        if controller.state == states.WAITING and controller.is_slow:
            done, total = controller.progress
            if total > 1:
                return self.tr("Translating… {done} of {total}").format(done=done, total=total)
            return self.tr("Translating…")
        if controller.state == states.CURRENT:
            milliseconds = thousands(1000 * controller.seconds)
            return self.tr("Up to date · {ms} ms").format(ms=milliseconds)
        if controller.state == states.OUTDATED and not controller.is_live:
            return self.tr("Not up to date · Ctrl+Enter translates")
        return ""

    def _say(self) -> None:
        controller = self._controller
        error = self._models.error or controller.error
        actions = [(self.tr("Choose another…"), self.model_combo.open_folder)] if self._models.error else []
        self.error.say(error, "bad", actions)
        actions = [(self.tr("Show them"), self._show_unknown)] if controller.num_unknown else []
        self.banner.say(" ".join(self._notes()), "watch", actions)

    def _notes(self) -> list[str]:
        """What a reader of this translation should know."""
        controller, notes = self._controller, []
        unknown, cut, ended = controller.num_unknown, controller.num_cut, controller.num_unfinished
        if unknown:
            notes.append(self.tr("1 piece of this text was never seen in training.") if unknown == 1 else
                         self.tr("{count} pieces of this text were never seen in training.").format(
                             count=unknown))
        if cut:
            notes.append(self.tr("1 sentence is longer than this model reads; it was translated in parts.")
                         if cut == 1 else
                         self.tr("{count} sentences are longer than this model reads; they were translated "
                                 "in parts.").format(count=cut))
        if ended:
            notes.append(self.tr("1 translation was cut off at the limit of its length.") if ended == 1 else
                         self.tr("{count} translations were cut off at the limit of their length.").format(
                             count=ended))
        return notes

    def _show_unknown(self) -> None:
        pieces = self._controller.unknown
        words = "  ".join(pieces[:_UNKNOWN_SHOWN]) + (" …" if len(pieces) > _UNKNOWN_SHOWN else "")
        self.banner.say(self.tr("Never seen in training: {pieces}").format(pieces=words), "watch",
                        [(self.tr("Close"), self._say)])

    # What is done

    def set_text(self, content: str) -> None:
        """Replaces the text to translate."""
        self.source.setPlainText(content)
        _space_lines(self.source)

    def _on_text(self) -> None:
        self._controller.set_text(self.source.toPlainText())

    def _swap(self) -> None:
        """The other direction, with the translation as its text."""
        result = self._controller.result
        if self._models.swap() and result is not None and result.text:
            self.set_text(result.text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.target.toPlainText())

    def _open_in_step(self) -> None:
        """The sentence in which the cursor stands."""
        place, start = self.source.textCursor().position(), 0
        chosen = ""
        for segment in sentences.split(self.source.toPlainText()):
            end = start + len(segment.text) + len(segment.gap)
            chosen = segment.text or chosen
            if chosen and place < end:
                break
            start = end
        if chosen:
            self.step_asked.emit(chosen)


def _space_lines(editor: QTextEdit) -> None:
    """Lines of 30 px, once after a text was set: what is typed later takes over its paragraph's format."""
    line_format = QTextBlockFormat()
    line_format.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    cursor = QTextCursor(editor.document())
    cursor.select(QTextCursor.SelectionType.Document)
    editor.blockSignals(True)
    cursor.mergeBlockFormat(line_format)
    editor.blockSignals(False)
    editor.document().clearUndoRedoStacks()

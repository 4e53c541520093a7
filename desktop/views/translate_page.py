"""The Translate page: type on the left, read on the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.text.languages import is_spaced
from desktop.controllers import models as model_states
from desktop.controllers import translate as states
from desktop.controllers.models import ModelsController
from desktop.controllers.translate import TranslateController
from desktop.theme import icons
from desktop.theme.numbers import thousands
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.at_cursor import AtCursor
from desktop.views.code_combo import CodeCombo
from desktop.views.evidence_bar import EvidenceBar
from desktop.views.language_combos import LanguageCombo
from desktop.views.legend import Legend
from desktop.views.model_combo import ModelCombo
from desktop.views.panes_alike import Together, Zoom
from desktop.views.text_pane import TextPane
from desktop.views.translate_side import TranslateParts, TranslateSide
from desktop.views.translation_notes import TranslationNotes
from desktop.views.word_marks import WordMarks
from desktop.views.words import is_right_to_left, language_name
from desktop.widgets.banner import EmptyState
from desktop.widgets.card import line, text
from desktop.widgets.file_drop import FileDrop
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.side_by_side import SideBySide
from desktop.widgets.splitter import Splitter
from desktop.widgets.takes_files import Sift

if TYPE_CHECKING:
    from desktop.views.alternatives_popup import AlternativesPopup
    from desktop.views.documents_view import DocumentsView

SIDE_WIDTH, NARROWEST_PANE = 326, 200
WIDE_FROM = 960  # pixels; below, what is beside the texts has a tab, and the model's name the room of BLEU


class TranslatePage(Retranslated, QWidget):
    """Renders a TranslateController and forwards what is typed."""

    step_asked = Signal(str, tuple)  # a sentence to open in Step, and the tokens of its translation
    train_asked = Signal()
    files_asked = Signal()  # to translate documents

    def __init__(self, controller: TranslateController, parts: TranslateParts, models: ModelsController,
                 theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._controller, self._parts, self._models, self._theme = controller, parts, models, theme
        self._counted = ""  # the text whose words are shown as counted: of a megabyte it takes 27 ms
        theme.dress(self)
        controller.changed.connect(self.render)  # first: marks are made on the text that they belong to
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
            self._shortcut(QKeySequence(keys), controller.translate_now)
        self._shortcut(QKeySequence("Ctrl+Shift+Return"), self._open_in_step)
        controller.options_changed.connect(self.render)
        for signal in (models.changed, models.listed):
            signal.connect(self._render_model)
            signal.connect(self.render)
        self.retranslate()

    def _build_header(self, theme: Theme) -> QFrame:
        header = mark(QFrame(), header="true")
        header.setFixedHeight(56)
        self.from_combo, self.to_combo = (LanguageCombo(self._models, side, header) for side in (0, 1))
        self.swap = QPushButton()
        self.swap.setFixedWidth(32)
        mark(self.swap, square="true")
        icons.set_icon(self.swap, "swap", theme)
        self.swap.clicked.connect(self._swap)
        self.model_combo, self.code_combo = ModelCombo(self._models), CodeCombo(self._models)
        self._bleu = mark(text(), tag="plain")
        self.history_button = QPushButton()
        self.history_button.setCheckable(True)
        self.open_file = QPushButton()
        self.open_file.clicked.connect(self.files_asked)
        self.copy = QPushButton()
        icons.set_icon(self.copy, "copy", theme)
        self.copy.clicked.connect(self._copy)
        self.open_step = mark(QPushButton(), kind="primary")
        self.open_step.clicked.connect(self._open_in_step)
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        for widget in (self.from_combo, self.swap, self.to_combo):
            row.addWidget(widget)
        row.addSpacing(12)
        row.addWidget(self.model_combo, 2)
        row.addWidget(self.code_combo)
        row.addWidget(self._bleu, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        for widget in (self.history_button, self.open_file, self.copy, self.open_step):
            row.addWidget(widget)
        return header

    def _build_content(self, theme: Theme) -> QWidget:
        source = TextPane("source")
        self._notes = TranslationNotes(self._controller, self._models, source.text,
                                       self.model_combo.open_folder, self)
        self.banner, self.error = self._notes.banner, self._notes.error
        target = TextPane("target", [self.error, self.banner], read_only=True)
        self.legend = Legend(theme)
        target.body.addWidget(line())
        target.body.addWidget(self.legend)
        self.panes = (source, target)
        self.source, self.target = source.text, target.text
        self.source.textChanged.connect(self._on_text)
        self._together = Together(self.source, self.target)
        self._source_name, self._target_name = source.name, target.name
        self._count, self._status = source.note, target.note
        self.stop = mark(QPushButton(), small="true")
        self.stop.clicked.connect(self._controller.stop)
        target.top.addWidget(self.stop)
        self._zoom = Zoom([self.source, self.target], self._controller.text_size, self._shortcut)
        self._zoom.changed.connect(self._controller.set_text_size)
        panes = Splitter([source, target])
        panes.setSizes([500, 500])
        for number, pane in enumerate(self.panes):
            panes.setStretchFactor(number, 1)
            pane.setMinimumWidth(NARROWEST_PANE)  # whatever stands below its text: both are as wide
        self.evidence = EvidenceBar(theme)
        self.marks = WordMarks(self._controller, self.source, self.target, self.evidence, self.legend,
                               theme, self)
        words = self._parts.words
        self.target.picked.connect(words.ask)
        words.changed.connect(self._on_words)
        self._shortcut(QKeySequence("Alt+Return"), lambda: words.ask(self.target.cursor_character()))
        self.at_cursor = AtCursor(self._controller, self.source, self.target, self)
        self.evidence.others.clicked.connect(self._ask_whole)
        self._shortcut(QKeySequence("Alt+Shift+Return"), self._ask_whole)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(panes, 1)
        left.addWidget(self.evidence)
        self.side = TranslateSide(self._controller, self._parts, self.at_cursor, theme)
        self.decoding = self.side.decoding
        self.side.text_asked.connect(self.set_text)
        self.history_button.toggled.connect(self.side.show_history)
        self.side.history_shown.connect(self.history_button.setChecked)
        texts = QWidget()
        left.setContentsMargins(0, 0, 0, 0)
        texts.setLayout(left)
        self.left = QStackedWidget()  # the texts, or the documents
        self.left.addWidget(texts)
        self.beside = SideBySide(self.left, self.side, SIDE_WIDTH, WIDE_FROM)
        self.history_button.clicked.connect(lambda shown: self.beside.show_first(not shown))
        return self.beside

    # What is not seen at first

    @cached_property
    def alternatives(self) -> AlternativesPopup:
        """Instead of a word, or of a sentence."""
        from desktop.views.alternatives_popup import AlternativesPopup

        return AlternativesPopup(self._parts.words, self.target, self._theme, self)

    def _on_words(self) -> None:
        if self._parts.words.asked is not None:
            self.alternatives.render()

    def offer_documents(self, make: Callable[[], DocumentsView], sift: Sift) -> None:
        """The list of documents is made when a file is opened or dropped, or ahead of that; `sift` as of
        `TakesFiles`."""
        self._make_documents = make
        self.drop = FileDrop([self, self.source.viewport(), self.target.viewport()], self, sift)
        self.drop.dropped.connect(lambda paths: self.documents.add(paths))
        self.files_asked.connect(lambda: self.documents.open())
        self._shortcut(QKeySequence(QKeySequence.StandardKey.Open), lambda: self.documents.choose_files())

    @cached_property
    def documents(self) -> DocumentsView:
        """In the place of the two texts."""
        made = self._make_documents()
        self.left.addWidget(made)
        made.asked.connect(lambda: self.left.setCurrentWidget(made))
        made.asked.connect(self.beside.show_first)
        made.left.connect(lambda: self.left.setCurrentIndex(0))
        made.named.connect(self.open_file.setText)
        made.retranslate()
        return made

    def ahead(self) -> list[tuple[str, Callable[[], QWidget]]]:
        """What is imported and made while nobody waits for it."""
        return [("desktop.views.alternatives_popup", lambda: self.alternatives),
                ("desktop.views.documents_view", lambda: self.documents)]

    def _shortcut(self, keys: QKeySequence, act: Callable[[], None]) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def retranslate(self) -> None:
        self.swap.setToolTip(self.tr("Translate the other way"))
        self.swap.setAccessibleName(self.tr("Translate the other way"))
        self.stop.setText(self.tr("Stop"))
        self.stop.setToolTip(self.tr("End the translation; what is there stays"))
        self.history_button.setText(self.tr("History"))
        self.history_button.setToolTip(self.tr("What was translated before, on this machine only"))
        if "documents" not in vars(self):  # which says how many there are
            self.open_file.setText(self.tr("Open file…"))
        self.open_file.setToolTip(self.tr("Translate documents (Ctrl+O), or drop them here"))
        self.copy.setText(self.tr("Copy"))
        self.copy.setToolTip(self.tr("Copy the translation"))
        self.open_step.setText(self.tr("Open in Step"))
        self.open_step.setToolTip(
            self.tr("Watch the sentence at the cursor being decoded (Ctrl+Shift+Enter)"))
        self.beside.say(self.tr("Texts"), self.tr("Glossary, memory and settings"), self.tr("What is shown"))
        self.source.setPlaceholderText(self.tr("Type or paste text"))
        self.source.setAccessibleName(self.tr("Text to translate"))
        self.target.setAccessibleName(self.tr("Translation"))
        self._render_model()
        self.render()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if (event.size().width() < WIDE_FROM) != (event.oldSize().width() < WIDE_FROM):
            self._render_model()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self.source.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def render(self) -> None:
        """At every key, several times: what follows from the model alone is `_render_model`'s."""
        controller = self._controller
        if controller.text is not self._counted:
            self._render_count()
        self._status.setText(self._status_words())
        shown = controller.result.text if controller.result is not None else ""
        self.target.show_text(shown)
        self.stop.setVisible(controller.state == states.WAITING and controller.is_slow)
        # Not at every key: what is answered at once would only flicker.
        waiting = controller.is_slow or (controller.state == states.OUTDATED and not controller.is_live)
        mark(self.target, waiting="true" if waiting else "false")
        self.copy.setEnabled(bool(shown))
        ready = self._models.state == model_states.READY
        self.open_step.setEnabled(ready and bool(controller.text.strip()))
        self._notes.render()

    def _render_model(self) -> None:
        current = self._models.current
        self._stack.setCurrentIndex(1 if self._models.entries or current is not None else 0)
        self._empty.say(self.tr("No model yet."),
                        self.tr("Train one on your own sentences, or open a folder that holds one."),
                        [(self.tr("Train a model"), self.train_asked.emit),
                         (self.tr("Open model folder…"), self.model_combo.open_folder)])
        src_lang, tgt_lang = self._models.direction
        source, target = language_name(src_lang), language_name(tgt_lang)
        self._source_name.setText(source or self.tr("Source"))
        self._target_name.setText(target or self.tr("Translation"))
        self.swap.setVisible(bool(source and target))
        self.swap.setEnabled(self._models.opposite() is not None)
        for pane, lang in zip(self.panes, (src_lang, tgt_lang), strict=True):
            pane.set_right_to_left(is_right_to_left(lang))
        self._render_count()
        facts = current.card.facts if current is not None else {}
        bleu = facts.get("test_beam_bleu", facts.get("bleu"))
        self._bleu.setVisible(isinstance(bleu, int | float) and self.width() >= WIDE_FROM)
        if isinstance(bleu, int | float):
            self._bleu.setText(f"BLEU {bleu:.1f}")
            self._bleu.setToolTip(self.tr("Measured on sentences that the model did not train on"))

    def _render_count(self) -> None:
        self._counted = self._controller.text
        self._count.setText(self._count_words())

    def _count_words(self) -> str:
        """Characters, and words where the language puts spaces between them."""
        content = self._controller.text
        count, words = len(content), len(content.split())
        characters = self.tr("1 character") if count == 1 else self.tr("{count} characters").format(
            count=thousands(count))
        if not is_spaced(self._models.direction[0]) or not words:
            return characters
        counted = self.tr("1 word") if words == 1 else self.tr("{count} words").format(count=thousands(words))
        return f"{counted} · {characters}"

    def _status_words(self) -> str:
        controller = self._controller
        if self._models.state == model_states.LOADING:
            return self.tr("Loading the model…")
        if controller.state == states.WAITING and controller.is_slow:
            done, total = controller.progress
            if total > 1:
                return self.tr("Translating… {done} of {total}").format(
                    done=thousands(done), total=thousands(total))
            return self.tr("Translating…")
        if self.source.is_filling:
            return self.tr("Taking in the text…")
        if controller.state == states.CURRENT:
            milliseconds = thousands(1000 * controller.seconds)
            return self.tr("Up to date · {ms} ms").format(ms=milliseconds)
        if controller.state == states.OUTDATED and not controller.is_live:
            return self.tr("Not up to date · Ctrl+Enter translates")
        return ""

    # What is done

    def set_text(self, content: str) -> None:
        """Replaces the text to translate."""
        self.beside.show_first()
        content = self.source.fill(content)
        if self.source.is_filling:  # then it is translated before it is laid out
            self._controller.set_text(content)

    def _on_text(self) -> None:
        if self.source.is_filling:
            self._status.setText(self._status_words())
            return
        content = self.source.toPlainText()
        if content == self._controller.text:  # filled in: it was translated before it was laid out
            self.render()
        self._controller.set_text(content)

    def _swap(self) -> None:
        """The other direction, with the translation as its text."""
        result = self._controller.result
        if self._models.swap() and result is not None and result.text:
            self.beside.show_first()
            content = self.source.replace(result.text)
            if self.source.is_filling:
                self._controller.set_text(content)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._controller.result.text)  # the pane's may not be whole yet

    def _ask_whole(self) -> None:
        self._parts.words.ask_whole(self.at_cursor.place)

    def _open_in_step(self) -> None:
        """The sentence in which the cursor stands, as the model reads it, and how it is translated here."""
        chosen = self.at_cursor.sentence
        if not chosen:
            return
        known = self._controller.translation_of(chosen)
        sentence, token_ids = (known.model_source, known.token_ids) if known is not None else (chosen, ())
        self.step_asked.emit(sentence, token_ids)

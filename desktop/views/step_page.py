"""The Step page: one sentence under glass, one token at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers import step as steps
from desktop.controllers.looks import VIEWS
from desktop.controllers.walk import CROSS
from desktop.theme import icons
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views.code_combo import CodeCombo
from desktop.views.export_menu import ExportButton
from desktop.views.model_combo import ModelCombo
from desktop.views.step_cards import StepCards
from desktop.views.step_keys import StepKeys
from desktop.views.words import direction
from desktop.widgets.banner import Banner, EmptyState
from desktop.widgets.card import text
from desktop.widgets.layouts import inset
from desktop.widgets.rehearsal import Rehearsal
from desktop.widgets.retranslated import Retranslated
from desktop.widgets.roomy_stack import RoomyStack
from desktop.widgets.scrolled import GivingColumn, in_scroll_area
from desktop.widgets.splitter import Splitter

EXAMPLES = {"zh": "我爱购物", "en": "I love shopping."}
MODEL_WIDTH, SIDE_WIDTH = 232, 344
MODEL_FROM = 1200  # on a narrower window the Model column folds
SIDE_FROM = 1000  # and on one narrower than this the right column becomes tabs
BESIDE_LAB = 760  # as where less than this is left beside the lab
_TEXT_FIELDS = (QLineEdit, QPlainTextEdit)


class StepPage(Retranslated, QWidget):
    """Renders a StepController and forwards what is clicked and typed.

    The lab and the help are made when they are first asked for, or `ahead`; so may the cards have been.
    """

    train_asked = Signal()

    def __init__(self, cards: StepCards, parent: QWidget | None = None):
        super().__init__(parent)
        controller = self.controller = self._controller = cards.controller
        models = self._models = cards.models
        self._parts, self._theme, self.player = cards.parts, cards.theme, cards.parts.player
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._build(cards)
        self.keys = StepKeys(self, self)
        controller.changed.connect(self.render)
        controller.view_changed.connect(self._mark_looked_at)
        models.changed.connect(self._on_model)
        self.retranslate()
        self._on_model()

    def _build(self, cards: StepCards) -> None:
        self._header = header = self._build_header(cards.theme)
        self._take(cards)
        self._lay_out(header)
        # Part by part: the whole page at once would hold the window for long when the theme changes.
        for part in (header, self.transport, self._banner_row, self._empty, self.band, self.model_card,
                     self.next_token, self.branches, self.checks, self.lesson, self.narrow_tabs,
                     self._area.verticalScrollBar(), self._area.horizontalScrollBar(),
                     self.side.verticalScrollBar()):
            cards.theme.dress(part)

    def _build_header(self, theme: Theme) -> QFrame:
        self.field = QLineEdit()
        self.field.setMinimumWidth(180)
        self.field.setMaximumWidth(376)
        self.field.textEdited.connect(self._controller.set_text)
        self.field.returnPressed.connect(self._on_return)
        self._direction = mark(text(), tag="plain")
        self.model_combo, self.code_combo = ModelCombo(self._models), CodeCombo(self._models)
        header = mark(QFrame(), header="true")
        header.setFixedHeight(56)
        row = QHBoxLayout(header)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 3)
        row.addWidget(self._direction, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.keep = mark(QToolButton(), kind="toggle")
        self.keep.setCheckable(True)
        self.keep.toggled.connect(self._on_keep)
        row.insertWidget(2, self.keep, 0, Qt.AlignmentFlag.AlignVCenter)
        self.view_combo = QComboBox(sizeAdjustPolicy=QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.view_combo.addItems([""] * len(VIEWS))
        self.view_combo.activated.connect(lambda index: self._controller.choose_view(VIEWS[index]))
        row.addWidget(self.view_combo)
        row.addWidget(self.model_combo, 2)
        row.addWidget(self.code_combo)
        self.lab_button = mark(QToolButton(), kind="plain")
        self.lab_button.setCheckable(True)
        icons.set_icon(self.lab_button, "lab", theme)
        self.lab_button.clicked.connect(self.show_lab)
        self.export = ExportButton(self._controller, self.figure, theme)
        self.export.failed.connect(lambda message: self.banner_say(message, "bad"))
        self.export.saved.connect(
            lambda path: self.banner_say(self.tr("Saved {path}").format(path=path), "plain"))
        row.addWidget(self.lab_button)
        row.addWidget(self.export)
        return header

    def _take(self, cards: StepCards) -> None:
        self.transport, self.banner, self.band = cards.transport, Banner(), cards.band
        self.model_card, self.views, self.attention = cards.model_card, cards.views, cards.views.attention
        self.attention.cell_lit.connect(self.band.light)
        self.band.pointed.connect(self.attention.point_at)
        self.attention.key_hidden.connect(self._parts.lab.toggle_key)
        self.attention.export_asked.connect(self.export.showMenu)
        self.checks, self.lesson = cards.checks, cards.lesson
        self._parts.lessons.lab_asked.connect(self.show_lab)
        self._parts.lessons.stage_asked.connect(lambda name: self.views.inside.show_stage(name))
        self.next_token, self.branches = cards.next_token, cards.branches
        self._empty = EmptyState()

    @cached_property
    def lab(self) -> QWidget:
        from desktop.views.lab_panel import LabPanel

        lab = LabPanel(self._controller, self._parts.lab, self._theme)
        lab.hide()
        lab.closed.connect(lambda: self.show_lab(False))
        self._beside.addWidget(lab)
        self._theme.dress(lab)
        return lab

    @cached_property
    def help(self) -> QWidget:
        from desktop.views.keys_help import KeysHelp

        made = KeysHelp(self.keys, self)
        self._theme.dress(made)
        return made

    def ahead(self) -> list[tuple[str, Callable[[], object]]]:
        """For `Ahead`: the parts that are not there yet."""
        return [*self.views.ahead(), ("desktop.views.lab_panel", lambda: self.lab),
                ("desktop.views.keys_help", lambda: self.help)]

    def rehearsal(self) -> Rehearsal:
        return Rehearsal(self, (self._header, self.transport, self.band, self.model_card, self.attention,
                                self.next_token, self.branches, self.checks))

    @property
    def has_lab(self) -> bool:
        """Is the lab open?"""
        return "lab" in vars(self) and not self.lab.isHidden()

    def _lay_out(self, header: QFrame) -> None:
        content = QWidget()
        column = GivingColumn(content)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.band)
        self.narrow_tabs = QTabBar()
        self.narrow_tabs.setDrawBase(False)
        self.narrow_tabs.setExpanding(False)
        for _ in range(3):
            self.narrow_tabs.addTab("")
        self.narrow_tabs.currentChanged.connect(self._fold)
        column.addWidget(self.narrow_tabs)
        column.addWidget(self._build_columns(), 1)
        column.addWidget(self.checks)
        self._stack = RoomyStack()
        self._stack.addWidget(self._empty)
        with_lab = QWidget()
        self._beside = QHBoxLayout(with_lab)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        self._area = in_scroll_area(content, sideways=True)
        left.addWidget(self._area, 1)
        left.addLayout(inset(self.lesson, 0, 12))
        self._beside.addLayout(left, 1)
        self._stack.addWidget(with_lab)
        self._banner_row = QWidget()
        self._banner_row.setLayout(inset(self.banner, 12, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addWidget(self.transport)
        layout.addWidget(self._banner_row)
        layout.addWidget(self._stack, 1)

    def _build_columns(self) -> Splitter:
        cards = QWidget()
        column = GivingColumn(cards)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.next_token)
        column.addWidget(self.branches, 1)
        self.side = in_scroll_area(cards)
        self.side.setMinimumWidth(316)
        self.model_card.setMinimumWidth(216)
        splitter = Splitter([self.model_card, self.views, self.side])
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([MODEL_WIDTH, 600, SIDE_WIDTH])
        return splitter

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Type a sentence and press Enter."))
        self.field.setAccessibleName(self.tr("Sentence"))
        self.setAccessibleName(self.tr("Step page"))
        names = (self.tr("Attention"), self.tr("Inside a block"), self.tr("All heads"),
                 self.tr("Beam search"), self.tr("Side by side"), self.tr("Batch and PAD"))
        for index, name in enumerate(names):
            self.view_combo.setItemText(index, name)
        self.view_combo.setAccessibleName(self.tr("View"))
        self.view_combo.setToolTip(self.tr("View") + " (V)")
        self.narrow_tabs.setTabText(0, self.tr("Picture"))
        self.narrow_tabs.setTabText(1, self.tr("Next token"))
        self.narrow_tabs.setTabText(2, self.tr("Branches"))
        self.narrow_tabs.setAccessibleName(self.tr("What is shown"))
        self.keep.setText(self.tr("Keep target"))
        self.keep.setMinimumWidth(0)
        self.keep.setMinimumWidth(self.keep.sizeHint().width())  # never cut short; the field gives way
        self.keep.setToolTip(self.tr("Edit the source and keep the target that was produced so far"))
        self.lab_button.setText(self.tr("Lab"))
        self.lab_button.setToolTip(self.tr("Mask and head lab") + " (M)")
        self.render()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """The Model column goes where there is no room for it, each card of the right column is a tab."""
        has_lab, window = self.has_lab, self.window().width()
        self.model_card.setVisible(window >= MODEL_FROM and not has_lab)
        style = (Qt.ToolButtonStyle.ToolButtonIconOnly if window < MODEL_FROM
                 else Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for button in (self.lab_button, self.export):  # an icon says more than a word cut short
            button.setToolButtonStyle(style)
        is_narrow = window < SIDE_FROM or (has_lab and self.width() - self.lab.width() < BESIDE_LAB)
        tab = self.narrow_tabs.currentIndex()
        self.narrow_tabs.setVisible(is_narrow)
        self.views.setVisible(not is_narrow or tab == 0)
        self.side.setVisible(not is_narrow or tab > 0)
        self.next_token.setVisible(not is_narrow or tab == 1)
        self.branches.setVisible(not is_narrow or tab == 2)

    def _on_keep(self, on: bool) -> None:
        self._controller.keeps_target = on

    def show_lab(self, on: bool) -> None:
        if on or self.has_lab:
            self.lab.setVisible(on)
        self.lab_button.setChecked(on)
        self._fold()
        if not on:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def figure(self) -> QWidget:
        """What is exported: the figure in focus, else the one in the middle."""
        focus = QApplication.focusWidget()
        for figure in (self.model_card.diagram, self.branches.tree, self.next_token.list,
                       self.attention.heads):
            if focus is figure:
                return figure
        return self.views.currentWidget().figure()

    def banner_say(self, message: str, tone: str) -> None:
        self.banner.say(message, tone, [])
        self._banner_row.setVisible(bool(message))

    def showEvent(self, event) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._offer_field)

    def _offer_field(self) -> None:
        """The example stands selected, so that typing replaces it; in a lesson the keys are the page's."""
        if self._parts.lessons.lesson is not None:
            return
        if self._controller.walk is None or self._controller.walk.current.parent_id is None:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.selectAll()

    def show_sentence(self, sentence: str, token_ids: Sequence[int] = ()) -> None:
        """Opens a sentence that comes from another page, with the tokens of its translation there."""
        self.field.setText(sentence)
        self._controller.look_at(sentence, token_ids)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    def render(self) -> None:
        controller = self._controller
        has_walk = controller.walk is not None
        self._stack.setCurrentIndex(1 if has_walk else 0)
        self.transport.setVisible(controller.state not in (steps.NO_MODEL,) or has_walk)
        self._show_view()
        self._say()
        if has_walk:
            self._mark_looked_at()

    def _show_view(self) -> None:
        self.views.show_view(self._controller.view)
        self.view_combo.setCurrentIndex(VIEWS.index(self._controller.view))

    def _say(self) -> None:
        controller = self._controller
        bad = self._models.error or (controller.error if controller.state == steps.FAILED else "")
        actions = [(self.tr("Choose another…"), self.model_combo.open_folder)] if self._models.error else []
        self.banner.say(bad, "bad", actions)
        self._banner_row.setVisible(bool(bad))
        if controller.state in (steps.NO_MODEL, steps.FAILED) and not self._models.entries:
            self._empty.say(self.tr("Nothing to step through yet."),
                            self.tr("A model is needed: train one on your own sentences, or open a folder "
                                    "that holds one."),
                            [(self.tr("Train a model"), self.train_asked.emit),
                             (self.tr("Open model folder…"), self.model_combo.open_folder)])
        elif controller.state == steps.NO_SENTENCE:
            self._empty.say(self.tr("Type a sentence and press Enter."))
        else:
            self._empty.say("")

    def _mark_looked_at(self) -> None:
        """The source chip that the row in view attends to most, in cross-attention."""
        controller, walk = self._controller, self._controller.walk
        self._show_view()
        if walk is None or not walk.passes():
            return
        looked_at = -1
        if controller.kind == CROSS and walk.current.parent_id is not None:
            looked_at = int(controller.weights()[controller.head][-1].argmax())
        self.band.look_at(looked_at)

    def _on_model(self) -> None:
        current = self._models.current
        self._direction.setVisible(current is not None)
        if current is not None:
            self._direction.setText(direction(*self._models.direction))
            self.band.set_languages(*self._models.direction)
            self._put_example(current.card.src_lang)
        self.render()

    def _put_example(self, src_lang: str) -> None:
        """An empty field, or one that still holds another language's example, gets this one's."""
        example = EXAMPLES.get(src_lang.split("-")[0], "")
        if example and self.field.text().strip() in ("", *EXAMPLES.values()) and self.field.text() != example:
            self.field.setText(example)
            self.field.selectAll()
            self._controller.open(example)

    # Keys

    def _on_return(self) -> None:
        """Enter in the field opens the sentence and takes the first step; then the keys are the page's."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._controller.is_open:
            self._controller.open(self.field.text())
        self._controller.next()

    def keyPressEvent(self, event) -> None:
        """What no focused control used. Letters and Space act only when no text field has focus."""
        controller = self._controller
        if isinstance(QApplication.focusWidget(), _TEXT_FIELDS):
            if event.key() == Qt.Key.Key_Escape:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if event.matches(QKeySequence.StandardKey.Undo):
            controller.undo()
            return
        if event.key() == Qt.Key.Key_E and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.export.showMenu()
            return
        plain = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        sign = -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        if event.modifiers() & ~plain or not self.keys.act(Qt.Key(event.key()), sign):
            super().keyPressEvent(event)

    def edit_sentence(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_keys(self) -> None:
        self.help.appear()

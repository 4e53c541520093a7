"""The sidebar: pages, what a training is doing, what computes, and the settings."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QIcon, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers.models import ModelsController
from desktop.controllers.runs import Status
from desktop.controllers.training import TrainingController
from desktop.language import Language
from desktop.theme import icons
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import run_words
from desktop.widgets.card import text
from desktop.widgets.retranslated import Retranslated

WIDTH, NARROW = 176, 56
ROW = 40
PAGES = ("translate", "step", "train", "data", "models", "guide")
_ENGINES = {"numpy": "NumPy", "mlx": "MLX"}


class Sidebar(Retranslated, QWidget):
    """Folds to icons when it is told to."""

    chosen = Signal(int)

    def __init__(self, models: ModelsController, training: TrainingController, theme: Theme,
                 language: Language, parent: QWidget | None = None):
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._models, self._training, self._theme, self._language = models, training, theme, language
        theme.dress(self)
        self._narrow = False
        self._build()
        models.changed.connect(self._show_engine)
        training.progress_changed.connect(self._show_training)
        training.runs_changed.connect(self._show_training)
        theme.changed.connect(self._draw_icons)
        self.retranslate()
        self.set_narrow(False)

    def _build(self) -> None:
        logo = QLabel()
        logo.setPixmap(icons.app_icon().pixmap(QSize(24, 24), 2.0))
        self._name = mark(QLabel("Pellucid"), role="title")
        top = QHBoxLayout()
        top.setContentsMargins(16, 14, 8, 14)
        top.setSpacing(10)
        top.addWidget(logo)
        top.addWidget(self._name, 1)
        self._items = [QStandardItem() for _ in PAGES]
        model = QStandardItemModel(self)
        for item in self._items:
            item.setEditable(False)
            model.appendRow(item)
        self.pages = QListView()
        self.pages.setObjectName("pages")
        self.pages.setModel(model)
        self.pages.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.pages.setSpacing(0)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.selectionModel().currentChanged.connect(lambda index, _: self.chosen.emit(index.row()))
        pages = QVBoxLayout()
        pages.setContentsMargins(8, 0, 8, 0)
        self.pages.setFixedHeight(len(PAGES) * ROW + 2)
        pages.addWidget(self.pages)
        pages.addStretch(1)
        self._run_word, self._run_part = text("strong"), text("caption")
        self._run_bar = QProgressBar()
        self._run_bar.setRange(0, 1000)
        self._run_bar.setTextVisible(False)
        self._run_left = text("caption")
        row = QHBoxLayout()
        row.addWidget(self._run_word, 1)
        row.addWidget(self._run_part)
        self._run = QWidget()
        column = QVBoxLayout(self._run)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._run_bar)
        column.addWidget(self._run_left)
        self._engine, self._network = text("caption", wrap=True), text("caption", wrap=True)
        self._facts = QWidget()
        column = QVBoxLayout(self._facts)
        column.setContentsMargins(16, 0, 16, 0)
        column.setSpacing(2)
        column.addWidget(self._run)
        column.addWidget(self._engine)
        column.addWidget(self._network)
        self.settings = mark(QPushButton(), kind="quiet")
        icons.set_icon(self.settings, "settings", self._theme, "text2")
        self.menu = QMenu(self.settings)
        self.settings.setMenu(self.menu)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(6, 8, 6, 12)
        bottom.addWidget(self.settings)
        bottom.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(pages, 1)
        layout.addWidget(self._facts)
        layout.addLayout(bottom)

    def set_page(self, index: int) -> None:
        self.pages.setCurrentIndex(self.pages.model().index(index, 0))

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, where the window has no room for words."""
        self._narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDTH)
        self._name.setVisible(not narrow)
        self._facts.setVisible(not narrow)
        self.retranslate()

    def retranslate(self) -> None:
        names = (self.tr("Translate"), self.tr("Step"), self.tr("Train"), self.tr("Data"),
                 self.tr("Models"), self.tr("Guide"))
        for number, (item, name) in enumerate(zip(self._items, names, strict=True), 1):
            item.setText("" if self._narrow else name)
            item.setToolTip(f"{name} (Ctrl+{number})")
            item.setAccessibleText(name)
        self.pages.setAccessibleName(self.tr("Pages"))
        self.settings.setText("" if self._narrow else self.tr("Settings"))
        self.settings.setAccessibleName(self.tr("Settings"))
        self._network.setText(self.tr("No network used"))
        self._network.setToolTip(self.tr("Pellucid never connects to anything. Your text stays here."))
        self._fill_menu()
        self._draw_icons()
        self._show_engine()
        self._show_training()

    def _fill_menu(self) -> None:
        self.menu.clear()
        # A language is named in itself, so that it can be found from any other.
        groups = (
            (self.tr("Appearance"), self._theme.mode, self._theme.set_mode,
             (("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark")))),
            (self.tr("Language"), self._language.choice, self._language.choose,
             (("system", self.tr("As the system")), ("en", "English"), ("zh_CN", "简体中文"))),
        )
        for title, current, choose, choices in groups:
            if not self.menu.isEmpty():
                self.menu.addSeparator()
            self.menu.addAction(title).setEnabled(False)
            group = QActionGroup(self.menu)
            for value, name in choices:
                action = self.menu.addAction(name)
                action.setCheckable(True)
                action.setChecked(value == current)
                action.setData(value)
                group.addAction(action)
                # The menu is filled anew by some choices: not while it is still telling of this one.
                action.triggered.connect(lambda _on=False, choose=choose, value=value: choose(value),
                                         Qt.ConnectionType.QueuedConnection)

    def _draw_icons(self) -> None:
        for item, page in zip(self._items, PAGES, strict=True):
            made = QIcon(icons.pixmap(page, self._theme.color("text2")))
            made.addPixmap(icons.pixmap(page, self._theme.color("accent")), QIcon.Mode.Selected)
            item.setIcon(made)

    def _show_engine(self) -> None:
        device = self._models.device
        threads = re.fullmatch(r"CPU, (\d+) threads?", device)
        if threads:
            count = int(threads.group(1))
            device = self.tr("1 thread") if count == 1 else self.tr("{count} threads").format(count=count)
        name = _ENGINES.get(self._models.backend, self._models.backend)
        self._engine.setText(f"{name} · {device}" if device else "")
        self._engine.setVisible(bool(device))

    def _show_training(self) -> None:
        active = self._training.active
        self._run.setVisible(active is not None)
        if active is None:
            return
        fraction = active.fraction
        # Those stages have longer names.
        has_long = active.run.status is Status.STARTING or active.is_preparing
        self._run_word.setText(run_words.status_word(active.run.status) if has_long
                               else run_words.stage_word(active))
        self._run_part.setText(f"{100 * fraction:.0f} %")
        self._run_bar.setValue(round(1000 * fraction))
        left = active.seconds_left
        self._run_left.setText("" if left is None else self.tr("{time} left").format(
            time=" ".join(run_words.time_range(*left))))
        self._run_left.setVisible(left is not None)

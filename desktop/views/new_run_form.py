"""What a new run needs to know: the sentences, a name, the languages, a size, and how long."""

from __future__ import annotations

import html
import math
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core import params
from core.training import presets
from desktop.controllers.corpus_peek import CorpusPeek, peek
from desktop.controllers.models import ModelsController
from desktop.controllers.runs import RunRequest, free_name
from desktop.controllers.training import TrainingController
from desktop.theme import numbers
from desktop.theme.style import mark
from desktop.theme.theme import Theme
from desktop.views import run_words
from desktop.views.run_options import EndOptions, GeneralOptions, StartCombo
from desktop.views.words import language_name
from desktop.widgets.banner import Banner
from desktop.widgets.card import text
from desktop.widgets.choice_card import ChoiceCard
from desktop.widgets.drop_zone import DropZone
from desktop.widgets.retranslated import Retranslated

LANGUAGES = ("zh", "en", "ja", "ko", "de", "fr", "es", "pt", "it", "ru", "ar", "he")
FEW_PAIRS = 1000  # said, never refused


class NewRunForm(Retranslated, QFrame):
    """Filled by hand, by a drop, or by `fill` when a run was refused."""

    started = Signal()
    cancelled = Signal()

    def __init__(self, controller: TrainingController, theme: Theme, sample_corpus: Path | None = None,
                 models: ModelsController | None = None, parent: QWidget | None = None):
        super().__init__(parent)
        mark(self, card="true")
        self._controller, self._theme, self._sample_corpus = controller, theme, sample_corpus
        self.start_combo = StartCombo(models)
        self._corpus: Path | None = None
        self._peek: CorpusPeek | None = None
        self._again: RunRequest | None = None  # for a run once more: what it was asked for with
        self._was_size_chosen = False
        self._make_widgets()
        self._lay_out()
        self._connect()
        self._show_start()
        self.retranslate()

    # Making it

    def _make_widgets(self) -> None:
        self._title = text("title")
        self.zone = DropZone(self._theme)
        self.file_label, self.file_note = text("strong"), text("caption", wrap=True)
        self._pair_label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.RichText)  # escaped
        self.choose_button, self.sample_button = QPushButton(), mark(QPushButton(), kind="link")
        self.sample_button.setVisible(self._sample_corpus is not None)
        self.name_edit = QLineEdit()
        self.name_edit.setMaxLength(80)
        self.src_combo, self.tgt_combo = QComboBox(), QComboBox()
        for combo, code in ((self.src_combo, "zh"), (self.tgt_combo, "en")):
            for language in (*LANGUAGES, ""):
                combo.addItem(language, language)
            combo.setCurrentIndex(combo.findData(code))
        self.sizes = {preset: ChoiceCard(self._theme) for preset in presets.PRESETS}
        self.sizes["tiny"].setChecked(True)
        self.rate_edit = QLineEdit()
        self.rate_edit.setMaxLength(20)
        self.ends, self.general = EndOptions(), GeneralOptions()
        self._labels = {key: text("caption") for key in
                        ("corpus", "name", "languages", "start", "size", "general", "rate", "time",
                         "patience")}
        self._arrow = text()
        self._arrow.setText("→")
        self.problem = Banner(self)
        self._hint = text("note", wrap=True)
        self.start_button = mark(QPushButton(), kind="primary")
        self.cancel_button = QPushButton()

    def _lay_out(self) -> None:
        zone = QGridLayout(self.zone)
        zone.setContentsMargins(16, 14, 16, 14)
        zone.setVerticalSpacing(4)
        zone.addWidget(self.file_label, 0, 0)
        zone.addWidget(self.file_note, 1, 0)
        zone.addWidget(self._pair_label, 2, 0)
        zone.addWidget(self.choose_button, 0, 1, Qt.AlignmentFlag.AlignRight)
        zone.addWidget(self.sample_button, 1, 1, Qt.AlignmentFlag.AlignRight)
        zone.setColumnStretch(0, 1)
        languages = QHBoxLayout()
        languages.addWidget(self.src_combo, 1)
        languages.addWidget(self._arrow)
        languages.addWidget(self.tgt_combo, 1)
        self._sizes_area = QWidget()
        sizes = QVBoxLayout(self._sizes_area)
        sizes.setContentsMargins(0, 0, 0, 0)
        sizes.setSpacing(8)
        for card in self.sizes.values():
            sizes.addWidget(card)
        form = QGridLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(16)
        form.setColumnMinimumWidth(0, 88)
        form.setColumnStretch(1, 1)
        fields = (self.zone, self.name_edit, languages, self.start_combo, self._sizes_area, self.general,
                  self.rate_edit, self.ends, self.ends.patience_combo)
        for row, (label, field) in enumerate(zip(self._labels.values(), fields, strict=True)):
            form.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop if row in (0, 4) else
                           Qt.AlignmentFlag.AlignVCenter)
            form.addWidget(field, row, 1) if isinstance(field, QWidget) else form.addLayout(field, row, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._hint, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.start_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addWidget(self._title)
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.zone.dropped.connect(self.take_file)
        self.zone.many_dropped.connect(self.say_one_only)
        self.choose_button.clicked.connect(self._choose_file)
        self.sample_button.clicked.connect(self._take_sample)
        self.cancel_button.clicked.connect(self.cancelled)
        self.start_button.clicked.connect(self.start)
        self.start_combo.currentIndexChanged.connect(self._show_start)
        self._controller.runs_changed.connect(self._show_turn)
        for card in self.sizes.values():
            card.clicked.connect(self._on_size_chosen)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self, self.start)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        enter = QShortcut(QKeySequence("Ctrl+Enter"), self, self.start)  # of the number pad
        enter.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def retranslate(self) -> None:
        self._title.setText(self.tr("New run"))
        words = {"corpus": self.tr("Sentences"), "name": self.tr("Name"), "languages": self.tr("Languages"),
                 "start": self.tr("Start from"), "size": self.tr("Size"),
                 "general": self.tr("General text"), "rate": self.tr("Learning rate"),
                 "time": self.tr("Time limit"),
                 "patience": self.tr("Stop early")}
        for key, label in self._labels.items():
            label.setText(words[key])
        self.choose_button.setText(self.tr("Choose file…"))
        self.sample_button.setText(self.tr("Use the sample sentences"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.start_button.setToolTip(self.tr("Ctrl+Enter"))
        self._show_turn()
        self.name_edit.setAccessibleName(words["name"])
        self.rate_edit.setAccessibleName(words["rate"])
        self.rate_edit.setPlaceholderText(self.tr("The usual one; lower where a run went astray"))
        self.src_combo.setAccessibleName(self.tr("Source language"))
        self.tgt_combo.setAccessibleName(self.tr("Target language"))
        for part in (self.start_combo, self.ends, self.general):
            part.retranslate()
        for combo in (self.src_combo, self.tgt_combo):
            for index in range(combo.count()):
                code = combo.itemData(index)
                combo.setItemText(index, language_name(code) or self.tr("Not said"))
        for preset, card in self.sizes.items():
            self._describe_size(preset, card)
        self._show_file()

    def _describe_size(self, preset: str, card: ChoiceCard) -> None:
        pairs = self._peek.num_pairs if self._peek else 10 ** 9
        config = presets.model_config(preset, presets.vocab_limit(pairs), pairs)
        weights = numbers.short(params.count(config))
        card.describe(
            run_words.preset_word(preset),
            self.tr("{} + {} layers, {} heads, d {}").format(
                config.num_encoder_layers, config.num_decoder_layers, config.num_heads, config.d_model),
            self.tr("up to {} weights").format(weights))

    # Filling it

    def take_file(self, corpus: Path) -> None:
        """A file was dropped or chosen: looks at its beginning and fills what that tells."""
        self._corpus, self._peek = corpus, None
        self._set_again(None)
        problem = self._controller.check_corpus(corpus)
        if not problem:
            try:
                self._peek = peek(corpus)
            except OSError as error:
                problem = str(error)
        self.show_problem(problem)
        if not self.name_edit.isModified():
            self.name_edit.setText(self.free_name(corpus.stem))
        if self._peek:
            for combo, language in ((self.src_combo, self._peek.src_lang),
                                    (self.tgt_combo, self._peek.tgt_lang)):
                if language:
                    combo.setCurrentIndex(combo.findData(language))
            if not self._was_size_chosen and self._peek.num_pairs:
                self.sizes[presets.suggest(self._peek.num_pairs)].setChecked(True)
        self.retranslate()

    def say_one_only(self) -> None:
        """Several files were dropped, and the first was taken."""
        self.show_problem(self.tr("Only {} was taken: a run has one file. The Data page puts several "
                                  "together.").format(self.file_label.text()))

    def start_from(self, folder: Path, name: str, src_lang: str, tgt_lang: str) -> None:
        """A model is to be trained further: its size and vocabulary are given."""
        self.start_combo.choose(folder, name)
        self._take_direction(src_lang, tgt_lang)

    def _take_direction(self, src_lang: str, tgt_lang: str) -> None:
        for combo, language in ((self.src_combo, src_lang), (self.tgt_combo, tgt_lang)):
            if combo.findData(language) < 0:
                combo.addItem(language_name(language), language)
            combo.setCurrentIndex(combo.findData(language))

    def _set_again(self, request: RunRequest | None) -> None:
        """A run once more has all from that run but its name and its rate."""
        self._again = request
        for key in ("languages", "start", "time", "patience"):
            self._labels[key].setVisible(request is None)
        for field in (self.src_combo, self._arrow, self.tgt_combo, self.start_combo, self.ends,
                      self.ends.patience_combo):
            field.setVisible(request is None)
        self._show_start()

    def _show_start(self) -> None:
        is_new = self.start_combo.currentData() is None
        for part in (self._labels["size"], self._sizes_area):
            part.setVisible(is_new and self._again is None)
        for part in (self._labels["general"], self.general):
            part.setVisible(not is_new and self._again is None)
        direction = self.start_combo.direction()
        if direction:
            self._take_direction(*direction)

    def fill(self, request: RunRequest, problem: str) -> None:
        """A run that was refused, to be put right here."""
        self.take_file(request.corpus)
        self.name_edit.setText(request.name)
        self.name_edit.setModified(True)
        self.rate_edit.setText("" if request.learning_rate is None else f"{request.learning_rate:g}")
        self.show_problem(problem)
        if request.again is not None:
            self._set_again(request)
            self._show_file()
            return
        self.src_combo.setCurrentIndex(self.src_combo.findData(request.src_lang))
        self.tgt_combo.setCurrentIndex(self.tgt_combo.findData(request.tgt_lang))
        self.sizes[request.preset].setChecked(True)
        self.ends.fill(request.time_budget_min, request.until, request.patience)
        if request.init is not None:
            self.start_combo.choose(request.init, request.init.name)
            self.general.take_file(request.general, request.mix)

    def free_name(self, name: str) -> str:
        """As no other run is called, nor one that waits."""
        controller = self._controller
        return free_name(name, [*(run.name for run in controller.runs),
                                *(run.request.name for run in controller.waiting.runs)])

    def clear(self) -> None:
        """Ready for the next run; languages, size and time stay as they were."""
        self._corpus, self._peek, self._was_size_chosen = None, None, False
        self._set_again(None)
        self.start_combo.setCurrentIndex(0)
        self.general.take_file(None)
        self.name_edit.clear()
        self.name_edit.setModified(False)
        self.rate_edit.clear()
        self.show_problem("")
        self.retranslate()

    def show_problem(self, problem: str) -> None:
        self.problem.say(problem, "bad")

    def start(self) -> None:
        if self._corpus is None:
            self.show_problem(self.tr("Choose a file of sentence pairs first, such as a TSV: one pair a "
                                      "line, source, TAB, translation."))
            self.choose_button.setFocus()
            return
        rate = self._rate()
        if rate is not None and not 0 < rate < math.inf:
            self.show_problem(self.tr("The learning rate is “{}”; expected a number such as 0.0005, or "
                                      "nothing for the usual one.").format(self.rate_edit.text()))
            self.rate_edit.setFocus()
            return
        problem = self._controller.start(self._asked(rate))
        self.show_problem(problem)
        if not problem:
            self.started.emit()

    def _asked(self, rate: float | None) -> RunRequest:
        name = self.name_edit.text().strip()
        if self._again is not None:
            return replace(self._again, name=name or self.free_name(self._again.name), learning_rate=rate)
        preset = next(preset for preset, card in self.sizes.items() if card.isChecked())
        init = self.start_combo.currentData()
        return RunRequest(
            self._corpus, name or self.free_name(self._corpus.stem), preset,
            self.src_combo.currentData(), self.tgt_combo.currentData(), self.ends.minutes, init,
            until=self.ends.until, patience=self.ends.patience,
            general=self.general.file if init else None, mix=self.general.mix if init else 0.0,
            learning_rate=rate)

    def _rate(self) -> float | None:
        """None where nothing was typed; NaN for what is no number."""
        typed = self.rate_edit.text().strip().replace(",", ".")
        try:
            return float(typed) if typed else None
        except ValueError:
            return math.nan

    def _show_turn(self) -> None:
        """At once, or when the run that is being trained has ended."""
        active = self._controller.active
        self.start_button.setText(self.tr("Let it wait") if active else self.tr("Start training"))
        self._hint.setText(self.tr("It begins by itself when “{}” has ended.").format(active.run.name)
                           if active else
                           self.tr("Training goes on in the background; you can translate and step "
                                   "meanwhile, and close the window: the run resumes where it was."))

    def _show_file(self) -> None:
        self._pair_label.setVisible(bool(self._peek and self._peek.first and self._again is None))
        if self._corpus is None:
            self.file_label.setText(self.tr("Drop a file of sentence pairs here"))
            self.file_note.setText(self.tr("TSV: one pair a line, source, TAB, translation"))
            return
        if self._again is not None:
            old = self._again.again
            name = next((run.name for run in self._controller.runs if run.path == old), old.name)
            self.file_label.setText(self.tr("As “{}”").format(name))
            self.file_note.setText(self.tr("The same sentences, model and settings, from the start"))
            return
        self.file_label.setText(self._corpus.name)
        if self._peek is None:
            self.file_note.setText(str(self._corpus.parent))
        elif not self._peek.is_plain:
            self.file_note.setText(self.tr("Its pairs are counted when the training starts."))
        elif self._peek.first is None:
            self.file_note.setText(self.tr("Its first lines have no TAB: expected source, TAB, translation."))
        else:
            words = self.tr("{} pairs") if self._peek.is_exact else self.tr("about {} pairs")
            num_pairs = self._peek.num_pairs if self._peek.is_exact else round(self._peek.num_pairs, -3)
            if num_pairs < FEW_PAIRS:
                words = self.tr("{} pairs is little: the model will learn them by heart. More sentences help "
                                "most.")
            self.file_note.setText(words.format(numbers.thousands(num_pairs)))
            source, target = (html.escape(side[:80]) for side in self._peek.first)
            palette = self._theme.palette
            self._pair_label.setText(f'<span style="color:{palette.source}">{source}</span>&nbsp;&nbsp; '
                                     f'<span style="color:{palette.target}">{target}</span>')

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose sentences"), str(self._corpus.parent) if self._corpus else "",
            self.tr("Sentence pairs (*.tsv *.txt *.csv *.tmx *.xlf *.xliff *.po *.jsonl);;All files (*)"))
        if name:
            self.take_file(Path(name))

    def _take_sample(self) -> None:
        if self._sample_corpus is not None:
            self.take_file(self._sample_corpus)

    def choose_size(self, preset: str) -> None:
        self.sizes[preset].setChecked(True)
        self._on_size_chosen()

    def _on_size_chosen(self) -> None:
        self._was_size_chosen = True

"""Pictures of every page, in both themes and languages: `python -m desktop.shots --out build/shots`.

Nothing is drawn for the picture: the bundled model translates and decodes, and the Train page shows a
real run directory (`--run`) or what it says where there is none.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop import corpus_shots

SENTENCE = "我爱购物"
LONG = "因为昨天下雨，我们把会议改到了下周三下午。"
TEXT = "我爱购物。\n今天天气很好，我们去公园吧。\n他喜欢在家看书。"
PATIENCE_S = 60.0


class Photographer:
    """Drives a window as a person would, and keeps what it looks like."""

    def __init__(self, app, window, out: Path):
        self._app, self._window, self._out = app, window, out

    def until(self, holds: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        """Lets the window live until something holds."""
        end = time.monotonic() + patience_s
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {patience_s:.0f} s for {what}")
            self._app.processEvents()
            time.sleep(0.005)

    def settle(self) -> None:
        self.until(lambda: self._window.is_there, "the page")
        self.until(lambda: not self._window.theme.is_dressing, "its colours")
        for _ in range(20):
            self._app.processEvents()
            time.sleep(0.005)

    def take(self, name: str) -> Path:
        self.settle()
        path = self._out / f"{name}.png"
        self._window.grab().save(str(path))
        return path


def prepare(photographer: Photographer, window) -> None:
    """A translation that is up to date, and a decoding three steps on, with a branch."""
    step, translate = window.step, window.translate
    photographer.until(lambda: window.models.state in ("ready", "failed"), "the model")
    window.translate_page.set_text(TEXT)
    photographer.until(lambda: translate.state == "current", "the translation")
    window.step_page.show_sentence(SENTENCE)
    photographer.until(lambda: step.is_open and not step.is_busy, "the encoder")
    step.run()
    photographer.until(lambda: step.walk.is_line_whole, "the end of the sentence")
    step.go_to(step.walk.line[min(3, len(step.walk.line) - 1)].id)
    main = step.walk.line
    for position, candidate in ((min(2, len(main) - 1), 1), (1, 1)):
        step.go_to(main[position].id)
        step.force(candidate)
        photographer.until(lambda: not step.is_busy, "a branch")
    step.follow(step.branches()[0])
    step.go_to(main[min(3, len(main) - 1)].id)


@dataclass(frozen=True)
class Looks:
    """What is varied from picture to picture."""

    sizes: Sequence[tuple[int, int]] = ((1440, 900), (1280, 800))
    modes: Sequence[str] = ("light", "dark")
    languages: Sequence[str] = ("en", "zh_CN")
    details: bool = True  # views, forms and panels of the pages too, and a corpus that is measured


def take_all(photographer: Photographer, window, looks: Looks) -> list[Path]:
    taken = []
    for width, height in looks.sizes:
        window.resize(width, height)
        for mode in looks.modes:
            window.theme.set_mode(mode)
            for language in looks.languages:
                window.language.choose(language)
                for page in ("translate", "step", "train", "data", "models", "guide"):
                    window.show_page(page)
                    taken.append(photographer.take(f"{page}_{mode}_{language}_{width}x{height}"))
    return taken


def take_shots(out: Path, looks: Looks, models: Path | None = None, run: Path | None = None,
               font: str = "") -> list[Path]:
    """Opens the window off screen, drives it and returns the pictures. Raises ImportError without Qt."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    from PySide6.QtCore import QSettings
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QApplication

    from desktop.window import Window
    from resources import models_dir

    app = QApplication.instance() or QApplication(sys.argv[:1])
    if font:
        app.setFont(QFont(font))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        settings.setValue("appearance/mode", "light")
        settings.setValue("appearance/language", "en")
        runs = run.resolve().parent if run else Path(folder) / "runs"
        window = Window(app, models_dir=models or models_dir(), runs_root=runs, settings=settings,
                        backend="numpy")
        window.show()
        photographer = Photographer(app, window, out)
        if window.models.entries:
            prepare(photographer, window)
        taken = corpus_shots.take_corpus(photographer, window, Path(folder)) if looks.details else []
        window.show_page("train")  # which reads the list
        photographer.until(lambda: window.training.is_loaded, "the list of runs")
        if run:
            window.training.select(run.resolve())
        taken += take_all(photographer, window, looks)
        if looks.details:
            taken += take_form(photographer, window)
        if window.models.entries and looks.details:
            taken += take_step_views(photographer, window)
            taken += take_translate_panels(photographer, window)
            taken += take_documents(photographer, window, Path(folder), looks)
            taken += take_serving(photographer, window)
            taken += take_models(photographer, window, Path(folder), looks)
        window.close()
    return taken


def both_looks(window) -> Iterator[str]:
    """Light and English, then dark and Chinese: the name of each."""
    for mode, language in (("light", "en"), ("dark", "zh_CN")):
        window.theme.set_mode(mode)
        window.language.choose(language)
        yield f"{mode}_{language}"


def take_form(photographer: Photographer, window) -> list[Path]:
    """The form of a new run, filled to tune the bundled model until the evening."""
    from resources import sample_corpus_dir

    page, taken = window.train_page, []
    window.show_page("train")
    window.resize(1440, 900)
    page.open_form_with(sample_corpus_dir() / "zh-en.dev.tsv")
    form = page.form
    form.start_combo.setCurrentIndex(1)
    form.general.take_file(sample_corpus_dir() / "zh-en.train.tsv")
    form.ends.fill(None, "18:00", 10)
    for name in both_looks(window):
        taken.append(photographer.take(f"train_form_{name}"))
    form.cancel_button.click()
    return taken + take_waiting(photographer, window)


def take_waiting(photographer: Photographer, window) -> list[Path]:
    """Runs that wait, of which the turn of one came and it could not begin."""
    from desktop.controllers.runs import RunRequest
    from resources import sample_corpus_dir

    waiting, taken = window.training.waiting, []
    corpus = sample_corpus_dir() / "zh-en.train.tsv"
    for name in ("letters", "recipes", "news"):
        waiting.add(RunRequest(corpus, name, "tiny", "zh", "en", 20))
    waiting.put_back(waiting.take_out(0), window.training.check_corpus(corpus.with_name("letters.tsv")))
    for name in both_looks(window):
        taken.append(photographer.take(f"train_waiting_{name}"))
    while waiting.runs:
        waiting.take_out(0)
    return taken


def take_models(photographer: Photographer, window, folder: Path, looks: Looks) -> list[Path]:
    """A model that is looked at before it is imported, and two on the same sentences."""
    from core.exporting.archive import SUFFIX, export_archive

    page, shelf, entries, taken = window.models_page, window.shelf, window.models.entries, []
    given = folder / f"given{SUFFIX}"
    export_archive(entries[0].folder, given)
    window.show_page("models")
    window.resize(1440, 900)
    shelf.look_at(given)
    photographer.until(lambda: shelf.preview is not None and not shelf.stage, "what the file holds")
    for mode, language in [(mode, language) for mode in looks.modes for language in looks.languages]:
        window.theme.set_mode(mode)
        window.language.choose(language)
        taken.append(photographer.take(f"models_import_{mode}_{language}"))
    shelf.dismiss()
    page.list.selectAll()
    if len(page.selected()) == 2:
        page.compare.lines.setPlainText(TEXT)
        page.compare.go_button.click()
        photographer.until(lambda: not shelf.comparing, "both translations")
        taken.append(photographer.take("models_compare"))
    return taken


def take_documents(photographer: Photographer, window, folder: Path, looks: Looks) -> list[Path]:
    """The list of documents with one done, one paused, one that cannot be read and one that waits."""
    files = {"minutes.md": f"# {SENTENCE}\n\n{LONG}\n\n`code` {SENTENCE}\n\nOK\n",
             "contract.docx": "no archive", "handbook.txt": f"{LONG}\n" * 400,
             "strings.csv": f"key;text;context\n1;{SENTENCE}，{SENTENCE}。;menu\n2;{LONG};help\n3;{LONG};\n",
             "subtitles.srt": f"1\n00:00:01,000 --> 00:00:02,000\n{LONG}\n"}
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    window.show_page("translate")
    documents, view, taken = window.documents, window.translate_page.documents, []
    view.add([folder / name for name in files])
    photographer.until(lambda: len(documents.jobs) == 5 and documents.jobs[2].done > 5, "the documents")
    for mode, language in [(mode, language) for mode in looks.modes for language in looks.languages]:
        window.theme.set_mode(mode)
        window.language.choose(language)
        taken.append(photographer.take(f"documents_{mode}_{language}"))
    for name in both_looks(window):
        view.list.setCurrentIndex(view.list.model().index(3, 0))
        taken.append(photographer.take(f"documents_table_{name}"))
    documents.pause(documents.jobs[4].id)
    documents.pause(documents.jobs[2].id)
    photographer.until(lambda: not documents.is_busy, "the pause")
    window.resize(960, 640)
    taken.append(photographer.take("documents_narrow"))
    window.translate_page.left.setCurrentIndex(0)
    return taken


def take_step_views(photographer: Photographer, window) -> list[Path]:
    """Every view of the Step page, a lesson and the lab, and a long sentence: one theme and language each."""
    from desktop.controllers.looks import ATTENTION, BATCH, BEAM, HEADS, VIEWS

    step, parts, taken = window.step, window.step_parts, []
    window.resize(1440, 900)
    window.show_page("step")
    for name in both_looks(window):
        for view in VIEWS[1:]:
            step.choose_view(view)
            photographer.until(lambda view=view: {
                HEADS: parts.lab.costs, BEAM: parts.beam.tree, BATCH: parts.batch.batch}.get(view, True),
                view)
            taken.append(photographer.take(f"step_{view}_{name}"))
        step.choose_view(ATTENTION)
        parts.lessons.start(6)
        taken.append(photographer.take(f"step_lesson_{name}"))
        parts.lessons.close()
        step.set_look(as_lines=False)
        window.step_page.show_lab(True)
        parts.lab.set_causal_mask(False)
        photographer.until(lambda: step.baseline is not None and not step.is_busy, "the edited decoding")
        step.choose_kind("decoder_self")
        taken.append(photographer.take(f"step_lab_{name}"))
        window.resize(1280, 800)
        taken.append(photographer.take(f"step_lab_small_{name}"))
        window.resize(1440, 900)
        window.step_page.show_lab(False)
        parts.lab.reset()
        photographer.until(lambda: step.baseline is None and not step.is_busy, "the normal decoding")
        step.choose_kind("cross")
        window.step_page.show_keys()
        taken.append(photographer.take(f"step_keys_{name}"))
        window.step_page.help.leave()
        window.resize(960, 640)
        window.step_page.show_lab(True)
        taken.append(photographer.take(f"step_narrow_{name}"))
        window.step_page.show_lab(False)
        taken.append(photographer.take(f"step_tabs_{name}"))
        window.resize(1440, 900)
    window.step_page.show_sentence(LONG)
    photographer.until(lambda: step.is_open and not step.is_busy, "the encoder")
    step.run()
    photographer.until(lambda: step.walk.is_line_whole and not step.is_busy, "the end of the sentence")
    taken.append(photographer.take("step_long"))
    return taken


def take_serving(photographer: Photographer, window) -> list[Path]:
    """The card of the server for other programs, off and on."""
    side, serving, taken = window.translate_page.side, window.translate_parts.serving, []
    window.show_page("translate")
    window.resize(1440, 900)
    for mode, language, starts in (("light", "en", False), ("light", "en", True), ("dark", "zh_CN", False)):
        window.theme.set_mode(mode)
        window.language.choose(language)
        if starts:
            serving.start()
            photographer.until(lambda: serving.state == "on", "the server")
        photographer.settle()
        bar = side.currentWidget().verticalScrollBar()
        bar.setValue(bar.maximum())
        taken.append(photographer.take(f"serving_{serving.state}_{mode}_{language}"))
    serving.stop()
    photographer.until(lambda: serving.state == "off", "the end of the server")
    return taken


def take_translate_panels(photographer: Photographer, window) -> list[Path]:
    """The Translate page with terms, like sentences, other words, rules and the history; and narrow."""
    parts, page, taken = window.translate_parts, window.translate_page, []
    window.show_page("translate")
    window.resize(1440, 900)
    photographer.until(lambda: parts.terms.is_loaded, "the terms")
    for source, target in (("公园", "gardens"), ("书", "novels|a novel"), ("发票", "invoice")):
        parts.terms.add_term(source, target)
    parts.memory.confirm("今天天气很冷，我们去公园吧。", "It is cold today. Let's go to the park.")
    cursor = page.source.textCursor()
    cursor.setPosition(12)  # in the second sentence
    page.source.setTextCursor(cursor)
    photographer.until(lambda: window.translate.state == "current" and window.translate.result.words, "words")
    photographer.until(lambda: parts.memory.matches and parts.history.is_on, "like sentences")
    word = window.translate.result.words[-2]
    for name in both_looks(window):
        page.target.pointed.emit(word.start)
        parts.words.ask(word.start)
        photographer.until(lambda: parts.words.asked is not None, "other words")
        taken.append(photographer.take(f"translate_words_{name}"))
        parts.words.ask_whole(page.at_cursor.place)
        photographer.until(lambda: parts.words.asked.is_whole, "other translations")
        taken.append(photographer.take(f"translate_others_{name}"))
        parts.words.close()
        page.side.glossary.more.click()
        page.side.terms.rules.tried.setText("um 12 Uhr")
        page.side.terms.rules.is_regex.setChecked(True)
        page.side.terms.rules.find.setText(r"(\d+) Uhr")
        page.side.terms.rules.put.setText(r"\1:00")
        taken.append(photographer.take(f"translate_rules_{name}"))
        page.side.terms.leave.click()
        page.history_button.click()
        photographer.until(lambda: bool(parts.history.entries), "the history")
        taken.append(photographer.take(f"translate_history_{name}"))
        page.history_button.click()
        window.resize(960, 640)
        taken.append(photographer.take(f"translate_narrow_{name}"))
        page.beside.show_first(False)
        taken.append(photographer.take(f"translate_narrow_side_{name}"))
        page.beside.show_first()
        written = page.source.toPlainText()
        page.set_text("He said that the letter is for you and not for me.")
        photographer.until(lambda: window.translate.unlike is not None, "the other language")
        taken.append(photographer.take(f"translate_other_language_{name}"))
        page.set_text(written)
        photographer.until(lambda: window.translate.state == "current" and window.translate.result.words,
                           "words")
        window.resize(1440, 900)
    return taken


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m desktop.shots", description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("build/shots"))
    parser.add_argument("--models", type=Path, help="a folder of models instead of the bundled ones")
    parser.add_argument("--run", type=Path, help="a run directory for the Train page")
    parser.add_argument("--font", default="", help="a font family; otherwise the system's")
    args = parser.parse_args(arguments)
    taken = take_shots(args.out, Looks(), args.models, args.run, args.font)
    print(f"{len(taken)} pictures in {args.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

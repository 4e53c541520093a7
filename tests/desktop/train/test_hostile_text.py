"""Names, notes and sentences that look like markup are shown as they are written: nothing is loaded."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtGui import Qt  # with mightBeRichText, which QtCore's lacks
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget

from desktop.controllers.runs import RunRequest
from tests.desktop.train.window import drop

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

NASTY = '<b>x</b><img src="nowhere.png">'
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


def labels(parent: QWidget) -> list[QLabel]:
    return [label for label in parent.findChildren(QLabel) if "<img" in label.text()]


def taken_for_markup(parent: QWidget) -> list[str]:
    """Texts with an image in them that Qt would load."""
    formats = Qt.TextFormat
    found = [label.text() for label in labels(parent) if label.textFormat() != formats.PlainText]
    tips = [widget.toolTip() for widget in (parent, *parent.findChildren(QWidget))] + list(item_tips(parent))
    return found + [tip for tip in tips if "<img" in tip and Qt.mightBeRichText(tip)]


def item_tips(parent: QWidget) -> Iterator[str]:
    for model in parent.findChildren(QAbstractItemModel):
        for row in range(model.rowCount()):
            yield model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) or ""


def item_words(parent: QWidget) -> str:
    return "\n".join(str(model.index(row, 0).data()) for model in parent.findChildren(QAbstractItemModel)
                     for row in range(model.rowCount()))


def test_of_a_run_everything_is_shown_as_written(tuned_runs, open_window, tmp_path, qtbot):
    shutil.copytree(tuned_runs, tmp_path / "runs")
    base, tuned = tmp_path / "runs" / "base", tmp_path / "runs" / "tuned"
    for folder in (base, tuned):
        spec = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        spec |= {"name": NASTY, "corpus": [NASTY], "src_lang": NASTY, "tgt_lang": NASTY}
        (folder / "run.json").write_text(json.dumps(spec), encoding="utf-8")
        (folder / "note.txt").write_text(NASTY, encoding="utf-8")
        events = [json.loads(line) for line in (folder / "metrics.jsonl").read_text("utf-8").splitlines()]
        for event in events:
            for sample in event.get("samples") or ():
                sample |= {"src": NASTY, "out": NASTY, "ref": "", "tokens": [NASTY], "probs": [0.5]}
        (folder / "metrics.jsonl").write_text("".join(json.dumps(event) + "\n" for event in events), "utf-8")
    report = json.loads((tuned / "report.json").read_text(encoding="utf-8"))
    for row in report["dev"]["changed"]:
        row |= {"src": NASTY, "words": [["new", NASTY], ["same", NASTY]]}
    (tuned / "report.json").write_text(json.dumps(report), encoding="utf-8")

    window = open_window()
    controller, page = window.controller, window.page
    controller.select(tuned)
    qtbot.waitUntil(page.run_view.report.isVisible)
    controller.compare_with(base)
    qtbot.waitUntil(page.run_view.comparison.isVisible)
    controller.waiting.add(RunRequest(tmp_path / NASTY.replace("/", ""), NASTY, "tiny", "zh", "en", 20))
    assert len(labels(page)) > 5
    assert NASTY in item_words(page)
    assert taken_for_markup(page) == []
    assert "&lt;img" in page.run_view.report.sentences.text()

    window.click(page.runs.trash_button)
    question = page.findChild(QMessageBox)
    assert NASTY in question.text()
    assert question.textFormat() == Qt.TextFormat.PlainText
    question.button(QMessageBox.StandardButton.Cancel).click()


def test_in_the_form_a_file_and_its_first_pair_are_shown_as_written(open_window, tmp_path):
    file = tmp_path / (NASTY.replace("/", "") + ".tsv")
    file.write_text(f"{NASTY}\t{NASTY}\n", encoding="utf-8")
    window = open_window()
    window.click(window.page.runs.new_button)
    form = window.page.form
    drop(form.zone, file)
    form.start_from(tmp_path, NASTY, "zh", "en")
    form.general.take_file(file)
    form.show_problem(NASTY)
    assert len(labels(form)) == 3
    assert taken_for_markup(form) == []
    [pair] = [label for label in form.findChildren(QLabel) if "&lt;img" in label.text()]
    assert pair.isVisible()
    assert not [button for button in form.findChildren(QPushButton) if "<img" in button.text()]

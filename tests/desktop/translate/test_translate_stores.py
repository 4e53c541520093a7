"""Memory and history of the Translate page, by clicking and typing."""

from __future__ import annotations

import json
import sqlite3
import time

from PySide6.QtCore import Qt

from core.stores.memory import Memory
from desktop.controllers.history import HistoryController
from desktop.workers.background_reader import BackgroundReader
from tests.desktop.translate.waiting import click


def test_a_confirmed_sentence_is_found_again_with_the_difference_marked(window, page, qtbot, translated):
    card, memory = page.side.memory, window.translate_parts.memory
    target = translated("今天天气很好，我们去公园。").text
    qtbot.waitUntil(card.confirm.isEnabled)
    click(qtbot, card.confirm)
    qtbot.waitUntil(lambda: card.confirm.text() == "Confirmed")
    assert memory.num_pairs == 1
    translated("今天天气很冷，我们去公园。")
    qtbot.waitUntil(lambda: bool(memory.matches))
    [match] = memory.matches
    assert match.target == target.strip()
    assert not match.is_exact
    assert ">好</span>" in card._marked(match)
    assert card.confirm.text() == "Confirm"


def test_a_file_of_pairs_is_added_to_the_memory(window, page, qtbot, translated, tmp_path):
    memory = window.translate_parts.memory
    lines = [f"这是第{n}句话。\tThis is sentence {n}.\n" for n in range(300)]
    (tmp_path / "mine.tsv").write_text("".join(lines), encoding="utf-8")
    memory.add_file(tmp_path / "mine.tsv")
    qtbot.waitUntil(lambda: memory.num_pairs == 300)
    translated("这是第12句话。")
    qtbot.waitUntil(lambda: bool(memory.matches))
    assert memory.matches[0].target == "This is sentence 12."
    assert "300 pairs kept here" in page.side.memory._count.text()
    memory.add_file(tmp_path / "none.tsv")
    qtbot.waitUntil(lambda: "none.tsv" in page.side.memory.banner.text())
    menu = page.side.memory.more.menu()
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    assert menu.actions()[-1].text() == "Forget mine.tsv (300)"
    qtbot.waitUntil(lambda: memory.num_pairs == 0)


def test_a_corpus_of_the_data_page_is_added_to_the_memory(window, page, qtbot, tmp_path):
    """Whichever way round it was imported; one of other languages is refused."""
    for name, langs, row in (("mine", ("en", "zh"), "I love you.\t我爱你。\n"),
                             ("other", ("de", "fr"), "ja\toui\n")):
        folder = tmp_path / "corpora" / name
        folder.mkdir(parents=True)
        (folder / "report.json").write_text(json.dumps({"src_lang": langs[0], "tgt_lang": langs[1]}))
        (folder / "train.tsv").write_text(row, encoding="utf-8")
    memory, menu = window.translate_parts.memory, page.side.memory.more.menu()
    assert page.side.memory.more.text() == "More"
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions() if action.text()] == ["Add mine", "Add other"]
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: memory.num_pairs == 1)
    memory.look_up("我爱你。")
    qtbot.waitUntil(lambda: bool(memory.matches))
    assert memory.matches[0].target == "I love you."
    memory.add_file(tmp_path / "corpora" / "other")
    qtbot.waitUntil(lambda: "holds de and fr" in page.side.memory.banner.text())


def test_a_damaged_memory_is_said(window, page, qtbot, translated, tmp_path):
    (tmp_path / "memory.sqlite").write_bytes(b"not a database" * 100)
    translated("我爱购物。")
    qtbot.waitUntil(lambda: "memory.sqlite" in page.side.memory.banner.text())


def test_the_history_is_searched_taken_up_cleared_switched_off(window, page, qtbot, translated, tmp_path):
    window.translate._long_rest.setInterval(1)
    translated("我爱购物。")
    history = window.translate_parts.history
    click(qtbot, page.history_button)
    panel = page.side.history
    qtbot.waitUntil(lambda: panel.list.count() == 1)
    translated("你好。")
    qtbot.waitUntil(lambda: panel.list.count() == 2)
    qtbot.keyClicks(panel.field, "zzz")
    qtbot.waitUntil(lambda: panel._empty.text() == "Nothing found.")
    panel.field.setText("购物")
    qtbot.waitUntil(lambda: panel.list.count() == 1)
    rect = panel.list.visualItemRect(panel.list.item(0))
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert page.source.toPlainText() == "我爱购物。"
    translated()
    panel.field.clear()
    click(qtbot, panel.switch)
    click(qtbot, panel.clear)
    qtbot.waitUntil(lambda: panel.list.count() == 0)
    translated("他喜欢读书。")
    qtbot.wait(300)
    assert not history.entries
    assert "Off" in panel._word.text()
    click(qtbot, panel.leave)
    assert not page.history_button.isChecked()
    with sqlite3.connect(tmp_path / "history.sqlite") as found:
        assert found.execute("SELECT count(*) FROM entries").fetchone()[0] == 0
    found.close()


def test_every_write_of_the_history_is_done(qtbot, tmp_path):
    reader = BackgroundReader()
    history = HistoryController(tmp_path / "history.sqlite", reader)
    for number in range(20):
        history.record(f"source {number} x", "target", "zh", "en", "model")
    reader.finish()
    other = HistoryController(tmp_path / "history.sqlite", BackgroundReader())
    other.refresh()
    qtbot.waitUntil(lambda: len(other.entries) == 20)
    other._reader.close()


def test_looking_up_does_not_keep_the_window_waiting(window, page, qtbot, translated, tmp_path, responsive):
    with_pairs = Memory.open(tmp_path / "memory.sqlite")
    with_pairs.add(((f"今天第{n}次去公园散步。", f"walk {n}") for n in range(3000)), "zh", "en", "corpus")
    with_pairs.close()
    translated("今天第五次去公园散步。")
    qtbot.waitUntil(lambda: bool(window.translate_parts.memory.matches))


def test_a_reader_that_finishes_answers_nobody(qtbot):
    answers, done = [], []
    reader = BackgroundReader()
    reader.read("a", lambda: (time.sleep(0.05), done.append(1)), answers.append)
    reader.finish()
    assert done == [1]
    qtbot.wait(20)
    assert not answers

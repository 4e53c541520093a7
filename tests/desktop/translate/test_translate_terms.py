"""Glossary, kept words and rules of the Translate page, by clicking and typing."""

from __future__ import annotations

from PySide6.QtCore import Qt

from core.alignment import Head
from core.terms import wishes as stored
from desktop.controllers import translate as states
from tests.desktop.translate.waiting import click

SHIFT_ALT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


def add_term(qtbot, card, source: str, target: str) -> None:
    click(qtbot, card.add)
    qtbot.keyClicks(card.target, target)
    card.source.setText(source)
    qtbot.keyClick(card.source, Qt.Key.Key_Return)


def test_a_term_that_is_typed_in_is_used_changed_and_taken_back(window, page, qtbot, translated, tmp_path):
    card, free = page.side.glossary, translated("我爱购物。\n你好。").text
    assert "Love" not in free
    add_term(qtbot, card, "购物", "Hello|likes")
    assert not card.form.isVisible()
    used = translated()
    assert any(form in used.text for form in ("Hello", "likes"))
    assert [(row.source, row.target, row.tag) for row in card.list.rows()] == [
        ("购物", "Hello | likes", "used 1")]
    assert used.places[1].translation.text == free.splitlines()[1]  # without a term: exactly the same
    card.list.setCurrentIndex(card.list.model().index(0, 0))
    qtbot.keyClick(card.list, Qt.Key.Key_Return)
    card.source.setText("发票")
    click(qtbot, card.save)
    assert translated().text == free
    assert card.list.rows()[0].tag == "not in text"
    click(qtbot, card.undo)
    assert card.list.rows()[0].source == "购物"
    click(qtbot, card.undo)
    assert translated().text == free
    assert not card.list.rows()
    assert not card.undo.isVisible()
    add_term(qtbot, card, "购物", "Hello")
    window.close()  # what was typed last is on the disk
    kept = stored.load(tmp_path / "terms.json").of("zh", "en")
    assert kept.glossaries[0].terms[0].targets == ("Hello",)


def test_a_term_that_cannot_be_is_refused_in_words(page, qtbot):
    card = page.side.glossary
    add_term(qtbot, card, "购物", "")
    assert card.form.isVisible()
    assert "the target term is empty" in card.banner.text()
    click(qtbot, card.cancel)
    assert not card.banner.text()


def test_the_report_says_what_was_not_used_and_uses_it_anyway(window, page, qtbot, translated):
    terms, card = window.translate_parts.terms, page.side.glossary
    terms.set_prefer(True)
    add_term(qtbot, card, "购物", "It rains today")
    result = translated("我爱购物。")
    [use] = result.places[0].translation.terms
    labels = [card._report.itemAt(index).widget() for index in range(card._report.count())]
    assert not use.used
    assert "was not used in this sentence" in labels[0].text()
    assert card.list.rows()[0].tag == "not used"
    click(qtbot, labels[1])
    assert "It rains today" in translated().text
    assert card.list.rows()[0].tag == "used 1"


def test_glossaries_are_imported_switched_and_removed(window, page, qtbot, translated, tmp_path):
    terms, free = window.translate_parts.terms, translated("我爱购物。").text
    (tmp_path / "one.csv").write_text("zh,en\n购物,Hello\n,empty\n", encoding="utf-8")
    (tmp_path / "two.tsv").write_text("你\treading\n", encoding="utf-8")
    (tmp_path / "bad.tbx").write_text("<a/>", encoding="utf-8")
    click(qtbot, page.side.glossary.more)
    panel = page.side.terms
    assert panel.isVisible()
    for name in ("one.csv", "two.tsv"):
        terms.import_file(tmp_path / name)
        qtbot.waitUntil(lambda name=name: any(own.name == name for own in terms.wishes.glossaries))
        if name == "one.csv":
            assert "line 3: the source term is empty" in panel.banner.text()
    assert "Hello" in translated().text
    terms.import_file(tmp_path / "bad.tbx")
    qtbot.waitUntil(lambda: "expected a TBX termbase" in panel.banner.text())
    assert len(terms.wishes.glossaries) == 2
    terms.switch_glossary(0, False)
    assert translated().text == free
    terms.switch_glossary(0, True)
    click(qtbot, panel.force.button(1))
    assert terms.wishes.prefer
    terms.remove_glossary(0)
    assert translated().text == free
    click(qtbot, panel.leave)
    assert page.side.glossary.isVisible()


def test_ten_thousand_terms_keep_nobody_waiting(window, page, qtbot, translated, tmp_path, responsive):
    terms, card = window.translate_parts.terms, page.side.glossary
    rows = "".join(f"词{n},word {n}\n" for n in range(10_000))
    (tmp_path / "large.csv").write_text(rows + "购物,Hello\n", encoding="utf-8")
    terms.import_file(tmp_path / "large.csv")
    qtbot.waitUntil(lambda: bool(terms.wishes.glossaries))
    assert "Hello" in translated("我爱购物。").text
    assert (card.list.rows()[0].source, card.list.rows()[0].tag) == ("购物", "used 1")
    assert "and 9\u2009800 more" in card._rest.text()
    qtbot.keyClicks(card.filter, "word 9999")
    assert [row.source for row in card.list.rows()] == ["词9999"]
    terms.remove_term(0, 3)
    assert len(terms.wishes.glossaries[0].terms) == 10_000


def test_words_are_kept_as_they_are_written(window, page, qtbot, translated):
    click(qtbot, page.side.glossary.more)
    panel = page.side.terms
    qtbot.keyClicks(panel.kept, "Hello")
    click(qtbot, panel.save_kept)
    click(qtbot, panel.addresses)
    result = translated("我爱Hello，你好 https://example.org/a。")
    assert "Hello" in result.text
    assert "https://example.org/a" in result.text
    translated("我爱Hello。")
    assert "look" not in page.banner.text()  # what is kept is in no language
    translated("我爱Goodbye。")
    assert "does not look like Chinese" in page.banner.text()
    panel.kept.setPlainText("/(/")
    click(qtbot, panel.save_kept)
    assert "is not a regular expression" in panel.banner.text()
    assert window.translate_parts.terms.wishes.keep == ("Hello",)


def test_a_rule_is_tried_before_it_is_saved(window, page, qtbot, translated):
    click(qtbot, page.side.glossary.more)
    rules = page.side.terms.rules
    qtbot.keyClicks(rules.tried, "12 Uhr, 13 Uhr")
    qtbot.keyClicks(rules.find, "(")
    click(qtbot, rules.is_regex)
    assert "is not a regular expression" in rules._error.text()
    assert not rules.save.isEnabled()
    rules.find.clear()
    qtbot.keyClicks(rules.find, r"(\d+) Uhr")
    qtbot.keyClicks(rules.put, r"\1:00")
    qtbot.waitUntil(lambda: "2 matches" in rules.found.text())
    assert "12:00" in rules.found.text()
    rules.find.setText("(a+)+$")
    rules.tried.setText("a" * 40 + "b")
    qtbot.waitUntil(lambda: "takes too long" in rules._error.text() or rules.found.text() != "", timeout=3000)
    rules.find.setText("购物")
    rules.put.setText("书")
    rules.is_regex.setChecked(False)
    before = translated("我爱购物。").text
    click(qtbot, rules.save)
    result = translated()
    assert result.places[0].translation.read == "我爱书。"
    click(qtbot, page.open_step)  # on what the model reads, along its translation
    qtbot.waitUntil(lambda: window.step_page.field.text() == "我爱书。")
    qtbot.waitUntil(lambda: window.step.is_open)
    window.show_page("translate")
    assert result.places[0].translation.source == "我爱购物。"
    window.translate_parts.terms.switch_rule(0, False)
    assert translated().text == before


def test_terms_belong_to_a_direction(window, page, qtbot, translated):
    translated("我爱购物。")
    add_term(qtbot, page.side.glossary, "购物", "Hello")
    page.to_combo.setFocus()
    page.from_combo.activated.emit(page.from_combo.findData("en"))
    qtbot.waitUntil(lambda: window.models.state == "ready" and window.models.direction == ("en", "zh"))
    assert page.from_combo.currentText() == "English"
    assert page.to_combo.currentText() == "Chinese"
    assert not page.side.glossary.list.rows()
    page.from_combo.activated.emit(page.from_combo.findData("zh"))
    qtbot.waitUntil(lambda: window.models.state == "ready" and window.models.direction == ("zh", "en"))
    assert len(page.side.glossary.list.rows()) == 1


def test_a_file_of_terms_that_is_damaged_is_left_alone(qtbot, window, page, tmp_path):
    terms = window.translate_parts.terms
    path = tmp_path / "terms.json"
    path.write_text("{", encoding="utf-8")
    terms._reader.read("terms", lambda: stored.load(path), terms._on_loaded)
    qtbot.waitUntil(lambda: "cannot be read" in page.side.glossary.banner.text())
    add_term(qtbot, page.side.glossary, "购物", "Hello")
    assert not terms.wishes.glossaries
    window.close()
    assert path.read_text(encoding="utf-8") == "{"


def test_another_head_can_be_looked_at(window, page, qtbot, translated):
    translated("我爱购物。")
    qtbot.waitUntil(lambda: window.translate.result.head is not None)
    combo = page.evidence.head
    assert combo.count() == 1 + 2 * 4
    assert combo.currentText() == "Best measured head"
    qtbot.keyClick(combo, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: window.translate.result.head == Head(1, 3))
    assert combo.currentText() == "Layer 2, head 4"
    assert "Layer 2, head 4" in page.evidence._facts.text()
    assert not page.evidence._looks.isVisible()  # nothing is pointed at
    page.target.pointed.emit(window.translate.result.words[0].start)
    assert page.evidence._looks.isVisible()


def test_a_typed_word_and_a_whole_translation_take_the_place(window, page, qtbot, translated):
    translated("我爱购物。")
    qtbot.waitUntil(lambda: bool(window.translate.result.words))
    page.target.picked.emit(window.translate.result.words[0].start)
    qtbot.waitUntil(page.alternatives.isVisible)
    page.alternatives.typed.setText("☃")
    qtbot.keyClick(page.alternatives.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "no token for" in page.alternatives._error.text())
    page.alternatives.typed.clear()
    qtbot.keyClicks(page.alternatives.typed, "Hello")
    qtbot.keyClick(page.alternatives.typed, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.translate.state == states.CURRENT
                    and page.target.toPlainText().startswith("Hello"))
    assert not page.alternatives.isVisible()
    assert window.focusWidget() is page.target
    qtbot.keyClick(page.source, Qt.Key.Key_Return, SHIFT_ALT)
    qtbot.waitUntil(page.alternatives.isVisible)
    rows = page.alternatives.sentences
    assert rows.count() > 1
    wanted = window.translate_parts.words.asked.options[1].whole.text
    qtbot.keyClick(rows, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: window.translate.state == states.CURRENT and page.target.toPlainText() == wanted)


def test_another_word_keeps_the_term_and_the_one_there_is_marked(window, page, qtbot, translated):
    add_term(qtbot, page.side.glossary, "购物", "Hello")
    shown = translated("我爱购物。").text
    assert shown.count("Hello") == 1
    assert not shown.startswith("Hello")
    qtbot.waitUntil(lambda: bool(window.translate.result.words))
    first = window.translate.result.words[0]
    page.target.picked.emit(first.start)
    qtbot.waitUntil(page.alternatives.isVisible)
    rows = page.alternatives.list.rows()
    assert [row.chip.text for row in rows if row.taken] == [shown[first.start:first.end]]
    number = next(index for index, row in enumerate(rows) if not row.taken)
    wanted = window.translate_parts.words.asked.options[number].whole.text
    assert "Hello" in wanted
    qtbot.keyClick(page.alternatives.list, Qt.Key.Key_1 + number)
    qtbot.waitUntil(lambda: window.translate.state == states.CURRENT and page.target.toPlainText() == wanted)
    assert page.side.glossary.list.rows()[0].tag == "used 1"


def test_steering_is_the_page_s_alone(window, page, qtbot, translated):
    """Step and the comparison of models use the same translator: they must not see a person's terms."""
    add_term(qtbot, page.side.glossary, "购物", "Hello")
    translated("我爱购物。")
    seen = []
    window.inference.submit("test", lambda engine, task: engine.translator(
        window.models.current.folder).steering, seen.append, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [None]


def test_files_are_asked_for_by_a_signal(page, qtbot, monkeypatch):
    monkeypatch.setattr("desktop.views.documents_view.QFileDialog.getOpenFileNames", lambda *args: ([], ""))
    with qtbot.waitSignal(page.files_asked):
        click(qtbot, page.open_file)

"""What the files do not say is asked, with their first rows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from tests.desktop.data.actions import GOOD, TMX, cells, drop, kept, write


def test_several_languages_are_asked_for(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "memory.tmx", TMX))
    qtbot.waitUntil(lambda: page.controller.state == "failed", timeout=30_000)
    assert "has 3 languages" in page.banner.text()
    assert [page.src_combo.itemText(row) for row in range(3)] == ["en (2)", "de (1)", "fr (1)"]
    page.tgt_combo.setCurrentIndex(2)
    qtbot.mouseClick(page.again_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept(page) == 1, timeout=30_000)
    assert "First at line 3: tuv has no language" in page.report.files_note.text()
    assert not page.src_combo.isVisible()


def test_the_columns_of_a_table_are_asked_for_with_its_rows(page, qtbot, tmp_path):
    plain = write(tmp_path, "plain.tsv", GOOD)
    rows = "".join(f"{n},Ann,a dog and {n} cats,ein Hund und {n} Katzen\n" for n in range(9))
    drop(page, plain, write(tmp_path, "export.csv", f"number,who,this,that\n{rows}"))
    qtbot.waitUntil(lambda: page.columns.isVisible(), timeout=30_000)
    assert page.banner.text() == "export.csv: say below which columns are the sentences."
    assert "export.csv has 4 columns" in page.columns.words.text()
    assert cells(page.columns.rows)[0] == ["0", "Ann", "a dog and 0 cats", "ein Hund und 0 Katzen"]
    assert (page.columns.src.currentText(), page.columns.tgt.currentText()) == ("3", "4")  # the longest texts
    headed = page.columns.headed
    qtbot.mouseClick(headed, Qt.MouseButton.LeftButton, pos=QPoint(8, headed.height() // 2))
    assert cells(page.columns.rows)[0] == ["number", "who", "this", "that"]
    qtbot.mouseClick(headed, Qt.MouseButton.LeftButton, pos=QPoint(8, headed.height() // 2))
    qtbot.keyClick(page.columns.tgt, Qt.Key.Key_Up)
    assert not page.columns.button.isEnabled()
    qtbot.keyClick(page.columns.tgt, Qt.Key.Key_Down)
    qtbot.mouseClick(page.columns.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 12, timeout=30_000)
    assert not page.columns.isVisible()
    train = (page.controller.corpus / "train.tsv").read_text(encoding="utf-8")
    assert "a dog and 0 cats\tein Hund und 0 Katzen\n" in train
    assert "this\tthat" not in train


def test_what_divides_a_table_is_asked_for_with_its_rows(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "export.csv", "".join(f"hello, you {n};hallo du {n}\n" for n in range(9))))
    question = page.columns
    qtbot.waitUntil(lambda: question.isVisible(), timeout=30_000)
    assert "More than one sign may divide the columns of export.csv." in question.words.text()
    assert (question.delimiter.isVisible(), question.delimiter.currentText().strip()) == (True, ",")
    assert cells(question.rows)[0] == ["hello", " you 0;hallo du 0"]
    qtbot.keyClick(question.delimiter, Qt.Key.Key_Down)
    assert cells(question.rows)[0] == ["hello, you 0", "hallo du 0"]
    qtbot.mouseClick(question.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 9, timeout=30_000)
    train = (page.controller.corpus / "train.tsv").read_text(encoding="utf-8")
    assert "hello, you 0\thallo du 0\n" in train


def test_a_sign_that_is_not_offered_is_typed(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "export.csv", "".join(f"hello, you; {n}^hallo, du; {n}\n" for n in range(9))))
    question = page.columns
    qtbot.waitUntil(lambda: question.isVisible() and question.another.isVisible(), timeout=30_000)
    qtbot.keyClicks(question.another, "%")
    assert not question.button.isEnabled()  # it divides nothing
    qtbot.keyClick(question.another, Qt.Key.Key_Backspace)
    qtbot.keyClicks(question.another, "^")
    assert cells(question.rows)[0] == ["hello, you; 0", "hallo, du; 0"]
    shown = question.delimiter  # no sign of the list beside the one that is typed
    assert (shown.currentText(), shown.placeholderText().strip()) == ("", "^")
    qtbot.keyClick(question.another, Qt.Key.Key_Backspace)
    assert shown.currentText().strip() == ","
    assert cells(question.rows)[0] == ["hello", " you; 0^hallo", " du; 0"]
    qtbot.keyClicks(question.another, " ")
    assert question.words.text().startswith("A space divides no columns")
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert (shown.currentText().strip(), question.words.text()[:18]) == (";", "More than one sign")
    qtbot.keyClicks(question.another, "^")
    qtbot.mouseClick(question.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 9, timeout=30_000)
    assert "hello, you; 0\thallo, du; 0\n" in (page.controller.corpus / "train.tsv").read_text("utf-8")


def test_arrays_of_three_texts_are_asked_about(page, qtbot, tmp_path):
    rows = "".join(f'["{n}", "the hello {n}", "das Hallo {n}"]\n' for n in range(9))
    drop(page, write(tmp_path, "three.jsonl", rows))
    question = page.columns
    qtbot.waitUntil(lambda: question.isVisible(), timeout=30_000)
    assert "pellucid import" not in page.banner.text()
    assert (question.src.currentText(), question.tgt.currentText()) == ("2", "3")
    qtbot.mouseClick(question.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 9, timeout=30_000)
    assert "the hello 0\tdas Hallo 0\n" in (page.controller.corpus / "train.tsv").read_text("utf-8")


def test_columns_that_cannot_be_read_are_asked_about_again(page, qtbot, tmp_path):
    rows = "".join(f'["{n}", "the hello {n}", "das Hallo {n}", 0.5]\n' for n in range(9))
    drop(page, write(tmp_path, "four.jsonl", rows))
    question = page.columns
    qtbot.waitUntil(lambda: question.isVisible(), timeout=30_000)
    assert not question.another.isVisible()  # nothing else divides an array
    assert (question.src.currentText(), question.tgt.currentText()) == ("2", "3")
    qtbot.keyClick(question.tgt, Qt.Key.Key_Down)
    qtbot.mouseClick(question.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controller.state == "failed" and question.isVisible(), timeout=30_000)
    assert "expected texts in columns 2 and 4 of the array" in page.banner.text()
    question.tgt.setCurrentIndex(2)
    qtbot.mouseClick(question.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 9, timeout=30_000)


def test_another_sign_than_the_one_found_can_be_typed(page, qtbot, tmp_path):
    rows = "".join(f"a dog,big {n};ein Hund,gross {n}{';extra' * (n % 2 == 0)}\n" for n in range(9))
    drop(page, write(tmp_path, "odd.csv", rows))
    question = page.columns
    qtbot.waitUntil(lambda: question.isVisible(), timeout=30_000)
    assert "odd.csv has 3 columns" in question.words.text()
    qtbot.keyClicks(question.another, ";")
    assert cells(question.rows)[1][:2] == ["a dog,big 1", "ein Hund,gross 1"]
    qtbot.mouseClick(question.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 9, timeout=30_000)
    assert "a dog,big 1\tein Hund,gross 1\n" in (page.controller.corpus / "train.tsv").read_text("utf-8")


def test_a_table_in_which_no_sign_is_found_asks_for_it(page, qtbot, tmp_path):
    rows = "".join(f"hello {n}^hallo {n}\n" for n in range(9))
    drop(page, write(tmp_path, "plain.tsv", GOOD), write(tmp_path, "odd.csv", f"English^Deutsch\n{rows}"))
    question = page.columns
    qtbot.waitUntil(lambda: question.isVisible(), timeout=30_000)
    assert page.banner.text() == (
        "odd.csv: say below what divides source and target. If it is one half of two line-aligned files, add "
        "the other too.")
    assert question.words.text().startswith("No sign was found that divides the columns of odd.csv. Type it")
    assert (question.another.isVisible(), question.delimiter.isVisible()) == (True, False)
    assert cells(question.rows)[:2] == [["English^Deutsch"], ["hello 0^hallo 0"]]
    assert not question.button.isEnabled()
    qtbot.keyClicks(question.another, " ")
    assert question.words.text().startswith("A space divides no columns")
    assert not question.button.isEnabled()
    qtbot.keyClicks(question.another, "^")
    assert question.words.text().startswith("No sign was found")
    assert question.headed.isChecked()
    assert cells(question.rows)[0] == ["hello 0", "hallo 0"]
    qtbot.mouseClick(question.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 12, timeout=30_000)
    assert not question.isVisible()
    train = (page.controller.corpus / "train.tsv").read_text("utf-8")
    assert "hello 0\thallo 0\n" in train
    assert "Deutsch" not in train


def test_two_tables_of_an_unknown_sign_are_said_to_be_read_as_halves(page, qtbot, tmp_path):
    first, second = (write(tmp_path, name, "".join(f"hello {n}^hallo {n}{name[0]}\n" for n in range(9)))
                     for name in ("a.csv", "b.csv"))
    drop(page, first, second)
    qtbot.waitUntil(lambda: page.controller.state == "ready", timeout=30_000)
    assert cells(page.report.files)[0][:2] == ["a.csv + b.csv", "Paired line by line"]
    assert page.facts.text().startswith("2 files · ")
    assert page.report.files_note.text() == (
        "a.csv + b.csv: taken for two halves, line by line. If each is a table of its own, remove them and "
        "add one at a time.")
    page.controller.remove([first, second])
    drop(page, first)  # as it says
    qtbot.waitUntil(lambda: page.columns.isVisible(), timeout=30_000)
    qtbot.keyClicks(page.columns.another, "^")
    qtbot.mouseClick(page.columns.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 9, timeout=30_000)
    drop(page, second)
    qtbot.waitUntil(lambda: page.columns.isVisible(), timeout=30_000)
    qtbot.keyClicks(page.columns.another, "^")
    qtbot.mouseClick(page.columns.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 18, timeout=30_000)
    assert cells(page.report.files)[0][1] == "CSV"
    assert not page.report.files_note.isVisible()


def test_an_undeclared_encoding_is_asked_for(page, qtbot, tmp_path):
    path = tmp_path / "old.tsv"
    path.write_bytes("dog\tсобака\n".encode("windows-1251"))
    drop(page, path)
    qtbot.waitUntil(lambda: page.controller.state == "failed", timeout=30_000)
    assert "say which it is below (windows-1252 reads" in page.banner.text()
    page.encoding_combo.setCurrentText("windows-1251")
    qtbot.mouseClick(page.again_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept(page) == 1, timeout=30_000)
    assert page.controller.report["files"][0]["encoding"] == "cp1251"


def test_unclear_quotes_are_asked_about(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "talk.csv", '"Hi" he said;"Ho" er\n"No, no";Nein\n"Yes.";Ja.\n'))
    qtbot.waitUntil(lambda: page.controller.state == "failed", timeout=30_000)
    assert page.banner.text().startswith("talk.csv: some quotes stand around cells, others are letters.")
    assert page.quote_combo.isVisible()
    assert not page.encoding_combo.isVisible()
    qtbot.keyClick(page.quote_combo, Qt.Key.Key_Down)
    qtbot.mouseClick(page.again_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept(page) == 3, timeout=30_000)
    assert '"Hi" he said\t"Ho" er\n' in (page.controller.corpus / "train.tsv").read_text()


WORDS = "dog\tHund\nhouse\tHaus\ntree\tBaum\n"


def test_what_the_first_row_was_taken_for_is_said_and_can_be_changed(page, qtbot, tmp_path):
    path = write(tmp_path, "a.tsv", f"Ours\tTheirs\n{WORDS}")
    drop(page, path)
    qtbot.waitUntil(lambda: kept(page) == 4 and page.controller.state == "ready", timeout=30_000)
    line = page.report.first_row
    assert (line.isVisible(), line.words.text()) == (
        True, "a.tsv: the first row (Ours | Theirs) is read as a pair.")
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept(page) == 3 and page.controller.state == "ready", timeout=30_000)
    assert line.words.text() == "a.tsv: the first row (Ours | Theirs) names the columns and is no pair."
    assert line.button.text() == "It is a pair"
    qtbot.mouseClick(line.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept(page) == 4 and page.controller.state == "ready", timeout=30_000)
    assert not line.isVisible()  # it was said
    page.controller.undo()
    qtbot.waitUntil(lambda: kept(page) == 3 and page.controller.state == "ready", timeout=30_000)


def test_several_tables_may_be_said_to_have_names(page, qtbot, tmp_path):
    """Only the last of them had."""
    paths = [write(tmp_path, f"{name}.tsv", f"Ours{name}\tTheirs\n{WORDS.replace('o', name)}")
             for name in "ab"]
    drop(page, *paths)
    qtbot.waitUntil(lambda: page.controller.state == "ready", timeout=30_000)
    before = kept(page)
    for path in paths:
        page.controller.set_first_row(path, True)
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == before - 2, timeout=30_000)

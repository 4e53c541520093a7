"""Files are read and shown, reasons chosen, removals undone, and on to a training."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from core.corpus import project
from core.corpus.cleaning import Rules
from core.corpus.readers import read_corpus
from core.text.tokenizer import Tokenizer
from desktop.views import data_page
from desktop.views.rules_dialog import RulesDialog
from tests.desktop.data.actions import GOOD, TMX, cells, drop, kept, press, write


def test_an_empty_page_says_what_to_drop(page):
    assert "Drop TMX, TSV" in page.empty.text()
    assert page.stack.currentWidget() is page.empty
    assert not page.train_button.isEnabled()


def test_dropped_files_are_read_and_shown(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "a.tsv", GOOD + "source one\tQuelle one\nsame\tsame\n"))
    qtbot.waitUntil(lambda: kept(page) == 3, timeout=30_000)
    report = page.report
    assert cells(report.files)[0] == ["a.tsv", "TSV", "5", "3", "in-domain"]
    assert [report.reasons.model().index(row, 0).data() for row in range(2)] == [
        "Same pair twice", "Target looks untranslated"]
    assert cells(report.examples) == [["a.tsv", "4", "source one", "Quelle one", "as line 1"]]
    report.reasons.setCurrentIndex(report.reasons.model().index(1, 0))
    assert cells(report.examples)[0][:4] == ["a.tsv", "5", "same", "same"]
    qtbot.waitUntil(lambda: page.controller.state == "ready", timeout=30_000)
    press(page, qtbot, "Leave them out")
    assert page.banner.text().startswith("3 pairs is little.")
    assert page.facts.text().startswith("1 file · read in ")


def test_further_translations_of_a_unit_count_as_no_pairs_above_either(page, qtbot, tmp_path):
    units = "".join(f'<tu><tuv xml:lang="en"><seg>the dog {word}</seg></tuv>'
                    f'<tuv xml:lang="fr"><seg>le chien {word}</seg></tuv>'
                    f'<tuv xml:lang="fr"><seg>un chien {word}</seg></tuv></tu>' for word in ("eats", "runs"))
    text = f'<tmx version="1.4"><header srclang="en"/><body>{units}</body></tmx>'
    drop(page, write(tmp_path, "a.tmx", text))
    qtbot.waitUntil(lambda: kept(page) == 2 and page.controller.state == "ready", timeout=30_000)
    assert page.controller.report["kept_to_learn"] == 4
    assert page.banner.text().startswith("2 pairs is little.")


def test_what_the_rules_would_leave_out_is_shown_before_it_is_left_out(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "a.tsv", GOOD + "same\tsame\n"))
    qtbot.waitUntil(lambda: kept(page) == 3 and page.controller.state == "ready", timeout=30_000)
    assert page.banner.text().startswith("The rules would leave out 1 of 4 pairs")
    assert page.report.reasons_card.title.text() == "Why pairs would be dropped"
    assert cells(page.report.examples)[0][:4] == ["a.tsv", "4", "same", "same"]
    assert not page.train_button.isEnabled()
    press(page, qtbot, "Leave them out")
    assert page.train_button.isEnabled()
    assert page.report.reasons_card.title.text() == "Why pairs were dropped"
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    assert not page.train_button.isEnabled()
    page.controller.change(rules=replace(Rules(), max_chars=9))  # other rules are asked about again
    qtbot.waitUntil(lambda: kept(page) == 0 and page.controller.state == "ready", timeout=30_000)
    press(page, qtbot, "Keep every pair")
    qtbot.waitUntil(lambda: kept(page) == 4 and page.train_button.isEnabled(), timeout=30_000)


def test_pairs_are_kept_on_wish_and_the_wish_undone(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "a.tsv", GOOD + "same\tsame\n"))
    qtbot.waitUntil(lambda: kept(page) == 3, timeout=30_000)
    qtbot.mouseClick(page.report.keep_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept(page) == 4, timeout=30_000)
    assert not page.controller.wish.rules.identical
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept(page) == 3, timeout=30_000)
    assert [path.name for path in (tmp_path / "corpora").iterdir() if path.is_dir()] != []


def test_a_removed_file_comes_back(page, qtbot, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    write(folder, "a.tsv", GOOD)
    write(folder, "b.csv", "x,y\nz,w\n")
    write(folder, "notes.pdf", "no corpus")
    write(folder, "._a.tsv", "left\tby macOS\n")
    (folder / ".git").mkdir()
    write(folder / ".git", "c.tsv", "hidden\tversteckt\n")
    drop(page, folder)
    qtbot.waitUntil(lambda: kept(page) == 5, timeout=30_000)
    page.report.files.selectRow(1)
    qtbot.mouseClick(page.report.remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept(page) == 3, timeout=30_000)
    qtbot.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept(page) == 5, timeout=30_000)


def test_corpora_are_named_weighted_switched_and_parted(page, qtbot, tmp_path):
    own = write(tmp_path, "own.tsv", "".join(f"own {n} a\teigen {n} b\n" for n in range(60)))
    news = write(tmp_path, "news.tsv", "".join(f"news {n} a\tNeues {n} b\n" for n in range(60)))
    drop(page, own, news)
    qtbot.waitUntil(lambda: kept(page) == 120, timeout=30_000)
    report, first = page.report, page.controller.report
    report.files.selectRow(1)
    assert report.use.name.text() == "news"
    report.use.weight.setValue(0.25)
    report.use.name.setFocus()
    report.use.name.selectAll()
    qtbot.keyClicks(report.use.name, "all sorts")
    qtbot.keyClick(report.use.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.controller.project.members[1].name == "all sorts", timeout=10_000)
    assert cells(report.files)[1][-1] == "in-domain × 0.25"
    assert page.controller.report is first  # nothing was read again
    report.use.part.setCurrentIndex(1)
    report.use.part.activated.emit(1)
    qtbot.waitUntil(lambda: page.controller.report is not first and page.controller.state == "ready",
                    timeout=30_000)
    member = project.read(page.controller.corpus).members[1]
    assert (member.name, member.part, member.weight, member.on) == ("all sorts", "general", 0.25, True)
    assert project.general_development(page.controller.corpus)
    qtbot.mouseClick(report.use.on, Qt.MouseButton.LeftButton, pos=QPoint(8, report.use.on.height() // 2))
    qtbot.waitUntil(lambda: cells(report.files)[1][-1] == "off", timeout=10_000)
    assert len(read_corpus([page.controller.corpus]).pairs) < 60
    page.controller.undo()
    qtbot.waitUntil(lambda: cells(report.files)[1][-1] == "general × 0.25", timeout=10_000)


def test_a_set_to_validate_on_takes_its_sentences_out_of_training(page, qtbot, tmp_path):
    own = write(tmp_path, "own.tsv", "".join(f"own {n} a\teigen {n} b\n" for n in range(60)))
    held_out = [write(tmp_path, f"held.{lang}", text) for lang, text in (("en", "Own 7 a.\nnew\n"),
                                                                        ("de", "anders\nneu\n"))]
    drop(page, own, *held_out)
    qtbot.waitUntil(lambda: kept(page) == 62 and page.controller.state == "ready", timeout=30_000)
    report = page.report
    report.files.selectRow(1)
    report.use.part.setCurrentIndex(2)
    report.use.part.activated.emit(2)
    qtbot.waitUntil(lambda: kept(page) == 61 and page.controller.state == "ready", timeout=30_000)
    assert cells(report.files)[1] == ["held.en + held.de", "Paired line by line", "2", "2", "validation"]
    assert cells(report.examples) == [["own.tsv", "8", "own 7 a", "eigen 7 b", ""]]  # the rows that overlap
    assert report.reasons.model().index(0, 0).data() == "In the development set too"
    assert (page.controller.corpus / "dev.tsv").read_text() == "Own 7 a.\tanders\nnew\tneu\n"
    assert not report.use.weight.isEnabled()
    report.use.part.setCurrentIndex(0)
    report.use.part.activated.emit(0)
    qtbot.waitUntil(lambda: kept(page) == 62 and page.controller.state == "ready", timeout=30_000)
    assert page.controller.wish.uses == ()


def test_a_set_to_validate_on_keeps_its_problems_in_sight(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "a.tsv", GOOD),
         write(tmp_path, "held.tsv", "dog\tHund\ncat\tKat\tze\nbird\tVogel\nbird\tVogel\n"))
    qtbot.waitUntil(lambda: kept(page) == 5 and page.controller.state == "ready", timeout=30_000)
    report = page.report
    report.files.selectRow(1)
    report.use.part.setCurrentIndex(2)
    report.use.part.activated.emit(2)
    qtbot.waitUntil(lambda: cells(report.files)[1][-1] == "validation" and page.controller.state == "ready",
                    timeout=30_000)
    assert cells(report.files)[1] == ["held.tsv", "TSV", "3", "2", "validation"]
    assert "held.tsv: could not be read: 1. First at line 2" in report.files_note.text()
    assert report.reasons.model().index(0, 0).data() == "Same pair twice"
    assert cells(report.examples) == [["held.tsv", "4", "bird", "Vogel", "as line 3"]]
    assert not page.train_button.isEnabled()  # what is left out is agreed to first, here too


def test_sentences_that_are_nearly_in_training_are_told_as_they_are(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "a.tsv", "".join(f"item <b>{n}</b> is here today\tStück {n} ist heute da\n"
                                                for n in range(40))))
    qtbot.waitUntil(lambda: page.controller.state == "ready" and kept(page) == 40, timeout=30_000)
    assert page.report.alike.text() == "8 of 8 held-out sentences differ from one in training by a word only."
    assert "&lt;b&gt;" in page.report.alike.toolTip()


def test_the_corpus_goes_to_a_training(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "a.tsv", GOOD))
    qtbot.waitUntil(lambda: page.train_button.isEnabled(), timeout=30_000)
    with qtbot.waitSignal(page.train_asked) as asked:
        qtbot.mouseClick(page.train_button, Qt.MouseButton.LeftButton)
    assert (asked.args[0] / "train.tsv").read_text() == GOOD
    assert asked.args[1] == ""
    qtbot.mouseClick(page.report.preflight_card.sizes["base"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.train_asked) as asked:
        qtbot.mouseClick(page.train_button, Qt.MouseButton.LeftButton)
    assert asked.args[1] == "base"
    qtbot.mouseClick(page.report.measure.button(1), Qt.MouseButton.LeftButton)
    assert page.report.bars._bars[0][0] == "0.1"
    assert sum(share for _, share, _ in page.report.bars._bars) == pytest.approx(1)


def test_sizes_are_measured_and_a_sentence_shown_in_pieces(page, qtbot, tmp_path):
    fake = tmp_path / "fake.py"
    found = {"event": "estimated", "epoch_s": [3, 6], "good_s": [60, 120], "good_epochs": 20,
             "peak_bytes": 9e8, "pairs": 3, "num_weights": 1e6, "vocab_size": 1000,
             "src_pieces": ["so", "·urce"], "tgt_pieces": ["Quelle"], "unknown": "é"}
    vocabulary = Tokenizer.train(["source one", "source two", "Quelle one"], 60).to_json()
    fake.write_text("import json, sys\n"
                    "from pathlib import Path\n"
                    f"vocabulary = {vocabulary!r}\n"
                    "Path(sys.argv[sys.argv.index('--tokenizer') + 1]).write_text(vocabulary)\n"
                    "preset = sys.argv[sys.argv.index('--preset') + 1]\n"
                    f"print(json.dumps({found!r} | {{'preset': preset, 'suggested': preset == 'small'}}))\n",
                    encoding="utf-8")
    drop(page, write(tmp_path, "a.tsv", GOOD))
    qtbot.waitUntil(lambda: kept(page) == 3, timeout=30_000)
    card, tokenizer = page.report.preflight_card, page.report.tokenizer_card
    assert not tokenizer.vocabulary.isVisible()
    page.controller.preflight._command = (sys.executable, str(fake))
    qtbot.mouseClick(card.measure_button, Qt.MouseButton.LeftButton)
    assert not card.measure_button.isEnabled()
    qtbot.waitUntil(lambda: len(page.controller.preflight.found) == 3 and card.measure_button.isEnabled(),
                    timeout=30_000)
    assert card.sizes["small"].isChecked()
    assert "900 MB" in card.sizes["tiny"].accessibleDescription()
    assert "20 readings" in card.note.text()
    assert card.note.text().endswith("One epoch: Tiny 3–6 s · Small 3–6 s · Base 3–6 s.")
    assert tokenizer.note.text().endswith("will not know: é")
    qtbot.keyClicks(tokenizer.sentence, "source ")
    tokenizer.sentence.insert("é")
    qtbot.waitUntil(lambda: tokenizer.tried.text().endswith("Not known: é"), timeout=10_000)
    assert tokenizer.tried.text().startswith(f"{len(page.controller.preflight.tried)} pieces")
    assert "".join(page.controller.preflight.tried[:-1]).replace("·", "").startswith("source")


def test_rules_are_switched_and_set(page, qtbot):
    dialog = RulesDialog(page.controller.wish, page._theme)
    qtbot.addWidget(dialog)
    dialog.switches["identical"].click()
    dialog.limits["max_ratio"].setValue(2.5)
    dialog.switches["max_chars"].click()
    rules = dialog.rules()
    assert (rules.identical, rules.max_ratio, rules.max_chars, rules.duplicates) == (None, 2.5, None, True)
    assert not dialog.limits["max_chars"].isEnabled()


def test_tags_and_plurals_are_read_as_one_says(page, qtbot, tmp_path):
    unit = ('<tu><tuv xml:lang="en"><seg>a <bpt i="1">x</bpt>dog<ept i="1"/></seg></tuv>'
            '<tuv xml:lang="de"><seg>ein Hund</seg></tuv></tu>')
    drop(page, write(tmp_path, "a.tmx", f"{TMX.split('<tu>')[0]}{unit}</body></tmx>"))
    qtbot.waitUntil(lambda: kept(page) == 1, timeout=30_000)
    train = lambda: (page.controller.corpus / "train.tsv").read_text()  # noqa: E731
    assert train() == "a dog\tein Hund\n"
    qtbot.mouseClick(page.rules_button, Qt.MouseButton.LeftButton)
    dialog = page.findChild(RulesDialog)
    dialog.choices["codes"].setCurrentIndex(1)
    dialog.choices["plurals"].setCurrentIndex(2)
    dialog.accept()
    assert page.controller.wish.plurals == "skip"
    qtbot.waitUntil(lambda: page.controller.state == "ready" and "<1>" in train(), timeout=30_000)


def test_changed_lines_are_counted_and_shown_on_demand(page, qtbot, tmp_path):
    text = "source  one\tQuelle\nsource  two\tZwei\ne\u0301t\tx y\na\ta\na\ta\n"
    drop(page, write(tmp_path, "a.tsv", text))
    qtbot.waitUntil(lambda: kept(page) == 3, timeout=30_000)
    report = page.report
    assert report.changed.words.text() == ("Lines changed: 3 (several spaces made one 2, composed (Unicode "
                                           "NFC) 1)")
    assert cells(report.examples)[0][2:4] == ["a", "a"]
    qtbot.mouseClick(report.changed.button, Qt.MouseButton.LeftButton)
    assert cells(report.examples) == [
        ["a.tsv", "1", "source··one", "source one", "several spaces made one"],
        ["a.tsv", "2", "source··two", "source two", "several spaces made one"],
        ["a.tsv", "3", "e‹U+0301›t", "ét", "composed (Unicode NFC)"]]
    assert not report.keep_button.isVisible()
    first = report.reasons.visualRect(report.reasons.model().index(0, 0)).center()
    qtbot.mouseClick(report.reasons.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert cells(report.examples)[0][2:4] == ["a", "a"]
    assert report.keep_button.isVisible()


def test_the_whole_report_is_saved_as_a_table(page, qtbot, tmp_path, monkeypatch):
    drop(page, write(tmp_path, "a.tsv", GOOD + "same\tsame\n"))
    qtbot.waitUntil(lambda: kept(page) == 3 and page.save_button.isEnabled(), timeout=30_000)
    saved = tmp_path / "saved.tsv"
    monkeypatch.setattr(data_page.QFileDialog, "getSaveFileName", lambda *_: (str(saved), ""))
    qtbot.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(saved.exists)
    lines = saved.read_text("utf-8").split("\n")
    assert lines[0] == "section\tfile\tline\twhat\tvalue\tsource\ttarget"
    assert "import\t\t\tkept\t3\t\t" in lines
    assert lines[-2].split("\t")[2:] == ["4", "identical sides", "", "same", "same"]


def test_nothing_is_said_of_changes_where_there_are_none(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "a.tsv", GOOD))
    qtbot.waitUntil(lambda: kept(page) == 3, timeout=30_000)
    assert not page.report.changed.isVisible()


def test_a_rule_that_leaves_out_most_of_a_file_is_said_above_and_below(page, qtbot, tmp_path):
    drop(page, write(tmp_path, "a.tsv", GOOD + "".join(f"same {n}x\tsame {n}x\n" for n in range(4))))
    qtbot.waitUntil(lambda: kept(page) == 3 and page.controller.state == "ready", timeout=30_000)
    words = "a.tsv: one rule leaves out 4 of 7 pairs, over half: both sides are the same text."
    assert words in page.banner.text()
    assert not page.report.files_note.isVisible()
    press(page, qtbot, "Leave them out")
    assert words in page.report.files_note.text()


def test_that_the_engine_is_being_prepared_is_said_while_sizes_are_measured(page, qtbot, tmp_path):
    """The card only said "measuring" for the half minute that a first start takes."""
    fake, go = tmp_path / "fake.py", tmp_path / "go"
    fake.write_text("import sys, time\n"
                    "from pathlib import Path\n"
                    "print('{\"event\": \"stage\", \"stage\": \"preparing\"}', flush=True)\n"
                    f"while not Path({str(go)!r}).exists(): time.sleep(0.01)\n"
                    "sys.exit(3)\n", encoding="utf-8")
    drop(page, write(tmp_path, "a.tsv", GOOD))
    qtbot.waitUntil(lambda: kept(page) == 3, timeout=30_000)
    page.controller.preflight._command = (sys.executable, str(fake))
    card = page.report.preflight_card
    qtbot.mouseClick(card.measure_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.note.text().startswith("The engine is being prepared"), timeout=30_000)
    go.touch()
    qtbot.waitUntil(card.measure_button.isEnabled, timeout=30_000)
    assert "prepared" not in card.note.text()

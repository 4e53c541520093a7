"""Models are compared, and searched as their makers say."""

from __future__ import annotations

import json
from dataclasses import replace

from core.cli import parsed
from core.commands.options import decode_config
from core.config import DecodeConfig
from core.decoding.translator import Translator
from core.formats import native
from desktop.controllers.document_jobs import Job
from desktop.controllers.looks import BEAM
from desktop.controllers.search import SearchSettings
from tests.desktop.conftest import make_model
from tests.desktop.models.actions import click, select


def test_two_models_on_the_same_sentences(page, window, qtbot, models_dir):
    select(page, "tiny zh-en", "tiny en-zh")
    assert page.side.currentWidget() is page.compare
    page.compare.lines.setPlainText("我爱购物\n\n你好\n")
    click(qtbot, page.compare.go_button)
    qtbot.waitUntil(lambda: page.compare.rows.model().rowCount() == 2 and not window.shelf.comparing)
    shown = [[page.compare.rows.model().index(row, column).data() for column in range(3)] for row in range(2)]
    assert [row[0] for row in shown] == ["我爱购物", "你好"]
    assert page.compare.note.text().endswith("of 2 translations are the same")


def test_sentences_that_are_not_compared_are_counted(page, window, qtbot, monkeypatch):
    """Those after the 200th were left out without a word."""
    asked = []
    monkeypatch.setattr(window.shelf, "compare", lambda first, second, lines: asked.append(len(lines)))
    select(page, "tiny zh-en", "tiny en-zh")
    page.compare.lines.setPlainText("你好\n\n" * 200)
    assert page.compare.limit_note.isHidden()
    page.compare.lines.setPlainText("你好\n\n" * 230)
    assert page.compare.limit_note.isVisible()
    assert page.compare.limit_note.text() == "Only the first 200 of these 230 sentences are compared."
    click(qtbot, page.compare.go_button)
    assert asked == [200]


def test_models_are_compared_each_with_its_own_settings(page, window, qtbot, tmp_path, monkeypatch):
    """One that its makers decode with a beam was compared as if it were greedy."""
    folder = make_model(tmp_path / "models" / "mine", "zh", "en")
    native.rename_model(folder, "mine")
    own = {"method": "beam", "beam_size": 3, "length_penalty": 1.0, "length_norm": "power", "max_len": 9}
    native.note(folder, "decode", own)
    window.models.refresh()
    asked = []
    original = Translator.translate_text
    monkeypatch.setattr(Translator, "translate_text", lambda self, text, config, stop: asked.append(
        (self.model.name, config)) or original(self, text, config, stop))
    select(page, "tiny zh-en", "mine")
    assert page.compare.settings.text().splitlines() == [
        "tiny zh-en decodes with its own settings: greedy",
        "mine decodes with its own settings: beam 3, length penalty 1 as Hugging Face defines it"]
    page.compare.lines.setPlainText("我爱购物")
    click(qtbot, page.compare.go_button)
    qtbot.waitUntil(lambda: page.compare.rows.model().rowCount() == 1 and not window.shelf.comparing)
    assert asked == [("tiny zh-en", DecodeConfig()), ("mine", DecodeConfig(**own))]
    native.note(folder, "decode", {"method": "best"})
    window.models.refresh()
    select(page, "tiny zh-en", "mine")
    click(qtbot, page.compare.go_button)
    assert "method should be greedy, beam or sample" in page.banner.text()


def test_a_model_searches_as_its_makers_do_until_a_person_changes_it(page, window, qtbot, tmp_path, turn_to):
    """Translate, Step and documents each searched in a way of their own."""
    folder = make_model(tmp_path / "models" / "mine", "zh", "en")
    native.note(folder, "decode", {"method": "beam", "beam_size": 17, "length_penalty": 2.5,
                                   "length_norm": "power"})
    window.models.refresh()
    usual, own = DecodeConfig(method="beam"), DecodeConfig("beam", 17, 2.5, "power")
    translate = turn_to(window, "translate")
    step, beam = turn_to(window, "step"), window.step_parts.beam
    assert (window.translate.config, beam.config) == (usual, usual)

    def use(path) -> None:
        window.models.choose(path)
        qtbot.waitUntil(lambda: window.models.state == "ready" and window.step.model_entry.folder == path)
        step.show_sentence("我爱购物")
        window.step.choose_view(BEAM)
        qtbot.waitUntil(lambda: window.step.is_open and not window.step.is_busy and beam.tree is not None)

    bundled = window.models.current.folder
    use(folder)
    assert (window.translate.config, beam.config) == (own, own)
    assert [translate.decoding.field(name).value() for name in ("beam_size", "length_penalty")] == [17, 2.5]
    assert "|Y|^α" in translate.decoding._note.text()
    qtbot.waitUntil(lambda: beam.tree.length_norm == "power" and beam.tree.length_penalty == 2.5)
    assert (step.views.beam.size.value(), step.views.beam.penalty.value()) == (17, 2.5)
    assert "÷ |Y|^α." in step.views.beam.note.text()
    job = Job("a", tmp_path, tmp_path, folder, "", window.translate.config)
    assert {"--beam", "17", "--length-penalty=2.5", "--length-norm=power"} <= set(job.arguments(tmp_path))
    args = parsed(job.arguments(tmp_path))
    assert replace(decode_config(args), shortlist=False) == own
    translate.decoding.field("beam_size").setValue(3)
    step.views.beam.penalty.setValue(0.25)
    use(bundled)
    assert (window.translate.config, beam.config) == (usual, usual)
    assert "|Y|^α" not in translate.decoding._note.text()
    qtbot.waitUntil(lambda: "÷ ((5 + |Y|) ÷ 6)^α." in step.views.beam.note.text())
    window.translate.set_options(method="greedy")
    use(folder)
    assert window.translate.config == replace(own, beam_size=3)
    assert beam.config == replace(own, length_penalty=0.25)
    again = SearchSettings(window._settings, "translate")
    assert again.of(window.models.current) == replace(own, beam_size=3)
    assert again.of(window.models.entries[0]) == replace(usual, method="greedy")


def test_settings_of_a_search_that_make_no_sense_are_passed_over(page, window, settings, tmp_path):
    folder = make_model(tmp_path / "models" / "mine", "zh", "en")
    native.note(folder, "decode", {"method": "beam", "length_penalty": 2.0})
    window.models.refresh()
    entry = next(entry for entry in window.models.entries if entry.folder == folder)
    own = DecodeConfig(method="beam", length_penalty=2.0)
    for stored in ("[", "[1]", "{X: 1}", '{X: {"beam_size": [1], "seed": 1e999}}', '{X: {"method": "best"}}',
                   "[" * 100_000):
        settings.setValue("translate/of_models", stored.replace("X", json.dumps(str(folder))))
        assert SearchSettings(settings, "translate").of(entry) == own
    native.note(folder, "decode", {"method": "best"})
    window.models.refresh()
    entry = next(entry for entry in window.models.entries if entry.folder == folder)
    assert SearchSettings(settings, "translate").of(entry) == DecodeConfig(method="beam")

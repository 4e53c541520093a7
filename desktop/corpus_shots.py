"""Pictures of the Data page for `desktop.shots`: its questions, a proposal, changed lines, sizes measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.shots import Photographer


def take_corpus(photographer: Photographer, window, folder: Path) -> list[Path]:
    """Fills the Data page: a table asks for its columns, the rules for consent, and each size is measured."""
    from core.training.presets import PRESETS
    from desktop.controllers.corpus_wish import Columns
    from resources import sample_corpus_dir

    data, export = window.data, folder / "export.csv"
    rows = [f"{number},Ann,我有 {number % 60} 本书。,I have {number % 60} books.\n" for number in range(90)]
    export.write_text("".join(["number,who,text,translated\n", *rows, "90,Ann,OK,OK\n"]), encoding="utf-8")
    data.add([*(sample_corpus_dir() / f"zh-en.{part}.tsv" for part in ("train", "dev")), export])
    photographer.until(lambda: data.table is not None and data.state == "failed", "the question")
    window.resize(1440, 900)
    window.show_page("data")
    taken = [photographer.take("data_columns")]
    data.set_columns(export, Columns(3, 4, is_headed=True))
    photographer.until(lambda: data.state == "ready" and data.wish.columns, "the corpus by its columns")
    taken.append(photographer.take("data_proposal"))
    taken += take_table(photographer, window, folder)
    taken += take_undivided(photographer, window, folder)
    data.agree()
    data.preflight.measure()
    for preset in PRESETS:
        photographer.until(lambda preset=preset: preset in data.preflight.found, f"what {preset} takes",
                           patience_s=300)
    window.data_page.report.tokenizer_card.sentence.setText("他昨天买了三本书。")
    photographer.until(lambda: data.preflight.tried, "the pieces of a sentence")
    return taken


def take_table(photographer: Photographer, window, folder: Path) -> list[Path]:
    """A table that two signs may divide, and what was changed in it; afterwards the page is as before."""
    from desktop.controllers.corpus_wish import Columns

    data, page, taken = window.data, window.data_page, []
    table, before = folder / "phrases.csv", len(data.report["files"])
    rows = [f"hello,  you {number}；好;nihao  you {number}\n" for number in range(40)]
    table.write_text("".join(rows), encoding="utf-8")
    data.add([table])
    photographer.until(lambda: data.table is not None and data.state == "failed", "what divides the table")
    for look in _looks(window, ("light", "en"), ("dark", "zh_CN")):
        taken.append(photographer.take(f"data_delimiter_{look}"))
    data.set_columns(table, Columns(1, 2, delimiter=";"))
    photographer.until(lambda: data.state == "ready", "the table")
    photographer.until(lambda: len(data.report["files"]) == before + 1, "its report")
    for look in _looks(window, ("dark", "zh_CN"), ("light", "en")):
        page.report.changed.button.click()  # again in each language: words that are said anew begin anew
        taken.append(photographer.take(f"data_changed_{look}"))
    for _ in range(2):
        data.undo()
    photographer.until(lambda: data.state == "ready" and len(data.report["files"]) == before,
                       "the corpus as it was")
    return taken


def take_undivided(photographer: Photographer, window, folder: Path) -> list[Path]:
    """A table whose sign is none that is looked for, and the same by one that is typed."""
    data, page, taken = window.data, window.data_page, []
    table = folder / "words.csv"
    table.write_text("".join(f"hello {n}^nihao {n}\n" for n in range(9)), encoding="utf-8")
    data.add([table])
    photographer.until(lambda: data.table is not None and data.state == "failed", "a table without a sign")
    for look in _looks(window, ("dark", "zh_CN"), ("light", "en")):
        taken.append(photographer.take(f"data_undivided_{look}"))
    page.columns.another.setText("^")
    taken.append(photographer.take("data_sign_typed"))
    data.undo()
    photographer.until(lambda: data.state == "ready", "the corpus as it was")
    return taken


def _looks(window, *looks: tuple[str, str]) -> Iterator[str]:
    """Dresses the window in each (mode, language), and says what a picture of it is called."""
    for mode, language in looks:
        window.theme.set_mode(mode)
        window.language.choose(language)
        yield f"{mode}_{language}"

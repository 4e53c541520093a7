"""Real files of other tools: every pair read, as counted by `tests.core.corpus.independent`.

They lie beside the repository where the project's shared data is, and nowhere else: without them these
tests are skipped. What they taught is also in the small files that the other tests write.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core import cli
from tests.core.corpus import independent

EXCHANGE = Path(__file__).parents[4] / "shared" / "data" / "exchange"
pytestmark = pytest.mark.skipif(not EXCHANGE.is_dir(), reason="no folder of exchange files beside this one")

TMX = [("okapi_Paragraph_TM", "en", "de"), ("okapi_olifant_utf8bom", "en", "fr"),
       ("okapi_potest_missing_targets", "en", "fr"), ("omegat_project_save", "en", "fr"),
       ("omegat_test-level2", "en", "be"), ("tmxkit_ImportTest1A", "en", "fr"),
       ("tmxkit_ImportTest1H", "en-us", "en-gb"), ("tmxkit_ImportTest2A", "en", "fr")]
SEVERAL = [("omegat_test-multiple-tuv14", "en", "es"), ("omegat_test-multiple-tuv14", "en", "fr"),
           ("omegat_test-multiple-tuv14", "fr", "de"), ("tmxkit_ImportTest1C", "en-gb", "ja"),
           ("tmxkit_ImportTest1C", "es", "fr")]
XLIFF = ["okapi_SF-12-Test02.xlf", "okapi_segmented.xlf", "omegat_multiple-file-tag.xlf", "omegat_tags.xlf",
         "sdl_32415989.sdlxliff", "sdl_UTF8WithBOM16001.sdlxliff", "tt_states.xlf"]


def imported(tmp_path, capsys, *args: str) -> dict:
    out = tmp_path / "corpus"
    code = cli.main(["import", *args, "--out", str(out), "--json", "--no-clean"])
    report = json.loads(capsys.readouterr().out)
    assert code == (0 if report["pairs"] else 2)
    if not report["pairs"]:
        assert not out.exists()
        return report["files"][0]
    assert report["kept"] == report["pairs"] == report["files"][0]["pairs"]
    rows = [line for part in ("train", "dev", "test")
            for line in (out / f"{part}.tsv").read_text("utf-8").split("\n")[:-1]]
    assert len(rows) == report["kept"] + report["files"][0]["further"]
    assert all(len(row.split("\t")) == 2 and all(row.split("\t")) for row in rows)
    assert report["files"][0]["problems"] == []
    return report["files"][0]


@pytest.mark.parametrize(("name", "src", "tgt"), TMX)
def test_tmx_of_two_languages_needs_no_choice(tmp_path, capsys, name, src, tgt):
    path = EXCHANGE / f"{name}.tmx"
    file = imported(tmp_path, capsys, str(path))
    assert file["format"] == "tmx"
    assert file["pairs"] == independent.tmx(path, src, tgt)


@pytest.mark.parametrize(("name", "src", "tgt"), SEVERAL)
def test_tmx_of_several_languages(tmp_path, capsys, name, src, tgt):
    path = EXCHANGE / f"{name}.tmx"
    file = imported(tmp_path, capsys, str(path), "--src", src, "--tgt", tgt)
    assert file["pairs"] == independent.tmx(path, src, tgt)
    assert file["further"] == independent.further(path, src, tgt)


@pytest.mark.parametrize("name", ["omegat_test-multiple-tuv14", "tmxkit_ImportTest1C"])
def test_several_languages_and_no_choice_lists_them_and_imports_nothing(tmp_path, capsys, name):
    assert cli.main(["import", str(EXCHANGE / f"{name}.tmx"), "--out", str(tmp_path / "c"), "--json"]) == 2
    captured = capsys.readouterr()
    counts = json.loads(captured.out)["files"][0]["languages"]
    assert len(counts) > 2
    assert all(f"{tag} ({count})" in captured.err for tag, count in counts.items())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", XLIFF)
def test_xliff_1(tmp_path, capsys, name):
    file = imported(tmp_path, capsys, str(EXCHANGE / name))
    assert file["format"] == "xliff"
    assert file["pairs"] == independent.xliff1(EXCHANGE / name)


def test_xliff_2(tmp_path, capsys):
    path = EXCHANGE / "okapi_xliff2_test01.xlf"
    assert imported(tmp_path, capsys, str(path))["pairs"] == independent.xliff2(path) == 2


@pytest.mark.parametrize("name", ["okapi_AllCasesTest", "omegat_multilines", "tt_af-pootle"])
def test_po(tmp_path, capsys, name):
    path = EXCHANGE / f"{name}.po"
    file = imported(tmp_path, capsys, str(path))
    assert (file["format"], file["pairs"]) == ("po", independent.po(path))


@pytest.mark.parametrize("name", ["okapi_text_qualifier_double_quote_inside", "omegat_MagentoFilter"])
def test_csv(tmp_path, capsys, name):
    path = EXCHANGE / f"{name}.csv"
    file = imported(tmp_path, capsys, str(path), "--columns", "1,2")
    assert (file["format"], file["pairs"]) == ("csv", independent.table(path))


def test_srt_with_a_translation_of_it(tmp_path, capsys):
    first = EXCHANGE / "omegat_simple.srt"
    second = tmp_path / "german.srt"
    second.write_text(first.read_text().replace("First title", "Erster Titel"), encoding="utf-8")
    file = imported(tmp_path, capsys, str(first), str(second))
    assert (file["format"], file["pairs"]) == ("srt", first.read_text().count("-->"))


def test_every_file_is_tested_here():
    named = {f"{name}.tmx" for name, *_ in TMX + SEVERAL} | set(XLIFF)
    others = {path.name for path in EXCHANGE.iterdir()} - named
    assert others == {"okapi_xliff2_test01.xlf", "okapi_AllCasesTest.po", "omegat_multilines.po",
                      "tt_af-pootle.po", "okapi_text_qualifier_double_quote_inside.csv",
                      "omegat_MagentoFilter.csv", "omegat_simple.srt"}

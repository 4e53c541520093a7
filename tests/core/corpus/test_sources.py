"""Which format a file is in, where its name and its first bytes do not say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.corpus.importing import Request, import_corpus
from core.corpus.unit import CorpusError
from tests.core.corpus.test_cleaning import ENGLISH, GERMAN

LICENCE = "Copyright (c) <tmx> and others, é\n" * 3000  # 100 kB
BODY = ('<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>dog</seg></tuv>'
        '<tuv xml:lang="de"><seg>Hund</seg></tuv></tu></body></tmx>')
PO = ('msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-2\\nLanguage: cs\\n"\n\n'
      'msgid "a"\nmsgstr "ž"\n')


def read(*paths: Path) -> list[tuple[str, str, int]]:
    report = import_corpus(Request(list(paths), None))
    return [(file.format, file.encoding, file.pairs) for file in report.files]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_long_comment_before_the_first_element(tmp_path, encoding):
    path = tmp_path / "a"
    path.write_text(f'<?xml version="1.0"?>\n<!-- {LICENCE} -->\n{BODY}', encoding=encoding)
    assert read(path) == [("tmx", encoding.replace("16", "16-le"), 1)]


def test_a_long_comment_before_the_header_of_a_po(tmp_path):
    """The header names the encoding, too."""
    path = tmp_path / "a"
    path.write_text("".join(f"# {line}\n" for line in LICENCE.split("\n")) + PO, encoding="iso-8859-2")
    assert read(path) == [("po", "iso8859-2", 1)]


def halves(tmp_path, english: list[str], german: list[str]) -> list[Path]:
    paths = [tmp_path / "english.txt", tmp_path / "german.txt"]
    for path, lines in zip(paths, (english, german), strict=True):
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return paths


def test_halves_whose_lines_have_a_comma_each_are_no_tables(tmp_path):
    english, german = ([f"{first[:-1]}, {second}" for first in texts for second in texts
                        if "," not in first + second] for texts in (ENGLISH, GERMAN))
    assert read(*halves(tmp_path, english[:25], german)) == [("moses", "utf-8", 25)]
    with pytest.raises(CorpusError, match=r"has 24 lines and .* has 25: expected as many in each"):
        read(*halves(tmp_path, english[:24], german))


def test_halves_of_which_one_has_uneven_commas_are_no_tables(tmp_path):
    """As Chinese with commas of ASCII, and no commas in the other."""
    english = [f"Hello world sentence number {n} we go to the park today and play" for n in range(60)]
    chinese = [f"你好,世界 第一句,我们今天去公园{',' * (n % 2)}玩" for n in range(60)]
    thai = ["สวัสดี|ครับ|ผม|" + "ไป|ตลาด|" * (n % 2) + "วันนี้" for n in range(60)]
    for other in chinese, thai:
        assert read(*halves(tmp_path, english, other)) == [("moses", "utf-8", 60)]
    rows = [f"{text},{'a note,' * (n % 2)}{other}" for n, (text, other) in
            enumerate(zip(english, chinese, strict=True))]
    with pytest.raises(CorpusError, match="columns"):
        read(*halves(tmp_path, rows, chinese))


def test_tables_of_two_languages_stay_tables(tmp_path):
    rows = [f"{en},{de}" for en, de in zip(ENGLISH, GERMAN, strict=True) if "," not in en + de] * 9
    assert [name for name, _, _ in read(*halves(tmp_path, rows, rows[::-1]))] == ["csv", "csv"]

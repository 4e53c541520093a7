"""Tables: which column is translated, what the first row was taken for, and all else as it was."""

from __future__ import annotations

import csv
import io

import pytest

from core.documents.csv_table import preview
from core.documents.document import Languages
from core.documents.reading import read_document
from tests.core.documents.loud import LANGUAGES, loud


def test_csv_by_an_independent_reader(named):
    table = 'id;text;n\r\n1;"one; ""two""";3\r\n2;;4\r\n'
    _, made = loud(table.encode(), named(".csv"), column="text")
    before, after = (list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=";"))
                     for data in (table.encode(), made))
    assert after == [before[0], ["1", 'ONE; "TWO"', "3"], before[2]]
    _, made = loud(table.encode(), named(".csv"), column="text", into="zh")
    rows = list(csv.reader(io.StringIO(made.decode(), newline=""), delimiter=";"))
    assert rows[0] == ["id", "text", "n", "zh"]
    assert rows[1] == ["1", 'one; "two"', "3", 'ONE; "TWO"']


TABLE = ("id,text,note\n1,one sentence of some words,\n2,another sentence with words,x\n"
         "3,a third one is here,\n")


@pytest.mark.parametrize(("which", "first", "second"), [
    ({}, "id,text,note", "1,ONE SENTENCE OF SOME WORDS,"),
    ({"header": "no"}, "id,TEXT,note", "1,ONE SENTENCE OF SOME WORDS,"),
    ({"column": "2"}, "id,text,note", "1,ONE SENTENCE OF SOME WORDS,"),
    ({"column": "2", "header": "yes", "into": "3"}, "id,text,note",
     "1,one sentence of some words,ONE SENTENCE OF SOME WORDS"),
    ({"column": "2", "header": "no", "into": "4"}, "id,text,note,TEXT",
     "1,one sentence of some words,,ONE SENTENCE OF SOME WORDS"),
    ({"column": "2", "header": "yes", "into": "text (zh)"}, "id,text,note,text (zh)",
     "1,one sentence of some words,,ONE SENTENCE OF SOME WORDS"),
    ({"column": "text", "into": "new"}, "id,text,note,new",
     "1,one sentence of some words,,ONE SENTENCE OF SOME WORDS"),
])
def test_which_column_of_a_table(named, which, first, second):
    _, made = loud(TABLE.encode(), named(".csv"), **which)
    assert made.decode().splitlines()[:2] == [first, second]


BILINGUAL = "en,zh\nshe was here with the dog,她和狗在这里。\nthey have not seen it,\n"


def test_a_column_that_holds_translations_is_said(named):
    def read(tgt: str, src: str = "en", **which):
        return read_document(named(".csv"), BILINGUAL.encode(), Languages(src, tgt), **which)

    document = read("zh")
    assert (document.column, [unit.where for unit in document.units]) == (1, ["row 2", "row 3"])
    assert "column 1 was translated, as it seems" in document.notes[0]
    assert "row 1 (en | zh) was taken for names of the columns and left as it is" in document.notes[1]
    assert "column 2 seems to hold text in zh already and was left as it is" in document.notes[2]
    assert read("en", "zh").column == 2, "though the other one has more letters"
    assert len(read("zh", column="en").notes) == 1
    assert not read("fr", column="en").notes
    filled = read("zh", column="en", into="zh")
    assert (filled.kept, len(filled.units), filled.notes) == (1, 1, [])
    assert read_document(named(".csv"), b"one\ntwo\n", LANGUAGES).notes == []


@pytest.mark.parametrize(("table", "first", "note"), [
    ("source,target\n" + "He likes reading books.,\n" * 20, 2, "(source | target) was taken for names"),
    ("en,zh\nI love you.,\n", 2, "(en | zh) was taken for names"),
    ("id,English,Chinese\n1,I love you.,\n2,Hello.,\n", 2, "(id | English | Chinese) was taken for names"),
    ("key,text,text in Chinese\na,I see,\nb,Hello,\n", 2, "(key | text | text in Chinese) was taken"),
    ("text\nI love you.\nHello.\n", 1, "(text) was translated like the others"),
    ("I love you.,He likes reading.\nHello.,We go to school.\nBye.,No.\n", 1, ""),
])
def test_what_the_first_row_of_a_table_was_taken_for(named, table, first, note):
    """And is said, where nobody said what it is; the window's box is ticked alike."""
    document = read_document(named(".csv"), table.encode(), LANGUAGES)
    assert document.units[0].where == f"row {first}"
    said = [one for one in document.notes if "row 1" in one]
    assert [note in one for one in said] == ([True] if note else [])
    assert preview(table.encode()).is_headed == (first == 2)
    for header, row in (("yes", 2), ("no", 1)):
        document = read_document(named(".csv"), table.encode(), LANGUAGES, header=header)
        assert document.units[0].where == f"row {row}"
        assert not any("row 1" in one for one in document.notes)


def test_the_first_row_where_the_translation_has_a_new_name(named):
    """Without a header its first row stayed untranslated, unsaid."""
    table = b"I love you.,1\nHello.,2\nBye.,3\n"
    document = read_document(named(".csv"), table, LANGUAGES, into="zh")
    assert [unit.where for unit in document.units] == ["row 2", "row 3"]
    said = "row 1 (I love you. | 1) was taken for names of the columns and left as it is"
    assert [said in note for note in document.notes][-1]
    _, made = loud(table, named(".csv"), into="zh", header="no")
    assert made.startswith(b"I love you.,1,I LOVE YOU.\n")
    notes = read_document(named(".csv"), table, LANGUAGES, into="zh", header="no").notes
    assert not any("row 1" in note for note in notes)


def test_a_number_is_a_place_where_the_header_is_settled(named):
    table = b"2,1\none,two\n"
    assert loud(table, named(".csv"), column="2")[1] == b"2,1\nONE,two\n"  # called by its name
    assert loud(table, named(".csv"), column="2", header="yes")[1] == b"2,1\none,TWO\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_beginning_of_a_table(encoding):
    lines = ["编号;句子\n", *(f"{number};我爱购物，也爱喝茶。\n" for number in range(900))]
    whole = "".join(lines).encode(encoding)
    shown = preview(whole)
    assert (shown.columns, shown.likely, shown.is_headed) == (2, 2, True)
    assert shown.rows[:2] == (("编号", "句子"), ("0", "我爱购物，也爱喝茶。"))
    for end in range(400, 420):
        cut = preview(whole[:end], is_whole=False)
        assert (cut.columns, cut.likely, cut.rows) == (2, 2, shown.rows)

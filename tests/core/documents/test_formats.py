"""Every format: untouched where nothing is translated, and of the same structure where all is."""

from __future__ import annotations

import codecs
import csv
import io
import time
import zipfile

import pytest
from lxml import etree

from core.documents.csv_table import preview
from core.documents.document import DocumentError, Languages
from core.documents.inline import Code
from core.documents.reading import read_document

LANGUAGES = Languages("en", "zh")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **extra: str) -> bytes:
    types = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
             'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
             'wordprocessingml.document.main+xml"/></Types>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {"[Content_Types].xml": types,
                 "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", **extra}
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def loud(data: bytes, path, languages=LANGUAGES, **options) -> tuple[list[str], bytes]:
    """All units in capitals: (their texts, the document)."""
    document = read_document(path, data, languages, **options)
    targets = {index: tuple(part if isinstance(part, Code) else part.upper() for part in unit.source)
               for index, unit in enumerate(document.units)}
    return [unit.text for unit in document.units], document.render(targets)


@pytest.fixture
def named(tmp_path):
    return lambda suffix: tmp_path / f"x{suffix}"


TEXT = "\ufeffone two\r\n\r\n  three %s {x}  \r\nlast"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_text_keeps_its_encoding_and_line_ends(named, encoding):
    texts, made = loud(TEXT.encode(encoding), named(".txt"))
    assert made == TEXT.upper().replace("%S {X}", "%s {x}").encode(encoding)
    assert [text.strip() for text in texts] == ["one two", "three", "last"]


def test_what_an_encoding_cannot_hold_is_written_as_utf8_and_said(named):
    document = read_document(named(".txt"), "caf\xe9 ol\xe9".encode("cp1252"), LANGUAGES)
    assert document.render({0: ("咖啡",)}) == "咖啡".encode()
    assert "UTF-8" in document.notes[0]


MARKDOWN = """---
title: left
---
# Head *one*

A line with `code` and
[a link](http://x.y/z) here.  
hard break

* item **bold** text
> quote
1. first
2. see [it](https://a.b/c_(d)) or www.e.f/g。然后

| a | b |
|---|:-:|
| c `|` | 12 |

```py
print("left")
```

    left too

[ref]: http://left
<div>
left
</div>
"""


def test_markdown(named):
    texts, made = loud(MARKDOWN.encode(), named(".md"))
    wanted = MARKDOWN.replace("code` and\n[", "code` and [")
    for words in ("Head *one*", "A line with ", " and [a link]", " here.", "hard break", "item **bold** text",
                  "quote", "first", " see [it]", " or ", "| a | b |", "| c "):
        wanted = wanted.replace(words, words.upper())
    assert made.decode() == wanted
    assert "left" not in " ".join(texts)


def test_subtitles_keep_numbers_times_and_lines(named):
    srt = ("1\n00:00:01,000 --> 00:00:02,000\n<i>one two\nthree four</i>\n\n"
           "2\n00:00:03,000 --> 00:00:04,000\n- who?\n- me.\n")
    texts, made = loud(srt.encode(), named(".srt"))
    assert made.decode() == srt.upper().replace("<I>", "<i>").replace("</I>", "</i>")
    assert texts == ["one two three four", "who?", "me."]


DAMAGED = """1
00:00:01,000 --> 00:00:02,000
one

2
00:00:12 > 00:00:13,000
two

3
at noon --> later
three

4
00:00:21,000 --> 00:00:22,000
four

after an empty line
5
00:00:23,000 --> 00:00:24,000
five
6
00:00:25,000 --> 00:00:26,000
six

7
soon
seven"""


def test_subtitles_whose_times_are_damaged_are_said(named):
    """They stayed untranslated in silence; and without a blank line between two cues the second was lost."""
    document = read_document(named(".srt"), DAMAGED.encode(), LANGUAGES)
    assert [unit.text for unit in document.units] == ["one", "four", "five", "six"]
    assert document.left == 4
    assert [(note.split(":")[0], note.split('"')[1]) for note in document.notes] == [
        ("line 6", "00:00:12 > 00:00:13,000"), ("line 10", "at noon --> later"),
        ("line 17", "after an empty line"), ("line 26", "soon")]
    assert loud(DAMAGED.encode(), named(".srt"))[1].decode().splitlines() == [
        line.upper() if line in ("one", "four", "five", "six") else line for line in DAMAGED.splitlines()]


def test_few_of_many_damaged_subtitles_are_listed(named):
    good = "1\n00:00:01,000 --> 00:00:02,000\none\n"
    document = read_document(named(".srt"), (good + "\n2\nx\n" * 50).encode(), LANGUAGES)
    assert (document.left, len(document.notes)) == (50, 21)
    assert document.notes[-1].endswith("50 in all")


@pytest.mark.parametrize(("behind", "cues", "left"), [
    ("\n" + " " * 20_000 + "\n", 1, 0), ("\n" + "1" * 20_000 + "\nx", 1, 1),
    ("\n1:11:11," + "1" * 20_000 + " " * 20_000, 1, 0),
    ("2\n00:00:01,000 --> 00:00:02,000\none\n" * 8000, 8001, 0),  # no blank line between them
    ("\nx\n" * 8000, 1, 8000), ("\nx\ry\r\n", 1, 1),
])
def test_subtitles_take_no_longer_than_they_are_long(named, behind, cues, left):
    """A run of blanks, and cues without a blank line between them, took many seconds: a search began anew
    at every blank, and ran to the end of the file for every cue."""
    srt, began = "1\n00:00:01,000 --> 00:00:02,000\none\n" + behind, time.process_time()
    document = read_document(named(".srt"), srt.encode(), LANGUAGES)
    assert (len(document.units), document.left) == (cues, left)
    assert {unit.text for unit in document.units} == {"one"}
    assert time.process_time() - began < 2.5


def test_subtitles_are_broken_where_a_sentence_ends(named):
    srt = "1\n00:00:01,000 --> 00:00:02,000\n<i>one</i>\ntwo\n"
    document = read_document(named(".srt"), srt.encode(), LANGUAGES)
    opening, closing = (part for part in document.units[0].source if isinstance(part, Code))
    made = document.render({0: (opening, "It rains a lot.", closing, " He bought three books yesterday.")})
    assert made.decode().split("\n")[2:4] == ["<i>It rains a lot.</i>", "He bought three books yesterday."]


@pytest.mark.parametrize(("cue", "texts"), [
    ("I love shopping\nHe is busy", ["I love shopping", "He is busy"]),
    ("<i>I love shopping\nHe is busy</i>", ["I love shopping", "He is busy"]),
    ("I love\nshopping", ["I love shopping"]), ("I met\nJohn.", ["I met John."]),
    ("Yes,\nI do", ["Yes, I do"]), ("I met\n123", ["I met 123"]),
])
def test_lines_of_a_subtitle_that_are_sentences(named, cue, texts):
    srt = f"1\n00:00:01,000 --> 00:00:02,000\n{cue}\n"
    assert [unit.text for unit in read_document(named(".srt"), srt.encode(), LANGUAGES).units] == texts
    assert loud(srt.encode(), named(".srt"))[1].decode().splitlines()[2:] == \
        cue.upper().replace("<I>", "<i>").replace("</I>", "</i>").split("\n")


def test_chinese_subtitles_without_stops_have_a_sentence_a_line(named):
    """Read as one sentence the second is lost: "I love busy"."""
    cues = ["我爱购物\n他很忙", "我昨天在公园里\n看见了狗。"]
    srt = "".join(f"{number}\n00:00:0{number},000 --> 00:00:0{number},500\n{cue}\n\n"
                  for number, cue in enumerate(cues, 1))
    document = read_document(named(".srt"), srt.encode(), Languages("zh", "en"))
    assert [unit.text for unit in document.units] == ["我爱购物", "他很忙", "我昨天在公园里看见了狗。"]
    made = document.render({0: ("I love shopping",), 1: ("He is busy",)}).decode()
    assert "\nI love shopping\nHe is busy\n\n" in made


@pytest.mark.parametrize(("cue", "target"), [("<i>one\ntwo.</i>", "一二。"), ("- one\ntwo.", "- 一二。")])
def test_no_line_of_a_subtitle_is_without_words(named, cue, target):
    document = read_document(named(".srt"), f"1\n00:00:01,000 --> 00:00:02,000\n{cue}\n".encode(), LANGUAGES)
    source = document.units[0].source
    target = (source[0], target, source[-1]) if len(source) > 1 else (target,)
    assert len(document.render({0: target}).decode().splitlines()) == 3


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


@pytest.mark.parametrize("declaration", [
    '<?xml version="1.0"?>\n', '<?xml version="1.0" encoding="UTF-16"?>\n', ""])
@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"),
                                                (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_xml_of_two_bytes_a_character_stays_so(named, declaration, mark, encoding):
    """One whose declaration does not name it came back as UTF-8."""
    tmx = ('<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>one 猫</seg></tuv>'
           "</tu></body></tmx>\n")
    _, made = loud(mark + (declaration + tmx).encode(encoding), named(".tmx"))
    assert made.startswith(mark)
    assert made.decode("utf-16").endswith("</tmx>\n")
    assert [node.text for node in etree.fromstring(made).iter("seg")] == ["one 猫", "ONE 猫"]


@pytest.mark.parametrize(("suffix", "text"), [
    (".po", 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\nmsgid "one"\nmsgstr ""\n'),
    (".xlf", '<xliff version="1.2"><file source-language="EN-us" target-language="fr"><body>'
             '<trans-unit id="1"><source>one</source></trans-unit></body></file></xliff>'),
    (".xlf", '<xliff version="2.0" srcLang="en" trgLang="fr" xmlns="urn:oasis:names:tc:xliff:document:2.0">'
             '<file id="f"><unit id="u"><segment><source>one</source></segment></unit></file></xliff>'),
], ids=["PO", "XLIFF 1", "XLIFF 2"])
@pytest.mark.parametrize(("tgt", "is_other"), [("zh", True), ("fr", False), ("", False)])
def test_a_file_that_names_other_languages_is_said(named, suffix, text, tgt, is_other):
    notes = read_document(named(suffix), text.encode(), Languages("en", tgt)).notes
    assert len(notes) == is_other
    words = "it was translated from en into zh" if suffix == ".po" else "translated into zh and says so now"
    assert all("goes into fr" in note or "into fr, and still" in note for note in notes)
    assert all(words in note for note in notes)


@pytest.mark.parametrize("text", [
    '<xliff version="1.2"><file source-language="en" target-language="fr"><body><trans-unit id="1"><source>'
    'one</source></trans-unit>{}</body></file></xliff>',
    '<xliff version="2.0" srcLang="en" trgLang="fr"><file id="f"><unit id="u"><segment><source>one</source>'
    '</segment>{}</unit></file></xliff>',
], ids=["XLIFF 1", "XLIFF 2"])
def test_xliff_never_holds_two_languages_under_one_name(named, text):
    """trgLang="fr" stayed over Chinese."""
    made = loud(text.format("").encode(), named(".xlf"))[1].decode()
    assert ('"zh"' in made, '"fr"' in made) == (True, False)
    unit = "segment" if "2.0" in text else "trans-unit"
    kept = text.format(f"<{unit}><source>two</source><target>deux</target></{unit}>").encode()
    with pytest.raises(DocumentError, match=r"translations into fr already \(1\), and the model"):
        read_document(named(".xlf"), kept, LANGUAGES)
    assert read_document(named(".xlf"), kept, Languages("en", "fr")).kept == 1


@pytest.mark.parametrize("doctype", [
    '<!DOCTYPE d [<!ENTITY e "two">]>', '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE d SYSTEM "d.dtd">'])
def test_a_word_document_with_a_document_type_is_refused(named, doctype):
    """What stands for an entity was lost without a word."""
    text = (f"{doctype}<w:document {W}><w:body><w:p><w:r><w:t>one &e; three</w:t></w:r></w:p></w:body>"
            "</w:document>")
    with pytest.raises(DocumentError, match="document type"):
        read_document(named(".docx"), docx("", **{"word/document.xml": text}), LANGUAGES)


def test_a_footer_that_cannot_be_read_is_said(named):
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
             f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
             f'<Override PartName="/word/footer1.xml" ContentType="{kind}.footer+xml"/></Types>')
    footer = f"<!DOCTYPE f><w:ftr {W}><w:p><w:r><w:t>left</w:t></w:r></w:p></w:ftr>"
    data = docx("<w:p><w:r><w:t>one</w:t></w:r></w:p>", **{
        "[Content_Types].xml": types, "word/footer1.xml": footer})
    document = read_document(named(".docx"), data, LANGUAGES)
    [note] = document.notes
    assert note.startswith("word/footer1.xml could not be read and was left as it is: it declares")
    with zipfile.ZipFile(io.BytesIO(document.render({0: ("EIN",)}))) as archive:
        assert archive.read("word/footer1.xml").decode() == footer


XLIFF1 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="en" datatype="x"><body>
<trans-unit id="1"><source>one <g id="1">two <x id="2"/></g></source></trans-unit>
<trans-unit id="2"><source>done</source><target>fertig</target></trans-unit>
<trans-unit id="3" translate="no"><source>left</source></trans-unit>
<trans-unit id="4"><source>a b. c d.</source><seg-source><mrk mtype="seg" mid="0">a b.</mrk> <mrk mtype="seg"
 mid="1">c d.</mrk></seg-source></trans-unit></body></file></xliff>
"""


def test_xliff_1(named):
    texts, made = loud(XLIFF1.encode(), named(".xlf"))
    assert texts == ["one two ", "a b.", "c d."]
    root = etree.fromstring(made)
    ns = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
    targets = root.findall(".//x:target", ns)
    assert [("".join(target.itertext()), target.get("state")) for target in targets] == [
        ("ONE TWO ", "needs-review-translation"), ("fertig", None), ("A B. C D.", "needs-review-translation")]
    assert [etree.QName(node).localname for node in targets[0].iter()] == ["target", "g", "x"]
    assert [mark.get("mid") for mark in targets[2].iter("{*}mrk")] == ["0", "1"]
    assert root[0].get("target-language") == "zh"
    sources = ["".join(source.itertext()) for source in root.iter("{*}source")]
    assert sources == ["one two ", "done", "left", "a b. c d."]


def test_xliff_2(named):
    xliff = ('<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"><file id="f">'
             '<unit id="u"><segment><source>one <pc id="1">two</pc> <ph id="2"/></source></segment><segment>'
             '<source>x</source><target>y</target></segment></unit></file></xliff>')
    texts, made = loud(xliff.encode(), named(".xlf"))
    root = etree.fromstring(made)
    assert texts == ["one two "]
    first, second = root.iter("{*}target")
    assert etree.tostring(first).decode().count("<pc") == 1
    assert "".join(first.itertext()) == "ONE TWO "
    assert second.text == "y"
    assert root.get("trgLang") == "zh"


@pytest.mark.parametrize(("version", "mark"), [
    ("1.2", '<mrk mtype="protected">Pellucid <g id="1">it</g></mrk>'),
    ("2.0", '<mrk id="1" translate="no">Pellucid</mrk>')])
def test_what_xliff_marks_not_to_be_translated(named, version, mark):
    unit = f"<source>one {mark} two</source>"
    body = {"1.2": f'<body><trans-unit id="1">{unit}</trans-unit><trans-unit id="2" translate="no">'
                   "<source>left</source></trans-unit></body>",
            "2.0": f'<unit id="1"><segment>{unit}</segment></unit><unit id="2" translate="no"><segment>'
                   "<source>left</source></segment></unit>"}[version]
    xliff = f'<xliff version="{version}"><file id="f">{body}</file></xliff>'
    assert read_document(named(".xlf"), xliff.encode(), LANGUAGES).notes == [
        "units marked not to be translated: 1; they were left as they are"]
    texts, made = loud(xliff.encode(), named(".xlf"))
    assert texts == ["one  two"]
    assert f">ONE {mark} TWO</target>" in made.decode()


def test_tmx(named):
    tmx = ('<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">'
           '<header srclang="en"/><body><tu><tuv xml:lang="en-US"><seg>one <bpt i="1">&lt;b></bpt>two'
           '<ept i="1">&lt;/b></ept></seg></tuv></tu><tu><tuv xml:lang="fr"><seg>deux</seg></tuv></tu>'
           '</body></tmx>')
    document = read_document(named(".tmx"), tmx.encode("utf-16"), LANGUAGES)
    assert "1 units" in document.notes[0]
    texts, made = loud(tmx.encode(), named(".tmx"))
    assert texts == ["one two"]  # what stands in codes is no text
    assert b"<!DOCTYPE tmx SYSTEM" in made
    added = etree.fromstring(made).findall(".//tuv")[1]
    assert added.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh"
    assert etree.tostring(added[0]).decode().startswith('<seg>ONE <bpt i="1">&lt;b&gt;</bpt>TWO<ept')


BODY = ('<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>one </w:t></w:r>'
        '<w:proofErr w:type="spellStart"/><w:r><w:t>more</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>'
        '<w:t> bold</w:t><w:tab/></w:r>'
        '<w:hyperlink w:anchor="a"><w:r><w:t>link</w:t></w:r></w:hyperlink><w:bookmarkStart w:id="1" '
        'w:name="n"/><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText>'
        '</w:r><w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p>'
        '</w:tc></w:tr></w:tbl><w:sectPr/>')


def test_docx(named):
    data = docx(BODY, **{"word/media/picture.bin": "left"})
    texts, made = loud(data, named(".docx"))
    assert texts == ["one more bold\nlink", "cell"]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["[Content_Types].xml", "word/document.xml", "word/media/picture.bin"]
        root = etree.fromstring(archive.read("word/document.xml"))
    tags = [etree.QName(node).localname for node in root.iter()]
    body = etree.fromstring(f"<w:body {W}>{BODY}</w:body>")
    before = [etree.QName(node).localname for node in body.iter()]
    for tag in ("p", "pStyle", "b", "tab", "hyperlink", "bookmarkStart", "fldChar", "instrText", "tc"):
        assert tags.count(tag) == before.count(tag), tag
    assert "".join(node.text for node in root.iter("{*}t")) == "ONE MORE BOLDLINKCELL"


@pytest.mark.parametrize(("suffix", "data", "words"), [
    (".docx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "password"),
    (".docx", b"PK\x03\x04 no zip", "damaged"),
    (".docx", docx(BODY)[:-200], "damaged"),
    (".docx", b"just text", "damaged"),
    (".docx", docx("<w:p/>"), "no text to translate"),
    (".docx", docx("<w:p><w:r>"), "could not be read"),
    (".docx", docx("", **{"word/document.xml": '<d xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'}),
     "save it as an ordinary"),
    (".docx", docx(BODY, bomb="0" * 9_000_000), "too much"),
    (".xlf", b"<xliff", "expected XML"),
    (".xlf", b"<html/>", "expected <xliff>"),
    (".tmx", b"<tmx/>", "no text"),
    (".srt", b"no times", "times"),
    (".po", b"/etc/passwd", "msgid"),
    (".txt", b"", "empty"),
    (".txt", b"\x7fELF\0\0\1\0\0\0\0\0\1\1", "NUL"),
    (".exe", b"x", "one of these kinds"),
    (".csv", b"a,b\n1,2", None),
])
def test_bad_files_say_what_is_wrong(named, suffix, data, words):
    if words is None:
        with pytest.raises(DocumentError, match='no column "x"'):
            read_document(named(suffix), data, LANGUAGES, column="x")
    else:
        with pytest.raises(DocumentError, match=words):
            read_document(named(suffix), data, LANGUAGES)


def test_entities_are_not_expanded_and_nothing_is_read(named, tmp_path):
    (tmp_path / "secret").write_text("SECRET")
    data = (f'<!DOCTYPE xliff [<!ENTITY e SYSTEM "file://{tmp_path}/secret"><!ENTITY a "{"x" * 1000}">]>'
            '<xliff version="1.2"><file><body><trans-unit id="1"><source>one &e; &a;</source></trans-unit>'
            "</body></file></xliff>").encode()
    texts, made = loud(data, named(".xlf"))
    assert texts == ["one  "]
    assert b"SECRET" not in made

"""Word documents: what Word and others write in them is translated, kept or said, and stays a document."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from core.documents.document import Languages
from core.documents.reading import read_document
from tests.core.documents.loud import LANGUAGES, W, docx, loud
from tests.core.documents.shuffled import shuffled

WORD = Path("x.docx")


def run(text: str, formatting: str = "") -> str:
    formatting = f"<w:rPr>{formatting}</w:rPr>" if formatting else ""
    return f'<w:r>{formatting}<w:t xml:space="preserve">{text}</w:t></w:r>'


def step(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def field(command: str, result: str, end: str = step("end")) -> str:
    return f"{step('begin')}<w:r><w:instrText> {command} </w:instrText></w:r>{step('separate')}{result}{end}"


def control(kind: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr><w:{kind}/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


DELETED = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"


def document_xml(made: bytes):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        return etree.fromstring(archive.read("word/document.xml"))


@pytest.mark.parametrize(("paragraphs", "texts", "is_said"), [
    ([run("see ") + field('HYPERLINK "http://a.b"', run("the link", "<w:u/>")) + run(" now")],
     ["see the link now"], False),
    ([run("on page ") + field("PAGE", run("5")) + run(" of it")], ["on page  of it"], False),
    ([run("as in ") + field("REF x", run("Figure 5"))], ["as in "], True),
    ([run("see ") + field("TOC", '<w:hyperlink w:anchor="x">' + run("One") + "<w:r><w:tab/></w:r>"
                          + field("PAGEREF x", run("5")) + "</w:hyperlink>", ""),  # which ends further below
      run("Two") + step("end")], ["see One\n", "Two"], False),
    ([run("in ") + control("text", run("a control"))], ["in a control"], False),
    ([run("pick ") + control("dropDownList", run("a choice"))], ["pick "], True),
    ([run("it is ") + control("dataBinding", run("the title"))], ["it is "], True),
    ([run("a ") + f"<w:ins>{run('new')}</w:ins>{DELETED}"], ["a new"], True),
    ([run("a ") + f"<w:moveTo>{run('here')}</w:moveTo><w:moveFrom>{run('there')}</w:moveFrom>"],
     ["a here"], True),
    ([run("one") + "<w:r><w:br/><w:t>two</w:t><w:tab/></w:r>" + run("three")], ["one\ntwo\nthree"], False),
    ([run("well") + "<w:r><w:noBreakHyphen/></w:r>" + run("kno") + "<w:r><w:softHyphen/></w:r>" + run("wn")],
     ["well-known"], False),
    ([run("a ") + "<w:r><w:ruby><w:rt>" + run("x") + "</w:rt><w:rubyBase>" + run("y")
      + "</w:rubyBase></w:ruby></w:r>"], ["a "], True),
    ([run("box ") + "<w:r><w:pict><w:txbxContent><w:p>" + run("inside")
      + "</w:p></w:txbxContent></w:pict></w:r>"], ["box ", "inside"], False),
    ([run("mail me@x.org or {0} at http://a.b/c")], ["mail  or  at "], False),
], ids=["link field", "page field", "reference", "contents", "control", "list", "bound", "changes", "moved",
        "breaks", "hyphens", "ruby", "text box", "placeholders"])
def test_what_stands_in_a_paragraph(paragraphs, texts, is_said):
    body = "".join(f"<w:p>{paragraph}</w:p>" for paragraph in paragraphs)
    found, made = loud(docx(body), WORD)
    assert found == texts
    assert bool(read_document(WORD, docx(body), LANGUAGES).notes) == is_said
    before, after = etree.fromstring(f"<w:body {W}>{body}</w:body>"), document_xml(made)[0]
    for tag in ("p", "fldChar", "instrText", "hyperlink", "sdt", "ins", "delText", "br", "tab", "ruby"):
        assert len(before.findall(f".//{{*}}{tag}")) == len(after.findall(f".//{{*}}{tag}")), tag
    said = "".join(node.text for node in after.iter("{*}t"))
    assert all(piece.upper() in said for text in texts for piece in text.replace("  ", "\n").split("\n"))


PIECES = {
    "plain": lambda words: run(words), "bold": lambda words: run(words, "<w:b/>"),
    "break": lambda _: "<w:r><w:br/></w:r>", "tab": lambda words: f"<w:r><w:tab/><w:t>{words}</w:t></w:r>",
    "page": lambda _: field("PAGE", run("5")), "link": lambda words: field("HYPERLINK x", run(words)),
    "hyperlink": lambda words: f'<w:hyperlink w:anchor="a">{run(words, "<w:i/>")}</w:hyperlink>',
    "new": lambda words: f"<w:ins>{run(words)}</w:ins>", "old": lambda _: DELETED,
    "control": lambda words: control("text", run(words)),
    "list": lambda words: control("comboBox", run(words)),
    "note": lambda _: '<w:r><w:footnoteReference w:id="2"/></w:r>',
    "marked": lambda words: f'<w:bookmarkStart w:id="1"/>{run(words)}<w:bookmarkEnd w:id="1"/>',
    "start": lambda _: '<w:commentRangeStart w:id="3"/>', "end": lambda _: '<w:commentRangeEnd w:id="3"/>',
    "placeholder": lambda words: run(f"{words} {{0}} %s https://a.b "),
}


def things(element) -> Counter:
    """All that is no text, by all that is known of it."""
    return Counter((node.tag, *sorted(node.attrib.items())) for node in element.iter()
                   if etree.QName(node).localname not in ("r", "t", "rPr", "b", "i"))


WORDS = st.sampled_from(["one ", "two three", " four", "."])


@given(st.lists(st.tuples(st.sampled_from(sorted(PIECES)), WORDS), min_size=1, max_size=8),
       st.integers(0, 999))
def test_none_lost_none_added(pieces, seed):
    """In any order of its words, whatever stands in a paragraph."""
    body = "<w:p>" + run("word ") + "".join(PIECES[name](words) for name, words in pieces) + "</w:p>"
    document = read_document(WORD, docx(body), LANGUAGES)
    made = document.render({index: shuffled(unit, seed) for index, unit in enumerate(document.units)})
    before, after = etree.fromstring(f"<w:body {W}>{body}</w:body>"), document_xml(made)[0]
    assert things(before) == things(after)
    assert not any("could not be placed" in note for note in document.notes)
    depth = 0
    for mark in after.iter("{*}fldChar"):
        depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(next(iter(mark.attrib)))]
        assert depth in (0, 1)
    texts = ["".join(node.text for node in root.iter("{*}t")) for root in (before, after)]
    for placeholder in ("{0}", "%s", "https://a.b"):
        assert texts[0].count(placeholder) == texts[1].count(placeholder)
    letters = [Counter(text.upper().replace(" ", "")) for text in texts]
    assert letters[0] == letters[1]


def test_by_python_docx():
    """What a library writes, another reader finds again: styles, lists, tables, headers, formatting."""
    reader = pytest.importorskip("docx")
    document = reader.Document()
    document.core_properties.title = "left"
    document.add_heading("one heading", 1)
    document.add_paragraph("an item", style="List Number")
    paragraph = document.add_paragraph("some ")
    paragraph.add_run("bold").bold = True
    paragraph.add_run(" words")
    document.add_table(1, 2).cell(0, 1).text = "a cell"
    document.sections[0].header.paragraphs[0].text = "a header"
    data = io.BytesIO()
    document.save(data)
    texts, made = loud(data.getvalue(), WORD)
    assert sorted(texts) == ["a cell", "a header", "an item", "one heading", "some bold words"]
    after = reader.Document(io.BytesIO(made))
    assert [(paragraph.style.name, paragraph.text) for paragraph in after.paragraphs] == [
        ("Heading 1", "ONE HEADING"), ("List Number", "AN ITEM"), ("Normal", "SOME BOLD WORDS")]
    assert [(part.text, bool(part.bold)) for part in after.paragraphs[2].runs] == [
        ("SOME ", False), ("BOLD", True), (" WORDS", False)]
    assert after.tables[0].cell(0, 1).text == "A CELL"
    assert after.sections[0].header.paragraphs[0].text == "A HEADER"
    assert after.core_properties.title == "left"


KIND = "application/vnd.openxmlformats-officedocument"
WORD_KIND, CHART_KIND = f"{KIND}.wordprocessingml", f"{KIND}.drawingml.chart+xml"
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
DRAWINGS = ('xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
            'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
            'xmlns:v="urn:schemas-microsoft-com:vml"')


def types(**parts: str) -> str:
    """[Content_Types].xml of a document and of other parts, by their kinds."""
    parts = {"document": f"{WORD_KIND}.document.main+xml", **parts}
    return ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/>' for name, kind in parts.items())
        + "</Types>")


def test_what_else_is_left_is_said():
    numbering = (f'<w:numbering {W}><w:lvl><w:numFmt w:val="decimal"/><w:lvlText '
                 'w:val="Article %1."/></w:lvl>'
                 '<w:lvl><w:numFmt w:val="bullet"/><w:lvlText w:val="oo"/></w:lvl></w:numbering>')
    kinds = types(numbering=f"{WORD_KIND}.numbering+xml")
    data = docx("<w:p><w:r><w:t>one</w:t></w:r></w:p><w:altChunk/>", **{
        "[Content_Types].xml": kinds, "word/numbering.xml": numbering})
    assert read_document(WORD, data, LANGUAGES).notes == [
        "word/document.xml: pieces of other files, which Word takes in when it opens, were left as they are: "
        "1",
        "words before the numbers of lists were left as they are: Article"]


def test_words_in_attributes():
    """One description, which Word writes three times, is one part of the document; a file's name is none."""
    body = (f'<w:p {DRAWINGS}><w:hyperlink w:tooltip="a tip">{run("one")}</w:hyperlink><w:r><w:drawing>'
            '<wp:docPr id="1" name="Picture 1" descr="a cat &amp; {0}" title="my pet"/><pic:cNvPr descr="a '
            'cat &amp; {0}"/><wp:docPr descr="image1.png" title="my holiday.jpeg"/></w:drawing><w:pict>'
            '<v:shape id="s" alt="a cat &amp; {0}"/><v:textpath string="DRAFT"/></w:pict></w:r></w:p>'
            '<w:tbl><w:tblPr><w:tblCaption w:val="a table"/><w:tblDescription w:val="12"/></w:tblPr></w:tbl>')
    document = read_document(WORD, docx(body), LANGUAGES)
    assert [unit.where for unit in document.units[1:]] == [
        f"document.xml, description {number}" for number in range(1, 6)]
    texts, made = loud(docx(body), WORD)
    assert texts == ["one", "a tip", "a cat & ", "my pet", "DRAFT", "a table"]
    after = document_xml(made)
    found = {etree.QName(node).localname: {etree.QName(name).localname: value for name, value in
                                           node.attrib.items()} for node in after.iter() if node.attrib}
    assert found == {
        "hyperlink": {"tooltip": "A TIP"}, "shape": {"id": "s", "alt": "A CAT & {0}"},
        "cNvPr": {"descr": "A CAT & {0}"}, "textpath": {"string": "DRAFT"}, "tblCaption": {"val": "A TABLE"},
        "tblDescription": {"val": "12"}, "docPr": {"descr": "image1.png", "title": "my holiday.jpeg"},
        "t": {"space": "preserve"}}
    assert dict(next(after.iter("{*}docPr")).attrib) == {
        "id": "1", "name": "Picture 1", "descr": "A CAT & {0}", "title": "MY PET"}


CHART = (f'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" {A}><c:title><a:p>'
         '<a:pPr algn="ctr"/><a:r><a:rPr lang="en" b="1"/><a:t>our sa</a:t></a:r><a:r><a:rPr lang="de" '
         'b="1"/><a:t>les</a:t></a:r><a:r><a:rPr i="1"/><a:t> of {0}</a:t></a:r><a:br><a:rPr/></a:br><a:r>'
         '<a:t>by year</a:t></a:r><a:fld id="x"><a:t>5</a:t></a:fld><a:endParaRPr lang="en"/></a:p></c:title>'
         '<c:cat><c:strCache><c:pt><c:v>north</c:v></c:pt></c:strCache></c:cat>'
         '<c:val><c:numCache><c:pt><c:v>1.5E-3</c:v></c:pt></c:numCache></c:val></c:chart>')


def chart(xml: str) -> bytes:
    return docx("<w:p><w:r><w:t>one</w:t></w:r></w:p>", **{
        "[Content_Types].xml": types(**{"charts/c1": CHART_KIND}), "word/charts/c1.xml": xml})


def chart_xml(made: bytes):
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return etree.fromstring(archive.read("word/charts/c1.xml"))


def test_a_chart():
    """Its title is translated; the names that Word takes from its table are said."""
    texts, made = loud(chart(CHART), WORD)
    assert texts == ["one", "our sales of \nby year"]
    title = chart_xml(made)[0][0]
    assert [(etree.QName(node).localname, "".join(node.itertext())) for node in title] == [
        ("pPr", ""), ("r", "OUR SALES"), ("r", " OF {0}"), ("br", ""), ("r", "BY YEAR"), ("fld", "5"),
        ("endParaRPr", "")]
    assert [dict(node[0].attrib) for node in title[1:3]] == [{"lang": "en", "b": "1"}, {"i": "1"}]
    assert read_document(WORD, chart(CHART), LANGUAGES).notes == [
        "word/charts/c1.xml: names that the chart has from its table were left as they are: north"]
    assert dict(chart_xml(loud(chart(CHART), WORD, Languages("en", "ar"))[1])[0][0][0].attrib) == {
        "algn": "ctr", "rtl": "1"}


@pytest.mark.parametrize("xml", ["<c", "<!DOCTYPE c><c/>"])
def test_a_chart_that_cannot_be_read(xml):
    [note] = read_document(WORD, chart(xml), LANGUAGES).notes
    assert note.startswith("word/charts/c1.xml could not be read and was left as it is: ")
    with zipfile.ZipFile(io.BytesIO(loud(chart(xml), WORD)[1])) as archive:
        assert archive.read("word/charts/c1.xml").decode() == xml


@given(st.lists(st.tuples(st.sampled_from(["plain", "bold", "break", "field"]), WORDS), max_size=8),
       st.integers(0, 999))
def test_none_lost_none_added_in_a_chart(pieces, seed):
    made_of = {"plain": "<a:r><a:t>{}%s</a:t></a:r>", "bold": '<a:r><a:rPr b="1"/><a:t>{}</a:t></a:r>',
               "break": "<a:br/>", "field": "<a:fld><a:t>5</a:t></a:fld>"}
    body = "".join(made_of[name].format(words) for name, words in pieces)
    xml = f"<c {A}><a:p><a:pPr/><a:r><a:t>word </a:t></a:r>{body}<a:endParaRPr/></a:p></c>"
    document = read_document(WORD, chart(xml), LANGUAGES)
    after = chart_xml(document.render({index: shuffled(unit, seed)
                                       for index, unit in enumerate(document.units)}))
    before = etree.fromstring(xml)
    for tag in ("br", "fld", "pPr", "endParaRPr"):
        assert len(before.findall(f".//{{*}}{tag}")) == len(after.findall(f".//{{*}}{tag}")), tag
    letters = [Counter("".join(root.itertext()).upper().replace(" ", "")) for root in (before, after)]
    assert letters[0] == letters[1]
    assert after[0][0].tag.endswith("pPr")
    assert after[0][-1].tag.endswith("endParaRPr")


@pytest.mark.parametrize(("src", "tgt", "is_on"), [
    ("en", "ar", True), ("he", "en", False), ("en", "zh", None)])
def test_the_direction_follows_the_language(src, tgt, is_on):
    text = run("one", "<w:b/><w:lang/>")
    body = f'<w:p><w:pPr><w:pStyle w:val="x"/><w:jc w:val="left"/></w:pPr>{text}</w:p>'
    _, made = loud(docx(body), WORD, Languages(src, tgt))
    first = document_xml(made).find(".//{*}p")
    tags = [etree.QName(node).localname for node in first.iter()]
    if is_on is None:
        assert "bidi" not in tags
        return
    assert tags == ["p", "pPr", "pStyle", "bidi", "jc", "r", "rPr", "b", "rtl", "lang", "t"]
    switches = [dict(first.find(f".//{{*}}{tag}").attrib) for tag in ("bidi", "rtl")]
    assert switches == [{} if is_on else {f"{{{W[9:-1]}}}val": "0"}] * 2


def test_all_of_a_part_turns_but_not_its_figures():
    """A table's first column is the right one then, a line without words stands at the other margin."""
    body = ('<w:tbl><w:tblPr><w:tblStyle w:val="x"/><w:tblW w:w="0"/></w:tblPr><w:tr><w:tc><w:p>'
            f'{run("one")}</w:p></w:tc><w:tc><w:p>{run("12 + 3")}</w:p></w:tc></w:tr></w:tbl><w:p/>'
            '<w:sectPr><w:pgSz/><w:cols/><w:docGrid/></w:sectPr>')
    document = read_document(WORD, docx(body), Languages("en", "he"))
    after = document_xml(document.render({0: ("אחת",)}))
    assert [[etree.QName(node).localname for node in after.find(f".//{{*}}{tag}")]
            for tag in ("tblPr", "sectPr")] == [["tblStyle", "bidiVisual", "tblW"],
                                                ["pgSz", "cols", "bidi", "docGrid"]]
    assert [len(node.findall("{*}pPr/{*}bidi")) for node in after.iter("{*}p")] == [1, 1, 1]
    assert [len(node.findall("{*}rPr/{*}rtl")) for node in after.iter("{*}r")] == [1, 0]

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
from tests.core.documents.shuffled import shuffled
from tests.core.documents.test_formats import LANGUAGES, W, docx, loud

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


def test_what_else_is_left_is_said():
    body = ('<w:p><w:r><w:t>one</w:t><w:drawing><wp:docPr xmlns:wp="wp" descr="a cat"/><wp:docPr '
            'xmlns:wp="wp" descr="image1.png"/></w:drawing></w:r></w:p><w:p><w:r><w:pict><v:textpath '
            'xmlns:v="urn:schemas-microsoft-com:vml" string="DRAFT"/></w:pict></w:r></w:p><w:altChunk/>')
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
             f'<Default Extension="xml" ContentType="{kind}.document.main+xml"/>'
             f'<Override PartName="/word/numbering.xml" ContentType="{kind}.numbering+xml"/></Types>')
    numbering = (f'<w:numbering {W}><w:lvl><w:numFmt w:val="decimal"/><w:lvlText '
                 'w:val="Article %1."/></w:lvl>'
                 '<w:lvl><w:numFmt w:val="bullet"/><w:lvlText w:val="oo"/></w:lvl></w:numbering>')
    data = docx(body, **{"[Content_Types].xml": types, "word/numbering.xml": numbering})
    assert read_document(WORD, data, LANGUAGES).notes == [
        "word/document.xml: descriptions of pictures: 1 left",
        "word/document.xml: words drawn as art or a watermark: 1 left",
        "word/document.xml: pieces of other files, which Word takes in when it opens: 1 left",
        "words before the numbers of lists were left as they are: Article"]


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

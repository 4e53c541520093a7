"""Every format: untouched where nothing is translated, and of the same structure where all is."""

from __future__ import annotations

import codecs
import io
import zipfile

import pytest
from lxml import etree

from core.documents.document import DocumentError, Languages
from core.documents.reading import read_document
from tests.core.documents.loud import LANGUAGES, W, docx, loud

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

"""Gettext catalogues: entries are filled, and nothing else is written anew."""

from __future__ import annotations

import polib
import pytest

from core.documents.document import DocumentError
from core.documents.reading import read_document
from tests.core.documents.loud import LANGUAGES, loud


@pytest.fixture
def named(tmp_path):
    return lambda suffix: tmp_path / f"x{suffix}"


def test_po_by_polib(named):
    po = ('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
          '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n#: a.c:1\n#, c-format\nmsgid "have %d\\n"\n'
          'msgstr ""\n\nmsgid "done"\nmsgstr "x"\n\nmsgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] ""\n'
          'msgstr[1] ""\n\n#, fuzzy\n#~ msgid "old"\n#~ msgstr "y"\n')
    _, made = loud(po.encode(), named(".po"))
    catalogue = polib.pofile(made.decode() + "\n")
    entries = {entry.msgid: entry for entry in catalogue}
    assert entries["have %d\n"].msgstr == "HAVE %d\n"
    assert entries["have %d\n"].occurrences == [("a.c", "1")]
    assert entries["done"].msgstr == "x"
    assert entries["%d file"].msgstr_plural == {0: "%d FILE", 1: "%d FILES"}
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == ["old"]


PO = r'''# Comment that is longer than the 78 characters at which polib wraps it: one line stays one line.
#
msgid ""
msgstr ""
"X-Last: stays last\n"
"Content-Type: text/plain; charset=ISO-8859-1\n"
"Plural-Forms: nplurals=3; plural=n;\n"

#: b.c:2 a.c:1
#, fuzzy
#| msgid "once"
msgid "café"
msgstr "a"
"b"

#~ msgid "old"
#~ msgstr ""

msgctxt "menu"
msgid   "%d \"file\"\n"
msgid_plural ""
"%d files\n"
msgstr[0] ""

msgid "last"
msgstr ""'''


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_po_differs_in_its_translations_alone(named, newline, end):
    """A library sorted the header, wrapped comments, and dropped what the msgid was before."""
    before = (PO + end).replace("\n", newline)
    data = before.encode("latin-1")
    assert read_document(named(".po"), data, LANGUAGES).render({}) == data
    _, made = loud(data, named(".po"))
    after = before.replace(f'msgstr "a"{newline}"b"', 'msgstr "CAFÉ"')
    forms = newline.join(rf'msgstr[{form}] "%d {text}\n"' for form, text in (
        (0, r"\"FILE\""), (1, "FILES"), (2, "FILES")))
    after = after.replace('msgstr[0] ""', forms)
    after = after[:after.rindex('""')] + '"LAST"' + end.replace("\n", newline)
    assert made.decode("latin-1") == after
    catalogue = polib.pofile(made.decode("latin-1") + "\n")
    assert [entry.msgstr or entry.msgstr_plural for entry in catalogue if not entry.obsolete] == [
        "CAFÉ", {0: '%d "FILE"\n', 1: "%d FILES\n", 2: "%d FILES\n"}, "LAST"]


def test_the_header_of_a_po_names_the_encoding_it_is_written_in(named):
    document = read_document(named(".po"), PO.encode("latin-1"), LANGUAGES)
    made = document.render({len(document.units) - 1: ("茶",)}).decode("utf-8")
    assert made == PO.replace("ISO-8859-1", "UTF-8").removesuffix('""') + '"茶"'


@pytest.mark.parametrize("po", ['msgid "a"\n\n"b"\nmsgstr ""\n', 'msgid "a"\n# c\n"b"\nmsgstr ""\n'])
def test_a_po_that_two_readers_read_differently_is_refused(named, po):
    with pytest.raises(DocumentError, match="PO file"):
        read_document(named(".po"), po.encode(), LANGUAGES)


def test_a_fuzzy_entry_of_a_po_stays_marked(named):
    po = 'msgid ""\nmsgstr ""\n"Language: zh\\n"\n\n#, fuzzy, c-format\nmsgid "one"\nmsgstr "by hand"\n'
    document = read_document(named(".po"), po.encode(), LANGUAGES)
    assert document.notes == [
        "entries marked fuzzy: 1; they get another text and stay marked, for nobody has approved it"]
    _, made = loud(po.encode(), named(".po"))
    assert made.startswith(b'msgid ""\n')
    [entry] = polib.pofile(made.decode() + "\n")
    assert (entry.msgstr, entry.flags) == ("ONE", ["fuzzy", "c-format"])


@pytest.mark.parametrize("forms", [1, 2, 3])
def test_a_po_that_does_not_say_how_many_plurals_keeps_those_it_has(named, forms):
    po = 'msgid "%d file"\nmsgid_plural "%d files"\n' + "".join(
        f'msgstr[{form}] ""\n' for form in range(forms))
    _, made = loud(po.encode(), named(".po"))
    assert made.decode().count("msgstr[") == forms
    assert '""' not in made.decode()

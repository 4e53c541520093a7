"""The pattern that takes plain TMX units gives what expat would: same units, lines and refusals."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.corpus.changes import CODES, Change
from core.corpus.files import tmx, xml_stream
from core.corpus.files.tmx_plain import PlainUnits
from core.corpus.textfile import TextFile
from core.corpus.unit import CorpusError, Reading, Unit

UNIT = ('<tu creationdate="20240131T101112Z" tuid="{n}">\n<prop type="x-a">b &amp; c</prop>\n'
        '<tuv xml:lang="en-US">\n<seg>word &lt;{n}&gt; <bpt i="1" x="1"/>bold<ept i="1">&lt;/b&gt;</ept>.'
        '</seg>\n</tuv>\n<tuv xml:lang="de-DE"><prop type="p">q</prop><seg>Häuser {n}</seg></tuv></tu>\n')
HEAD = '<?xml version="1.0"?>\n<tmx version="1.4"><header srclang="en-US"/>\n<body>\n'
PARTS = ["<tu>", "</tu>", "<tuv>", '<tuv lang="fr">', "</tuv>", "<seg>", "</seg>", "<!-- ", " -->", "]]>",
         "<![CDATA[", "&amp;", "&#65;", "&x;", "\r\n", "\r", "\n", "\x01", "\ufdd0", ' i="2"', "<hi>",
         "</hi>", "<ph/>", "<bpt i='1'/>", "<prop>", "</body>", "</tmx>", "<sub>x</sub>", '"', "<", ">", "&",
         "\u00a0", "<seg>outside</seg>", "<tu><seg>x</seg></tu>", ' tuid="9"', ' xml:lang="fr"', "\u2028",
         "<?pi ?>"]


def document(count: int = 6) -> str:
    return HEAD + "".join(UNIT.format(n=n) for n in range(count)) + "</body></tmx>\n"


def read(path: Path, plainly: bool) -> tuple[list, str]:
    """All that comes out of the file, and the refusal that ended it; of changes not how they are shown."""
    found = []
    with patch.object(PlainUnits, "at", PlainUnits.at if plainly else lambda *_: iter(())):
        try:
            for item in tmx.read(TextFile(path), Reading()):
                if isinstance(item, Unit):
                    item = item._replace(changes=tuple(change._replace(before="") for change in item.changes))
                found.append(item)
        except CorpusError as error:
            return found, str(error)
    return found, ""


def test_plain_units_never_reach_expat(tmp_path):
    path = tmp_path / "a.tmx"
    path.write_text(document(), encoding="utf-8")
    with patch.object(xml_stream._Feed, "give", autospec=True, side_effect=xml_stream._Feed.give) as give:
        units = [item for item in tmx.read(TextFile(path), Reading()) if isinstance(item, Unit)]
    assert [unit.name for unit in units] == list("012345")
    assert units[1] == Unit(10, "1", [("en-US", "word <1> bold."), ("de-DE", "Häuser 1")], "", (Change(
        CODES, 'word &lt;1&gt; <bpt i="1" x="1"/>bold<ept i="1">&lt;/b&gt;</ept>.', "word <1> bold."),))
    assert "seg" not in "".join(call.args[1] for call in give.call_args_list)


@pytest.mark.parametrize("spoiled", [
    UNIT.replace('x="1"', 'i="2"'), UNIT.replace("<prop type", '<prop type="y" type'),
    UNIT.replace('tuid="{n}"', 'tuid="1" tuid="2"'), UNIT.replace("bold", "]]>"),
    f"<!-- {UNIT} -->", f"<![CDATA[{UNIT}]]>", UNIT.replace("bold", "<hi>bold</hi>"),
    UNIT.replace("bold", "\ufdd0"), UNIT.replace("bold", "&copy;"), UNIT.replace("word", "w" * 30_000),
    UNIT.replace('tuid="{n}"', 'tuid="a&amp;b"'),
    UNIT.replace("&lt;/b&gt;", "&lt;br/&gt;"), UNIT.replace("bold", '<ph type="lb"/>bold'),
    UNIT.replace("bold", "<ut>\n</ut>"), "<tu><seg>stale</seg></tu>", f"<tu>{UNIT}</tu>"])
def test_what_is_not_plain_is_expats(tmp_path, spoiled):
    path = tmp_path / "a.tmx"
    path.write_text(HEAD + UNIT + spoiled + UNIT + "</body></tmx>", encoding="utf-8")
    assert read(path, True) == read(path, False)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_alike_over_blocks(tmp_path, line_end):
    path = tmp_path / "a.tmx"
    path.write_text(document(600).replace("<tuv xml:lang=\"de-DE\">", "<!-- x -->\n", 1), encoding="utf-8",
                    newline=line_end)
    plain, slow = read(path, True), read(path, False)
    assert plain == slow
    assert len(plain[0]) > 300 or plain[1]


@settings(max_examples=300, deadline=None)
@example([(200, 0, "<![CDATA[")])
@given(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 40), st.sampled_from(PARTS) | st.text(
    max_size=3)), min_size=1, max_size=4))
def test_mutated_files_read_alike(tmp_path_factory, changes):
    text = document()
    for place, gone, put in changes:
        place %= len(text)
        text = text[:place] + put + text[place + gone:]
    path = tmp_path_factory.getbasetemp() / "mutated.tmx"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert read(path, True) == read(path, False)

"""Glossaries: what is read, what is refused in clear words, what is found in a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.terms.glossary import GlossaryError, Term, forms, read_glossary
from core.terms.matching import Finder, present


def written(tmp_path, text, name="g.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def pairs(glossary):
    return [(term.sources, term.targets) for term in glossary.terms]


@pytest.mark.parametrize(("text", "name"), [
    ("猫,cat|cats\n\n狗|小狗, dog \n", "g.csv"), ("猫\tcat|cats\n狗|小狗\tdog\n", "g.tsv"),
    ("猫;cat|cats\n狗|小狗;dog\n", "g.csv"),
    ("\ufeffsource,target,note\n猫,cat|cats,x\n狗|小狗,dog,y\n", "g.csv"),
    ("en,zh\ncat|cats,猫\ndog,狗|小狗\n", "g.csv"), ('"猫","cat|cats"\r\n"狗|小狗","dog"\r\n', "g.txt"),
])
def test_tables(tmp_path, text, name):
    glossary = read_glossary(written(tmp_path, text, name), "zh", "en")
    assert pairs(glossary) == [(("猫",), ("cat", "cats")), (("狗", "小狗"), ("dog",))]
    assert not glossary.problems


def test_what_cannot_be_used_is_said_and_the_rest_kept(tmp_path):
    text = "猫,cat\n,dog\n鱼,\n狗,dog\n猫,kitty\n鸟,bird\n鸟,bird\n-,--\n" + "长" * 201 + ",long\n"
    glossary = read_glossary(written(tmp_path, text), "zh", "en")
    assert pairs(glossary) == [(("狗",), ("dog",)), (("鸟",), ("bird",))]
    assert glossary.problems == (
        "line 2: the source term is empty", "line 3: the target term is empty",
        'line 5: "猫" is also on line 1, with another translation; neither is used. If both will do, write '
        "them in one row with | between", 'line 8: the source term "-" has no letter or digit',
        "line 9: the source term has 201 characters; expected at most 200")


@pytest.mark.parametrize(("text", "why"), [
    ("猫,cat\n猫,kitty\n", "also on line 1"), ("", "no term in it can be used"),
    ("a,\n", "target term is empty"),
    ("de,fr\nHund,chien\n", "expected zh and en"), ('"猫,cat\n', "expected a row a term"),
    (b"\x00\x01\x02\x03program", "looks like a program"), ("<a/>", "expected a TBX"), ("<a", "expected XML"),
    ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "declares entities"),
    ("<tbx><conceptEntry><langSec xml:lang='de'><term>x</term></langSec></conceptEntry></tbx>", "s de; e"),
])
def test_refusals(tmp_path, text, why):
    with pytest.raises(GlossaryError, match=why) as error:
        read_glossary(written(tmp_path, text), "zh", "en")
    assert "g.csv" in str(error.value)


def test_all_that_is_wrong_is_said_where_nothing_can_be_used(tmp_path):
    """The first problem alone was, and the second came up when that was mended."""
    with pytest.raises(GlossaryError) as error:
        read_glossary(written(tmp_path, "鱼,\n猫,cat\n猫,kitty\n"), "zh", "en")
    assert "line 1: the target term is empty; line 3: \"猫\" is also on line 2" in str(error.value)
    with pytest.raises(GlossaryError, match="line 5: the target term is empty; and 95 more"):
        read_glossary(written(tmp_path, "".join(f"a{number},\n" for number in range(100))), "zh", "en")


TBX = """<?xml version='1.0'?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1"><langSet xml:lang="en-US"><tig><term>cat</term></tig>
<ntig><termGrp><term>cats</term></termGrp>
</ntig></langSet><langSet xml:lang="zh-CN"><tig><term>猫</term></tig></langSet>
<langSet xml:lang="fr"><tig><term>chat</term></tig></langSet></termEntry>
<termEntry id="2"><langSet xml:lang="zh"><tig><term>狗</term></tig></langSet></termEntry>
</body></text></martif>"""
TBX3 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Core" xml:lang="en" style="dca"><text><body>
<conceptEntry id="c"><langSec xml:lang="en"><termSec><term>fish <hi>tank</hi></term></termSec></langSec>
<langSec xml:lang="zh"><termSec><term>鱼缸</term></termSec></langSec></conceptEntry></body></text></tbx>"""


def test_tbx(tmp_path):
    glossary = read_glossary(written(tmp_path, TBX, "g.tbx"), "zh", "en")
    assert pairs(glossary) == [(("猫",), ("cat", "cats"))]
    assert glossary.problems == ("line 7: the target term is empty",)
    assert pairs(read_glossary(written(tmp_path, TBX3, "g.tbx"), "en", "zh")) == [(("fish tank",), ("鱼缸",))]


@settings(max_examples=40, deadline=None)
@given(data=st.one_of(
    st.binary(max_size=80), st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace")),
    st.lists(st.sampled_from([b"a", b",", b'"', b"\n", b"|", b"\t", b";", b"<", b"\r", b"\0"]),
             max_size=30).map(b"".join)))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    try:
        glossary = read_glossary(written(tmp_path_factory.mktemp("any"), data), "zh", "en")
    except GlossaryError:
        return
    assert all(term.sources and term.targets for term in glossary.terms)


def test_found_in_a_text():
    terms = [Term(forms(source), ("x",)) for source in (
        "cat", "cat food", "US", "ice  cream", "猫", "熊猫", "straße")]
    finder = Finder((term, term.sources) for term in terms)

    def found(text):
        return [text[match.start:match.end] for match in finder.find(text)]

    assert found("Cat's cat food; CATS, concat (cat)") == ["Cat", "cat food", "cat"]
    assert found("us US USA") == ["US"]
    assert found("ice\ncream, Ice cream") == ["ice\ncream", "Ice cream"]
    assert found("一只熊猫和猫咪") == ["熊猫", "猫"]
    assert found("STRAßE Straße") == ["STRAßE", "Straße"]
    assert found("") == []


def test_present_in_a_translation():
    cat, food = Term((), ("cat", "cats")), Term((), ("cat food",))
    assert present("The cats eat cat food.", [cat, food]) == [True, True]
    assert present("The cat food.", [cat, food]) == [False, True]
    assert present("Cats are here", [cat]) == [True]
    assert present("My Cats are here", [cat]) == [False]
    assert present("concatenate", [cat]) == [False]
    assert present("cat, dog", [cat, cat]) == [True, False]
    assert present("“Cat and cats”", [cat, cat]) == [True, True]

"""What a person keeps of terms and rules: edited whole or not at all, and read back as it was written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.terms import wishes as stored
from core.terms.glossary import Term
from core.terms.rules import Rule
from core.terms.wishes import AFTER, AllWishes, OwnGlossary, OwnRule, Wishes

FULL = Wishes(
    (OwnGlossary("a.csv", (Term(("猫", "猫咪"), ("cat",)), Term(("US",), ("USA",), exact=True, must=True))),
     OwnGlossary("", (Term(("书",), ("book",)),), is_on=False, is_own=True)),
    prefer=True, keep=("Pellucid", r"/\d+-\d+/"), keep_addresses=True,
    rules=(OwnRule(Rule("a", "b")), OwnRule(Rule(r"(\d) Uhr", r"\1:00", is_regex=True), AFTER, is_on=False)))


def test_it_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "terms.json"
    stored.save(path, AllWishes().put("zh", "en", FULL).put("zh-CN", "de", Wishes(prefer=True)))
    found = stored.load(path)
    assert found.of("zh", "en") == FULL
    assert found.of("zh_Hans", "de") == Wishes(prefer=True)  # regions do not count
    assert found.of("en", "zh") == Wishes()


def test_what_is_off_steers_nothing():
    off = Wishes((OwnGlossary("a", (Term(("猫",), ("cat",)),), is_on=False),), prefer=True,
                 rules=(OwnRule(Rule("a", "b"), is_on=False),))
    assert Wishes().steered() is None
    assert off.steered() is None
    on = FULL.steered()
    assert [glossary.name for glossary in on.glossaries] == ["a.csv"]
    assert (on.prefer, on.before, on.after) == (True, (Rule("a", "b"),), ())
    assert on.kept.words == ("Pellucid",)
    assert on.kept.addresses


def test_a_term_that_cannot_be_used_changes_nothing():
    for bad in (Term((), ("cat",)), Term(("狗",), ("…",)), Term(("猫",), ("dog",))):
        with pytest.raises(ValueError, match=r"term|translation"):
            FULL.with_term(0, 2, bad)
    assert FULL.with_term(0, 0, None).glossaries[0].terms == FULL.glossaries[0].terms[1:]
    with pytest.raises(ValueError, match="regular expression"):
        FULL.with_kept(["/(/"])


def test_no_file_is_nothing_and_a_bad_one_is_said(tmp_path):
    assert stored.load(tmp_path / "none.json") == AllWishes()
    path = tmp_path / "terms.json"
    hanging = json.dumps({"zh-en": stored._written(FULL) | {"keep": ["/(/"]}}).encode()
    for content in (b"\xff\xfe", b"[1]", b'{"zh-en": {}}', b'{"zh-en": {"glossaries": [{"name": 1}]}}',
                    hanging, b"[" * 100_000):
        path.write_bytes(content)
        found = stored.load(path)
        assert not found.by_direction
        assert str(path) in found.problem


_json = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                     lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                         st.sampled_from(["glossaries", "terms", "name", "on", "source", "rules", "keep"]),
                         inner, max_size=4), max_leaves=12)


@given(st.dictionaries(st.text(max_size=5), _json, max_size=2))
@settings(max_examples=60, deadline=None)
def test_any_file_is_read_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("wishes") / "terms.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    found = stored.load(path)
    assert found.problem or set(found.by_direction) == set(content)

"""A text is cut into sentences and comes together again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.sentences import Segment, split


@given(st.text(st.sampled_from("ab \n\t\r.!?…。！？”’」\"'）)।؟\u3000\u2028，d1") | st.characters()))
def test_joining_gives_the_text_back(text):
    segments = split(text)
    assert "".join(segment.text + segment.gap for segment in segments) == text
    for index, segment in enumerate(segments):
        assert segment.text == segment.text.strip()
        assert segment.gap.strip() == ""
        assert segment.text or (index == 0 and segment.gap)  # a later gap belongs to the text before it


@pytest.mark.parametrize(("text", "wanted"), [
    ("", []),
    ("  ", ["", "  "]),
    ("One", ["One", ""]),
    # The space was a segment of its own, and the joined translation had two.
    ("One. Two", ["One.", " ", "Two", ""]),
    ("One.\nTwo", ["One.", "\n", "Two", ""]),
    ("One.  \n\n  Two.", ["One.", "  \n\n  ", "Two.", ""]),
    ("One\nTwo", ["One", "\n", "Two", ""]),
    ("One\r\nTwo\r\n", ["One", "\r\n", "Two", "\r\n"]),
    ("\n One", ["", "\n ", "One", ""]),
    ("Really?! Yes... No", ["Really?!", " ", "Yes...", " ", "No", ""]),
    ('He said "No." Then he left.', ['He said "No."', " ", "Then he left.", ""]),
    ("(It rained.) We stayed.", ["(It rained.)", " ", "We stayed.", ""]),
    ("It is 3.14 at example.com today", ["It is 3.14 at example.com today", ""]),
    ("你好。世界！", ["你好。", "", "世界！", ""]),
    ("他说：“走吧。”我们走了。", ["他说：“走吧。”", "", "我们走了。", ""]),
    ("「行く？」と聞いた。はい", ["「行く？」", "", "と聞いた。", "", "はい", ""]),
    ("真的？！太好了……是吗", ["真的？！", "", "太好了……", "", "是吗", ""]),
    ("你好。\n\n世界。\n", ["你好。", "\n\n", "世界。", "\n"]),
    ("यह घर है। वह पेड़ है।", ["यह घर है।", " ", "वह पेड़ है।", ""]),
    ("هل أنت بخير؟ نعم.", ["هل أنت بخير؟", " ", "نعم.", ""]),
])
def test_split(text, wanted):
    assert split(text) == [Segment(*pair) for pair in zip(wanted[::2], wanted[1::2], strict=True)]


def test_titles_end_no_sentence():
    assert [segment.text for segment in split("Dr. Smith left. Mrs. Wang ran.")] == [
        "Dr. Smith left.", "Mrs. Wang ran."]


def test_other_abbreviations_end_a_sentence_as_documented():
    assert [segment.text for segment in split("Eggs, etc. He ran. Hmr. Yes.")] == [
        "Eggs, etc.", "He ran.", "Hmr.", "Yes."]
    assert "abbreviation" in split.__doc__


@pytest.mark.parametrize("text", ["." * 30_000 + "x", ".”" * 30_000 + "x", "." + "\"" * 30_000 + "x",
                                  "\n" * 30_000 + "x", "…" * 30_000, "." + " " * 30_000 + "x"])
def test_long_runs(text):
    """Took the square of the length: 8,000 dots two seconds, these half a minute each."""
    assert "".join(segment.text + segment.gap for segment in split(text)) == text

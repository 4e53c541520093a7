"""A text is cut into sentences and comes together again."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.paragraphs import broken
from core.text.sentences import Segment, cut, split

GAP = r"\s*(?:(?:[-*+•·▪◦‣–—]|\w{1,3}[.)、．]|[(（]\w{1,3}[)）]|[①-⑳])\s*)?"  # blanks, at most one list mark


@given(st.text(st.sampled_from("ab \n\t\r.!?…。！？”’」\"'）)।؟\u3000\u2028，d1") | st.characters()))
def test_joining_gives_the_text_back(text):
    segments = split(text)
    assert "".join(segment.text + segment.gap for segment in segments) == text
    for index, segment in enumerate(segments):
        assert segment.text == segment.text.strip()
        assert re.fullmatch(GAP, segment.gap)
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
    ('"Hello!" she said. I left.', ['"Hello!" she said.', " ", "I left.", ""]),
    ("“Why?” he asked. Really... yes. Well… no.",
     ["“Why?” he asked.", " ", "Really... yes.", " ", "Well… no.", ""]),
    ("他说：“走吧。” iPhone很贵。", ["他说：“走吧。”", " ", "iPhone很贵。", ""]),
    ('"Hello!"\nshe said', ['"Hello!"', "\n", "she said", ""]),
    ("hello. how are you? fine! bye", ["hello.", " ", "how are you?", " ", "fine!", " ", "bye", ""]),
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


@pytest.mark.parametrize(("text", "wanted"), [
    ("Eggs, etc. He ran. Eggs, etc. and more.", ["Eggs, etc.", "He ran.", "Eggs, etc. and more."]),
    ("See e.g. Fig. 5 or No. 7. No. That is all.", ["See e.g. Fig. 5 or No. 7.", "No.", "That is all."]),
    ("J. K. Rowling met you and I. Then we left.", ["J. K. Rowling met you and I.", "Then we left."]),
    ("It is 5 p.m. on Monday. Am 3. jeden Monats.", ["It is 5 p.m. on Monday.", "Am 3. jeden Monats."]),
    ("你好!我爱你?是的。", ["你好!", "我爱你?", "是的。"]),
    ("He left in Jan. 2020. It was Jan. He came.", ["He left in Jan. 2020.", "It was Jan.", "He came."]),
    ("Das ist z. B. so, d. h. am 3. Mai. Es ist 3. Dann 4.",
     ["Das ist z. B. so, d. h. am 3. Mai.", "Es ist 3.", "Dann 4."]),
    ("See point a. The rest is b.", ["See point a.", "The rest is b."]),
    ("C. S. Lewis met Harry S. Truman. He left.", ["C. S. Lewis met Harry S. Truman.", "He left."]),
    ("The U.S. Army is in the U.S. It was.", ["The U.S. Army is in the U.S.", "It was."]),
    ("Vol. II is ed. by A. B. Smith. No. I left.", ["Vol. II is ed. by A. B. Smith.", "No.", "I left."]),
    ("Approx. 5 kg. See S. 5.", ["Approx. 5 kg.", "See S. 5."]),
    ("i came. you left.", ["i came.", "you left."]),  # written without capitals
])
def test_abbreviations_end_no_sentence(text, wanted):
    assert [segment.text for segment in split(text)] == wanted


@pytest.mark.parametrize(("text", "wanted"), [
    ("1. First\n2. Second. More.\n", ["", "1. ", "First", "\n2. ", "Second.", " ", "More.", "\n"]),
    ("- one\n  * two\n", ["", "- ", "one", "\n  * ", "two", "\n"]),
    ("一、总则\n（一）本法。\n①你好。", ["", "一、", "总则", "\n（一）", "本法。", "\n①", "你好。", ""]),
    ("Things: a) x\nb) y", ["Things: a) x", "\nb) ", "y", ""]),
    ("1.", ["1.", ""]),
    ("- ", ["-", " "]),
    ("-5 degrees", ["-5 degrees", ""]),
])
def test_the_marks_of_a_list_are_kept(text, wanted):
    assert split(text) == [Segment(*pair) for pair in zip(wanted[::2], wanted[1::2], strict=True)]


@given(st.text(st.sampled_from("ab ，；,;:: \n我"), min_size=1), st.integers(1, 9))
def test_what_is_too_long_is_cut_into_what_fits(text, longest):
    parts = list(cut(text, lambda part: len(part) <= longest))
    assert "".join(parts) == text
    assert all(part and len(part.rstrip()) <= longest for part in parts)
    assert not any(part[0].isspace() for part in parts[1:] if part.strip())  # it belongs to what it follows


def test_cuts_are_made_after_clauses():
    assert list(cut("我爱你，你爱我；他也是", lambda part: len(part) < 9)) == ["我爱你，你爱我；", "他也是"]
    assert list(cut("one two three four", lambda part: len(part) < 10)) == ["one two ", "three ", "four"]


@pytest.mark.parametrize("text", ["a" * 1_000_000, "word " * 200_000, "我，" * 300_000,
                                  "x" * 5000 + " " * 1_000_000 + "y" * 5000])
def test_of_a_very_long_sentence_the_first_part_is_there_soon(text):
    started = time.process_time()
    parts = cut(text, lambda part: len(part) <= 100)
    first = next(parts)
    assert time.process_time() - started < 0.5
    assert first + "".join(parts) == text


@pytest.mark.parametrize("text", ["." * 30_000 + "x", ".”" * 30_000 + "x", "." + "\"" * 30_000 + "x",
                                  "\n" * 30_000 + "x", "…" * 30_000, "." + " " * 30_000 + "x"])
def test_long_runs(text):
    """Took the square of the length: 8,000 dots two seconds, these half a minute each."""
    assert "".join(segment.text + segment.gap for segment in split(text)) == text


@given(st.text(st.sampled_from("ab。. ，\n\U0001f600")), st.integers(2, 12))
def test_long_paragraphs_get_line_breaks_and_lose_nothing(text, longest):
    made = broken(text, longest)
    assert made.replace("\n", "") == text.replace("\n", "")
    assert all(len(paragraph) <= longest for paragraph in made.split("\n"))
    kept = iter(made)
    assert all(character in kept for character in text), "a line break of its own"


def test_a_long_paragraph_is_broken_where_a_sentence_ends():
    assert broken("我爱你。你好。今天", 8) == "我爱你。你好。\n今天"
    assert broken("One two. Three four five.", 12) == "One two. \nThree four \nfive."
    assert broken("short", 8) == "short"

"""Subtitles: times and lines are kept, damaged cues are said."""

from __future__ import annotations

import time

import pytest

from core.documents.document import Languages
from core.documents.inline import Code
from core.documents.reading import read_document
from tests.core.documents.loud import LANGUAGES, loud


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

"""Corpus files: what is read, what is left out and counted, and what is refused with which words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.corpus.readers import read_corpus, read_lines, read_tsv
from core.corpus.unit import CorpusError, Reading


def write(folder: Path, data: bytes, name: str = "corpus.tsv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def tsv(folder: Path, text: str) -> list[tuple[str, str]]:
    return list(read_tsv(write(folder, text.encode())))


# --- what is read

def test_tsv(tmp_path):
    assert tsv(tmp_path, "我爱购物\tI love shopping\n我爱中国\tI love China\n") == [
        ("我爱购物", "I love shopping"), ("我爱中国", "I love China")]


def test_last_line_without_line_feed(tmp_path):
    assert tsv(tmp_path, "a\tb\nc\td") == [("a", "b"), ("c", "d")]


def test_byte_order_mark_is_no_part_of_the_first_sentence(tmp_path):
    assert tsv(tmp_path, "\ufeffa\tb\n") == [("a", "b")]


def test_byte_order_mark_is_kept_elsewhere(tmp_path):
    assert tsv(tmp_path, "a\tb\n\ufeffc\td\n") == [("a", "b"), ("\ufeffc", "d")]


def test_carriage_returns_end_lines_only_before_line_feeds(tmp_path):
    assert tsv(tmp_path, "a\tb\r\nc\rc\td\r\n") == [("a", "b"), ("c\rc", "d")]


@pytest.mark.parametrize("inside", ["\u2028", "\u2029", "\f", "\v", "\x85", "\x1c", "\x1e"])
def test_characters_that_splitlines_breaks_at_stay_inside_a_sentence(tmp_path, inside):
    """Guards against str.splitlines, which shifts every line after one of these."""
    assert tsv(tmp_path, f"a{inside}a\tb\nc\td\n") == [(f"a{inside}a", "b"), ("c", "d")]
    lines = write(tmp_path, f"a{inside}a\nb\n".encode(), "lines.txt")
    assert read_lines(lines) == [f"a{inside}a", "b"]


def test_columns_after_the_second_are_ignored(tmp_path):
    assert tsv(tmp_path, "a\tb\tCC-BY 2.0\t#123\n") == [("a", "b")]


def test_moses_pair(tmp_path):
    src = write(tmp_path, "我\n你\n".encode(), "x.zh")
    tgt = write(tmp_path, b"I\nyou\n", "x.en")
    assert read_corpus([src, tgt]).pairs == [("我", "I"), ("你", "you")]


# --- what is left out

def test_empty_sides_and_repeats_are_counted(tmp_path):
    path = write(tmp_path, b"a\tb\n\tb\na\t\n \t \na\tb\n a \tb \na\tc\n")
    corpus = read_corpus([path])
    assert corpus.pairs == [("a", "b"), ("a", "c")]
    assert +corpus.skipped == {"empty side": 2, "repeated": 2}


def test_blank_lines_are_no_pairs(tmp_path):
    """Editors leave blank lines at the end of files; the rest is as good as before."""
    corpus = read_corpus([write(tmp_path, b"a\tb\n\nc\td\n  \r\n\n")])
    assert corpus.pairs == [("a", "b"), ("c", "d")]
    assert not +corpus.skipped


def test_blank_lines_of_a_moses_pair_keep_the_lines_aligned(tmp_path):
    src, tgt = write(tmp_path, b"a\n\nc\n", "x.a"), write(tmp_path, b"A\nB\nC\n", "x.b")
    corpus = read_corpus([src, tgt])
    assert corpus.pairs == [("a", "A"), ("c", "C")]
    assert +corpus.skipped == {"empty side": 1}


# --- what is refused

def refused(paths: list[Path]) -> str:
    with pytest.raises(CorpusError) as caught:
        read_corpus(paths)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_missing_file(tmp_path):
    path = tmp_path / "none.tsv"
    assert refused([path]) == f"{path}: there is no such file"


def test_empty_file(tmp_path):
    path = write(tmp_path, b"")
    assert refused([path]) == f"{path}: the file is empty; expected sentence pairs"


def test_folder(tmp_path):
    assert refused([tmp_path]) == f"{tmp_path}: expected a file, found a folder; name the files in it"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path):
    path = write(tmp_path, b"a\tb\n")
    path.chmod(0)
    assert refused([path]) == (f"{path}: cannot be read: permission denied; allow reading it, or copy "
                               "it to a folder of yours")


def test_not_utf8_names_line_byte_and_column(tmp_path):
    path = write(tmp_path, b"a\tb\ncaf\xe9\tcoffee\n")
    assert refused([path]) == (f"{path}, line 2: expected UTF-8, found the byte 0xe9 at column 4; say which "
                               'it is with --encoding (windows-1252 reads "café"; windows-1251 reads "cafй"; '
                               'windows-1250 reads "café"), or save the file as UTF-8')


def test_not_utf8_after_a_byte_order_mark(tmp_path):
    path = write(tmp_path, b"\xef\xbb\xbfa\xff\tb\n")
    assert f"{path}, line 1: expected UTF-8, found the byte 0xff at column 2" in refused([path])


def test_utf16_with_and_without_byte_order_mark(tmp_path):
    """ASCII text as UTF-16 is valid UTF-8 full of NULs: it was once read so, and trained on."""
    for encoding in ("utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-32-be"):
        path = write(tmp_path, "I see\tIch sehe\nyou\tdu\n".encode(encoding))
        assert read_corpus([path]).pairs == [("I see", "Ich sehe"), ("you", "du")]


def test_nul(tmp_path):
    assert refused([write(tmp_path, b"a\tb\nc\0\td\n")]) == (
        f"{tmp_path / 'corpus.tsv'}, line 2: expected text, found a NUL; if the file is UTF-16, say so with "
        "--encoding utf-16, else open it in an editor and save it as UTF-8")


def test_line_without_tab_is_skipped_and_counted(tmp_path):
    corpus = read_corpus([write(tmp_path, b"a\tb\nI love shopping\n")])
    assert corpus.pairs == [("a", "b")]
    assert +corpus.skipped == {"not readable": 1}


def test_own_tsv_with_a_line_without_tab_is_refused(tmp_path):
    """What Pellucid wrote has no such line, unless something broke the file."""
    path = write(tmp_path, b"a\tb\nI love shopping\n")
    with pytest.raises(CorpusError) as caught:
        list(read_tsv(path))
    assert str(caught.value) == (f"{path}, line 2: expected source and target with a TAB between them, "
                                 'found no TAB in "I love shopping"')


def test_text_of_one_side_alone(tmp_path):
    path = write(tmp_path, b"x" * 5000)
    assert refused([path]) == (f"{path}, line 1: expected source and target with a TAB between them, found "
                               f'no TAB in "{"x" * 40}…"; if it is one half of two line-aligned files, give '
                               "the other too; say --delimiter SIGN to `pellucid import` if another sign "
                               "divides them. The Data page asks for it")


def test_unequal_moses_lengths(tmp_path):
    src, tgt = write(tmp_path, b"a\nb\n", "x.a"), write(tmp_path, b"A\n", "x.b")
    assert refused([src, tgt]) == (f"{src} has 2 lines and {tgt} has 1: expected as many in each, line i "
                                   "translating line i. Find the line from which they "
                                   "part, and put an empty line where a translation is missing")


@pytest.mark.parametrize(("data", "message"), [
    (b"a\t \n", "no line has both a source and a target sentence"),
    (b"\t\n", "the file is empty: there are no words in it; expected sentence pairs"),
    (b" \t \n", "the file is empty: there are no words in it; expected sentence pairs"),
])
def test_no_usable_line(tmp_path, data, message):
    path = write(tmp_path, data)
    assert refused([path]) == f"{path}: {message}"


# --- any text

# Sentences as `read_corpus` leaves them: not empty, no blanks at the ends, no NUL, no TAB or line feed.
sentences = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\t\n"), min_size=1).map(
    str.strip).filter(lambda text: text and not text.startswith("\ufeff"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@example(pairs=[("none", "no sign is called so")])
@given(pairs=st.lists(st.tuples(sentences, sentences), min_size=1, unique=True))
def test_round_trip(tmp_path, pairs):
    path = write(tmp_path, "".join(f"{src}\t{tgt}\n" for src, tgt in pairs).encode())
    corpus = read_corpus([path], Reading(columns=(1, 2)))  # a first row may look like names
    assert corpus.pairs == pairs
    assert not +corpus.skipped

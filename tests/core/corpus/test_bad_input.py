"""Hostile and broken files: one clear message with place and remedy, fast, small, nothing half-imported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.corpus.importing import Request, import_corpus
from core.corpus.language_guess import votes
from core.corpus.unit import CorpusError
from tests.core.corpus.bad_files import CASES, GOOD, flaw, run
from tests.core.corpus.test_formats import PO, tmx, tu, write, xliff


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_is_met_with_one_clear_message_fast_and_small(tmp_path, case):
    paths, out = case.make(tmp_path), tmp_path / "corpus"
    assert flaw(case, run(paths, out, case.before), paths, out) == ""


def refused(tmp_path, *paths: Path, out: Path | None = None) -> str:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CorpusError) as caught:
        import_corpus(Request(list(paths), out or tmp_path / "corpus"))
    assert sorted(tmp_path.rglob("*")) == before
    return str(caught.value)


def test_a_dtd_is_neither_read_nor_fetched(tmp_path):
    dtd = write(tmp_path, "<!ENTITY leak 'secret'>", "x.dtd")
    doctype = f'<!DOCTYPE tmx SYSTEM "{dtd.as_uri()}">\n'
    path = write(tmp_path, tmx(tu(en="&leak;", de="b"), GOOD, head=doctype))
    report = import_corpus(Request([path], tmp_path / "corpus"))
    assert (report.kept, report.files[0].problems[0]["line"]) == (1, 4)
    assert "secret" not in (tmp_path / "corpus" / "report.json").read_text()


def test_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "found a pipe or a device" in refused(tmp_path, tmp_path / "pipe")


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    write(tmp_path / "mine", "precious", "file")
    path = write(tmp_path, "a\tb\n", "x.tsv")
    assert "expected a new or empty folder" in refused(tmp_path, path, out=tmp_path / "mine")


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xff\xfe", b"\n\n \t\r\n", b"\n" * 100_000])
def test_a_file_of_no_words_is_called_empty(tmp_path, content):
    assert "a.tsv: the file is empty: there are no words in it" in refused(
        tmp_path, write(tmp_path, content, "a.tsv"))


@pytest.mark.parametrize("text", ['[\n  {"source": "a", "target": "b"},\n  {"source": "c"}\n]\n',
                                  '[{"source": "a", "target": "b"},\n{"source": "c", "target": "d"}]\n',
                                  '{\n  "source": "a",\n  "target": "b"\n}\n', "[" * 50_000 + "\n"])
def test_json_that_is_no_json_lines_is_told_what_is_expected(tmp_path, text):
    said = refused(tmp_path, write(tmp_path, text, "a.json"))
    assert 'one object a line, such as {"source": "...", "target": "..."}' in said
    assert "TAB" not in said


def test_brackets_begin_sentences_too(tmp_path):
    path = write(tmp_path, '[{"a"}] dog\tHund\n["cat"\tKatze\n', "a.tsv")
    assert import_corpus(Request([path], tmp_path / "corpus")).pairs == 2


# --- mutated files

SRT = "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n00:00:05,000 --> 00:00:06,000\nBye\n"
SEEDS = [tmx(GOOD, tu(en="<bpt i='1'>x</bpt>b<ept i='1'/>", fr="é")).encode(), PO.encode(), SRT.encode(),
         xliff("<trans-unit id='1'><source>a</source><target>b</target></trans-unit>").encode(),
         b'"a ""x""",b\nc,d\n', b'{"source": "a", "target": "b"}\n["c", "d"]\n',
         "dog\tHündin\n".encode("utf-16"),
         b"a\tb\nc\td\n"]
EXCHANGE = Path(__file__).parents[4] / "shared" / "data" / "exchange"
if EXCHANGE.is_dir():
    SEEDS += [path.read_bytes()[:20_000] for path in sorted(EXCHANGE.iterdir())]

marks = st.sampled_from([b"<", b">", b"&", b"&#0;", b"\0", b"\xff", b'"', b"\n", b"\t", b"<!--", b"-->",
                         b"]]>", b"<!ENTITY x 'y'>", b"<tu>", b"</seg>", b"msgid"])
edits = st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(0, 40),
                           st.one_of(st.binary(max_size=8), marks)), max_size=6)


@pytest.fixture(scope="module")
def languages_known():
    """Reads the table of languages, which takes a second, before the time of any example is taken."""
    votes(["This is no language that anybody could doubt."] * 20)


@example(seed=next(seed for seed in SEEDS if b"<tmx" in seed), changes=[(0, 0, b"\x00\r")], twice=False)
@settings(max_examples=150, deadline=2000,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.sampled_from(SEEDS), changes=edits, twice=st.booleans())
def test_mutated_files_are_read_or_refused(tmp_path, languages_known, seed, changes, twice):
    """Never another error than CorpusError, never a row that is no pair, never anything left behind."""
    data = bytearray(seed)
    for place, length, new in changes:
        place %= len(data) + 1
        data[place:place + length] = new
    folder = tmp_path / os.urandom(6).hex()
    folder.mkdir()
    paths = [write(folder, bytes(data), name) for name in ("a", "b")[:1 + twice]]
    out = folder / "corpus"
    report, message = None, ""
    try:
        report = import_corpus(Request(paths, out))
    except CorpusError as error:
        message = str(error)
    if report is None:
        assert message.count("\n") == 0
        assert not out.exists()
        assert len(list(folder.iterdir())) == len(paths)
        return
    lines = [line for part in ("train", "dev", "test")
             for line in (out / f"{part}.tsv").read_bytes().decode().split("\n")[:-1]]
    assert len(lines) == report.kept
    assert all(len(line.split("\t")) == 2 for line in lines)

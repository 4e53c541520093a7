"""Hostile and broken files: one clear message with place and remedy, fast, small, nothing half-imported."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.corpus.importing import Request, import_corpus
from core.corpus.unit import CorpusError
from tests.core.corpus.test_formats import PO, tmx, tu, write, xliff

GOOD = tu(en="dog", de="Hund")
BOMB = "<!DOCTYPE tmx [\n<!ENTITY a0 'lol'>\n" + "".join(
    f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>\n" for i in range(1, 20)) + "]>\n"


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.xlf", xliff())
    return held.getvalue()


FATAL = {  # name: (content, what the message says beside the file's name)
    "bomb.tmx": (tmx(tu(en="&a19;", de="x"), head=BOMB),
                 ("line 3", "declares entities", "remove its DOCTYPE")),
    "external.tmx": (tmx(tu(en="&x;", de="x"), head='<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
                     ("line 2", "declares entities", "remove")),
    "deep.tmx": (tmx("<a>" * 50_000), ("line 3", "nested over 200 deep", "again")),
    "deep-seg.tmx": (tmx(tu(en="<hi>" * 50_000 + "</hi>" * 50_000, de="x")), ("line 3", "nested", "again")),
    "cut.tmx": (tmx(*[GOOD] * 9)[:600], ("line 8", "cut off", "again, whole")),
    "zip.xlf": (_zip(), ("ZIP archive", "unpack")),
    "nul.tsv": (b"a\tb\nc\0d\te\n", ("line 2", "NUL", "save it as UTF-8")),
    "nuls.tsv": (bytes(5000), ("line 1", "NUL", "save it as UTF-8")),
    "zero.tmx": (b"", ("empty", "expected sentence pairs")),
    "line.txt": (b"x" * 10_000_000, ("line 1", "over 1048576 characters", "one sentence a line")),
    "attribute.tmx": (tmx(f"<tu tuid='{'x' * 10_500_000}'/>"), ("line ", "over 10 MB", "again")),
    "wrong.tmx": (tmx(tu(en="a & b", de="c")), ("line 3", "not well-formed", "correct that place")),
    "page.html": (b"<!DOCTYPE html><html/>", ("<html>", "Export the file as TMX")),
    "unknown.tmx": (b'<?xml version="1.0" encoding="klingon"?><tmx/>', ("klingon", "--encoding")),
}
SKIPPED = {  # name: (content, place and reason); one good pair stays
    "control.tmx": (tmx(tu(en="a\x01", de="b"), GOOD), "line 3, tu 1: holds the control character U+0001"),
    "long.tsv": (b"dog\tHund\n" + b"x" * 10_000_000 + b"\ty\n", "line 2: a line of over 1048576 characters"),
    "long.tmx": (tmx(tu(en="x" * 10_000_000, de="b"), GOOD), "line 3, tu 1: 10000000 characters"),
    "surrogate.jsonl": (b'{"source": "\\ud800", "target": "b"}\n["dog", "Hund"]\n',
                        "line 1: half of a surrogate"),
}

# Runs the command and prints, last of all, the most memory it took in MB.
# (psutil's peak_wset is Windows' alone, and ru_maxrss begins with that of the process it was forked from.)
MEASURED = ("import re, sys; from core.cli import main; code = main(sys.argv[1:]);"
            "status = open('/proc/self/status').read() if sys.platform == 'linux' else 'VmHWM: 0';"
            "print(int(re.search(r'VmHWM:\\s*(\\d+)', status)[1]) // 1024); sys.exit(code)")


def run(tmp_path, *paths: Path) -> tuple[int, str, str]:
    """(exit code, stdout, stderr) of an import in a process of its own, within its limits."""
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", MEASURED, "import", *map(str, paths), "--out",
                           str(tmp_path / "corpus")], capture_output=True, text=True, timeout=30)
    assert time.monotonic() - started < 2 + 1  # 2 s; and 1 for a machine that does other things too
    out, _, memory = done.stdout.rstrip().rpartition("\n")
    assert int(memory) < 300
    assert "Traceback" not in done.stderr
    return done.returncode, out, done.stderr


def assert_nothing_left(tmp_path, *paths: Path) -> None:
    assert sorted(tmp_path.iterdir()) == sorted(paths)


@pytest.mark.parametrize("name", FATAL)
def test_a_file_that_cannot_be_read(tmp_path, name):
    content, words = FATAL[name]
    path = write(tmp_path, content, name)
    code, _, message = run(tmp_path, path)
    assert code == 2
    assert message.count("\n") == 1
    assert all(word in message for word in (str(path), *words)), message
    assert_nothing_left(tmp_path, path)


@pytest.mark.parametrize("name", SKIPPED)
def test_a_unit_that_cannot_be_read(tmp_path, name):
    content, message = SKIPPED[name]
    code, out, _ = run(tmp_path, write(tmp_path, content, name))
    assert code == 0
    assert message in out
    assert (tmp_path / "corpus" / "train.tsv").read_text() == "dog\tHund\n"


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


def test_unequal_line_counts(tmp_path):
    en, de = write(tmp_path, "a\nb\nc\n", "x.en"), write(tmp_path, "A\nB\n", "x.de")
    assert refused(tmp_path, en, de).startswith(f"{en} has 3 lines and {de} has 2: expected as many in each")


def test_a_folder_and_a_pipe(tmp_path):
    assert "found a folder; name the files in it" in refused(tmp_path, tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "found a pipe or a device" in refused(tmp_path, tmp_path / "pipe")


def test_no_permission(tmp_path, monkeypatch):
    path = write(tmp_path, "a\tb\n", "x.tsv")
    if os.geteuid() == 0:  # who may read everything
        def denied(*_, **__):
            raise PermissionError(13, "Permission denied", str(path))
        monkeypatch.setattr("core.corpus.textfile.open", denied, raising=False)
    else:
        path.chmod(0)
    assert refused(tmp_path, path) == (f"{path}: cannot be read: permission denied; allow reading it, or "
                                       "copy it to a folder of yours")


def test_a_full_disk_half_way(tmp_path):
    """A limit on the size of files fails a write as a full disk does, in the middle."""
    path = write(tmp_path, "".join(f"source number {i}\ttarget number {i}\n" for i in range(20_000)), "x.tsv")
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limit[1]))
    try:
        message = refused(tmp_path, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert message.startswith(f"{tmp_path / 'corpus'}: cannot be written: ")
    assert "nothing was imported" in message


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    write(tmp_path / "mine", "precious", "file")
    path = write(tmp_path, "a\tb\n", "x.tsv")
    assert "expected a new or empty folder" in refused(tmp_path, path, out=tmp_path / "mine")


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


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.sampled_from(SEEDS), changes=edits, twice=st.booleans())
def test_mutated_files_are_read_or_refused(tmp_path, seed, changes, twice):
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

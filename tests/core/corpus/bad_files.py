"""Hostile and broken files: what each is, and what is to be said of it. For the tests and `make bench`."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.core.corpus.test_formats import tmx, tu, write, xliff

BAR_S, BAR_MB = 2.0, 300
GOOD = tu(en="dog", de="Hund")
BOMB = "<!DOCTYPE tmx [\n<!ENTITY a0 'lol'>\n" + "".join(
    f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>\n" for i in range(1, 20)) + "]>\n"
MANY = "".join(f"source number {i}\ttarget number {i}\n" for i in range(20_000))

# Run in the importing process before it starts.
FULL_DISK = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))"
# Root may read everything: then it is told no in the system's words.
DENIED = """
import os
from core.corpus import textfile
def denied(path, *_):
    raise PermissionError(13, "Permission denied", str(path))
if os.geteuid() == 0:
    textfile.open = denied
"""


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.xlf", xliff())
    return held.getvalue()


def _folder(folder: Path) -> list[Path]:
    (folder / "folder.tmx").mkdir()
    return [folder / "folder.tmx"]


def _locked(folder: Path) -> list[Path]:
    path = write(folder, "a\tb\n", "locked.tsv")
    path.chmod(0)
    return [path]


@dataclass(frozen=True)
class Bad:
    """A case of bad input. `words` are in what is said; the name of the first file is too, unless `place`."""

    name: str
    make: Callable[[Path], list[Path]]  # writes the files into a folder
    words: tuple[str, ...]
    is_fatal: bool = True  # else a unit is skipped, and the pair dog-Hund stays
    before: str = ""  # see FULL_DISK


def _file(name: str, content: str | bytes) -> Callable[[Path], list[Path]]:
    return lambda folder: [write(folder, content, name)]


def _files(**contents: str) -> Callable[[Path], list[Path]]:
    return lambda folder: [write(folder, content, name.replace("_", ".")) for name, content in
                           contents.items()]


CASES = (
    Bad("entity bomb", _file("bomb.tmx", tmx(tu(en="&a19;", de="x"), head=BOMB)),
        ("line 3", "declares entities", "remove its DOCTYPE")),
    Bad("external entity", _file("external.tmx", tmx(tu(en="&x;", de="x"), head='<!DOCTYPE tmx [<!ENTITY x '
        'SYSTEM "file:///etc/passwd">]>')), ("line 2", "declares entities", "remove")),
    Bad("external DTD", _file("dtd.tmx", tmx(tu(en="&leak;", de="b"), GOOD, head='<!DOCTYPE tmx SYSTEM '
        '"http://127.0.0.1:9/leak.dtd">\n')), ("line 4", "the entity &leak;, which nothing declares"),
        is_fatal=False),
    Bad("50,000 elements deep", _file("deep.tmx", tmx("<a>" * 50_000)),
        ("line 3", "nested over 200 deep", "again")),
    Bad("50,000 deep in a segment",
        _file("deep-seg.tmx", tmx(tu(en="<hi>" * 50_000 + "</hi>" * 50_000, de="x"))),
        ("line 3", "nested", "again")),
    Bad("truncated XML", _file("cut.tmx", tmx(*[GOOD] * 9)[:600]), ("line 8", "cut off", "again, whole")),
    Bad("a ZIP named .xlf", _file("zip.xlf", _zip()), ("ZIP archive", "unpack")),
    Bad("mismatched line counts", _files(x_en="a\nb\nc\n", x_de="A\nB\n"),
        ("has 3 lines", "has 2", "expected as many in each")),
    Bad("a NUL", _file("nul.tsv", b"a\tb\nc\0d\te\n"), ("line 2", "NUL", "save it as UTF-8")),
    Bad("nothing but NULs", _file("nuls.tsv", bytes(5000)), ("line 1", "NUL", "save it as UTF-8")),
    Bad("10 MB in one line", _file("line.txt", b"x" * 10_000_000),
        ("line 1", "over 1048576 characters", "one sentence a line")),
    Bad("10 MB in one tag", _file("attribute.tmx", tmx(f"<tu tuid='{'x' * 10_500_000}'/>")),
        ("line ", "over 10 MB", "again")),
    Bad("zero bytes", _file("zero.tmx", b""), ("empty", "expected sentence pairs")),
    Bad("a directory", _folder, ("found a folder", "name the files in it")),
    Bad("no permission", _locked, ("permission denied", "allow reading it"), before=DENIED),
    Bad("a full disk half-way", _file("many.tsv", MANY), ("cannot be written", "nothing was imported",
        "Free some space"), before=FULL_DISK),
    Bad("not well-formed", _file("wrong.tmx", tmx(tu(en="a & b", de="c"))),
        ("line 3", "not well-formed", "correct that place")),
    Bad("a web page", _file("page.html", b"<!DOCTYPE html><html/>"), ("<html>", "Export the file as TMX")),
    Bad("an unknown encoding", _file("unknown.tmx", b'<?xml version="1.0" encoding="klingon"?><tmx/>'),
        ("klingon", "--encoding")),
    Bad("a control character", _file("control.tmx", tmx(tu(en="a\x01", de="b"), GOOD)),
        ("line 3, tu 1: holds the control character U+0001",), is_fatal=False),
    Bad("10 MB in a line of a table", _file("long.tsv", b"dog\tHund\n" + b"x" * 10_000_000 + b"\ty\n"),
        ("line 2: a line of over 1048576 characters",), is_fatal=False),
    Bad("10 MB in a segment", _file("long.tmx", tmx(tu(en="x" * 10_000_000, de="b"), GOOD)),
        ("line 3, tu 1: 10000000 characters",), is_fatal=False),
    Bad("half of a surrogate",
        _file("surrogate.jsonl", b'{"source": "\\ud800", "target": "b"}\n["dog", "Hund"]\n'),
        ("line 1: half of a surrogate",), is_fatal=False),
)

# Runs the command and prints, last of all, the most memory it took in MB (Linux tells it) and its CPU time.
# (psutil's peak_wset is Windows' alone, and ru_maxrss begins with that of the process it was forked from.)
_MEASURED = """
import json, re, sys, time
from core.cli import main
exec(sys.argv.pop(1))
code = main(sys.argv[1:])
status = open('/proc/self/status').read() if sys.platform == 'linux' else 'VmHWM: 0'
print(json.dumps([int(re.search(r'VmHWM:\\s*(\\d+)', status)[1]) // 1024, time.process_time()]))
sys.exit(code)
"""


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    message: str  # on stderr
    seconds: float  # on the clock, from the start of the process to its end
    cpu_s: float
    memory_mb: int


def run(paths: list[Path], out: Path, before: str = "") -> Outcome:
    """An import in a process of its own."""
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", _MEASURED, before, "import", *map(str, paths), "--out",
                           str(out)], capture_output=True, text=True, timeout=30)
    seconds = time.monotonic() - started
    shown, _, measured = done.stdout.rstrip().rpartition("\n")
    memory_mb, cpu_s = json.loads(measured)
    return Outcome(done.returncode, shown, done.stderr, seconds, cpu_s, memory_mb)


def flaw(case: Bad, found: Outcome, paths: list[Path], out: Path) -> str:
    """What is wrong with how a case was met, or ""."""
    said = found.message if case.is_fatal else found.out
    left = [path.name for path in out.parent.iterdir() if path not in paths]
    kept = (out / "train.tsv").read_text() if (out / "train.tsv").is_file() else ""
    checks = {
        f"exit code {found.code}": found.code == (2 if case.is_fatal else 0),
        f"{found.seconds:.1f} s": found.seconds < BAR_S + 1,  # 1 for a machine that does other things too
        f"{found.memory_mb} MB": found.memory_mb < BAR_MB,
        f"{found.message.count(chr(10))} lines said": found.message.count("\n") == case.is_fatal,
        f"said {said!r:.300}": all(word in said for word in (*case.words,)),
        f"left {left}": left == ([] if case.is_fatal else [out.name]),
        f"kept {kept!r:.60}": kept == ("" if case.is_fatal else "dog\tHund\n"),
    }
    return ", ".join(words for words, holds in checks.items() if not holds)

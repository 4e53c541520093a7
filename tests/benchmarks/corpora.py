"""A translation memory of 300 MB: how fast it is read, and in how much memory it is imported."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SIZE_MB = 300
READ_MB_PER_S = 20.0
MEMORY_MB = 300

_ENGLISH = [
    "the", "a", "of", "system", "touch", "retry", "line", "detector", "procedure", "resume", "press",
    "button", "window", "file", "memory", "segment", "sentence", "water", "house", "garden", "open",
    "close", "before", "after", "every", "person"
]
_GERMAN = [
    "das", "ein", "von", "System", "berühren", "Leitung", "Detektor", "Verfahren", "fortsetzen",
    "drücken", "Knopf", "Fenster", "Datei", "Speicher", "Segment", "Satz", "Wasser", "Häuser", "Gärten",
    "öffnen", "schließen", "bevor", "nachdem", "jede", "Person"
]

# Each runs in a process of its own, so that its CPU time and its most memory (Linux tells it) are its
# alone.
_READ = """
import json, re, sys, time
from pathlib import Path
from core.corpus.sources import open_all
from core.corpus.rows import rows
from core.corpus.pairing import Pairing
from core.corpus.report import FileReport
from core.corpus.unit import Reading
source = open_all([Path(sys.argv[1])], Reading())[0]
started = time.process_time()
count = sum(1 for _ in rows(source, 0, Reading(), FileReport("", "", ""), Pairing("")))
used = time.process_time() - started
memory = int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) / 1024
print(json.dumps([count, used, memory]))
"""
_IMPORT = """
import json, re, sys, time
from pathlib import Path
from core.corpus.importing import Request, import_corpus
report = import_corpus(Request([Path(sys.argv[1])], Path(sys.argv[2])))
used = time.process_time()
memory = int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) / 1024
print(json.dumps([report.pairs, used, memory]))
"""


@dataclass(frozen=True)
class Result:
    """One pass over the file, on one core."""

    size_mb: float
    pairs: int
    cpu_s: float
    memory_mb: float

    @property
    def mb_per_s(self) -> float:
        return self.size_mb / self.cpu_s


def generate(path: Path, size_mb: int) -> int:
    """Writes a TMX as CAT tools export it (dates, users, a property, inline codes); returns its units."""
    rnd, written, unit = random.Random(1), 0, 0
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<tmx version="1.4"><header creationtool="none" '
                   'creationtoolversion="1" segtype="sentence" o-tmf="none" adminlang="en-US" '
                   'srclang="en-US" datatype="xml"/><body>\n')
        while written < size_mb * 1_000_000:
            unit += 1
            length = rnd.randint(3, 25)
            english, german = (" ".join(rnd.choices(words, k=length)) for words in (_ENGLISH, _GERMAN))
            when = "20240131T101112Z"
            text = (f'<tu creationdate="{when}" creationid="TRANSLATOR" changedate="{when}" '
                    f'changeid="TRANSLATOR" lastusagedate="{when}">\n<prop type="x-ConfirmationLevel">'
                    'ApprovedTranslation</prop>\n')
            for lang, words in (("en-US", english), ("de-DE", german)):
                text += (f'<tuv xml:lang="{lang}">\n<seg>{words} <bpt i="1" type="1" x="1"/>{unit}'
                         '<ept i="1"/>.</seg>\n</tuv>\n')
            text += "</tu>\n"
            file.write(text)
            written += len(text.encode())
        file.write("</body></tmx>\n")
    return unit


def passes(size_mb: int = SIZE_MB) -> Iterator[tuple[str, Result]]:
    """("read", ...) and ("import", ...). Raises CalledProcessError where a pass fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.tmx"
        units = generate(path, size_mb)
        size = path.stat().st_size / 1e6
        for name, program in (("read", _READ), ("import", _IMPORT)):
            done = subprocess.run([sys.executable, "-c", program, str(path), str(Path(folder) / "corpus")],
                                  check=True, capture_output=True, text=True)
            pairs, cpu_s, memory_mb = json.loads(done.stdout)
            if pairs != units:
                raise ValueError(f"{name}: expected {units} pairs, got {pairs}")
            yield name, Result(size, pairs, cpu_s, memory_mb)


def lines(line: Callable) -> Iterator:
    """The lines of `make bench`: the reading alone, and the whole import with cleaning and splitting."""
    for name, result in passes():
        size = f"{result.size_mb:.0f} MB"
        measured = f"{result.mb_per_s:.1f} MB/s, {result.memory_mb:.0f} MB, {result.pairs} pairs"
        if name == "read":
            yield line(f"read a TMX of {size}, one core", f"{READ_MB_PER_S:.0f} MB/s", measured,
                       result.mb_per_s >= READ_MB_PER_S)
        else:
            yield line(f"import a TMX of {size}", f"under {MEMORY_MB} MB of memory", measured,
                       result.memory_mb < MEMORY_MB)

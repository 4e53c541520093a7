"""What opening a model of 300 MB takes: one of OPUS-MT's size, with random weights, imported and then opened.

Each is a process of its own; `half` holds the weights at half size. CPU counts from before the model is
opened until it is laid out for decoding, less what reading its bytes takes; memory is the most that the
process held above what it held before, and what it holds once the model is open.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.core.importing import foreign_models

CPU_BAR_S, MEMORY_BAR = 2.0, 1.5
SIZES = {"d_model": 512, "encoder_layers": 6, "decoder_layers": 6, "encoder_attention_heads": 8,
         "decoder_attention_heads": 8, "encoder_ffn_dim": 2048, "decoder_ffn_dim": 2048,
         "max_position_embeddings": 512}
PIECES = 58_000

OPEN = """
import json, pathlib, re, sys, time
import backends
from core import warm
from core.decoding import lean
from core.decoding.translator import Translator
from core.formats.native import load_model
from tests.benchmarks.peers.peak_memory import peak_bytes
ops = backends.get("numpy", weights="half" if sys.argv[2] == "half" else "float32")
if sys.argv[2] != "plain":
    ops.warm_up()
    warm.load(weights="half" if sys.argv[2] == "half" else "float32")
before, held, started = peak_bytes(), ops.memory(), time.process_time()
translator = Translator(load_model(pathlib.Path(sys.argv[1]), ops, lean.while_loading), ops)
print(json.dumps({"cpu": time.process_time() - started, "bytes": peak_bytes() - before,
                  "held": ops.memory() - held}))
"""


def lines(line: Callable) -> Iterator:
    """`line(name, bar, measured, holds)` makes an entry of the table."""
    with tempfile.TemporaryDirectory() as folder:
        theirs, ours = Path(folder) / "theirs", Path(folder) / "ours"
        foreign_models.huggingface(theirs, codes=tuple(f"▁piece{i}" for i in range(PIECES)), **SIZES)
        size = (theirs / "model.safetensors").stat().st_size
        subprocess.run([sys.executable, "-m", "core.cli", "import-model", str(theirs), "--out", str(ours)],
                       check=True, capture_output=True)
        reading = _reading_s(ours / "model.safetensors")
        for way in ("plain", "compiled", "half"):
            done = subprocess.run([sys.executable, "-c", OPEN, str(ours), way], check=True,
                                  capture_output=True, text=True,
                                  env={**os.environ, "PYTHONPATH": os.getcwd()})
            found = json.loads(done.stdout)
            took, peak, held = max(found["cpu"] - reading, 0), found["bytes"] / size, found["held"] / size
            yield line(f"a model of {size / 1e6:.0f} MB opened, {way}",
                       f"under {CPU_BAR_S:.0f} s of CPU, {MEMORY_BAR} of it",
                       f"{took:.2f} s beyond reading it ({reading:.2f}), {peak:.2f} of it, then {held:.2f}",
                       took < CPU_BAR_S and peak < MEMORY_BAR)


def _reading_s(path: Path) -> float:
    """CPU that reading a file's bytes takes, once they are in the system's cache."""
    buffer = bytearray(1 << 20)
    for _ in range(2):
        started = time.process_time()
        with open(path, "rb", buffering=0) as file:
            while file.readinto(buffer):
                pass
    return time.process_time() - started

"""A stand-in for `python -m core.cli train|resume ... --events` that trains nothing.

    python fake_child.py SCENARIO train CORPUS --out RUN_DIR ... --events

SCENARIO is a word of `main`. It keeps a real run directory, so that the list of runs can be read.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, os.getcwd())

from core.config import ModelConfig, TrainConfig
from core.training.run_dir import RunDir, RunSpec, read_metrics

MAX_STEPS = 400
SENTENCES = [("我爱购物。", "I love shopping."), ("下周三开会。", "We meet next Wednesday."),
             ("他把书还给我了。", "He gave the book back to me.")]


def say(event: str, **facts) -> None:
    print(json.dumps({"event": event, **facts}, ensure_ascii=False), flush=True)


class Child:
    def __init__(self, run: RunDir, step: int):
        self.run, self.step = run, step
        self.commands: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.commands.put(line.strip())
        self.commands.put("eof")

    def train(self, pause_s: float = 0.01, is_deaf: bool = False, fails_at: int = -1) -> int:
        say("stage", stage="reading")
        say("started", run=str(self.run.path), step=self.step, max_steps=MAX_STEPS, time_budget_s=None,
            pairs=1200, dev_pairs=3, skipped={}, num_weights=1_234_567, preset="tiny",
            device="CPU, 2 threads", src_lang="zh", tgt_lang="en", num_encoder_layers=3,
            num_decoder_layers=3)
        self.run.write_status("running", self.step, saved_step=self.step)
        while self.step < MAX_STEPS:
            command = None if is_deaf or self.commands.empty() else self.commands.get()
            if command == "pause":
                say("paused", step=self.step)
                while (command := self.commands.get()) == "pause":
                    pass
                say("resumed", step=self.step)
            if command in ("stop", "eof"):
                return self.end("stopped" if command == "stop" else "interrupted")
            self.advance()
            if fails_at == self.step:
                raise MemoryError("no room")
            time.sleep(pause_s)
        return self.end("finished")

    def advance(self) -> None:
        self.step += 1
        share = self.step / MAX_STEPS
        self.report("progress", step=self.step, loss=8 * (1 - share) + 1, learning_rate=1e-3,
                    grad_norm=0.84, clipped=0.003, tokens=self.step * 900, tokens_per_s=8420.0,
                    seconds=self.step,
                    epoch=self.step / 20, seconds_left=(MAX_STEPS - self.step) / 10,
                    range_left=[(MAX_STEPS - self.step) / 10, (MAX_STEPS - self.step) / 5],
                    memory=1_300_000_000)
        if self.step % 20 == 0:
            samples = [{"src": src, "ref": ref, "out": " ".join(ref.split()[:1 + int(share * 8)]),
                        "confidence": share} for src, ref in SENTENCES]
            self.report("validated", step=self.step, dev_loss=8.5 * (1 - share) + 1, bleu=40 * share,
                        chrf=50 * share, best=True, samples=samples, scored=len(samples))
            say("saved", step=self.step)
            self.run.write_status("running", self.step, saved_step=self.step, best_bleu=40 * share,
                                  best_step=self.step)

    def report(self, event: str, **facts) -> None:
        self.run.append_metrics({"event": event, **facts})
        say(event, **facts)

    def end(self, status: str) -> int:
        self.run.write_status(status, self.step, saved_step=self.step)
        say("saved", step=self.step)
        if status != "interrupted":
            say("finished", reason="max_steps" if status == "finished" else status, step=self.step,
                best_step=self.step // 20 * 20, best_bleu=1.0, model=str(self.run.path))
        return 0


def new_run(path: Path) -> RunDir:
    run = RunDir(path)
    path.mkdir(parents=True)
    run.write_spec(RunSpec(path.name, time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()), ["x.tsv"],
                           "zh", "en", "tiny", 1200, 3, {}, ModelConfig(vocab_size=1000, d_model=32),
                           TrainConfig(max_steps=MAX_STEPS)))
    return run


def main(scenario: str, arguments: list[str]) -> int:
    if scenario == "refuse":
        say("stage", stage="reading")
        say("failed", message="corpus.tsv, line 1: expected two columns; found one")
        return 2
    if scenario == "refuse what was asked":
        say("failed", message=json.dumps(arguments))
        return 2
    if scenario == "silent":
        say("stage", stage="validating")
        sys.stdin.read()
        return 0
    if scenario == "crash":
        print("Traceback (most recent call last):\nMemoryError: no room for [B,T,V]", file=sys.stderr)
        return 1
    if scenario == "noise":
        noise()
        return 0
    if scenario == "flood":
        for step in range(20_000):
            print(json.dumps({"event": "progress", "step": step, "loss": 1.0}))
        return 0
    if scenario == "environment":
        say("stage", stage=json.dumps(dict(os.environ)))
        return 0
    if scenario == "echo":
        say("stage", stage=" ".join(arguments))
        return 0
    if arguments[0] == "resume":
        run = RunDir(Path(arguments[1]))
        step = run.read_status().get("saved_step", 0)
        assert read_metrics(run.path) is not None
    else:
        run, step = new_run(Path(arguments[arguments.index("--out") + 1])), 0
    fails_at = 25 if scenario == "crash later" else -1
    return Child(run, step).train(is_deaf=scenario == "deaf", fails_at=fails_at)


def noise() -> None:
    """Everything that a pipe may bring besides whole events."""
    out = sys.stdout.buffer
    for part in (b'{"event": "sta', b'ge", "stage": "rea', "ding 读".encode()[:-1], "读".encode()[-1:],
                 b'"}\n', b"warning: not an event\n", b"\xff\xfe\x00 broken\n", b"[1, 2]\n",
                 b"null\n", b"\n\r\n",
                 b'{"no": "event"}\n', b'{"event": 7}\n', b"[" * 100_000 + b"\n", b"x" * 9_000_000 + b"\n",
                 b'{"event": "stage", "stage": "model"}\r\n', b'{"event": "stage", "stage": "saving"}'):
        out.write(part)
        out.flush()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

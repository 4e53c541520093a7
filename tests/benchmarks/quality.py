"""`make bench-quality MINUTES=10`: what Pellucid's own choice of settings makes of small corpora, against a
PyTorch model of the same size trained by the usual recipe for the same wall-clock time.

Of each corpus (en-zh and is-en of Tatoeba) Pellucid trains as `pellucid train CORPUS --time-budget TIME`
does for anyone. PyTorch then gets as long as that process took, reading and vocabulary included, and is
handed the same sentences in the same pieces ready-made; once for each rate of dropout, and the better one by
validation loss counts. Both translate the held-out sentences, scored against all their references. One line a
corpus, search and score; all is kept in build/bench/quality.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np

import backends
from backends.numpy_backend.parallel import default_workers
from core.config import DecodeConfig
from core.corpus.readers import read_plain
from core.decoding.translator import Translator
from core.formats.native import load_model
from core.metrics import Scores, score
from core.text.tokenizer import Tokenizer
from core.training.examples import encoded
from core.training.run_dir import RunDir
from tests.benchmarks import peers

DATA = Path("../shared/data/tatoeba")
OUT = Path("build/bench/quality")
# name: (from, into, is the file's second column the source, held-out sentences)
CORPORA = {"cmn": ("en", "zh", False, "cmn.val.json"), "isl": ("is", "en", True, "isl.val.rev.json")}
DROPOUTS = (0.1, 0.3)
SEARCHES = {"greedy": DecodeConfig(), "beam": DecodeConfig(method="beam", beam_size=4)}
SIZES = ("vocab_size", "d_model", "num_heads", "d_ff", "num_encoder_layers", "num_decoder_layers", "max_len")


def main(argv: list[str]) -> int:
    """The exit code: 1 where PyTorch is better in some line."""
    parser = argparse.ArgumentParser(prog="make bench-quality", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0, help="of training, each (default: 10)")
    parser.add_argument("--corpora", nargs="+", choices=tuple(CORPORA), default=tuple(CORPORA))
    parser.add_argument("--dropout", nargs="+", type=float, default=DROPOUTS,
                        help="of PyTorch's trainings, one each (default: 0.1 and 0.3)")
    args = parser.parse_args(argv)
    if not DATA.is_dir():
        print(f"there is no {DATA}: the corpora are no part of Pellucid", file=sys.stderr)
        return 2
    better = [_compare(name, 60 * args.minutes, args.dropout) for name in args.corpora]
    return 0 if all(better) else 1


def _compare(name: str, seconds: float, dropouts: list[float]) -> bool:
    """Trains both on one corpus and prints what came of it; is ours better in every line?"""
    src_lang, tgt_lang, is_reversed, held_out = CORPORA[name]
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    corpus = folder / "corpus.tsv"
    _write_corpus(DATA / f"{name}.train.tsv", corpus, is_reversed)
    rows = json.loads((DATA / held_out).read_text(encoding="utf-8"))
    sources, references = [row["src"] for row in rows], [row["refs"] for row in rows]
    run, taken = _train(corpus, folder / "run", src_lang, tgt_lang, seconds)
    ours = _ours(run, sources, references, tgt_lang)
    facts = {"pellucid": {**ours, "seconds": taken, **run.read_spec().train.to_dict()}}
    job, tokenizer = _write_job(folder / "job.npz", run, sources)
    theirs = []
    for rate in dropouts:
        found = _theirs(job, taken, rate)
        for search in SEARCHES:
            texts = [tokenizer.decode(ids) for ids in found.pop(search)]
            found[search] = asdict(score(texts, references, tgt_lang))
        theirs.append(found)
        print(f"{name}: PyTorch, dropout {rate:g}: {found['steps']} steps in {found['seconds']:.0f} s, best "
              f"at {found['best_step']}, validation loss {found['dev_loss']:.3f}", flush=True)
    facts["pytorch"] = theirs
    (folder / "result.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    peer = min(theirs, key=lambda found: found["dev_loss"])
    return _tell(name, f"{src_lang}-{tgt_lang}", ours, peer, taken)


def _write_corpus(source: Path, corpus: Path, is_reversed: bool) -> None:
    """With the language that is translated from in the first column."""
    lines = source.read_text(encoding="utf-8").splitlines()
    if is_reversed:
        lines = ["\t".join(reversed(line.split("\t"))) for line in lines]
    corpus.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _train(corpus: Path, out: Path, src_lang: str, tgt_lang: str, seconds: float) -> tuple[RunDir, float]:
    """The run, and the seconds that the whole command took."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "core.cli", "train", corpus, "--out", out, "--backend", "numpy",
                    "--src-lang", src_lang, "--tgt-lang", tgt_lang, "--time-budget", f"{seconds:g}s"],
                   check=True)
    return RunDir(out), time.perf_counter() - started


def _ours(run: RunDir, sources: list[str], references: list[list[str]], tgt_lang: str) -> dict:
    ops = backends.get("numpy")
    translator = Translator(load_model(run.path, ops), ops)
    texts = {search: [output.text for output in translator.translate(sources, config)]
             for search, config in SEARCHES.items()}
    return {search: asdict(score(texts[search], references, tgt_lang)) for search in SEARCHES}


def _write_job(path: Path, run: RunDir, sources: list[str]) -> tuple[Path, Tokenizer]:
    """The run's sentences in its pieces, and its model's sizes."""
    model, tokenizer, arrays = run.read_spec().model, Tokenizer.load(run.tokenizer_path), {}
    sides: dict[str, list[list[int]]] = {"test_src": [item.ids for item in tokenizer.encode_batch(sources)]}
    for part in ("train", "dev"):
        examples, _ = encoded(list(read_plain(run.data(part))), tokenizer, model)
        sides[f"{part}_src"] = [example.src_ids for example in examples]
        sides[f"{part}_tgt"] = [example.tgt_ids for example in examples]
    for name, rows in sides.items():
        arrays[name] = np.concatenate([np.array(ids[:model.max_len], np.int32) for ids in rows])
        arrays[f"{name}_lengths"] = np.array([min(len(ids), model.max_len) for ids in rows])
    np.savez(path, **arrays)
    path.with_suffix(".json").write_text(json.dumps({size: getattr(model, size) for size in SIZES}))
    return path, tokenizer


def _theirs(job: Path, seconds: float, dropout: float) -> dict:
    out = job.with_name(f"torch-{dropout:g}.json")
    subprocess.run([peers.python(), peers.HERE / "torch_recipe.py", job, out, "--seconds", f"{seconds:g}",
                    "--dropout", f"{dropout:g}", "--threads", str(default_workers())], check=True)
    return {"dropout": dropout, **json.loads(out.read_text())}


def _tell(name: str, direction: str, ours: dict, peer: dict, seconds: float) -> bool:
    holds = []
    for search in SEARCHES:
        mine, theirs = Scores(**ours[search]), Scores(**peer[search])
        for what, one, other in (("BLEU", mine.bleu, theirs.bleu), ("chrF", mine.chrf, theirs.chrf)):
            holds.append(one > other)
            print(f"{name} {direction}, {search}, {what}: Pellucid {one:.1f}, PyTorch (dropout "
                  f"{peer['dropout']:g}) {other:.1f} in {seconds:.0f} s  "
                  f"{'holds' if holds[-1] else 'falls short'}", flush=True)
    return all(holds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""From corpus files to a run directory in which `core.training.loop` can start."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.config import ConfigError, ModelConfig, TrainConfig
from core.corpus import project
from core.corpus.apart import sharing
from core.corpus.readers import Corpus, is_imported, read_corpus
from core.corpus.splits import split, split_rows
from core.corpus.unit import CorpusError, Pair, Reading
from core.formats import atomic, native
from core.formats.tensors import write_tensors
from core.text.tokenizer import HAN_ALONE, Tokenizer
from core.training import presets
from core.training.decision import ROLLED_BACK
from core.training.new_folder import check_free, filled
from core.training.preflight import check_disk, parts_that_fit
from core.training.resegmented import merges_of
from core.training.run_dir import SHARING, RunDir, RunSpec

DEV_SIZE = 400
GENERAL_SIZE = 200
# Fewer sentences than this make no development set worth the name: they are used for both.
SMALLEST_SPLIT = 20
FREE = ("dropout",)  # what may be set of a model whose weights exist


@dataclass(frozen=True)
class Request:
    """What a person asks for. None leaves the choice to the corpus."""

    corpus: list[Path]
    out: Path
    dev: list[Path] | None = None
    preset: str | None = None
    src_lang: str = ""
    tgt_lang: str = ""
    name: str | None = None
    alone: str = HAN_ALONE
    vocab_size: int | None = None
    init: Path | None = None  # a model folder to train further; preset, alone and vocab_size are its own
    train: dict | None = None  # TrainConfig settings over the preset's
    model: dict | None = None  # ModelConfig settings over the preset's
    general: list[Path] | None = None  # sentences of all sorts: a part is watched, for what is forgotten
    mix: float = 0.0  # the share of them among the sentences that are trained on


def prepare(request: Request, stage: Callable[[str], None] = lambda name: None) -> RunDir:
    """Reads, splits, learns the tokenizer and writes the run directory.

    Everything is checked and computed before the first file is written; run.json comes last.
    Raises CorpusError, ConfigError or RunError.
    """
    run = RunDir(request.out)
    check_free(run.path)
    stage("reading")
    corpus = read_corpus(request.corpus, Reading(request.src_lang, request.tgt_lang))
    settings = TrainConfig(**(request.train or {}))
    rows, dev = _parts(corpus, request, settings.seed)
    train = [corpus.pairs[row] for row in rows]
    weights = [corpus.weights[row] for row in rows] if corpus.weights else [1.0] * len(rows)
    general, mixed, mix_reached = _general(request, train, sum(weights), dev, settings.seed)
    train, weights = train + mixed, weights + [1.0] * len(mixed)
    if request.init:
        start = _model_to_tune(request.init, request.model or {}, len(train))
    else:
        stage("tokenizer")
        start = _new_model(request, train)
    _check_lengths(train, start, request.corpus[0])
    constant = {"dropout_rise": 0.0} if "dropout" in (request.model or {}) else {}  # a person's own stays
    settings = TrainConfig(**{**start.settings, **constant, **(request.train or {})})
    if settings.bpe_dropout:
        merges_of(start.tokenizer)
    check_disk(run.path, start.model, settings)
    settings = replace(settings, accumulate=parts_that_fit(start.model, settings))
    spec = RunSpec(
        name=request.name or request.corpus[0].stem, created=now(),
        corpus=[str(path) for path in request.corpus],
        src_lang=request.src_lang or start.src_lang or corpus.langs[0],
        tgt_lang=request.tgt_lang or start.tgt_lang or corpus.langs[1], preset=start.preset,
        pairs=len(train), dev_pairs=len(dev), skipped=dict(+corpus.skipped), model=start.model,
        train=settings, general=[str(path) for path in request.general or []], mix=request.mix,
        mix_reached=mix_reached)
    check_free(run.path)  # again: the vocabulary of a large corpus takes its time
    _write(run, spec, start, train, weights, dev, general)
    return run


def _general(
    request: Request, train: list[Pair], an_epoch: float, dev: list[Pair], seed: int
) -> tuple[list[Pair], list[Pair], float]:
    """(general sentences to watch, which the run holds as data/general.tsv; those to mix in; their share).

    A project keeps some apart; else they come from `request.general`: none of them shares a source or a
    target with the corpus or its development set, and none of those watched with one that is learned from.
    The share is the one asked for, or what there is text enough for. Raises CorpusError or ConfigError.
    """
    if not 0 <= request.mix < 1:
        raise ConfigError(f"the share of general sentences should be at least 0 and less than 1, and is "
                          f"{request.mix:g}")
    if not request.general:
        if request.mix:
            raise ConfigError("a share of general sentences needs general sentences: give --general FILE too")
        is_one = len(request.corpus) == 1 and is_imported(request.corpus[0])
        return (project.general_development(request.corpus[0]) if is_one else []), [], request.mix
    pairs = read_corpus(request.general).pairs
    pairs = [pair for pair, shares in zip(pairs, sharing(pairs, train + dev), strict=True) if not shares]
    if not pairs:
        raise CorpusError(f"{request.general[0]}: none of the general text is left: all shares sentences "
                          "with the corpus")
    rest, watched = split(pairs, GENERAL_SIZE, seed)
    if not watched:
        raise CorpusError(f"{request.general[0]}: {len(pairs)} pairs share no sentence with the corpus; "
                          f"expected enough to set some aside, {SMALLEST_SPLIT} or more")
    wanted = round(an_epoch * request.mix / (1 - request.mix))
    share = request.mix if wanted <= len(rest) else len(rest) / (an_epoch + len(rest))
    return watched, random.Random(seed).sample(rest, min(len(rest), wanted)), share


def _write(run: RunDir, spec: RunSpec, start: _Start, train: list[Pair], weights: list[float],
           dev: list[Pair], general: list[Pair]) -> None:
    """All files of a new run, or none of them."""
    with filled(run):
        atomic.write_text(run.data("train"), _tsv(train))
        run.write_weights(weights)
        atomic.write_text(run.data("dev"), _tsv(dev))
        if general:
            atomic.write_text(run.data("general"), _tsv(general))
        atomic.write_text(run.tokenizer_path, start.tokenizer.to_json())
        if start.weights:
            write_tensors(run.init_path, start.weights)
            run.write_inherited(start.inherited, start.folder, start.before)
        if start.licence:
            atomic.write_text(run.path / native.LICENCE, start.licence)
        run.write_spec(spec)


@dataclass(frozen=True)
class _Start:
    """Where a run starts from: a fresh model of a preset, or one that exists."""

    preset: str
    tokenizer: Tokenizer
    model: ModelConfig
    settings: dict  # of the training, where a person sets none
    weights: dict | None = None
    folder: Path = Path()  # of the model that exists
    src_lang: str = ""
    tgt_lang: str = ""
    inherited: dict = field(default_factory=dict)
    licence: str = ""  # the text that goes with the model wherever it goes
    before: dict = field(default_factory=dict)  # of the model that exists: its name and facts


def _new_model(request: Request, train: list[Pair]) -> _Start:
    preset = request.preset or presets.suggest(len(train))
    limit = request.vocab_size or presets.vocab_limit(len(train))
    tokenizer = Tokenizer.train((text for pair in train for text in pair), limit, request.alone)
    model = replace(presets.model_config(preset, tokenizer.vocab_size, len(train)),
                    **(request.model or {}))
    return _Start(preset, tokenizer, model, presets.train_settings(preset, len(train)))


def _model_to_tune(folder: Path, changes: dict, num_pairs: int) -> _Start:
    """The model in `folder`, which stays as it is. Raises ModelError or ConfigError."""
    for name in changes:
        if name not in FREE:
            raise ConfigError(f"{name} is part of the model that is trained further, and cannot be set")
    card, weights, tokenizer = native.read_model(folder)
    kept = {key: card.facts[key] for key in ("origin", "decode") if key in card.facts}
    kept["lineage"] = [*card.lineage, card.name]
    facts = {name: fact for name, fact in card.facts.items() if name != ROLLED_BACK}
    before = {"name": card.name, "facts": facts}
    settings = presets.fine_tuning_settings(num_pairs)
    origin = folder if facts == card.facts else Path(RunDir(folder).parent or folder)
    return _Start("fine-tuned", tokenizer, replace(card.config, **changes), settings, weights, origin,
                  card.src_lang, card.tgt_lang, kept, native.read_licence(folder), before)


def _parts(corpus: Corpus, request: Request, seed: int) -> tuple[list[int], list[Pair]]:
    """(the rows to train on, the pairs to validate on). What a person's own development set takes away is
    counted in the corpus's `skipped`."""
    pairs = corpus.pairs
    everything = list(range(len(pairs)))
    if request.dev:
        dev = read_corpus(request.dev).pairs
        held_out, shares = set(dev), sharing(pairs, dev)
        train = [row for row in everything if not shares[row]]
        if not train:
            raise CorpusError(f"{request.corpus[0]}: every pair shares a sentence with the development set; "
                              "expected other sentences to train on")
        both = sum(pair in held_out for pair in pairs)
        corpus.skipped["in the development set too"] = both
        corpus.skipped[SHARING] = len(pairs) - len(train) - both
        return train, dev
    if len(request.corpus) == 1 and is_imported(request.corpus[0]):
        dev = project.development(request.corpus[0])
        if dev:  # set apart when the corpus was imported: its test part stays unseen too
            return everything, dev
    if len(pairs) < SMALLEST_SPLIT:
        return everything, pairs
    train, dev = split_rows(pairs, DEV_SIZE, seed)
    # Where all pairs hang together by shared sentences, none can be set aside.
    return (train, [pairs[row] for row in dev]) if dev else (everything, pairs[:DEV_SIZE])


def _check_lengths(train: list[Pair], start: _Start, path: Path) -> None:
    """Raises CorpusError where not one pair fits into the model."""
    longest = start.model.max_len

    def fits(pair: Pair) -> bool:
        [src], [tgt] = start.tokenizer.encode_batch([pair[0]]), start.tokenizer.encode_targets([pair[1]])
        return max(len(src.ids), len(tgt.ids)) <= longest

    if not any(map(fits, train)):
        raise CorpusError(f"{path}: every pair is longer than the model's {longest} positions; expected "
                          "shorter sentences, one a line")


def _tsv(pairs: list[Pair]) -> str:
    """One pair a line. A TAB inside a sentence (Moses files may have one) would end its column."""
    return "".join("\t".join(text.replace("\t", " ") for text in pair) + "\n" for pair in pairs)


def now() -> str:
    """As a run's `created` has it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")

"""The mask and head lab: the same sentence decoded normally and with edits, and how far the two are apart."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal

import resources
from core.corpus.batches import Example
from core.corpus.readers import read_corpus
from core.decoding.session import DecodeSession
from core.decoding.translator import Stopped, Translator
from core.edits import Edits, attention_name
from core.lab import HeadMeter, distances, predictions
from desktop.workers.inference import Engine, Inference, Task

TURN_S = 0.02  # of measuring, and then whoever waits has a turn
SAID_EVERY_S = 0.1  # how far the measuring is
DEV_SENTENCES = 48  # enough to tell a head that matters from one that does not, in about a second
PADS = 3


@dataclass(frozen=True)
class Baseline:
    """The normal decoding beside an edited one.

    words  the tokens of the normal translation from BOS on, as the decoder read them
    kl     [T] nats at each of these positions
    read, log_probs  the tokens of the edited translation, and the unedited model's [T,V] after each of them
    """

    text: str
    log_prob: float
    words: tuple[str, ...]
    kl: np.ndarray
    read: tuple[int, ...]
    log_probs: np.ndarray

    def after(self, tgt_in_ids: tuple[int, ...]) -> np.ndarray | None:
        """[V], or None after tokens that the edited translation does not begin with."""
        if self.read[: len(tgt_in_ids)] != tgt_in_ids:
            return None
        return self.log_probs[len(tgt_in_ids) - 1]


@dataclass(frozen=True)
class HeadCosts:
    """`by_place` sub-layer -> [H] nats a token; measured on `sentences` of the development set, or on the
    sentence in view and its own translation where `sentences` is 0."""

    by_place: dict[str, np.ndarray]
    sentences: int


def compare(translator: Translator, text: str, edits: Edits, edited: DecodeSession, task: Task) -> Baseline:
    """The normal translation, and the distance of the edited model from it, position by position.

    `edited` stands at the end of the edited translation.
    """
    normal = translator.session(text, 1)
    run_to_end(normal, task)
    read, edited_read = (step.tgt_in_ids[:-1] if step.finished else step.tgt_in_ids
                         for step in (normal.current, edited.current))
    params = translator.model.params
    kl = distances(normal.ctx, params, normal.src_ids, read, edits)
    log_probs = predictions(normal.ctx, params, normal.src_ids, edited_read)
    tokenizer = translator.model.tokenizer
    return Baseline(tokenizer.decode(normal.current.tgt_in_ids), normal.current.log_prob,
                    tuple(tokenizer.piece(token_id).text for token_id in read), kl, edited_read, log_probs)


def run_to_end(session: DecodeSession, task: Task) -> None:
    """Asking at each step whether to go on."""
    while session.can_step():
        if task.stop():
            raise Stopped
        session.step()


class LabController(QObject):
    """Holds the edits as they are being made; the Step controller decodes with them."""

    changed = Signal()
    costs_changed = Signal()
    measuring_changed = Signal()  # how far it is, whether it goes on, or why it could not

    def __init__(self, inference: Inference, step, parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._step = inference, step
        self._costs: HeadCosts | None = None
        self.error = ""
        self.is_measuring, self.is_stopped = False, False  # stopped: by the person, who may let it go on
        self.num_measured, self.num_heads = 0, 0
        self._meter: tuple[HeadMeter, int] | None = None  # and on how many sentences it measures
        self._said = 0.0
        step.changed.connect(self.changed)
        step.model_changed.connect(self._on_model)

    @property
    def edits(self) -> Edits:
        return self._step.edits

    @property
    def costs(self) -> HeadCosts | None:
        """Of the model that decodes; of one that a decoding from a file came from nothing is known."""
        return None if self.is_recorded else self._costs

    @property
    def is_recorded(self) -> bool:
        return self._step.walk is not None and self._step.walk.is_recorded

    def set_causal_mask(self, on: bool) -> None:
        self._apply(causal_mask=on)

    def set_padding_mask(self, on: bool) -> None:
        """Off needs something to look at: PAD is put behind the sentence."""
        self._apply(padding_mask=on, pads=self.edits.pads if on else max(self.edits.pads, PADS))

    def set_pads(self, count: int) -> None:
        self._apply(pads=count)

    def toggle_key(self, kind: str, position: int) -> None:
        self._apply(hidden_keys=self.edits.hidden_keys ^ {(kind, position)})

    def scale_head(self, kind: str, layer: int, head: int, factor: float) -> None:
        self._apply(heads=_put(self.edits.heads, [(attention_name(kind, layer), head)], factor))

    def head_factor(self, kind: str, layer: int, head: int) -> float:
        return self.edits.heads.get((attention_name(kind, layer), head), 1.0)

    def scale_sublayers(self, names: list[str], factor: float) -> None:
        """What each adds; the names of all of a layer's silence it."""
        self._apply(sublayers=_put(self.edits.sublayers, names, factor))

    def scale_residuals(self, names: list[str], factor: float) -> None:
        """The skip connection past each."""
        self._apply(residuals=_put(self.edits.residuals, names, factor))

    def reset(self) -> None:
        self._step.set_edits(Edits())

    def measure_heads(self) -> None:
        """What the loss rises by with each head off; once a model. No edit waits until all is known."""
        if not (self.is_measuring or self.is_stopped or self._costs is not None or self.error):
            self.measure_on()

    def measure_on(self) -> None:
        """From where it was stopped, or once more after an error."""
        model, step = self._step.model_entry, self._step
        if model is None or step.walk is None or self.is_recorded or self._costs is not None:
            return
        self.is_measuring, self.is_stopped, self.error = True, False, ""
        self.measuring_changed.emit()
        if self._meter is not None:
            self._go_on(*self._meter)
            return
        text = step.walk.text

        def begin(engine: Engine, task: Task) -> tuple[HeadMeter, int]:
            translator = engine.translator(model.folder)
            examples = _dev_examples(translator)
            sentences = len(examples)
            if not examples:
                session = translator.session(text, 1)
                run_to_end(session, task)
                examples = [Example(list(session.src_ids), [*session.current.tgt_in_ids[1:]])]
            return HeadMeter(translator.context, translator.model.params, examples), sentences

        self._inference.submit("head costs", begin, lambda begun: self._go_on(*begun), self._on_failed)

    def stop_measuring(self) -> None:
        """What is known of it is kept."""
        if self.is_measuring:
            self._inference.cancel("head costs")
            self.is_measuring, self.is_stopped = False, True
            self.measuring_changed.emit()

    def _go_on(self, meter: HeadMeter, sentences: int) -> None:
        self._meter = (meter, sentences)
        self.num_heads, self.num_measured = meter.num_heads, meter.num_measured
        if time.monotonic() - self._said > SAID_EVERY_S:
            self._said = time.monotonic()
            self.measuring_changed.emit()

        def job(engine: Engine, task: Task) -> HeadCosts | None:
            end = time.monotonic() + TURN_S
            meter.go_on(lambda: task.stop() or time.monotonic() > end)
            return HeadCosts(meter.costs(), sentences) if meter.is_done else None

        def done(costs: HeadCosts | None) -> None:
            if costs is None:
                self._go_on(meter, sentences)
                return
            self._costs, self._meter, self.is_measuring = costs, None, False
            self.measuring_changed.emit()
            self.costs_changed.emit()

        self._inference.submit("head costs", job, done, self._on_failed)

    def _apply(self, **changes) -> None:
        self._step.set_edits(replace(self.edits, **changes))

    def _on_failed(self, message: str) -> None:
        self.error, self.is_measuring, self._meter = message, False, None
        self.measuring_changed.emit()

    def _on_model(self) -> None:
        self._inference.cancel("head costs")
        self._costs, self._meter, self.error = None, None, ""
        self.is_measuring, self.is_stopped = False, False
        self.num_measured, self.num_heads = 0, 0
        self.measuring_changed.emit()
        self.costs_changed.emit()


def _put(factors, keys: list, factor: float) -> dict:
    """A factor of 1 is no edit."""
    changed = {key: value for key, value in factors.items() if key not in keys}
    return changed if factor == 1 else {**changed, **dict.fromkeys(keys, factor)}


def _dev_examples(translator: Translator) -> list[Example]:
    """The sample corpus' development set where the model's languages are its own, else nothing."""
    model = translator.model
    path = resources.sample_corpus_dir() / "zh-en.dev.tsv"
    languages = (model.src_lang, model.tgt_lang)
    if languages not in (("zh", "en"), ("en", "zh")) or not path.is_file():
        return []
    pairs = read_corpus([path]).pairs[:DEV_SENTENCES]
    if languages == ("en", "zh"):
        pairs = [(tgt, src) for src, tgt in pairs]
    sources = model.tokenizer.encode_batch([src for src, _ in pairs])
    targets = model.tokenizer.encode_targets([tgt for _, tgt in pairs])
    examples = [Example(src.ids, tgt.ids) for src, tgt in zip(sources, targets, strict=True)]
    return [example for example in examples
            if max(len(example.src_ids), len(example.tgt_ids)) <= model.config.max_len]


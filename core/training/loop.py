"""The training loop: steps, reports, validations, checkpoints, and orders from outside."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from backends.base import Backend
from core import params as parameters
from core import warm
from core.config import ModelConfig
from core.formats import atomic, native
from core.formats.tensors import read_tensors
from core.init import init_params
from core.training import checkpoints, probes
from core.training.accumulation import make_accumulated_step
from core.training.average import averaging, best_of, with_average
from core.training.before_after import write_report
from core.training.checkpoints import Cursor
from core.training.claim import claimed
from core.training.control import Control
from core.training.decision import going_on
from core.training.divergence import ROLLBACKS, AstrayError, check_finite, check_mean, giving_up, going_back
from core.training.keeping import is_best, keep_best, keep_outputs, keep_shortlist
from core.training.last_words import in_words, room_kept
from core.training.material import Material
from core.training.pace import Pace
from core.training.preflight import check_disk
from core.training.run_dir import RunDir, RunSpec, newest_validation
from core.training.same_engine import engine_facts, engine_warning
from core.training.schedule import dropout, learning_rate
from core.training.step import TrainStep, init_optimizer, make_train_step
from core.training.together import Together
from core.training.validation import Validation

REPORT_EVERY_S = 0.5
CLIPPED_OF = 1000  # steps: of so many at the most a report says which share was clipped

Emit = Callable[[dict[str, Any]], None]


class TrainingError(RuntimeError):
    """A training that cannot go on; the message says why and what to do."""


def train(run: RunDir, ops: Backend, emit: Emit, control: Control | None = None,
          until: float | None = None) -> None:
    """Trains from the newest whole checkpoint, or from the start, to the end or an order to leave.

    `until` is a time of the clock (`time.time()`) at which it stops; a later resume is not bound by it.
    Emits the events that the command line and the window show. Raises RunError or TrainingError.
    """
    training = _Training(run, ops, emit, control or Control(), until)
    with claimed(run.path):
        training.run_to_end()


class _Training:
    def __init__(self, run: RunDir, ops: Backend, emit: Emit, control: Control, until: float | None):
        self.run, self.ops, self.emit, self.control, self.until = run, ops, emit, control, until
        self.spec: RunSpec = run.read_spec()
        self.config = self.spec.train
        self.card = native.ModelCard(self.spec.name, self.spec.src_lang, self.spec.tgt_lang, self.spec.model)
        self.cursor = Cursor(step=run.read_status().get("step", 0))
        self.saved: Cursor | None = None  # the cursor of the newest checkpoint
        group = ops.group()
        self.together = Together(ops, group, self.config) if group else None
        self.pace = Pace()
        self.saved_at = self.reported_at = time.monotonic()
        self.losses: list[float] = []  # since the last report
        self.grad_norm = self.rate = 0.0  # of the newest step
        self.clipped: deque[bool] = deque(maxlen=CLIPPED_OF)  # whether each newer step's gradient was
        self.dev: dict[str, float] | None = None  # the newest scores

    # --- start and end

    def run_to_end(self) -> None:
        try:
            self.run.write_status("running", self.cursor.step, message="")
            with room_kept(self.run.path):
                self._load_corpus()
                self._start()
                self._end(self._steps())
        except (TrainingError, ValueError, OSError) as error:
            message = in_words(error, self.run.path, self.saved.step if self.saved else None)
            with contextlib.suppress(OSError):  # somebody else may have taken the room that was kept
                self.run.write_status("failed", self.cursor.step, message=message)
            raise TrainingError(message) from error
        finally:
            if self.together:
                self.together.end()

    def _load_corpus(self) -> None:
        self.emit({"event": "stage", "stage": "model"})
        if self.ops.name == "numpy":  # what is compiled once shall not count as the time of a validation
            warm.use_everything(self.ops)
        self.material = Material(self.run, self.spec, self.card, self.ops)
        for message in self.material.warnings:
            self.emit({"event": "warning", "message": message})

    def _start(self) -> None:
        atomic.remove_leftovers(self.run.path)
        check_disk(self.run.path, self.spec.model, self.config, len(checkpoints.listed(self.run.path)))
        found, damaged = checkpoints.to_go_on_from(self.run.checkpoints, self.ops, self.spec.model)
        for message in (*damaged, *going_on(self.run)):
            self.emit({"event": "warning", "message": message})
        if found:
            self.params, self.opt_state, self.cursor = found
            self.saved = replace(self.cursor)
            self.run.append_metrics({"event": "resumed_run", "step": self.cursor.step})
            newest = newest_validation(self.run.path)
            self.dev, took_s = newest.get("dev"), newest.get("took_s")
            if isinstance(took_s, float):
                self.pace.add_validation(took_s, self._is_untrained(newest["step"]))
            changed = engine_warning(self.run.read_status().get("engine"), self.ops)
            if changed:
                self.emit({"event": "warning", "message": changed})
        else:
            self.params = parameters.map_params(self.ops.asarray, self._initial())
            self.opt_state = init_optimizer(self.ops, self.params)
            if self.config.ema_decay:
                self.opt_state = with_average(self.ops, self.opt_state, self.params)
            self.cursor = Cursor()
            # What an earlier start reported before anything was saved is trained again.
            if self.run.has_metrics():
                self.run.append_metrics({"event": "resumed_run", "step": -1})
        self.run.write_status("running", self.cursor.step, saved_step=self.cursor.step,
                              engine=engine_facts(self.ops))
        skipped = dict(self.spec.skipped)
        if self.material.left_out:
            skipped["longer than the model takes"] = self.material.left_out
        model = self.spec.model
        self.emit({
            "event": "started", "run": str(self.run.path), "step": self.cursor.step,
            "max_steps": self.config.max_steps, "time_budget_s": self.config.time_budget_s,
            "until": self.until,
            "pairs": self.spec.pairs, "dev_pairs": self.spec.dev_pairs, "skipped": skipped,
            "num_weights": parameters.count(model), "preset": self.spec.preset,
            "device": self.ops.device(), "src_lang": self.spec.src_lang, "tgt_lang": self.spec.tgt_lang,
            "num_encoder_layers": model.num_encoder_layers,
            "num_decoder_layers": model.num_decoder_layers, "num_heads": model.num_heads,
        })

    def _initial(self) -> parameters.Params:
        """Random weights, or those of the model that is trained further."""
        if self.run.init_path.exists():
            return parameters.unflatten(read_tensors(self.run.init_path, parameters.shapes(self.spec.model)))
        return init_params(self.spec.model, self.config.seed)

    def _end(self, reason: str) -> None:
        cursor = self.cursor
        if self.losses:
            self._report()
        self._save()  # first of all: the validation may be cut short
        if reason != "exit" and cursor.validated_step != cursor.step:
            self._validate(cut_short_by=("exit",))
        if reason == "exit" or cursor.validated_step != cursor.step:
            self.run.write_status("interrupted", cursor.step)
            return
        self.run.write_status("stopped" if reason in ("stopped", "until") else "finished", cursor.step,
                              best_bleu=cursor.best_bleu, best_step=cursor.best_step)
        if self.run.init_path.exists():
            write_report(self.run)
        self.emit({"event": "finished", "reason": reason, "step": cursor.step,
                   "best_step": cursor.best_step, "best_bleu": cursor.best_bleu,
                   "model": str(self.run.path)})

    # --- the loop

    def _steps(self) -> str:
        """Steps until an end, and says which; a training that goes astray goes back and on from there."""
        while True:
            try:
                return self._steps_to_an_end()
            except AstrayError as error:
                self._go_back(str(error))

    def _steps_to_an_end(self) -> str:
        """max_steps, time_budget, patience, until, stopped or exit."""
        step, made_for = None, None
        root = self.ops.key(self.config.seed)
        self._validate_if_due()  # before step 1, and where the last end cut a validation short
        for parts in self.material.feed.from_cursor(self.cursor):
            reason = self._reason_to_end() or self._pause()
            if reason:
                return reason
            started = time.perf_counter()
            cursor = self.cursor
            model = self._model_of(cursor.epoch)
            if model != made_for:
                step, made_for = self._make_step(model), model
            cursor.step += 1
            rate = cursor.rate_scale * learning_rate(cursor.step, self.config.learning_rate,
                                                     self.config.warmup_steps)
            arrays = [{name: self.ops.asarray(array) for name, array in part.items()} for part in parts]
            self.params, self.opt_state, metrics = step(
                self.params, self.opt_state, arrays if self.config.accumulate > 1 else arrays[0],
                self.ops.fold_key(root, cursor.step), self.ops.asarray(rate))
            self.ops.eval(self.params, self.opt_state, metrics)
            self._count(parts, metrics, rate, time.perf_counter() - started)
            self._validate_if_due()
            if time.monotonic() - self.saved_at > self.config.checkpoint_every_s:
                self._save()
        raise AssertionError("the batches never end")

    def _model_of(self, epoch: int) -> ModelConfig:
        """The model with the dropout of that epoch."""
        model = self.spec.model
        return replace(model, dropout=dropout(epoch, model.dropout, self.config.dropout_rise))

    def _make_step(self, model: ModelConfig) -> TrainStep:
        if self.together:
            step = self.together.step_of(model)
        else:
            make = make_accumulated_step if self.config.accumulate > 1 else make_train_step
            step = make(self.ops, model, self.config)
        return averaging(self.ops, step, self.config.ema_decay) if self.config.ema_decay else step

    def _go_back(self, reason: str) -> None:
        """To the checkpoint last validated, with half the learning rate. Raises TrainingError where that
        did not help before."""
        astray = self.cursor
        rate = self.config.learning_rate * astray.rate_scale
        found = None
        if astray.rollbacks < ROLLBACKS:
            found = checkpoints.load_newest(self.run.checkpoints, self.ops, self.spec.model,
                                            max(0, astray.validated_step))
        if not found:
            raise TrainingError(giving_up(reason, rate))
        self.params, self.opt_state, self.cursor, _ = found
        self.cursor.rate_scale, self.cursor.rollbacks = astray.rate_scale / 2, astray.rollbacks + 1
        self.cursor.seconds = astray.seconds  # they were spent
        self.losses.clear()
        self.run.append_metrics({"event": "resumed_run", "step": self.cursor.step})
        self.dev = newest_validation(self.run.path).get("dev")
        self._publish({"event": "warning", "step": self.cursor.step,
                       "message": going_back(reason, self.cursor.step, rate / 2)})
        self._save()

    def _reason_to_end(self) -> str | None:
        wanted = self.control.wanted
        if wanted in ("stop", "exit"):
            self.cursor.batch -= 1  # the batch at hand was not used
            return "stopped" if wanted == "stop" else "exit"
        ended = None
        if self.cursor.step >= self.config.max_steps:
            ended = "max_steps"
        elif self.config.time_budget_s is not None and self.cursor.seconds >= self.config.time_budget_s:
            ended = "time_budget"
        elif self.config.patience and self.cursor.stale >= self.config.patience:
            ended = "patience"
        elif self.until is not None and time.time() >= self.until:
            ended = "until"
        if ended:
            self.cursor.batch -= 1
        return ended

    def _pause(self) -> str | None:
        if self.control.wanted != "pause":
            return None
        self.cursor.batch -= 1
        if self.losses:
            self._report()
        self._save()
        self.cursor.batch += 1
        self.emit({"event": "paused", "step": self.cursor.step})
        self.control.wait_while_paused()
        self.emit({"event": "resumed", "step": self.cursor.step})
        return self._reason_to_end()

    # --- reports

    def _count(self, parts, metrics, rate: float, seconds: float) -> None:
        loss = float(self.ops.to_host(metrics["loss"]))
        self.grad_norm, self.rate = float(self.ops.to_host(metrics["grad_norm"])), rate
        check_finite(loss + self.grad_norm, self.cursor.step)
        self.clipped.append(0 < self.config.clip_norm < self.grad_norm)
        tokens = sum(int((part["token_weights"] > 0).sum()) for part in parts)
        self.cursor.loss_sum += loss
        self.cursor.loss_steps += 1
        self.cursor.tokens += tokens
        self.cursor.seconds += seconds
        self.pace.add(tokens, seconds)
        self.losses.append(loss)
        if time.monotonic() - self.reported_at >= REPORT_EVERY_S:
            self._report()

    def _report(self) -> None:
        cursor, budget = self.cursor, self.config.time_budget_s
        limits = [] if budget is None else [budget - cursor.seconds]
        if self.until is not None:
            limits.append(self.until - time.time())
        left = (self.config.max_steps - cursor.step, min(limits, default=None), self._validations_left())
        self._publish({
            "event": "progress", "step": cursor.step, "loss": sum(self.losses) / len(self.losses),
            "learning_rate": self.rate, "grad_norm": self.grad_norm,
            "clipped": self._share_clipped(), "tokens": cursor.tokens,
            "tokens_per_s": self.pace.tokens_per_s, "seconds": cursor.seconds,
            "epoch": cursor.epoch + cursor.batch / self.material.feed.batches_per_epoch,
            "seconds_left": self.pace.seconds_left(*left), "range_left": self.pace.range_left(*left),
            "memory": self.ops.memory(), "dev": self.dev,
        })
        self.losses.clear()
        self.reported_at = time.monotonic()

    def _share_clipped(self) -> float | None:
        """Of the newest steps; None where gradients are not clipped at all."""
        return sum(self.clipped) / len(self.clipped) if self.config.clip_norm else None

    def _validations_left(self) -> int:
        """Till the last step, which is validated in any case."""
        steps, every = self.config.max_steps, self.config.validate_every
        return -(-steps // every) - self.cursor.step // every

    def _publish(self, event: dict[str, Any]) -> None:
        self.run.append_metrics(event)
        self.emit(event)

    # --- validation and saving

    def _validate_if_due(self) -> None:
        step = self.cursor.step
        if step % self.config.validate_every == 0 and self.cursor.validated_step != step:
            self._validate(cut_short_by=("stop", "exit"))

    def _validate(self, cut_short_by: tuple[str, ...]) -> None:
        """Scores the model and keeps it if it is the best yet.

        A checkpoint follows: a resumed training must know of the best model that lies in the folder,
        or it would put a worse one in its place.
        """
        started = time.perf_counter()
        self.emit({"event": "stage", "stage": "validating"})
        weights, general = best_of(self.params, self.opt_state), None
        result = self.material.validate(weights, lambda: self.control.wanted in cut_short_by)
        if result is not None and self.material.validate_general:
            general = self.material.validate_general(weights, lambda: self.control.wanted in cut_short_by)
            result = result if general else None
        cursor, seconds = self.cursor, time.perf_counter() - started
        cursor.seconds += seconds
        if result is None:
            return
        check_finite(result.dev_loss, cursor.step)
        if self._is_untrained(cursor.step):
            cursor.lowest_loss = result.dev_loss  # chance: no training should do worse
        train_loss = self._close_mean()
        cursor.validated_step = cursor.step
        best = is_best(cursor, result)
        cursor.stale = 0 if best else cursor.stale + 1
        if best:
            self._keep(result)
        keep_outputs(self.run, cursor.step, result, general, best)
        model = native.Model(self.card, self.run.path, weights, self.material.tokenizer)
        pinned = probes.record(self.run, cursor.step, model, self.ops)
        self.dev, took_s = result.scores, time.perf_counter() - started
        self.pace.add_validation(took_s, self._is_untrained(cursor.step))
        self._publish({"event": "validated", "step": cursor.step, "loss": train_loss,
                       "tokens": cursor.tokens, "seconds": cursor.seconds, "dev": self.dev,
                       "dev_loss": result.dev_loss, "bleu": result.bleu, "chrf": result.chrf, "best": best,
                       "general": general and general.scores, "samples": pinned + result.samples,
                       "scored": len(result.outputs), "took_s": took_s})
        self._save()

    def _is_untrained(self, step: int) -> bool:
        """Is the model of that step made of random weights?"""
        return not step and not self.run.init_path.exists()

    def _close_mean(self) -> float | None:
        """The mean training loss since the last validation; None before step 1. Raises AstrayError."""
        cursor = self.cursor
        if not cursor.loss_steps:
            return None
        mean = cursor.loss_sum / cursor.loss_steps
        check_mean(mean, cursor.lowest_loss, cursor.step)
        cursor.lowest_loss = mean if cursor.lowest_loss is None else min(mean, cursor.lowest_loss)
        cursor.loss_sum, cursor.loss_steps = 0.0, 0
        return mean

    def _keep(self, result: Validation) -> None:
        cursor = self.cursor
        cursor.best_bleu, cursor.best_loss, cursor.best_step = result.bleu, result.dev_loss, cursor.step
        cursor.highest_bleu = max(result.bleu, cursor.highest_bleu or 0.0)
        host = parameters.map_params(self.ops.to_host, best_of(self.params, self.opt_state))
        keep_best(self.run, self.card, self.spec, cursor, result, host, self.material.tokenizer)
        keep_shortlist(self.run, self.material.feed.examples, self.spec.model)
        self.run.write_status("running", cursor.step, best_bleu=cursor.best_bleu, best_step=cursor.best_step)

    def _save(self) -> None:
        if self.saved == self.cursor:
            return
        self.emit({"event": "stage", "stage": "saving"})
        checkpoints.save(self.run.checkpoints, self.ops, self.params, self.opt_state, self.cursor)
        self.saved, self.saved_at = replace(self.cursor), time.monotonic()
        self.run.write_status("running", self.cursor.step, saved_step=self.cursor.step)
        self.emit({"event": "saved", "step": self.cursor.step})

"""`pellucid translate`: one translation a line, or whole documents."""

from __future__ import annotations

import json
import shlex
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import TextIO

from core.alignment import Aligner, num_words
from core.commands.options import decode_config, must_be_new, progress
from core.commands.steering import steered_translator
from core.config import DecodeConfig
from core.decoding.translator import TextTranslation, Translation, Translator, joined
from core.formats.native import ModelCard
from core.text.languages import is_spaced

SHOWN_UNKNOWN = 10
_FIRST, _MOST = 256, 2048  # lines translated together, then printed: the first soon, the rest at full speed
LONG_LINE = 20_000  # characters: such a line is translated alone, and printed sentence by sentence


def run(args: Namespace) -> int:
    if args.files:
        from core.commands.translate_files import run as run_files

        return run_files(args)
    if args.events:
        raise ValueError("--events is for a document: name it with --file")
    must_be_new(args)
    decode_config(args)  # what excludes each other is said before a model is loaded
    lines = [_text(args.text)] if args.text is not None else _stdin_lines()
    _hint(args.text)
    if not lines:
        raise ValueError("nothing to translate: give a text, lines on stdin, or --file")
    engine = steered_translator(args, "".join(lines))
    config = _config(args, engine.model.card)
    printer = _Printer(args, engine)

    def work(out: TextIO) -> None:
        with progress(len(lines), "line") as bar:
            for start, end in _parts(lines):
                part = lines[start:end]
                if len(part[0]) > LONG_LINE:
                    _warn(end, printer.long_line(end, part[0], config, out))
                else:
                    results = engine.translate_texts(part, config, n_best=args.nbest)
                    for number, (line, result) in enumerate(zip(part, results, strict=True), start + 1):
                        print(printer.line(number, line, result), file=out)
                        _warn(number, result)
                out.flush()
                bar.update(len(part))

    _write(args.out, work)
    return 0


def _text(text: str) -> str:
    """TEXT as it was given. Raises ValueError where the terminal's encoding is not UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"TEXT: expected UTF-8, found other bytes at character {error.start + 1}; give it "
                         "on stdin, or in a file with --file") from None
    return text


def _hint(text: str | None) -> None:
    """Who gives a file's name seldom wants the name translated."""
    with suppress(OSError, ValueError):  # too long for a name, or with a zero in it
        if text and Path(text).is_file():
            print(f"{text} is a file, and this translates its name; to translate what is in it: "
                  f"--file {shlex.quote(text)}", file=sys.stderr)


def _parts(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Beginnings and ends of what is translated together; a long line is alone."""
    start, most = 0, _FIRST
    while start < len(lines):
        end, num_characters = start + 1, len(lines[start])
        while end < len(lines) and end - start < most and num_characters + len(lines[end]) <= LONG_LINE:
            num_characters += len(lines[end])
            end += 1
        yield start, end
        start, most = end, min(2 * most, _MOST)


def _config(args: Namespace, card: ModelCard) -> DecodeConfig:
    """Several translations need a beam of as many."""
    config = decode_config(args, card)
    if args.nbest == 1:
        return config
    if args.sample:
        raise ValueError("--nbest and --sample exclude each other: choose one")
    return replace(config, method="beam", beam_size=max(args.beam or config.beam_size, args.nbest))


def _write(path: str | None, work: Callable[[TextIO], None]) -> None:
    """Gives `work` what lines go to: stdout, or a file that appears when all is written."""
    if path not in (None, "-"):
        from core.formats import atomic

        def write(temporary: Path) -> None:
            with temporary.open("w", encoding="utf-8", newline="\n") as out:
                work(out)

        atomic.write_with(Path(path), write)
    elif sys.stdout is None:
        raise ValueError("stdout is closed; name a file with --out")
    else:
        work(sys.stdout)


class _Printer:
    """One result as the options want it."""

    def __init__(self, args: Namespace, engine: Translator):
        self._args, self._engine = args, engine
        self._aligner = Aligner(engine) if args.alignments else None

    def line(self, number: int, source: str, result: TextTranslation) -> str:
        if self._args.json:
            facts = {"line": number, "source": source, "translation": result.text}
            if self._args.nbest > 1:
                facts["nbest"] = [{"translation": words, "log_prob": _log_prob(row)}
                                  for words, row in self._n_best(source, result)]
            facts["sentences"] = [self._sentence(sentence) for sentence in result.sentences]
            return json.dumps(facts, ensure_ascii=False)
        text = _one_line(result.text)
        if self._args.nbest > 1:
            return "\n".join(f"{number - 1} ||| {words or text} ||| {_log_prob(row):.4f}{self._aligned(row)}"
                             for words, row in self._n_best(source, result))
        return text + self._aligned(result.sentences)

    def _n_best(self, source: str, result: TextTranslation) -> list[tuple[str, list[Translation]]]:
        """The n best of a line, joined as one translation is, each text once: fewer if two are the same."""
        rows = _n_best(result, self._args.nbest)
        if len(result.sentences) > 1:
            segments, spaced = self._engine.segments(source), is_spaced(self._engine.model.tgt_lang)
            texts = [joined(segments, row, spaced).text for row in rows]
        else:
            texts = [result.text if row == list(result.sentences) else row[0].text for row in rows]
        found: dict[str, list[Translation]] = {}
        for text, row in zip(texts, rows, strict=True):
            found.setdefault(" ".join(text.split()), row)
        return list(found.items())

    def _aligned(self, sentences: Sequence[Translation]) -> str:
        """What --alignments puts after a translation: tokens numbered through the whole line, but EOS."""
        if self._aligner is None:
            return ""
        pairs, src_before, tgt_before = [], 0, 0
        eos_id = self._engine.model.config.eos_id
        for sentence in sentences:
            pairs += [f"{src_before + source}-{tgt_before + target}"
                      for source, target in self._pairs(sentence)]
            src_before += num_words(self._engine, self._engine.source_ids(sentence.model_source))
            tgt_before += sum(token_id != eos_id for token_id in sentence.token_ids)
        return " ||| " + " ".join(pairs)

    def long_line(self, number: int, source: str, config: DecodeConfig, out: TextIO) -> TextTranslation:
        """Translates a line and prints it: as plain text by and by."""
        is_plain = not self._args.json and self._args.nbest == 1 and self._aligner is None
        parts = []
        with progress(len(source), "character", f"line {number}") as bar:
            for part in self._engine.translate_in_parts(source, config, n_best=self._args.nbest):
                parts.append(part)
                if is_plain:
                    out.write(_one_line(part.text))
                    out.flush()
                bar.update(sum(len(sentence.source) for sentence in part.sentences))
        result = TextTranslation("".join(part.text for part in parts), tuple(
            sentence for part in parts for sentence in part.sentences), self._engine.num_cut(source))
        print("" if is_plain else self.line(number, source, result), file=out)
        return result

    def _sentence(self, sentence) -> dict:
        tokenizer = self._engine.model.tokenizer
        facts = {"source": sentence.source, "translation": sentence.text, "log_prob": sentence.log_prob,
                 "finished": sentence.finished, "unknown": list(sentence.unknown)}
        if self._engine.steering is not None:
            facts["terms"] = [asdict(use) for use in sentence.terms]
        if self._args.nbest > 1:
            facts["nbest"] = [{"translation": option.text, "log_prob": option.log_prob, "score": option.score}
                              for option in sentence.n_best]
        if self._aligner is not None:
            src_ids = self._engine.source_ids(sentence.model_source)
            facts["src_tokens"] = [tokenizer.source_piece(token_id).text for token_id in src_ids]
            facts["tgt_tokens"] = [tokenizer.piece(i).text for i in sentence.token_ids]
            facts["alignments"] = self._pairs(sentence)
            head = self._aligner.head
            facts["alignment_head"] = {"layer": head.layer, "head": head.head, "agreement": head.agreement}
        return facts

    def _pairs(self, sentence) -> list[tuple[int, int]]:
        [alignment] = self._aligner.align([sentence])
        return alignment.pairs() if alignment is not None else []


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _log_prob(sentences: Sequence[Translation]) -> float:
    return sum(sentence.log_prob for sentence in sentences)


def _n_best(result: TextTranslation, count: int) -> list[list[Translation]]:
    """The best of a line by the sum of its sentences' scores: exact for the lists that its sentences have.

    Each sentence is added to the best beginnings of the line: no worse one can be part of the best of more.
    """
    best: list[tuple[float, tuple]] = [(0.0, ())]  # score, (the row without its last sentence, that)
    for sentence in result.sentences:
        options = [(option.score, replace(sentence, text=option.text, log_prob=option.log_prob,
                                          token_ids=option.token_ids, token_log_probs=option.token_log_probs,
                                          finished=option.finished))
                   for option in sentence.n_best] or [(0.0, sentence)]
        longer = [(before + score, (row, option)) for before, row in best for score, option in options]
        best = sorted(longer, key=lambda found: -found[0])[:count]
    return [_row(row) for _, row in best]


def _row(linked: tuple) -> list[Translation]:
    sentences = []
    while linked:
        linked, sentence = linked
        sentences.append(sentence)
    return sentences[::-1]


def _stdin_lines() -> list[str]:
    if sys.stdin is None:  # closed by whoever called
        return []
    if sys.stdin.isatty():
        print("Type sentences, one a line; Ctrl+D translates them.", file=sys.stderr)
    data = sys.stdin.buffer.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise ValueError(f"stdin, line {line}: expected UTF-8, found the byte {data[error.start]:#04x} at "
                         f"column {column}") from None
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []


def _warn(line: int, result: TextTranslation) -> None:
    """Nothing is cut or lost in silence."""
    if result.num_cut:
        print(f"line {line}: longer than the model takes; translated in parts", file=sys.stderr)
    if not all(sentence.finished for sentence in result.sentences):
        print(f"line {line}: the translation was cut off at the length limit", file=sys.stderr)
    for words in dict.fromkeys(use.words() for sentence in result.sentences for use in sentence.terms
                               if not use.used):
        print(f"line {line}: {words}", file=sys.stderr)
    unknown = dict.fromkeys(character for sentence in result.sentences for character in sentence.unknown)
    if unknown:
        print(f"line {line}: never seen in training: {' '.join(list(unknown)[:SHOWN_UNKNOWN])}",
              file=sys.stderr)

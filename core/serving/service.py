"""What the server knows: which languages there are, which one a text is in, and its translation."""

from __future__ import annotations

import html
import itertools
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from core.config import DecodeConfig
from core.corpus.scripts import languages_of, main_script, script_share
from core.decoding.translator import Steering, TextTranslation, Translator
from core.documents.inline import TAG
from core.formats.native import WEIGHTS, read_card
from core.terms.keeping import prose
from core.terms.steering import Steered
from core.text import languages
from core.text.guess import LOOKED_AT, by_small_words, small_words

LONGEST = 50_000  # characters of a request, all its texts together
MOST = 200  # texts of a request
ALTERNATIVES = 10
_PORTION = 2000  # characters that are translated before another request has its turn
_OURS, _RARE = 10.0, 0.1  # how likely a text is sent here: in a model's language; in one seldom written
_CLEAR, _HALF, _SMALL = 0.9, 0.5, 0.1  # chances; a word or two ("Settings") may seem to be anything
_MARKUP = re.compile(TAG + r"|<[^<>]*>|&#?\w+;")  # whose letters say nothing of a language
_TAG = re.compile(f"({TAG}|<[^<>]*>)")
_NAME = re.compile(r"<([A-Za-z][\w:-]*(?=\s)|!--(?=.*-->))", re.DOTALL)
_NUMBERED = re.compile(r"<(?:[A-Za-z][\w:-]*|!--) (\d+)(?:/| --)?>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


class Refused(ValueError):  # noqa: N818 - as an answer to whoever asked
    """A request that cannot be answered: one sentence."""


@dataclass(frozen=True)
class Answer:
    """Translations of a request's texts, in order; where it was to be found out, the language of each and how
    sure that is, in percent."""

    texts: tuple[TextTranslation, ...]
    detected: tuple[tuple[str, float], ...] = ()


class _Turns:
    """A lock that is had in the order in which it was asked for."""

    def __init__(self):
        self._changed, self._tickets, self._served = threading.Condition(), itertools.count(), 0

    def __enter__(self) -> None:
        with self._changed:
            ticket = next(self._tickets)
            self._changed.wait_for(lambda: self._served == ticket)

    def __exit__(self, *_) -> None:
        with self._changed:
            self._served += 1
            self._changed.notify_all()


class Service:
    """For any number of threads: one translates at a time, by turns of some sentences.

    folders   of models, each loaded when it is first asked for, and again where its files have changed; of
              two for the same languages the first counts
    load      makes a translator of one
    steering  the terms and rules for a translator, asked for at every request: they may change
    """

    def __init__(self, folders: Sequence[Path], load: Callable[[Path], Translator],
                 steering: Callable[[Translator], Steering | None] = lambda _: None):
        """Raises ValueError for a folder that is no model, or one that does not say its languages."""
        self._load, self._steering, self._lock = load, steering, _Turns()
        self._folders: dict[tuple[str, str], Path] = {}
        for folder in folders:
            self._folders.setdefault(_pair(folder), folder)
        self._translators: dict[Path, tuple[int, Translator]] = {}

    def offer(self, folders: Sequence[Path]) -> None:
        """These are the models from now on; one that is gone or damaged by now is passed over."""
        found: dict[tuple[str, str], Path] = {}
        for folder in folders:
            with suppress(ValueError):
                found.setdefault(_pair(folder), folder)
        with self._lock:
            self._folders = found
            self._translators = {folder: known for folder, known in self._translators.items()
                                 if folder in found.values()}

    def languages(self) -> dict[str, list[str]]:
        """Each language that is translated from, and those it is translated into."""
        found: dict[str, list[str]] = {}
        for source, target in self._folders:
            found.setdefault(source, []).append(target)
        return found

    def detect(self, text: str, target: str = "") -> tuple[str, float] | None:
        """(language, percent of certainty) by its script, among languages that share one by their small
        words; where these do not tell, by its letters. None for a text without letters."""
        text = prose(text)
        script = main_script(text)
        if script is None:
            return None
        written = languages_of(script)
        into = [source for source, to in self._folders if source in written and target in ("", to)]
        known = into or [source for source in self.languages() if source in written]
        clear = by_small_words(text[:LOOKED_AT], written) if len(written) > 1 else []
        if len(clear) == 1 or script == "Han" or len(written) < 2:
            language, chance = (clear or known or written or [""])[0], 1.0
        else:
            language, chance = _by_letters(text[:LOOKED_AT], written, known)
        if not language:
            return None
        share = script_share(text, language)
        return language, round(100 * chance * (1.0 if share is None else share), 1)

    def translate(
        self, texts: Sequence[str], source: str, target: str, alternatives: int = 0, is_html: bool = False
    ) -> Answer:
        """`source` "auto": as `detect` says. A text that is in the language asked for stays as it is. Raises
        Refused."""
        check_length(texts)
        if not self._folders:
            raise Refused("there is no model here any more")
        target, detected = languages.base(target), ()
        if source == "auto":
            detected = tuple(self._detected(_MARKUP.sub(" ", text) if is_html else text, target)
                             for text in texts)
        sources = [languages.base(language) for language, _ in detected or [(source, 0.0)] * len(texts)]
        done: dict[int, TextTranslation] = {}
        for language in dict.fromkeys(sources):
            which = [index for index, other in enumerate(sources) if other == language]
            found = self._from(language, target, [texts[index] for index in which], alternatives, is_html)
            done.update(zip(which, found, strict=True))
        return Answer(tuple(done[index] for index in range(len(texts))), detected)

    def _detected(self, text: str, target: str) -> tuple[str, float]:
        return self.detect(text, target) or (target, 0.0)  # without a letter there is nothing to do

    def _from(self, source: str, target: str, texts: list[str], alternatives: int, is_html: bool
              ) -> list[TextTranslation]:
        """Texts in one language."""
        if source == target and any(source in pair for pair in self._folders):
            return [TextTranslation(text, ()) for text in texts]
        if (source, target) not in self._folders:
            known = ", ".join(f"{ours} to {theirs}" for ours, theirs in self._folders)
            raise Refused(f"{source} to {target} is not supported: there is no model for it here; there is "
                          f"{known}")
        with self._lock:
            translator = self._translator(source, target)
        config, count = translator.model.card.decode, 1 + min(max(alternatives, 0), ALTERNATIVES)
        if count > 1:
            config = replace(config, method="beam", beam_size=max(config.beam_size, count))
        made: list[TextTranslation] = []
        short, tags = _shortened(map(_readable, texts)) if is_html else (texts, [])
        for part in _portions(short):
            if len(part) > 1 or len(part[0]) <= _PORTION:
                with self._steered(translator, is_html):
                    made += translator.translate_texts(part, config, n_best=count)
            else:
                made.append(self._long(translator, part[0], config, count, is_html))
        return [_with_tags(one, tags) for one in made] if tags else made

    def _long(self, translator: Translator, text: str, config: DecodeConfig, count: int, is_html: bool
              ) -> TextTranslation:
        parts, found = [], translator.translate_in_parts(text, config, n_best=count, most=_PORTION)
        while True:
            with self._steered(translator, is_html):
                part = next(found, None)
            if part is None:
                return TextTranslation("".join(one.text for one in parts), tuple(
                    sentence for one in parts for sentence in one.sentences), translator.num_cut(text))
            parts.append(part)

    @contextmanager
    def _steered(self, translator: Translator, is_html: bool) -> Iterator[None]:
        """One turn, with the terms and rules there are."""
        with self._lock:
            kept = translator.steering = self._steering(translator)
            if is_html:
                steered = kept if isinstance(kept, Steered) else Steered()
                translator.steering = replace(steered, kept=replace(steered.kept, addresses=True))
            try:
                yield
            finally:
                translator.steering = None

    def _translator(self, source: str, target: str) -> Translator:
        folder = self._folders.get((source, target))
        if folder is None:  # while this request waited for another
            raise Refused(f"there is no model for {source} to {target} here any more")
        try:
            stamp = (folder / WEIGHTS).stat().st_mtime_ns
        except OSError:
            self._translators.pop(folder, None)
            raise Refused(f"the model for {source} to {target} is gone from its folder") from None
        known = self._translators.get(folder)
        if known is None or known[0] != stamp:
            known = self._translators[folder] = stamp, self._load(folder)
        return known[1]


def _portions(texts: Sequence[str]) -> Iterator[list[str]]:
    """What is translated in one turn; a longer text is alone."""
    portion: list[str] = []
    for text in texts:
        if portion and sum(map(len, portion)) + len(text) > _PORTION:
            yield portion
            portion = []
        portion.append(text)
    if portion:
        yield portion


def check_length(texts: Sequence[str]) -> None:
    """Raises Refused, in LibreTranslate's words."""
    for size, limit in ((len(texts), MOST), (sum(map(len, texts)), LONGEST)):
        if size > limit:
            raise Refused(f"Invalid request: request ({size}) exceeds text limit ({limit})")


def _readable(text: str) -> str:
    """HTML with the characters that its entities stand for, where these are no signs of HTML: a word with one
    inside is a word."""
    parts = _TAG.split(text)
    return "".join(part if number % 2 else _ENTITY.sub(_character, part) for number, part in enumerate(parts))


def _shortened(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """HTML with a number in the place of all that its tags and comments say, which might hold the end of a
    sentence or be longer than a model reads; and what the numbers stand for."""
    tags: list[str] = []

    def short(match: re.Match) -> str:
        name = _NAME.match(match[0])
        if name is None:
            return match[0]
        tags.append(match[0])
        end = " -->" if name[1] == "!--" else "/>" if match[0].endswith("/>") else ">"
        return f"<{name[1]} {len(tags) - 1}{end}"

    return [_TAG.sub(short, text) for text in texts], tags


def _with_tags(made: TextTranslation, tags: Sequence[str]) -> TextTranslation:
    def whole(text: str) -> str:
        return _NUMBERED.sub(lambda match: tags[int(match[1])], text)

    return replace(made, text=whole(made.text), sentences=tuple(
        replace(one, text=whole(one.text), n_best=tuple(
            replace(option, text=whole(option.text)) for option in one.n_best)) for one in made.sentences))


def _character(entity: re.Match) -> str:
    found = html.unescape(entity[0])
    return found if len(found) == 1 and found.isprintable() and found not in "<>&\ufffd" else entity[0]


def _by_letters(text: str, written: Sequence[str], known: Sequence[str]) -> tuple[str, float]:
    """The likeliest, and how likely its letters make it; where none is clearly so, one that there is a
    model for. Of 1 500 short English sentences with the bundled models 4 were taken for others'."""
    from core.corpus.language_guess import chances

    by_letters = chances(text, written)
    weights = {language: chance * (_OURS if language in known else 1.0 if small_words(language) else _RARE)
               for language, chance in by_letters.items()}
    likeliest = max(weights, key=weights.get, default="")
    ours = max(known, key=lambda language: weights.get(language, 0.0), default=likeliest)
    total = sum(weights.values()) or 1.0
    share, of_ours = (weights.get(language, 0.0) / total for language in (likeliest, ours))
    is_clear = share >= _CLEAR or (share >= _HALF and of_ours < _SMALL)
    found = likeliest if is_clear else ours
    return found, by_letters.get(found, 0.0)


def _pair(folder: Path) -> tuple[str, str]:
    """Between which languages a model translates. Raises ValueError."""
    card = read_card(folder)
    pair = languages.base(card.src_lang), languages.base(card.tgt_lang)
    if not all(pair):
        raise ValueError(f"{folder}: this model does not say between which languages it translates, so "
                         "nobody could ask for it")
    return pair


def alternatives(translation: TextTranslation, count: int) -> list[str]:
    """Other translations of a text of one sentence; of more there are none that could be told apart."""
    if len(translation.sentences) != 1:
        return []
    others = [option.text for option in translation.sentences[0].n_best]
    return [text for text in dict.fromkeys(others) if text != translation.text][:count]

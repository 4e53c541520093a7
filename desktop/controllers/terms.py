"""The person's glossaries, words to keep and rules, for the direction of the current model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.terms import wishes as stored
from core.terms.wishes import AllWishes, OwnGlossary, OwnRule, Wishes
from desktop.controllers.models import ModelsController
from desktop.workers.background_reader import BackgroundReader

if TYPE_CHECKING:
    from core.terms.glossary import Glossary, Term
    from core.terms.rules import Place, Rule
    from core.terms.steering import Steered

_UNDOABLE = 100  # changes of a direction


@dataclass(frozen=True)
class Tried:
    """What rules find in a text; `made` is what all of them together make of it."""

    text: str
    rule: Rule | None
    places: tuple[Place, ...]
    made: str


class TermsController(QObject):
    """Holds `wishes`; each change is saved at once, by the reader's thread, and can be taken back."""

    changed = Signal()  # `wishes`, `error` or `problems`
    steering_changed = Signal()  # what is in force

    def __init__(self, path: Path, models: ModelsController, reader: BackgroundReader,
                 parent: QObject | None = None):
        super().__init__(parent)
        self._path, self._models, self._reader = path, models, reader
        self._all = AllWishes()
        self._before: dict[str, list[Wishes]] = {}
        self._direction = models.direction
        self.is_loaded = False
        self.error = ""
        self.problems: tuple[str, ...] = ()  # lines that an import left out, and why
        self.steered: Steered | None = None
        models.changed.connect(self._on_model)
        reader.read("terms", lambda: stored.load(path), self._on_loaded)

    @property
    def wishes(self) -> Wishes:
        return self._all.of(*self._direction)

    @property
    def direction(self) -> tuple[str, str]:
        return self._direction

    @property
    def can_undo(self) -> bool:
        return bool(self._before.get(stored.direction(*self._direction)))

    # Terms

    def add_term(self, source: str, target: str) -> bool:
        """Into the first glossary written here; "|" stands between forms. False: `error` says why not."""
        def change() -> Wishes:
            wishes = self.wishes
            index = next((number for number, own in enumerate(wishes.glossaries) if own.is_own), None)
            if index is None:
                own = OwnGlossary("", is_own=True)
                wishes, index = replace(wishes, glossaries=(own, *wishes.glossaries)), 0
            elif not wishes.glossaries[index].is_on:
                wishes = wishes.with_glossary(index, replace(wishes.glossaries[index], is_on=True))
            return wishes.with_term(index, len(wishes.glossaries[index].terms), _term(source, target))
        return self._try(change)

    def edit_term(self, index: int, place: int, source: str, target: str) -> bool:
        def change() -> Wishes:
            old = self.wishes.glossaries[index].terms[place]
            return self.wishes.with_term(index, place, replace(
                _term(source, target), exact=old.exact, must=old.must))
        return self._try(change)

    def remove_term(self, index: int, place: int) -> bool:
        return self._try(lambda: self.wishes.with_term(index, place, None))

    def insist(self, source: str, targets: Sequence[str]) -> bool:
        """From now on this term must be used, whatever it costs."""
        def change() -> Wishes:
            for index, own in enumerate(self.wishes.glossaries):
                for place, term in enumerate(own.terms):
                    if own.is_on and term.targets == tuple(targets) and source.lower() in (
                            form.lower() for form in term.sources):
                        return self.wishes.with_term(index, place, replace(term, must=True))
            return self.wishes
        return self._try(change)

    # Glossaries

    def import_file(self, path: Path) -> None:
        """CSV, TSV or TBX; another of the same name is replaced."""
        src_lang, tgt_lang = self._direction

        def read() -> Glossary:
            from core.terms.glossary import read_glossary

            found = read_glossary(path, src_lang, tgt_lang)
            return replace(found, terms=tuple(replace(term, where="") for term in found.terms))

        self._reader.read("import", read, lambda found: self._on_imported(found, (src_lang, tgt_lang)))

    def _on_imported(self, found: Glossary | Exception, direction: tuple[str, str]) -> None:
        if isinstance(found, Exception):
            self._say(str(found))
            return
        if direction != self._direction:
            return  # another model has been chosen meanwhile
        own = OwnGlossary(found.name, found.terms)
        index = next((number for number, other in enumerate(self.wishes.glossaries)
                      if other.name == own.name and not other.is_own), len(self.wishes.glossaries))
        self._try(lambda: self.wishes.with_glossary(index, own), found.problems)

    def switch_glossary(self, index: int, on: bool) -> bool:
        return self._try(lambda: self.wishes.with_glossary(
            index, replace(self.wishes.glossaries[index], is_on=on)))

    def remove_glossary(self, index: int) -> bool:
        return self._try(lambda: self.wishes.with_glossary(index, None))

    def set_prefer(self, prefer: bool) -> bool:
        return self._try(lambda: replace(self.wishes, prefer=prefer))

    # Words to keep, and rules

    def set_kept(self, lines: Sequence[str]) -> bool:
        return self._try(lambda: self.wishes.with_kept(list(lines)))

    def set_keep_addresses(self, keep: bool) -> bool:
        return self._try(lambda: replace(self.wishes, keep_addresses=keep))

    def put_rule(self, place: int, rule: Callable[[], OwnRule]) -> bool:
        """In the place of one, or at the end as another; `rule` may raise RuleError, which is then said."""
        return self._try(lambda: self.wishes.with_rule(place, rule()))

    def switch_rule(self, place: int, on: bool) -> bool:
        return self._try(lambda: self.wishes.with_rule(place, replace(self.wishes.rules[place], is_on=on)))

    def remove_rule(self, place: int) -> bool:
        return self._try(lambda: self.wishes.with_rule(place, None))

    def try_on(
        self, rule: Rule | None, when: str, text: str, then: Callable[[Tried | Exception], None]
    ) -> None:
        """What a rule finds in a text, or (None) what all rules of that time make of it. Where an expression
        takes too long, `then` gets the RuleError."""
        rules = tuple(own.rule for own in self.wishes.rules if own.is_on and own.when == when)

        def job() -> Tried:
            from core.terms.rules import applied

            if rule is not None:
                return Tried(text, rule, tuple(rule.matches(text)), "")
            return Tried(text, None, (), applied(rules, text))

        self._reader.read("try", job, then)

    # Changing

    def undo(self) -> None:
        """Takes the last change of this direction back."""
        name = stored.direction(*self._direction)
        if self._before.get(name):
            self._put(self._before[name].pop())

    def clear_error(self) -> None:
        self._say("")

    def _try(self, change: Callable[[], Wishes], problems: Sequence[str] = ()) -> bool:
        if not self.is_loaded or self._all.problem:
            self._say(self._all.problem)
            return False
        try:
            wishes = change()
        except ValueError as error:
            self._say(str(error))
            return False
        self.error, self.problems = "", tuple(problems)
        if wishes == self.wishes:
            self.changed.emit()
            return True
        before = self._before.setdefault(stored.direction(*self._direction), [])
        before.append(self.wishes)
        del before[:-_UNDOABLE]
        self._put(wishes)
        return True

    def _put(self, wishes: Wishes) -> None:
        self._all = everything = self._all.put(*self._direction, wishes)
        self._reader.read("save terms", lambda: stored.save(self._path, everything), self._on_saved)
        self._renew()

    def _on_saved(self, answer: object) -> None:
        if isinstance(answer, Exception):
            self._say(str(answer))

    def _on_loaded(self, found: AllWishes | Exception) -> None:
        self._all = found if isinstance(found, AllWishes) else AllWishes(problem=str(found))
        self.is_loaded, self.error = True, self._all.problem
        self._renew()

    def _on_model(self) -> None:
        if self._models.direction != self._direction:
            self._direction = self._models.direction
            self.error, self.problems = self._all.problem, ()
            self._renew()

    def _renew(self) -> None:
        before, self.steered = self.steered, self.wishes.steered()
        self.changed.emit()
        if self.steered != before:
            self.steering_changed.emit()

    def _say(self, error: str) -> None:
        self.error, self.problems = error, ()
        self.changed.emit()


def _term(source: str, target: str) -> Term:
    from core.terms.glossary import Term, forms

    return Term(forms(source), forms(target))

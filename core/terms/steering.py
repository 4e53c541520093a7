"""Everything a person wants of translations, as a translator's `steering`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from core.config import DecodeConfig
from core.decoding.hypothesis import Stop
from core.documents.inline import Inline, plain
from core.terms.enforcing import Enforced
from core.terms.glossary import Glossary, Term
from core.terms.keeping import Kept, is_all_code, put_back
from core.terms.matching import Finder, present
from core.terms.rules import Rule, applied
from core.terms.uses import TermUse
from core.text.spans import carried

if TYPE_CHECKING:
    from core.decoding.translator import Alternative, Translation, Translator

NOT_CHOSEN = "it is not among the words that were chosen"


@dataclass(frozen=True)
class Steered:
    """What is in force; what is switched off is left out by the caller. `Steered()` changes nothing.

    glossaries  the earlier counts where two have the same term
    prefer      their terms may be left out where they cost too much; else they must appear
    kept        what is not translated
    before      rules for the source, in order; `Translation.read` is what they make of it
    after       rules for the translation
    """

    glossaries: tuple[Glossary, ...] = ()
    prefer: bool = False
    kept: Kept = field(default_factory=Kept)
    before: tuple[Rule, ...] = ()
    after: tuple[Rule, ...] = ()

    def identity(self) -> str:
        """Changes when translations may: part of what a document's journal depends on."""
        return self._identity

    @cached_property
    def _identity(self) -> str:
        return hashlib.sha256(repr(self).encode("utf-8", "surrogatepass")).hexdigest()

    def translate(
        self, translator: Translator, texts: Sequence[str], config: DecodeConfig, stop: Stop, n_best: int
    ) -> list[Translation]:
        """As `Translator.translate`. Raises RuleError for an expression that takes too long."""
        inlines = [self._cut_out(text) for text in texts]
        read = [plain(inline) for inline in inlines]
        found = Enforced(self._terms, self.prefer).translate(translator, read, config, stop, n_best)
        return [self._finished(translator, text, inline, result)
                for text, inline, result in zip(texts, inlines, found, strict=True)]

    def continued(
        self, translator: Translator, text: str, results: Sequence[Translation], count: int,
        spared: Sequence[tuple[str, ...]], stop: Stop,
    ) -> list[Translation]:
        """As `finished`, of translations whose first `count` tokens were chosen; terms that they lack are put
        into the rest, but for those with forms of `spared`. Raises Stopped."""
        read = plain(self._cut_out(text))
        free = [replace(result, source=read, read="", terms=()) for result in results]
        made = Enforced(self._terms, self.prefer).continued(translator, free, count, spared, stop)
        finished = []
        for result, one in zip(results, made, strict=True):
            whys = {(use.source, use.targets): use.why for use in one.terms if use.why}
            whole = self.finished(translator, text, replace(one, terms=result.terms))
            finished.append(replace(whole, terms=tuple(
                replace(use, why=use.why and whys.get((use.source, use.targets), use.why))
                for use in whole.terms)))
        return finished

    @property
    def _terms(self) -> tuple[Term, ...]:
        return (*self.kept.terms, *(term for glossary in self.glossaries for term in glossary.terms))

    def finished(self, translator: Translator, text: str, result: Translation) -> Translation:
        """What the model was made to say of a sentence (`result.text` is its tokens') as it is shown.

        Words kept are put back, rules for the translation applied; which of its terms it has is seen anew.
        """
        inline = self._cut_out(text)
        read = plain(inline)
        terms = tuple(_carried(use, text, read) for use in result.terms)
        there = present(result.text, [Term((use.source,), use.targets) for use in terms])
        terms = tuple(replace(use, used=used, cost=0.0, why="" if used else NOT_CHOSEN)
                      for use, used in zip(terms, there, strict=True))
        return self._finished(translator, text, inline, replace(result, source=read, read="", terms=terms))

    def _cut_out(self, text: str) -> Inline:
        """What the model reads, and what is carried past it; a term of a glossary stays whole."""
        text = applied(self.before, text)
        spared = self._with_addresses.find(text) if self._with_addresses is not None else ()
        return self.kept.cut_out(text, [(match.start, match.end) for match in spared])

    @cached_property
    def _with_addresses(self) -> Finder | None:
        """Finds the terms that have in them what would be carried past the model; None where none has."""
        found = [(term, [form for form in term.sources if any(self.kept.spans(form))])
                 for glossary in self.glossaries for term in glossary.terms]
        found = [(term, forms) for term, forms in found if forms]
        return Finder(found) if found else None

    def _others(
        self, translator: Translator, inline: Inline, result: Translation
    ) -> tuple[Alternative, ...]:
        """The n best as the first of them is shown: with what went past the model, and by the rules."""
        from core.decoding.translator import distinct

        made = []
        for option in result.n_best:
            read = replace(result, text=option.text, token_ids=option.token_ids,
                           token_log_probs=option.token_log_probs, log_prob=option.log_prob)
            made.append(replace(option, text=applied(self.after, put_back(translator, inline, read).text)))
        return distinct(made, len(made)) if made else ()

    def _finished(
        self, translator: Translator, text: str, inline: Inline, result: Translation
    ) -> Translation:
        if is_all_code(inline):
            result = replace(result, text=applied(self.before, text), token_ids=(), token_log_probs=(),
                             log_prob=0.0, finished=True, n_best=())
        else:
            result = replace(put_back(translator, inline, result),
                             n_best=self._others(translator, inline, result))
        after = applied(self.after, result.text)
        if after == result.text and result.source == text:
            return result
        return replace(result, text=after, source=text, read=result.source if result.source != text else "",
                       terms=tuple(_carried(use, result.source, text) for use in result.terms))


def _carried(use: TermUse, read: str, text: str) -> TermUse:
    """Its place in another form of the same sentence, such as what the person wrote."""
    [(start, end)] = carried([(use.start, use.end)], read, text)
    return replace(use, start=start, end=end)

"""A term's forms as tokens: with and without a space before them, with a capital where a sentence begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.decoding.constrained import Constraint, Found, Spelling, Variant
from core.terms.glossary import Term
from core.text.tokenizer import Tokenizer, unspaced
from core.text.words import capitalized, in_word

_LEADS = ("", "(", ". ", "。")  # what stands before a form: tokens differ after a space and without one


def spelling(tokenizer: Tokenizer) -> Spelling:
    """What the constrained search must know of every target token."""
    texts = [tokenizer.spelled(token_id) for token_id in range(tokenizer.vocab_size)]
    return Spelling([text != "" and in_word(text[0]) for text in texts],
                    [text != "" and in_word(text[-1]) for text in texts],
                    [any(character.isalnum() for character in text) for text in texts],
                    [not text.startswith(" ") for text in texts])


def variants(tokenizer: Tokenizer, term: Term, capitals: bool) -> tuple[Variant, ...]:
    """The ways to write a term; `capitals`: sentences of this translation begin with one."""
    found: dict[Variant, None] = {}
    for form in term.targets:
        initial = capitalized(form)
        if not capitals or term.exact or initial == form:
            written = [(form, None)]
        else:
            written = [(form, False), (initial, True)]
        for text, where in written:
            found |= dict.fromkeys(_written(tokenizer, text, where))
    return tuple(found)


def _written(tokenizer: Tokenizer, text: str, initial: bool | None) -> list[Variant]:
    found = []
    leads = tokenizer.encode_targets([*(lead.rstrip() for lead in _LEADS), *(lead + text for lead in _LEADS)])
    for lead, before, whole in zip(_LEADS, leads[:len(_LEADS)], leads[len(_LEADS):], strict=True):
        start = len(before.ids) - 1
        if before.ids[:-1] != whole.ids[:start] or (lead and before.unknown):
            continue  # the tokens of the lead ran together with those of the form
        ids = tuple(whole.ids[start:-1])
        if not ids:
            continue
        glued = not tokenizer.spelled(ids[0]).startswith(" ")
        made = Variant(ids, text, glued, initial, glued and in_word(text[0]), in_word(text[-1]))
        at_start = lead == "" and not glued and unspaced(text[0])  # SentencePiece begins every text so
        if at_start:
            found.append(replace(made, initial=True))
        elif glued or not unspaced(text[0]):
            found.append(made)
    return found


def inner_ids(tokenizer: Tokenizer, text: str) -> tuple[int, ...]:
    """The tokens of text that stands right behind other text."""
    return next((variant.ids for variant in _written(tokenizer, text, None) if variant.glued),
                tuple(tokenizer.encode_targets([text])[0].ids[:-1]))


def written(tokenizer: Tokenizer, found: Found, constraints: Sequence[Constraint], spaced: bool) -> str:
    """A hypothesis as text. A term stands in it as it is listed, though its characters have no
    token or the tokenizer reads them as others ("Ｆｕｌｌ"); a word beside it is a blank away in any script.

    spaced  its language puts spaces between words: so a kept Chinese name has them around it, too
    """
    ids = found.hypothesis.token_ids
    text = tokenizer.decode(ids)
    for place in sorted(found.places, key=lambda place: -place.start):
        start, end = (len(tokenizer.decode(ids[:count])) for count in (place.start, place.end))
        start += len(text[start:end]) - len(text[start:end].lstrip(" "))
        form = constraints[place.constraint].variants[place.variant].text
        before, after = text[:start], text[end:]
        lead = " " if _touch(before[-1:], form[:1], spaced) else ""
        tail = " " if _touch(after[:1], form[-1:], spaced) else ""
        text = before + lead + form + tail + after
    return text


def _touch(word: str, form: str, spaced: bool) -> bool:
    """Would a word stand right beside a form (one character of each) that wants a blank there?"""
    return bool(word and form) and in_word(word) and (in_word(form) or (spaced and unspaced(form)))

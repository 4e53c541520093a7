"""Which characters of a text each of its tokens stands for, whatever the tokenizer does to the text."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence

from core.text.tokenizer import Tokenizer

Span = tuple[int, int]


def decoded_spans(tokenizer: Tokenizer, token_ids: Sequence[int]) -> list[Span]:
    """Each token's characters in `tokenizer.decode(token_ids)`; empty for EOS and its like."""
    return _spans(tokenizer.decode, token_ids)


def _spans(decode: Callable[[Sequence[int]], str], token_ids: Sequence[int]) -> list[Span]:
    spans, length = [], 0
    text = decode(token_ids)
    for count in range(1, len(token_ids) + 1):
        end = len(decode(token_ids[:count]))
        start, length = min(length, end), min(end, len(text))
        while start < length and text[start] == " ":  # the space belongs to no token
            start += 1
        spans.append((start, length))
    return spans


def source_spans(tokenizer: Tokenizer, token_ids: Sequence[int], text: str) -> list[Span]:
    """Each token's characters in the text that it was encoded from.

    A piece that is not found where it should stand (an unknown or normalised character) is taken to
    be as long as it reads.
    """
    decoded = tokenizer.decode_source(token_ids)
    spans, place = [], 0
    for start, end in _spans(tokenizer.decode_source, token_ids):
        piece = decoded[start:end]
        if not piece:
            spans.append((place, place))
            continue
        while place < len(text) and text[place].isspace():
            place += 1
        spans.append((place, min(place + len(piece), len(text))))
        place = spans[-1][1]
    return spans


def carried(spans: Sequence[Span], before: str, after: str) -> list[Span]:
    """Spans of `before` as spans of `after`, what it was changed into (by replace rules, by codes put in)."""
    if before == after:
        return list(spans)
    places = [0] * (len(before) + 1)  # where each boundary went
    for _, start, end, new_start, new_end in difflib.SequenceMatcher(
            None, before, after, autojunk=False).get_opcodes():
        for place in range(start, end):
            places[place] = min(new_start + place - start, new_end)
        places[end] = new_end
    return [(places[start], max(places[start], places[end])) for start, end in spans]

"""What else could stand at a place of a translation: other words, and how the sentence goes on from each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.confidence import Word, words
from core.config import DecodeConfig
from core.decoding import forced
from core.decoding.hypothesis import Stop, allowed, length_limit, log_probs, never, start
from core.decoding.state import advance
from core.decoding.translator import Stopped, Translation, Translator
from core.terms.glossary import Term
from core.terms.matching import places, present
from core.text.words import in_word

COUNT = 5
_Row = tuple[list[int], list[float]]  # the tokens so far, and their log-probabilities


def alternatives(
    translator: Translator, translation: Translation, place: int, count: int = COUNT, stop: Stop = never
) -> list[tuple[Word, Translation]]:
    """The `count` most probable tokens at token `place`, each with its word and the whole sentence.

    The one that stands there is among them, with the sentence as it is. For the others what stands before the
    place is kept and the rest decoded anew, greedily, or with the person's terms in it. Raises Stopped.
    """
    kept, eos_id = translation.token_ids[:place], translator.model.config.eos_id
    state, logits = _after(translator, translation, kept)
    ctx, ops = translator.context, translator.context.ops
    follows_term = _follows_term(translator, translation, place)
    most = 10 * count if follows_term else count
    values, ids = ops.top_k(allowed(ctx, log_probs(ctx, logits)), min(most, ctx.config.vocab_size))
    firsts = [(token_id, value) for token_id, value in zip(ops.to_host(ids)[0].tolist(),
              ops.to_host(values)[0].tolist(), strict=True) if value != float("-inf") and token_id != eos_id
              and not (follows_term and _is_inner(translator, token_id))][:count]
    if place < len(translation.token_ids) and translation.token_ids[place] not in dict(firsts):
        firsts = [*firsts[:count - 1], (translation.token_ids[place], translation.token_log_probs[place])]
    if not firsts:
        return []
    rows = [([*kept, token_id], [*translation.token_log_probs[:place], value]) for token_id, value in firsts]
    _to_the_end(translator, translation, state, rows, stop)
    made = []
    wholes = _wholes(translator, translation, rows, place, place + 1, stop)
    for (token_id, _), whole in zip(firsts, wholes, strict=True):
        if tuple(translation.token_ids[place:place + 1]) == (token_id,):
            whole = translation
        word = _word_at(translator, whole, place)
        if word is not None:
            made.append((word, whole))
    return made


def continued(
    translator: Translator, translation: Translation, place: int, typed: str, stop: Stop = never
) -> Translation:
    """What stands before token `place` is kept, then comes what a person typed; the rest is decoded anew.

    Raises Stopped, and ValueError where the model has no tokens for the words or no room for them.
    """
    tokenizer, ctx = translator.model.tokenizer, translator.context
    before, through = (tokenizer.decode(translation.token_ids[:count]) for count in (place, place + 1))
    gap = " " if through[len(before):].startswith(" ") and typed.strip() else ""
    [encoding] = tokenizer.encode_targets([before + gap + typed.strip()])
    if encoding.unknown:
        raise ValueError("the model has no token for " + " ".join(dict.fromkeys(encoding.unknown)))
    ids = list(encoding.ids[:-1])
    if not ids or not typed.strip():
        raise ValueError("expected a word to start from")
    limit = length_limit(ctx.config, DecodeConfig(), len(translator.source_ids(translation.model_source)))
    if len(ids) >= limit:
        raise ValueError(f"the sentence would have over {limit} tokens, more than the model has room for")
    state, logits = _after(translator, translation, ids)
    [scores] = forced.token_log_probs(ctx, translator.model.params,
                                      [translator.source_ids(translation.model_source)], [ids])
    values, firsts = ctx.ops.top_k(allowed(ctx, log_probs(ctx, logits)), 1)
    rows = [([*ids, int(ctx.ops.to_host(firsts)[0, 0])], [*map(float, scores),
                                                          float(ctx.ops.to_host(values)[0, 0])])]
    _to_the_end(translator, translation, state, rows, stop)
    return _wholes(translator, translation, rows, place, len(ids), stop)[0]


def best(
    translator: Translator, translation: Translation, config: DecodeConfig, count: int = COUNT,
    stop: Stop = never,
) -> list[Translation]:
    """The `count` best whole translations of its sentence by beam search, best first. Raises Stopped."""
    config = replace(config, method="beam", beam_size=max(config.beam_size, count))
    [found] = translator.translate([translation.source], config, stop, n_best=count)
    if len(found.n_best) < 2:
        return [found]
    options = [replace(_whole(translator, found, one.token_ids, one.token_log_probs, one.text),
                       finished=one.finished) for one in found.n_best]
    return list({one.text: one for one in [found, *options]}.values())


def _after(translator: Translator, translation: Translation, kept: Sequence[int]):
    """(state, logits [1,V]) with these target tokens behind it."""
    ctx, params = translator.context, translator.model.params
    state, logits = start(ctx, params, [translator.source_ids(translation.model_source)]), None
    for token_id in (ctx.config.bos_id, *kept):
        logits, state = advance(ctx, params, state, [token_id])
    return state, logits


def _to_the_end(
    translator: Translator, translation: Translation, state, rows: list[_Row], stop: Stop
) -> None:
    """Greedily, all rows together, in place. They hold what `state` (of one row) has read, and a token."""
    ctx, params, ops = translator.context, translator.model.params, translator.context.ops
    eos_id = ctx.config.eos_id
    limit = length_limit(ctx.config, DecodeConfig(), len(translator.source_ids(translation.model_source)))
    state = state.reorder(ctx, [0] * len(rows), sources=[0] * len(rows))
    while any(row[0][-1] != eos_id for row in rows) and max(len(row[0]) for row in rows) < limit:
        if stop():
            raise Stopped
        logits, state = advance(ctx, params, state, [row[0][-1] for row in rows])
        values, ids = ops.top_k(allowed(ctx, log_probs(ctx, logits)), 1)
        found = zip(ops.to_host(ids)[:, 0].tolist(), ops.to_host(values)[:, 0].tolist(), strict=True)
        for (tokens, scores), (token_id, value) in zip(rows, found, strict=True):
            if tokens[-1] != eos_id:
                tokens.append(token_id)
                scores.append(value)


def _wholes(
    translator: Translator, like: Translation, rows: Sequence[_Row], place: int, count: int, stop: Stop
) -> list[Translation]:
    """The sentence of `like` with the tokens of each row, whose first `count` stay; terms that are not among
    them are put into the rest, but for one that stands at token `place` of `like`: it was chosen away, unless
    those that stay hold it again."""
    if translator.steering is None:
        return [_whole(translator, like, *row) for row in rows]
    word = _word_at(translator, like, place)
    begun = [translator.model.tokenizer.decode(tokens[:count]) for tokens, _ in rows]
    spared = [term.targets for term, (start, end) in _terms(like)
              if word is not None and start < word.end and word.start < end
              and not all(present(text, [term])[0] for text in begun)]
    free = [_as_decoded(translator, like, *row) for row in rows]
    return translator.steering.continued(translator, like.source, free, count, spared, stop)


def _follows_term(translator: Translator, translation: Translation, place: int) -> bool:
    """Does a term end right before token `place`? Letters glued to it would make another word of it."""
    used = _terms(translation)
    word = _word_at(translator, translation, place) if used else None
    return word is not None and any(
        end <= word.start and not translation.text[end:word.start].strip() for _, (_, end) in used)


def _is_inner(translator: Translator, token_id: int) -> bool:
    """Does it go on with a word that stands before it?"""
    text = translator.model.tokenizer.spelled(token_id)
    return text != "" and in_word(text[0])


def _terms(translation: Translation) -> list[tuple[Term, tuple[int, int]]]:
    """The terms that stand in a translation, and where."""
    terms = [Term((use.source,), use.targets) for use in translation.terms if use.used]
    found = zip(terms, places(translation.text, terms), strict=True)
    return [(term, where) for term, where in found if where is not None]


def _word_at(translator: Translator, translation: Translation, place: int) -> Word | None:
    return next((word for word in words(translator, translation)
                 if word.first_token <= place < word.last_token), None)


def _as_decoded(
    translator: Translator, like: Translation, tokens: Sequence[int], scores: Sequence[float],
    text: str | None = None,
) -> Translation:
    text = translator.model.tokenizer.decode(tokens) if text is None else text
    return replace(like, text=text, token_ids=tuple(tokens),
                   token_log_probs=tuple(scores), log_prob=sum(scores), n_best=(),
                   finished=bool(tokens) and tokens[-1] == translator.model.config.eos_id)


def _whole(
    translator: Translator, like: Translation, tokens: Sequence[int], scores: Sequence[float],
    text: str | None = None,
) -> Translation:
    """The sentence of `like` with these tokens, as the person's rules and kept words would show it."""
    made = _as_decoded(translator, like, tokens, scores, text)
    if translator.steering is None:
        return made
    return translator.steering.finished(translator, like.source, made)

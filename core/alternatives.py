"""What else could stand at a place of a translation: other words, and how the sentence goes on from each."""

from __future__ import annotations

from dataclasses import replace

from core.confidence import Word, words
from core.config import DecodeConfig
from core.decoding.hypothesis import Stop, allowed, length_limit, log_probs, never, start
from core.decoding.state import advance
from core.decoding.translator import Stopped, Translation, Translator

COUNT = 5


def alternatives(
    translator: Translator, translation: Translation, place: int, count: int = COUNT, stop: Stop = never
) -> list[tuple[Word, Translation]]:
    """The `count` most probable tokens at token `place`, each with its word and the whole sentence.

    What stands before the place is kept; the rest is decoded anew, greedily. Raises Stopped.
    """
    ctx, params, kept = translator.context, translator.model.params, translation.token_ids[:place]
    source, eos_id, ops = translator.source_ids(translation.source), ctx.config.eos_id, ctx.ops
    limit = length_limit(ctx.config, DecodeConfig(), len(source))
    state, logits = start(ctx, params, [source]), None
    for token_id in (ctx.config.bos_id, *kept):
        logits, state = advance(ctx, params, state, [token_id])
    values, ids = ops.top_k(allowed(ctx, log_probs(ctx, logits)), min(count, ctx.config.vocab_size))
    firsts = [(token_id, value) for token_id, value in zip(ops.to_host(ids)[0].tolist(),
              ops.to_host(values)[0].tolist(), strict=True) if value != float("-inf") and token_id != eos_id]
    if not firsts:
        return []
    rows = [([*kept, token_id], [*translation.token_log_probs[:place], value]) for token_id, value in firsts]
    state = state.reorder(ctx, [0] * len(rows), sources=[0] * len(rows))
    while any(row[0][-1] != eos_id for row in rows) and len(kept) + 1 < limit:
        if stop():
            raise Stopped
        if max(len(row[0]) for row in rows) >= limit:
            break
        logits, state = advance(ctx, params, state, [row[0][-1] for row in rows])
        values, ids = ops.top_k(allowed(ctx, log_probs(ctx, logits)), 1)
        best = zip(ops.to_host(ids)[:, 0].tolist(), ops.to_host(values)[:, 0].tolist(), strict=True)
        for (tokens, scores), (token_id, value) in zip(rows, best, strict=True):
            if tokens[-1] != eos_id:
                tokens.append(token_id)
                scores.append(value)
    made = []
    for tokens, scores in rows:
        whole = replace(translation, text=translator.model.tokenizer.decode(tokens), token_ids=tuple(tokens),
                        token_log_probs=tuple(scores), log_prob=sum(scores), n_best=(),
                        finished=tokens[-1] == eos_id)
        word = next((word for word in words(translator, whole)
                     if word.first_token <= place < word.last_token), None)
        if word is not None:
            made.append((word, whole))
    return made

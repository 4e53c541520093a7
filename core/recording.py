"""A decoding as a value: the tree of steps with their traces, and the words for its token ids.

It needs no engine and no model to be read, so it may cross threads, lie in a file, and be shown on another
machine.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.config import ModelConfig
from core.decoding.session import DecodeSession, Step
from core.formats.native import Model
from core.text.tokenizer import Piece
from core.trace import Trace


@dataclass(frozen=True)
class Recording:
    """steps   parents stand before their children
    pieces     the target token ids that occur, as chips show them
    src_pieces those of the source, by position: its vocabulary may be another
    sentences  leaf id -> the text up to there
    limit      the most tokens that a branch may have
    num_edits  how many things the lab had changed in the model; 0: nothing
    """

    text: str
    model_name: str
    src_lang: str
    tgt_lang: str
    config: ModelConfig
    src_ids: tuple[int, ...]
    steps: tuple[Step, ...]
    encoder_trace: Trace
    pieces: dict[int, Piece]
    src_pieces: tuple[Piece, ...]
    sentences: dict[int, str]
    limit: int
    num_edits: int = 0


def facts(text: str, session: DecodeSession, model: Model) -> dict:
    """The fields of a Recording of the session as it stands."""
    ids = set()
    for step in session.steps:
        ids.add(step.tgt_in_ids[-1])
        ids.update(candidate.token_id for candidate in step.candidates)
    return {
        "text": text, "model_name": model.name, "src_lang": model.src_lang, "tgt_lang": model.tgt_lang,
        "config": model.config, "src_ids": session.src_ids, "steps": tuple(session.steps),
        "encoder_trace": session.encoder_trace,
        "pieces": {token_id: model.tokenizer.piece(token_id) for token_id in ids},
        "src_pieces": tuple(map(model.tokenizer.source_piece, session.src_ids)),
        "sentences": {leaf.id: model.tokenizer.decode(leaf.tgt_in_ids) for leaf in session.leaves()},
        "limit": session.limit, "num_edits": session.num_edits,
    }


def record(text: str, session: DecodeSession, model: Model) -> Recording:
    """The whole tree, with every trace computed again that was forgotten."""
    steps = tuple(session.recall(step) for step in session.steps)
    return Recording(**{**facts(text, session, model), "steps": steps})

"""The text side of models made elsewhere: SentencePiece pieces (Kudo and Richardson 2018) looked up in a
vocabulary, as Marian and CTranslate2 models have it; or single characters, looked up likewise.

One file serves as for every other model, tokenizer.json:

    {"pieces": 1, "source": {SIDE}, "target": {SIDE} or null where it is the source's vocabulary,
     "target_spm": base64 or null, "special_ids": [pad, bos, eos, unk], "ends_source": bool,
     "code": str or null}
    SIDE = {"spm": base64 of a .spm file or null for characters, "tokens": [the piece of each id]}

Source and target have each a way to cut text and a vocabulary; the vocabulary may be one for both.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sentencepiece import SentencePieceProcessor

from core.text.tokenizer import SPACE, Encoding, Piece, Tokenizer, TokenizerError, shown, whole

_CODE = re.compile(r">>[^<>\s]+<<")
_TYPED_CODE = re.compile(r"\s*(>>[^<>\s]+<<)\s*")
_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
_UNKNOWN = "⁇"
_SPECIAL_NAMES = ("PAD", "<s>", "</s>", "<unk>")


class Vocabulary:
    """The piece of each id, and back; "" stands for an id without a piece.

    Raises TokenizerError where two ids have one piece.
    """

    def __init__(self, tokens: Sequence[str]):
        self.tokens = tuple(tokens)
        self.ids = {token: token_id for token_id, token in enumerate(self.tokens) if token}
        if len(self.ids) != len(self.tokens) - self.tokens.count(""):
            twice = next(token for token_id, token in enumerate(self.tokens) if self.ids.get(token, token_id)
                         != token_id)
            raise TokenizerError(f'the vocabulary has the piece "{twice}" twice')

    def __len__(self) -> int:
        return len(self.tokens)


class Cutter:
    """Cuts text of one language: by a SentencePiece model, or where `spm` is None into characters."""

    def __init__(self, spm: bytes | None):
        self.spm, self._processor = spm, None
        if spm is not None:
            self._processor = SentencePieceProcessor()
            try:
                self._processor.LoadFromSerializedProto(spm)
            except (RuntimeError, TypeError):
                raise TokenizerError("expected a SentencePiece model, but it is damaged or cut short: get it "
                                     "anew") from None

    def pieces(self, texts: list[str]) -> list[list[str]]:
        if self._processor is None:
            return [list(text) for text in texts]
        return self._processor.encode(texts, out_type=str)

    def spells(self) -> set[str]:
        """The pieces that stand for text; none where it cuts into characters. Raises TokenizerError."""
        model = self._processor
        if model is None:
            return set()
        try:
            return {model.IdToPiece(i) for i in range(len(model)) if not (
                model.IsControl(i) or model.IsUnknown(i) or model.IsUnused(i) or model.IsByte(i))}
        except UnicodeDecodeError:
            raise TokenizerError("expected a SentencePiece model, but it is damaged (one of its pieces is no "
                                 "text)") from None


class PieceTokenizer(Tokenizer):
    """See the module. `code` is put before every source, for models that translate into several languages."""

    def __init__(self, cutters: tuple[Cutter, Cutter], vocabularies: tuple[Vocabulary, Vocabulary],
                 special_ids: tuple[int, int, int, int], ends_source: bool = True, code: str | None = None):
        self._cutters, self._source, self._target = cutters, *vocabularies
        self.special_ids, self._ends_source, self.code = special_ids, ends_source, code
        self._pad_id, self._bos_id, self._eos_id, self._unk_id = special_ids
        self.codes = tuple(sorted(token for token in self._source.tokens if _CODE.fullmatch(token)))

    def with_code(self, code: str | None) -> PieceTokenizer:
        """The same for another language. Raises TokenizerError where the model does not know it."""
        if code is not None and code not in self.codes:
            if not self.codes:
                return super().with_code(code)  # refuses
            some = ", ".join(self.codes[:20]) + (" …" if len(self.codes) > 20 else "")
            raise TokenizerError(f"{code}: this model does not know this language; expected one of: {some}")
        return PieceTokenizer(self._cutters, (self._source, self._target), self.special_ids,
                              self._ends_source, code)

    # The file

    @classmethod
    def from_document(cls, document: dict[str, Any], path: Path) -> PieceTokenizer:
        """Of a tokenizer.json. Raises TokenizerError."""
        try:
            return _read(document)
        except TokenizerError as error:
            raise TokenizerError(f"{path}: {error}") from None

    def to_json(self) -> str:
        source, target = self._cutters
        return json.dumps({
            "pieces": 1,
            "source": {"spm": _base64(source.spm), "tokens": self._source.tokens},
            "target": None if self._source is self._target else {"tokens": self._target.tokens},
            "target_spm": _base64(target.spm), "special_ids": self.special_ids,
            "ends_source": self._ends_source, "code": self.code}, ensure_ascii=False)

    @property
    def cutters(self) -> tuple[Cutter, Cutter]:
        return self._cutters

    @property
    def vocabularies(self) -> tuple[Vocabulary, Vocabulary]:
        return self._source, self._target

    # Text to ids

    @property
    def vocab_size(self) -> int:
        return len(self._target)

    @property
    def num_src_ids(self) -> int:
        return len(self._source)

    def encode_batch(self, texts: list[str]) -> list[Encoding]:
        coded = [self._in_force(whole(text)) for text in texts]
        encodings = self._encoded(self._cutters[0], self._source, [text for _, text in coded])
        for (code, _), encoding in zip(coded, encodings, strict=True):
            if code is not None:
                encoding.ids.insert(0, self._source.ids[code])
            if self._ends_source or not encoding.ids:
                encoding.ids.append(self._eos_id)
        return encodings

    def merges(self) -> None:
        return None

    def encode_targets(self, texts: list[str]) -> list[Encoding]:
        encodings = self._encoded(self._cutters[1], self._target, [whole(text) for text in texts])
        for encoding in encodings:
            encoding.ids.append(self._eos_id)
        return encodings

    def typed_code(self, text: str) -> str:
        typed = _TYPED_CODE.match(text)
        return typed[1] if typed and typed[1] in self.codes else ""

    def _in_force(self, text: str) -> tuple[str | None, str]:
        """(the code in force, the text without it); one typed before the text overrides the one chosen."""
        if self.typed_code(text):
            typed = _TYPED_CODE.match(text)
            return typed[1], text[typed.end():]
        return self.code, text

    def _encoded(self, cutter: Cutter, vocabulary: Vocabulary, texts: list[str]) -> list[Encoding]:
        never = {self._pad_id, self._bos_id, self._eos_id}  # text is text, whatever it spells
        encodings = []
        for pieces in cutter.pieces(texts):
            ids, unknown = [], []
            for piece in pieces:
                token_id = vocabulary.ids.get(piece, self._unk_id)
                if token_id in never:
                    token_id = self._unk_id
                if token_id == self._unk_id:
                    unknown.append(piece.replace(SPACE, " ").strip() or piece)
                ids.append(token_id)
            encodings.append(Encoding(ids, unknown))
        return encodings

    # Ids to text

    def decode(self, ids: Iterable[int]) -> str:
        return self._text(self._target, ids)

    def decode_source(self, ids: Iterable[int]) -> str:
        return self._text(self._source, ids)

    def _text(self, vocabulary: Vocabulary, ids: Iterable[int]) -> str:
        parts: list[str] = []
        for token_id in ids:
            if token_id == self._unk_id:
                parts.append(_UNKNOWN)
            elif token_id not in self.special_ids and 0 <= token_id < len(vocabulary):
                token = vocabulary.tokens[token_id]
                if not _CODE.fullmatch(token):
                    parts.append(token)
        return _bytes_joined(parts).replace(SPACE, " ").strip(" ")

    def piece(self, token_id: int) -> Piece:
        return self._shown(self._target, token_id)

    def source_piece(self, token_id: int) -> Piece:
        return self._shown(self._source, token_id)

    def spelled(self, token_id: int) -> str:
        token = self._target.tokens[token_id]
        return "" if token_id in self.special_ids or _CODE.fullmatch(token) else token.replace(SPACE, " ")

    def _shown(self, vocabulary: Vocabulary, token_id: int) -> Piece:
        if token_id in self.special_ids:
            return Piece(_SPECIAL_NAMES[self.special_ids.index(token_id)], special=True)
        if not 0 <= token_id < len(vocabulary):
            raise IndexError(f"token id {token_id} is outside the vocabulary of {len(vocabulary)}")
        token = vocabulary.tokens[token_id]
        return Piece(token, special=True) if _CODE.fullmatch(token) or not token else shown(token)


def _bytes_joined(parts: list[str]) -> str:
    """Pieces as text; runs of byte pieces ("<0xE4>") are UTF-8."""
    if not any(_BYTE.fullmatch(part) for part in parts):
        return "".join(parts)
    data = b"".join(bytes([int(match[1], 16)]) if (match := _BYTE.fullmatch(part)) else part.encode()
                    for part in parts)
    return data.decode("utf-8", errors="replace")


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _read(document: dict[str, Any]) -> PieceTokenizer:
    version = document.get("pieces")
    if version != 1:
        raise TokenizerError(f'expected "pieces": 1, found {version!r:.60}')
    source = _member(document, "source", dict)
    target = _member(document, "target", dict, type(None))
    cutters = (Cutter(_spm(source, "spm")), Cutter(_spm(document, "target_spm")))
    vocabulary = Vocabulary(_tokens(source))
    other = vocabulary if target is None else Vocabulary(_tokens(target))
    special = _member(document, "special_ids", list)
    if len(special) != 4 or not all(type(i) is int and 0 <= i < min(len(vocabulary), len(other))
                                    for i in special):
        raise TokenizerError(f"special_ids should be four ids of the vocabulary, and is {special!r:.60}")
    tokenizer = PieceTokenizer(cutters, (vocabulary, other), tuple(special),
                               _member(document, "ends_source", bool))
    code = _member(document, "code", str, type(None))
    return tokenizer if code is None else tokenizer.with_code(code)


def _member(document: dict[str, Any], key: str, *kinds: type) -> Any:
    value = document.get(key)
    if type(value) not in kinds or (value is None and key not in document):
        names = " or ".join("null" if kind is type(None) else kind.__name__ for kind in kinds)
        raise TokenizerError(f"{key} should be {names}, and is {value!r:.60}")
    return value


def _tokens(side: dict[str, Any]) -> list[str]:
    tokens = _member(side, "tokens", list)
    if not all(type(token) is str for token in tokens):
        raise TokenizerError("tokens should be a list of str")
    return tokens


def _spm(document: dict[str, Any], key: str) -> bytes | None:
    text = _member(document, key, str, type(None))
    try:
        return None if text is None else base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise TokenizerError(f"{key} should be base64") from None

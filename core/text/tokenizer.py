"""Text to ids and back: byte-pair encoding (Sennrich et al. 2016) through Hugging Face `tokenizers`.

One vocabulary serves both languages, and one file (`tokenizer.json`) serves training and use.
Spaces are kept as "▁" in front of the word they precede, so decoding gives the text back exactly,
and languages that write none are left as they are.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Regex, models, normalizers, pre_tokenizers, trainers
from tokenizers import Tokenizer as HuggingFaceTokenizer

from core.text.bpe_dropout import Merges

SPECIALS = ("<pad>", "<s>", "</s>", "<unk>")  # in this order: ids 0 to 3
PAD_ID, BOS_ID, EOS_ID, UNK_ID = range(4)
SPACE = "▁"

# Han characters stand alone by default: on small corpora longer pieces are too rare to learn.
HAN_ALONE = r"\p{Han}"

# Joiners (\p{Cf}: ZWJ, ZWNJ) belong to their word, and so does an apostrophe between letters.
_PUNCTUATION = rf"[^\p{{L}}\p{{M}}\p{{N}}\p{{Cf}}{SPACE}'’]|(?<!\p{{L}})['’]|['’](?!\p{{L}})"


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, as JSON and Qt may hand it over


class TokenizerError(ValueError):
    """A tokenizer file, or a setting for a new one, that cannot be used."""


@dataclass(frozen=True)
class Encoding:
    """ids end in EOS; `unknown` holds the characters that training never saw, in order."""

    ids: list[int]
    unknown: list[str]


@dataclass(frozen=True)
class Piece:
    """A token as a person reads it; `continues`: it goes on with the word of the token before."""

    text: str
    continues: bool = False
    special: bool = False


class Tokenizer:
    """A learned vocabulary. Text is always text: "</s>" typed by a person is four characters.

    Here source and target share it; `core.text.pieces` has that of imported models, where they need not.
    """

    special_ids = (PAD_ID, BOS_ID, EOS_ID, UNK_ID)  # as in ModelConfig
    codes: tuple[str, ...] = ()  # ">>fra<<": the languages between which the model must be told to choose
    code: str | None = None  # the one chosen

    def typed_code(self, text: str) -> str:
        """The one of `codes` that a text begins with, or ""."""
        return ""

    def __init__(self, tokenizer: HuggingFaceTokenizer):
        self._tokenizer = tokenizer
        self._tokenizer.encode_special_tokens = True

    @classmethod
    def train(cls, lines: Iterable[str], vocab_size: int, alone: str = HAN_ALONE) -> Tokenizer:
        """Learns at most `vocab_size` pieces; characters that match the regex `alone` never merge.

        Where the text has more characters than that, the rarest are left out: they read as unknown.
        """
        try:
            alone = Regex(alone)
        except Exception as error:  # tokenizers raises bare Exception
            raise TokenizerError(f'"{alone}" should be a regular expression: {error}') from None
        lines = [whole(line) for line in lines]
        tokenizer = HuggingFaceTokenizer(models.BPE(unk_token=SPECIALS[UNK_ID]))
        tokenizer.normalizer = normalizers.Sequence([
            normalizers.NFC(),
            normalizers.Replace(SPACE, "_"),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Strip(),
            # The first word gets the mark that every other word has, unless its script has no spaces.
            normalizers.Replace(Regex(r"^(?=[\p{L}\p{N}])(?![\p{Han}\p{Hiragana}\p{Katakana}])"), SPACE),
            normalizers.Replace(" ", SPACE),
        ])
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Split(SPACE, "merged_with_next"),
            pre_tokenizers.Split(alone, "isolated"),
            pre_tokenizers.Split(Regex(r"\p{N}"), "isolated"),
            pre_tokenizers.Split(Regex(_PUNCTUATION), "isolated"),
        ])
        alphabet = _alphabet(map(tokenizer.normalizer.normalize_str, lines), vocab_size - len(SPECIALS))
        trainer = trainers.BpeTrainer(vocab_size=vocab_size, special_tokens=list(SPECIALS),
                                      initial_alphabet=alphabet, limit_alphabet=len(alphabet),
                                      show_progress=False)
        tokenizer.train_from_iterator(lines, trainer)
        return cls(tokenizer)

    @classmethod
    def load(cls, path: Path) -> Tokenizer:
        """Any tokenizer.json of a model folder. Raises TokenizerError with the file and what is wrong."""
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise TokenizerError(f"{path}: the file is missing; a model folder holds its "
                                 "tokenizer under this name") from None
        except (OSError, UnicodeDecodeError) as error:
            raise TokenizerError(f"{path}: cannot be read: {error}") from None
        try:
            document = json.loads(text)
            if isinstance(document, dict) and "pieces" in document:
                from core.text.pieces import PieceTokenizer  # which builds on this module

                return PieceTokenizer.from_document(document, path)
            tokenizer = HuggingFaceTokenizer.from_str(text)
        except TokenizerError:
            raise
        except Exception as error:  # tokenizers raises bare Exception
            raise TokenizerError(f"{path}: expected a tokenizer file, but {error}") from None
        found = tuple(tokenizer.id_to_token(index) for index in range(len(SPECIALS)))
        if found != SPECIALS:
            raise TokenizerError(f"{path}: expected the tokens {', '.join(SPECIALS)} at ids 0 to 3, "
                                 f"found {', '.join(map(str, found))}")
        _check_usable(path, tokenizer)
        return cls(tokenizer)

    def to_json(self) -> str:
        return self._tokenizer.to_str(pretty=False)

    @property
    def vocab_size(self) -> int:
        return self._tokenizer.get_vocab_size()

    @property
    def num_src_ids(self) -> int:
        """How many pieces the source has; a vocabulary for both languages has them all."""
        return self.vocab_size

    def with_code(self, code: str) -> Tokenizer:
        """The same for another of `codes`. Raises TokenizerError where it is none of them."""
        raise TokenizerError(f"{code}: this model translates into one language and knows no others")

    def encode(self, text: str) -> Encoding:
        return self.encode_batch([text])[0]

    def encode_batch(self, texts: list[str]) -> list[Encoding]:
        encodings = []
        texts = [whole(text) for text in texts]
        for text, encoded in zip(texts, self._tokenizer.encode_batch_fast(texts), strict=True):
            ids = encoded.ids
            unknown = self._unknown(text) if UNK_ID in ids else []
            encodings.append(Encoding([*ids, EOS_ID], unknown))
        return encodings

    def merges(self) -> Merges | None:
        """What the vocabulary was made of; None where it was learned in another way."""
        model = json.loads(self.to_json())["model"]
        pairs = [tuple(pair if isinstance(pair, list) else pair.split(" ")) for pair in model["merges"]]
        return Merges(pairs, model["vocab"])

    def words(self, ids: list[int]) -> list[str] | None:
        """The stretches within which pieces merge, of ids that end in EOS; None where one is unknown."""
        if UNK_ID in ids:
            return None
        joined = "".join(map(self._tokenizer.id_to_token, ids[:-1]))
        return [word for word, _ in self._tokenizer.pre_tokenizer.pre_tokenize_str(joined)]

    def encode_targets(self, texts: list[str]) -> list[Encoding]:
        """As `encode_batch`, for texts of the target language."""
        return self.encode_batch(texts)

    def _unknown(self, text: str) -> list[str]:
        encoded = self._tokenizer.encode(text)
        normalised = self._tokenizer.normalizer.normalize_str(text)
        # Each unknown character is a token of its own; piece lengths give where it stands.
        unknown, place = [], 0
        for token_id, token in zip(encoded.ids, encoded.tokens, strict=True):
            if token_id == UNK_ID:
                unknown.append(normalised[place].replace(SPACE, " "))
                place += 1
            else:
                place += len(token)
        return unknown

    def decode(self, ids: Iterable[int]) -> str:
        """The text of ids; PAD, BOS and EOS are left out, an unknown character reads "⁇"."""
        return self._join(ids).replace(SPACE, " ").strip(" ")

    def decode_source(self, ids: Iterable[int]) -> str:
        """The text of source ids."""
        return self.decode(ids)

    def _join(self, ids: Iterable[int]) -> str:
        tokens = []
        for token_id in ids:
            if token_id == UNK_ID:
                tokens.append("⁇")
            elif token_id >= len(SPECIALS):
                tokens.append(self._tokenizer.id_to_token(token_id) or "")
        return "".join(tokens)

    def piece(self, token_id: int) -> Piece:
        """One token as a chip shows it."""
        if token_id < len(SPECIALS):
            return Piece("PAD" if token_id == PAD_ID else SPECIALS[token_id], special=True)
        token = self._tokenizer.id_to_token(token_id)
        if token is None:
            raise IndexError(f"token id {token_id} is outside the vocabulary of {self.vocab_size}")
        return shown(token)

    def source_piece(self, token_id: int) -> Piece:
        """One source token as a chip shows it."""
        return self.piece(token_id)

    def cut(self, text: str) -> list[str]:
        """The pieces of a sentence as people read them; "·" begins one that continues a word."""
        return [f"·{piece.text}" if piece.continues else piece.text
                for piece in map(self.piece, self.encode(text).ids[:-1])]

    def spelled(self, token_id: int) -> str:
        """What a target token adds to the text, its space included: " cat", "s"; "" for PAD and its like."""
        if token_id < len(SPECIALS):
            return ""
        return (self._tokenizer.id_to_token(token_id) or "").replace(SPACE, " ")


def shown(token: str) -> Piece:
    """A piece of text, "▁" where a space stands before it, as a chip shows it."""
    if token.startswith(SPACE):
        return Piece(token[len(SPACE):] or "␣")
    # Without a space before it a piece of letters continues its word, where words have spaces.
    return Piece(token, continues=token != "" and _in_word(token[0]) and not unspaced(token[0]))


def _alphabet(lines: Iterable[str], size: int) -> list[str]:
    """The space and the most frequent other characters, `size` in all; by code among equals.

    Left to itself the trainer keeps every character, beyond `vocab_size`, or drops any among equals.
    """
    counts = Counter()
    for line in lines:
        counts.update(line)
    del counts[SPACE]
    ranked = sorted(counts, key=lambda character: (-counts[character], character))
    return [SPACE, *ranked][: max(size, 1)]


def _check_usable(path: Path, tokenizer: HuggingFaceTokenizer) -> None:
    """Refuses a file of another make, with which text would be lost or ids be out of range."""
    model = tokenizer.model
    if (not isinstance(model, models.BPE) or model.unk_token != SPECIALS[UNK_ID]
            or tokenizer.normalizer is None or tokenizer.truncation or tokenizer.padding):
        raise TokenizerError(f"{path}: expected byte-pair encoding with a normalizer, {SPECIALS[UNK_ID]} "
                             "for unknown characters, and neither truncation nor padding")
    ids = tokenizer.get_vocab().values()
    if max(ids) != len(ids) - 1:
        raise TokenizerError(f"{path}: expected the ids 0 to {len(ids) - 1} for {len(ids)} pieces, "
                             f"found {max(ids)}")


def whole(text: str) -> str:
    """The text without half characters, which no tokenizer takes."""
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def _in_word(character: str) -> bool:
    """A letter, or what belongs to one: a vowel sign, an accent, a joiner."""
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Cf"


def unspaced(character: str) -> bool:
    """Is this script written without spaces between words? (Han, kana, Thai, Lao, Khmer, Burmese.)"""
    code = ord(character)
    return (0x0E00 <= code <= 0x0EFF or 0x1000 <= code <= 0x109F or 0x1780 <= code <= 0x17FF
            or 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF)

"""SentencePiece pieces with language codes: text stays text, and the file gives the same tokenizer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.importing import huggingface
from core.text.pieces import Cutter, PieceTokenizer, Vocabulary
from core.text.tokenizer import Tokenizer, TokenizerError
from tests.core.importing import foreign_models


@pytest.fixture(scope="module")
def codes(tmp_path_factory) -> PieceTokenizer:
    folder = tmp_path_factory.mktemp("codes")
    foreign_models.huggingface(folder, codes=(">>deu<<", ">>fra<<"))
    return huggingface.read(folder).tokenizer


def test_codes(codes):
    plain = codes.encode("the cat").ids
    assert codes.with_code(">>fra<<").encode("the cat").ids == [3, *plain]
    assert codes.encode(">>deu<< the cat").ids == [2, *plain]
    assert codes.with_code(">>fra<<").encode(">>deu<<the cat").ids == [2, *plain]
    assert 2 not in codes.encode("the >>deu<< cat").ids
    assert codes.decode_source([2, *plain]) == "the cat"
    assert codes.source_piece(2).special
    with pytest.raises(TokenizerError, match="does not know this language"):
        codes.with_code(">>xx<<")


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_text_is_text(codes, text):
    """Whatever a person types, only the end is EOS, and nothing is PAD."""
    for encoding in (codes.encode(text), codes.encode_targets([text])[0]):
        assert encoding.ids[-1] == codes.special_ids[2]
        assert not {codes.special_ids[0], codes.special_ids[2]} & set(encoding.ids[:-1])
    assert Tokenizer.encode(codes, "</s> <pad>").ids.count(codes.special_ids[2]) == 1


def test_the_file_gives_the_same_tokenizer(tmp_path, codes):
    path = tmp_path / "tokenizer.json"
    path.write_text(codes.with_code(">>deu<<").to_json(), encoding="utf-8")
    again = Tokenizer.load(path)
    assert again.code == ">>deu<<"
    for text in foreign_models.LINES:
        assert again.encode(text) == codes.with_code(">>deu<<").encode(text)
        assert again.encode_targets([text]) == codes.encode_targets([text])


@pytest.mark.parametrize(("change", "words"), [
    ({"pieces": 2}, 'expected "pieces": 1, found 2'), ({"source": []}, "source should be dict"),
    ({"special_ids": [0, 1, 2, 10**6]}, "special_ids should be four ids"),
    ({"target_spm": "%"}, "target_spm should be base64"), ({"target_spm": "AAAA"}, "SentencePiece model"),
    ({"code": ">>xx<<"}, "does not know this language"), ({"ends_source": 1}, "ends_source should be bool"),
])
def test_a_tokenizer_file_that_is_not_right(tmp_path, codes, change, words):
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps({**json.loads(codes.to_json()), **change}), encoding="utf-8")
    with pytest.raises(TokenizerError, match=words):
        Tokenizer.load(path)


def test_byte_pieces_and_characters():
    tokens = Vocabulary(["</s>", "<unk>", "<0xE4>", "<0xBD>", "<0xA0>", "▁a", "<pad>"])
    tokenizer = PieceTokenizer((Cutter(None), Cutter(None)), (tokens, tokens), (6, 6, 0, 1), False)
    assert tokenizer.decode([5, 2, 3, 4, 0]) == "a你"
    assert tokenizer.encode("").ids == [0]  # nothing to look at is not allowed
    assert tokenizer.encode("x").unknown == ["x"]
    with pytest.raises(TokenizerError, match='the piece "a" twice'):
        Vocabulary(["a", "b", "a"])

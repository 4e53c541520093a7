"""Text becomes ids and text again; what cannot is said, never lost."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.tokenizer import EOS_ID, SPECIALS, UNK_ID, Piece, Tokenizer, TokenizerError

LETTERS = "abcdefghijklmnopqrstuvwxyzAéßœ" "дж" "αβ" "אב" "عربيةلا" "हिन्दीक्षत" \
    "กขค" "あアー" "한글" "你好世界漢字𠮷"
MARKS = "\u0301\u0323"  # acute, dot below: they compose with some letters
JOINERS = "\u200d\u200c"  # ZWJ, ZWNJ
SIGNS = ".,!?;:'’\"()-–/\\<>_…。，！？「」%&@#*+=|~^`{}[]😀👩"
DIGITS = "0123456789٣३"
SPACES = " \t\n\r\u00a0\u2003\u3000"
LEARNED = LETTERS + MARKS + JOINERS + SIGNS + DIGITS
COMPOSED = [unicodedata.normalize("NFC", letter + marks) for letter in LETTERS
            for marks in (*MARKS, *(a + b for a in MARKS for b in MARKS))]


@pytest.fixture(scope="module")
def every_character() -> Tokenizer:
    """Knows every character of the tests below, and some pieces of several."""
    words = ["the cat sat on the mat", "हिन्दी में हिन्दी", "السلام عليكم السلام", "नमस्ते"]
    return Tokenizer.train([*LEARNED, *COMPOSED, *words, *words, " ".join(LEARNED)], vocab_size=1000)


def normalised(text: str) -> str:
    """What the documentation promises: NFC, runs of spaces as one, trimmed, "▁" as "_"."""
    text = unicodedata.normalize("NFC", text).replace("▁", "_")
    return re.sub(r"[^\S\x1c-\x1f]+", " ", text).strip(" ")  # \x1c to \x1f are spaces to Python alone


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_round_trip(every_character, data):
    text = data.draw(st.text(st.sampled_from(LEARNED + SPACES * 4 + "▁"), max_size=30))
    encoding = every_character.encode(text)
    assert encoding.unknown == []
    assert UNK_ID not in encoding.ids
    assert encoding.ids[-1] == EOS_ID
    assert encoding.ids.count(EOS_ID) == 1
    assert every_character.decode(encoding.ids) == normalised(text)


@pytest.mark.parametrize("text", [
    "हिन्दी में क्षत्रिय लिखना", "ক্ষমা করুন।", "தமிழ் மொழி", "السَّلامُ عَلَيْكُم", "می\u200cخواهم", "क्\u200dष",
    "שָׁלוֹם עוֹלָם", "ကျေးဇူးတင်ပါတယ်", "สวัสดีครับ", "你好，世界。How are you? 很好", "don't ‘stop’ it’s 'now'",
    "👩‍👩‍👧 family", "e\u0301 = é", "a  b\tc\nd", "1,234.5 km/h", "▁ under ▁score", "(in) [brackets]",
])
def test_round_trip_of_real_text(text):
    learned = Tokenizer.train([text] * 3, vocab_size=200)
    for tokenizer in (learned, Tokenizer.train(text, vocab_size=200)):  # words, and characters alone
        encoding = tokenizer.encode(text)
        assert encoding.unknown == []
        assert tokenizer.decode(encoding.ids) == normalised(text)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_no_character_is_lost_silently(tokenizer, data):
    """Every character is in the text of a piece, or in `unknown`, in order."""
    known = {" "} | {character for index in range(4, tokenizer.vocab_size)
                     for character in tokenizer.piece(index).text}
    characters = st.sampled_from(LEARNED + "abct 你好") | st.characters(exclude_categories=["Cs", "Cn"])
    text = data.draw(st.text(characters, max_size=20))
    encoding = tokenizer.encode(text)
    wanted = normalised(text)
    assert encoding.unknown == [character for character in wanted if character not in known]
    assert encoding.ids.count(UNK_ID) == len(encoding.unknown)
    assert tokenizer.decode(encoding.ids) == "".join(
        character if character in known else "⁇" for character in wanted)


@pytest.mark.parametrize("text", ["</s>", "<s>", "<pad>", "<unk>", "a </s> b", "<s>the cat</s>", "</s></s>"])
def test_specials_that_are_typed_are_text(every_character, text):
    """Else a person could end the sentence, or hide text from the model."""
    encoding = every_character.encode(text)
    assert all(token_id >= len(SPECIALS) for token_id in encoding.ids[:-1])
    assert every_character.decode(encoding.ids) == text


def test_specials_in_training_text_are_text():
    tokenizer = Tokenizer.train(["</s> <s> <pad> <unk>"] * 5, vocab_size=100)
    encoding = tokenizer.encode("</s> <unk>")
    assert not set(encoding.ids[:-1]) & set(range(4))
    assert tokenizer.decode(encoding.ids) == "</s> <unk>"


def test_unknown_characters_are_listed_in_order_with_repeats(tokenizer):
    encoding = tokenizer.encode("Ω the 鑫 cat😀 鑫")
    assert encoding.unknown == ["Ω", "鑫", "😀", "鑫"]
    assert tokenizer.decode(encoding.ids) == "⁇ the ⁇ cat⁇ ⁇"


def test_a_space_is_always_known():
    """A Chinese corpus has none: the mark before a first word was "unknown", though no one had typed it."""
    tokenizer = Tokenizer.train(["你好世界"], vocab_size=100)
    assert tokenizer.encode("a 你").unknown == ["a"]
    assert tokenizer.decode(tokenizer.encode("你 好").ids) == "你 好"


@pytest.mark.parametrize("text", ["", " ", "\n\t　", "\u00a0"])
def test_nothing(tokenizer, text):
    encoding = tokenizer.encode(text)
    assert (encoding.ids, encoding.unknown) == ([EOS_ID], [])
    assert tokenizer.decode([EOS_ID]) == tokenizer.decode([]) == ""


def test_half_characters(tokenizer):
    """JSON and Qt hand over lone surrogates; tokenizers refused them with a TypeError."""
    assert tokenizer.encode("the \ud83d cat").unknown == ["\N{REPLACEMENT CHARACTER}"]
    Tokenizer.train(["a \udc00 b"], vocab_size=20)


def test_specials_are_left_out_of_decoded_text(tokenizer):
    ids = tokenizer.encode("the cat").ids
    assert tokenizer.decode([1, *ids, 0, 0]) == "the cat"


def test_a_batch_is_its_texts(tokenizer):
    texts = ["the cat", "", "Ω", "你好"]
    assert tokenizer.encode_batch(texts) == [tokenizer.encode(text) for text in texts]
    assert tokenizer.encode_batch([]) == []


# --- pieces

def test_pieces_of_words_and_characters():
    tokenizer = Tokenizer.train(["low low low lower", "你好"], vocab_size=15)
    pieces = [tokenizer.piece(token_id) for token_id in tokenizer.encode("lower 你").ids]
    assert pieces == [Piece("low"), Piece("e", continues=True), Piece("r", continues=True), Piece("␣"),
                      Piece("你"), Piece("</s>", special=True)]


def test_the_special_pieces(tokenizer):
    assert [tokenizer.piece(index) for index in range(4)] == [
        Piece("PAD", special=True), Piece("<s>", special=True), Piece("</s>", special=True),
        Piece("<unk>", special=True)]
    with pytest.raises(IndexError, match=f"outside the vocabulary of {tokenizer.vocab_size}"):
        tokenizer.piece(tokenizer.vocab_size)


@pytest.mark.parametrize(("word", "goes_on"), [
    ("कि", "\u093f"),  # a vowel sign is no letter to Python's isalpha
    ("क्", "\u094d"), ("لَ", "\u064e"), ("x\u0323", "\u0323"), ("می\u200c", "\u200c"), ("ab", "b"),
])
def test_signs_and_joiners_continue_their_word(word, goes_on):
    tokenizer = Tokenizer.train(list(word), vocab_size=50)
    [first, *rest] = [tokenizer.piece(token_id) for token_id in tokenizer.encode(word).ids[1:-1]]
    assert first.continues  # after the space of its own
    assert Piece(goes_on, continues=True) in [first, *rest]


@pytest.mark.parametrize("word", ["猫", "あ", "カ", "ก", "ລ", "က", "ខ"])
def test_scripts_without_spaces_do_not_continue(word):
    tokenizer = Tokenizer.train([word], vocab_size=20)
    assert not any(tokenizer.piece(token_id).continues for token_id in tokenizer.encode(word + word).ids)


# --- learning

def test_the_vocabulary_is_limited():
    """The trainer kept all characters, however many: 3,000 pieces where 1,000 were asked for."""
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 500)]
    lines = ["".join(characters), "".join(characters[:50]), "the cat"]
    tokenizer = Tokenizer.train(lines, vocab_size=100)
    assert tokenizer.vocab_size == 100
    assert tokenizer.encode("".join(characters[:50])).unknown == []  # the frequent ones stay
    assert tokenizer.encode(characters[-1]).unknown == [characters[-1]]


@pytest.mark.parametrize("vocab_size", [5, 30, 60, 100])
def test_the_limit_holds_at_every_size(vocab_size):
    tokenizer = Tokenizer.train(["the cat sat on the mat " * 3, "你好世界"] * 3, vocab_size)
    assert tokenizer.vocab_size <= vocab_size


def test_learning_repeats_exactly():
    """Among equally rare characters too, of which only some fit."""
    lines = ["".join(chr(0x4E00 + code) for code in range(300)), "the cat sat", "the dog sat"]
    for vocab_size in (100, 400):
        made = {Tokenizer.train(iter(lines), vocab_size).to_json() for _ in range(4)}
        assert len(made) == 1


def test_characters_that_stand_alone():
    lines = ["你好世界"] * 20 + ["abab"] * 20
    apart, joined = Tokenizer.train(lines, 100), Tokenizer.train(lines, 100, alone="b")
    assert len(apart.encode("你好世界").ids) == 5
    assert len(apart.encode("abab").ids) == 2
    assert len(joined.encode("你好世界").ids) == 2
    assert len(joined.encode("abab").ids) == 5  # "▁a", "b", "a", "b" and EOS
    assert joined.decode(joined.encode("abab 你好").ids) == "abab 你好"


def test_alone_is_no_regular_expression():
    with pytest.raises(TokenizerError, match=r'^"\(" should be a regular expression: '):
        Tokenizer.train(["a"], 20, alone="(")


def test_digits_and_signs_stand_alone():
    tokenizer = Tokenizer.train(["in 2024 (2024), 2024!"] * 20, vocab_size=60)
    pieces = [tokenizer.piece(token_id).text for token_id in tokenizer.encode("in 2024!").ids]
    assert pieces == ["in", "␣", "2", "0", "2", "4", "!", "</s>"]


# --- files

def test_a_saved_tokenizer_is_the_same(tokenizer, tmp_path):
    path = tmp_path / "tokenizer.json"
    path.write_text(tokenizer.to_json(), encoding="utf-8")
    loaded = Tokenizer.load(path)
    text = "the cat Ω 你好 don't </s>"
    assert loaded.to_json() == tokenizer.to_json()
    assert loaded.encode(text) == tokenizer.encode(text)
    assert loaded.vocab_size == tokenizer.vocab_size


def changed(tokenizer, **members) -> str:
    document = json.loads(tokenizer.to_json())
    return json.dumps({**document, **members})


def with_vocab(tokenizer, change) -> str:
    model = json.loads(tokenizer.to_json())["model"]
    return changed(tokenizer, model={**model, "vocab": change(model["vocab"])})


@pytest.mark.parametrize(("content", "message"), [
    (lambda _: "", "expected a tokenizer file, but Expecting value"),
    (lambda _: "not JSON", "expected a tokenizer file, but Expecting value"),
    (lambda _: "[]", "expected a tokenizer file, but "),
    (lambda _: "{}", "expected a tokenizer file, but "),
    (lambda _: "[" * 100_000, "expected a tokenizer file, but maximum recursion depth"),
    (lambda _: '{"a":' * 20_000 + "1" + "}" * 20_000, "expected a tokenizer file, but maximum recursion"),
    (lambda _: "1" * 5000, "expected a tokenizer file, but "),
    (lambda own: with_vocab(own, lambda vocab: {
        {"<pad>": "[PAD]", "</s>": "[SEP]"}.get(token, token): index for token, index in vocab.items()}
    ).replace('"content": "<pad>"', '"content": "[PAD]"').replace('"content": "</s>"', '"content": "[SEP]"'),
     r"expected the tokens <pad>, <s>, </s>, <unk> at ids 0 to 3, found \[PAD\], <s>, \[SEP\], <unk>"),
    # An id beyond the model's table: an IndexError on NumPy, and garbage on MLX.
    (lambda own: with_vocab(own, lambda vocab: {**vocab, "zz": 100_000}),
     r"expected the ids 0 to \d+ for \d+ pieces, found 100000"),
    # Each of these loaded, and lost text or failed later.
    (lambda own: changed(own, normalizer=None), "expected byte-pair encoding with a normalizer"),
    (lambda own: changed(own, model={**json.loads(own.to_json())["model"], "unk_token": None}),
     "<unk> for unknown characters"),
    (lambda own: changed(own, truncation={
        "direction": "Right", "max_length": 2, "strategy": "LongestFirst", "stride": 0}),
     "neither truncation nor padding"),
    (lambda _: '{"version": "1.0", "model": {"type": "WordLevel", "unk_token": "<unk>", "vocab": '
               '{"<pad>": 0, "<s>": 1, "</s>": 2, "<unk>": 3, "the": 4}}}',
     "expected byte-pair encoding"),
])
def test_files_that_cannot_be_used(tokenizer, tmp_path, content, message):
    path = tmp_path / "tokenizer.json"
    path.write_text(content(tokenizer), encoding="utf-8")
    with pytest.raises(TokenizerError, match="^" + re.escape(f"{path}: ") + ".*" + message):
        Tokenizer.load(path)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(TokenizerError, match=r"none\.json: the file is missing"):
        Tokenizer.load(tmp_path / "none.json")
    with pytest.raises(TokenizerError, match="cannot be read"):
        Tokenizer.load(tmp_path)
    (tmp_path / "latin.json").write_bytes("{é}".encode("latin-1"))
    with pytest.raises(TokenizerError, match=r"latin\.json: cannot be read: 'utf-8' codec"):
        Tokenizer.load(tmp_path / "latin.json")

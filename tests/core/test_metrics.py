"""Scores are sacrebleu's own, with the right tokenizer, and any number of references."""

from __future__ import annotations

import pytest
import sacrebleu

from core.metrics import score, tokenizer_for

OUTPUTS = ["The cat sat on the mat.", "I love shopping.", "He goes to school by bus every day."]
FIRST = ["The cat sat on a mat.", "I love shopping.", "He takes the bus to school every day."]
SECOND = ["A cat was sitting on the mat.", "I like to shop.", "Every day he goes to school by bus."]


def test_one_reference_as_sacrebleu():
    scores = score(OUTPUTS, [[ref] for ref in FIRST], "en")
    assert scores.bleu == sacrebleu.corpus_bleu(OUTPUTS, [FIRST]).score
    assert scores.chrf == sacrebleu.corpus_chrf(OUTPUTS, [FIRST]).score
    assert scores.exact_match == 1 / 3
    assert 0 < scores.bleu < 100


def test_several_references_as_sacrebleu():
    scores = score(OUTPUTS, [list(refs) for refs in zip(FIRST, SECOND, strict=True)], "en")
    assert scores.bleu == sacrebleu.corpus_bleu(OUTPUTS, [FIRST, SECOND]).score
    assert scores.chrf == sacrebleu.corpus_chrf(OUTPUTS, [FIRST, SECOND]).score
    assert scores.bleu > score(OUTPUTS, [[ref] for ref in FIRST], "en").bleu
    assert "nrefs:2" in scores.bleu_signature


def test_differing_numbers_of_references_as_sacrebleu():
    references = [[FIRST[0], SECOND[0]], [FIRST[1]], [FIRST[2], SECOND[2], "He goes by bus."]]
    by_number = [FIRST, [SECOND[0], None, SECOND[2]], [None, None, "He goes by bus."]]
    scores = score(OUTPUTS, references, "en")
    assert scores.bleu == sacrebleu.corpus_bleu(OUTPUTS, by_number).score
    assert scores.chrf == sacrebleu.corpus_chrf(OUTPUTS, by_number).score
    assert "nrefs:var" in scores.bleu_signature


def test_exact_match_takes_any_reference():
    assert score(["b"], [["a", "b"]]).exact_match == 1
    assert score(["c"], [["a", "b"]]).exact_match == 0


def test_chinese_is_scored_by_characters():
    outputs, references = ["我想吃汉堡。"], [["我想吃一个汉堡。"]]
    for lang in ("zh", "zh-CN", "zh_Hans", "ZH", "cmn", "zho", ""):  # "": by the script
        scores = score(outputs, references, lang)
        assert scores.bleu == sacrebleu.corpus_bleu(outputs, [["我想吃一个汉堡。"]], tokenize="zh").score
        assert "tok:zh" in scores.bleu_signature


def test_signatures_make_the_figures_repeatable():
    scores = score(OUTPUTS, [[ref] for ref in FIRST], "en")
    assert scores.bleu_signature == \
        f"nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:{sacrebleu.__version__}"
    assert scores.chrf_signature == \
        f"nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:{sacrebleu.__version__}"


@pytest.mark.parametrize(("lang", "text", "expected"), [
    ("en", "我爱你", "13a"),  # what a person says goes before what the script says
    ("de-DE", "", "13a"), ("zh", "", "zh"), ("ja", "", "char"), ("jpn", "", "char"), ("ko", "", "char"),
    ("th", "", "char"), ("khm", "", "char"), ("mar", "", "13a"),
    ("", "I love shopping.", "13a"), ("", "我爱购物。", "zh"), ("", "私は買い物が好きです。", "char"),
    ("", "나는 쇼핑을 좋아한다.", "char"), ("", "ฉันรักการช้อปปิ้ง", "char"),
    ("", "मुझे खरीदारी पसंद है", "13a"), ("", "", "13a"),
])
def test_tokenizer_by_language_or_script(lang, text, expected):
    assert tokenizer_for(lang, [[text]]) == expected


def test_a_name_in_kana_does_not_make_a_chinese_corpus_japanese():
    """One "・" among 200 sentences once switched from tok:zh to tok:char."""
    references = [["我爱购物。"]] * 50 + [["莱昂纳多・达・芬奇是画家。"], ["他买了优の良品。"]]
    assert tokenizer_for("", references) == "zh"


def test_errors_say_what_is_wrong():
    with pytest.raises(ValueError, match=r"^2 translations for 1 references: expected as many$"):
        score(["a", "b"], [["a"]])
    with pytest.raises(ValueError, match=r"^nothing to score: there are no sentences$"):
        score([], [])
    with pytest.raises(ValueError, match=r"^sentence 2 has no reference: expected at least one$"):
        score(["a", "b"], [["a"], []])

"""Words of a translation with their probabilities, and the measured curve that says what these are worth."""

from __future__ import annotations

import json
import math

import pytest

import backends
from core import confidence
from core.alignment import Head
from core.confidence import Calibration, rising
from core.decoding.translator import Translator
from core.formats.native import load_model
from resources import models_dir


def test_a_words_probability_is_the_product_of_its_tokens():
    ops = backends.get("numpy", workers=1)
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    [made] = translator.translate(["我爱购物。"])
    found = confidence.words(translator, made)
    assert [made.text[word.start:word.end] for word in found] == ["I", "love", "shopping", "."]
    for word in found:
        log_prob = sum(made.token_log_probs[word.first_token:word.last_token])
        assert word.probability == pytest.approx(math.exp(log_prob))


def test_the_curve_rises_and_keeps_the_shares():
    seen = [(0.2, False)] * 60 + [(0.3, True)] * 10 + [(0.3, False)] * 30
    seen += [(0.9, True)] * 95 + [(0.9, False)] * 5
    curve = rising(seen)
    assert list(curve) == sorted(curve)
    calibration = Calibration(Head(0, 0), curve, len(seen))
    assert calibration.right(0.1) < 0.3
    assert calibration.right(0.95) > 0.9


def test_what_a_model_is_quite_sure_of_can_be_wrong():
    """Words of one probability are counted together: the right ones among them are no step of their own."""
    seen = [(1.0, False)] * 2900 + [(1.0, True)] * 100 + [(0.99999, True)] * 3
    assert rising(seen) == ((1.0, round(103 / 3003, 4)),)
    assert rising([(0.5, True)] * 40 + [(0.9, False)] * 5) == ((0.5, round(40 / 45, 4)),)


def test_without_a_measurement_nothing_is_said():
    assert Calibration(Head(0, 0)).right(0.5) is None


def test_it_is_kept_beside_the_model_and_for_that_model_alone(tmp_path):
    made = Calibration(Head(1, 2, 0.75), ((0.1, 0.4), (0.5, 0.9)), 50)
    confidence.save(tmp_path, made, "abc")
    assert confidence.load(tmp_path, "abc") == made
    assert confidence.load(tmp_path, "other") is None


ODD = {"model": "abc", "head": {"layer": "x", "head": 1, "agreement": None}, "curve": [], "words": 1}


@pytest.mark.parametrize("content", [b"", b"[]", b'{"model": "abc"}', b"\xff", json.dumps(ODD).encode()])
def test_a_damaged_file_is_none(tmp_path, content):
    (tmp_path / confidence.FILE).write_bytes(content)
    assert confidence.load(tmp_path, "abc") is None


@pytest.mark.parametrize("name", ["zh-en", "en-zh"])
def test_the_bundled_models_were_measured(name):
    folder = models_dir() / name
    found = confidence.load(folder, confidence.stamp(folder))
    assert found is not None
    assert found.head.agreement > 0.7
    assert found.words > 500

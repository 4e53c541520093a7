"""Language codes in the forms that people and corpora use."""

from __future__ import annotations

import pytest

from core.text.languages import base, is_spaced, matches


@pytest.mark.parametrize(("code", "language", "spaced"), [
    ("zh", "zh", False), ("zh-CN", "zh", False), ("zh_Hans", "zh", False), ("ZH", "zh", False),
    ("cmn", "zh", False), ("cmn_Hans", "zh", False), ("yue", "zh", False),  # as in Tatoeba's file names
    ("ja", "ja", False), ("jpn", "ja", False), ("th", "th", False), ("ko", "ko", True), ("kor", "ko", True),
    ("en", "en", True), ("en-GB", "en", True), ("mar", "mr", True), (" de ", "de", True), ("", "", True),
])
def test_codes(code, language, spaced):
    assert base(code) == language
    assert is_spaced(code) is spaced


@pytest.mark.parametrize(("wanted", "tag", "serves"), [
    ("en", "EN_us", True), ("en-US", "en", True), ("en-US", "en-GB", False), ("en", "de", False),
    ("zh-tw", "zh-Hant-TW", True), ("zh-Hant-TW", "zh_TW", True), ("zh-TW", "zh-Hant", True),
    ("zh-TW", "zh-Hans", False), ("zh-Hans", "zh-CN", True), ("zh-Hant-HK", "zh-Hant-TW", False),
    ("zh", "zh-Hant-TW", True), ("sr-Latn", "sr-Cyrl", False), ("sr-Latn-RS", "sr-RS", True),
    ("es-419", "es-ES", False), ("en-x-a", "en-x-b", False),
])
def test_scripts_and_regions(wanted, tag, serves):
    assert matches(wanted, tag) is serves

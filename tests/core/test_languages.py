"""Language codes in the forms that people and corpora use."""

from __future__ import annotations

import pytest

from core.text.languages import base, is_spaced


@pytest.mark.parametrize(("code", "language", "spaced"), [
    ("zh", "zh", False), ("zh-CN", "zh", False), ("zh_Hans", "zh", False), ("ZH", "zh", False),
    ("cmn", "zh", False), ("cmn_Hans", "zh", False), ("yue", "zh", False),  # as in Tatoeba's file names
    ("ja", "ja", False), ("jpn", "ja", False), ("th", "th", False), ("ko", "ko", True), ("kor", "ko", True),
    ("en", "en", True), ("en-GB", "en", True), ("mar", "mr", True), (" de ", "de", True), ("", "", True),
])
def test_codes(code, language, spaced):
    assert base(code) == language
    assert is_spaced(code) is spaced

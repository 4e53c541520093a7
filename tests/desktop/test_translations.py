"""Every string that a person reads has its finished Chinese, and the compiled file says the same."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from resources.i18n import LOCALES, qm_path, ts_path, update

PLACEHOLDER = re.compile(r"\{[^{}]*\}|%n|%\d")


class Message:
    """One <message> of a .ts file."""

    def __init__(self, context: str, element: ET.Element):
        self.context = context
        self.source = element.findtext("source") or ""
        self.comment = element.findtext("comment") or ""
        translation = element.find("translation")
        self.kind = translation.get("type", "finished")
        forms = [form.text or "" for form in translation.findall("numerusform")]
        self.translations = forms or [translation.text or ""]

    @property
    def key(self) -> tuple[str, str, str]:
        return self.context, self.source, self.comment

    def __str__(self) -> str:
        return f"{self.context}: {self.source}"


def read(ts: Path) -> list[Message]:
    return [Message(context.findtext("name"), message) for context in ET.parse(ts).getroot().iter("context")
            for message in context.iter("message")]


@pytest.fixture(scope="module", params=LOCALES)
def locale(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> list[Message]:
    """What the code says now."""
    ts = tmp_path_factory.mktemp("i18n") / "pellucid_zh_CN.ts"
    update.collect(ts)
    return read(ts)


def test_every_string_is_translated(locale, fresh):
    known = {message.key for message in read(ts_path(locale))
             if message.kind == "finished" and all(message.translations)}
    missing = [str(message) for message in fresh if message.key not in known]
    assert not missing, "no finished translation; run `python -m resources.i18n.update`:\n" \
        + "\n".join(missing)


def test_nothing_is_translated_that_is_gone(locale, fresh):
    said = {message.key for message in fresh}
    gone = [str(message) for message in read(ts_path(locale)) if message.key not in said]
    assert not gone, "no longer in the code; run `python -m resources.i18n.update`:\n" + "\n".join(gone)


def test_placeholders_agree(locale):
    wrong = [f"{message} → {translation}" for message in read(ts_path(locale))
             for translation in message.translations
             if sorted(PLACEHOLDER.findall(message.source)) != sorted(PLACEHOLDER.findall(translation))]
    assert not wrong, "\n".join(wrong)


def test_formats_that_are_filled_in_order_keep_it(locale):
    """"{} of {}" is filled in the English order, so Chinese that turns it around must number both."""
    numbered = [str(message) for message in read(ts_path(locale))
                if re.search(r"\{\d", message.source) and "{}" in message.source]
    assert not numbered


def test_the_compiled_file_is_up_to_date(locale, tmp_path):
    compiled = tmp_path / "fresh.qm"
    update.compile_(ts_path(locale), compiled)
    assert compiled.read_bytes() == qm_path(locale).read_bytes(), "run `python -m resources.i18n.update`"


def test_chinese_is_written_with_chinese_punctuation():
    wrong = [f"{message} → {translation}" for message in read(ts_path("zh_CN"))
             for translation in message.translations
             if re.search(r"[\u4e00-\u9fff][,;:?!]|[\u4e00-\u9fff]\.(?!\.)", translation)]
    assert not wrong, "\n".join(wrong)

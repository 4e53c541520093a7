"""Translations for other programs: off unless switched on, with an address and a key to copy."""

from __future__ import annotations

import json
import socket
import urllib.request

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.controllers import serving
from desktop.controllers.serving import OFF, ON
from tests.desktop.conftest import make_model


@pytest.fixture
def card(window, monkeypatch, responsive):
    """With a port that is free, and the next one, too, as likely as not."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setattr(serving, "PORT", free.getsockname()[1])
    window.show_page("translate")
    return window.translate_page.side.serving


def switch(qtbot, card, state: str) -> None:
    qtbot.mouseClick(card.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card._controller.state == state, timeout=30_000)


def translated(address: str, key: str) -> str:
    body = json.dumps({"q": "我爱购物。", "source": "zh", "target": "en", "api_key": key}).encode()
    request = urllib.request.Request(f"{address}/translate", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["translatedText"]


def served(address: str) -> dict[str, list[str]]:
    with urllib.request.urlopen(f"{address}/languages", timeout=60) as answer:
        return {language["code"]: language["targets"] for language in json.load(answer)}


def test_on_and_off(qtbot, card, window, tmp_path):
    assert card.about.text().startswith("Off: nothing listens.")
    assert not card.address.isVisibleTo(card)
    switch(qtbot, card, ON)
    address, key = card.address.value.text(), card.key.value.text()
    assert address == f"http://127.0.0.1:{serving.PORT}"
    assert key not in card.key.value.displayText()
    for field, value in ((card.address, address), (card.key, key)):
        qtbot.mouseClick(field.button, Qt.MouseButton.LeftButton)
        assert QGuiApplication.clipboard().text() == value
        assert field.button.text() == "Copied"
    assert translated(address, key)
    assert served(address) == {"zh": ["en"], "en": ["zh"]}
    make_model(tmp_path / "zh-de", "zh", "de")
    window.models.open_folder(tmp_path / "zh-de")
    qtbot.waitUntil(lambda: served(address) == {"zh": ["de", "en"], "en": ["zh"]}, timeout=20_000)
    window.models.forget(tmp_path / "zh-de")
    qtbot.waitUntil(lambda: "de" not in served(address)["zh"], timeout=20_000)
    switch(qtbot, card, OFF)
    assert card.banner.text() == ""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", serving.PORT), timeout=5).close()


def test_a_port_that_is_taken(qtbot, card):
    """The next one is; and the key is the same as last time."""
    with socket.create_server(("127.0.0.1", serving.PORT)):
        switch(qtbot, card, ON)
        assert card.address.value.text() != f"http://127.0.0.1:{serving.PORT}"
        key = card.key.value.text()
        switch(qtbot, card, OFF)
    switch(qtbot, card, ON)
    assert card.key.value.text() == key
    switch(qtbot, card, OFF)


def test_a_key_that_is_damaged_is_said(qtbot, card):
    card._controller._key_file.write_text("short")
    qtbot.mouseClick(card.switch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(card._controller.problem), timeout=30_000)
    assert "expected a key of at least 16" in card.banner.text()
    assert not card.switch.isChecked()

"""Waiting for the decoder, in tests of the Step page."""

from __future__ import annotations


def idle(qtbot, step):
    qtbot.waitUntil(lambda: not step.is_busy, timeout=30_000)

"""The machine is kept awake by what the system has for it, and nothing fails where it has nothing."""

from __future__ import annotations

import shutil
import subprocess

from core.training import awake


def test_commands(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert awake.command(7, "darwin") == ["caffeinate", "-i", "-w", "7"]
    assert awake.command(7, "linux")[0] == "systemd-inhibit"
    assert awake.command(7, "linux")[-4:] == ["tail", "--pid=7", "-f", "/dev/null"]
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert awake.command(7, "darwin") is awake.command(7, "linux") is None


def test_it_ends_with_the_training(monkeypatch):
    started, start = [], subprocess.Popen
    monkeypatch.setattr(awake, "command", lambda pid: ["sleep", "100"])
    monkeypatch.setattr(subprocess, "Popen", lambda *args, **options: started.append(start(*args, **options))
                        or started[0])
    with awake.kept():
        assert started[0].poll() is None
    assert started[0].poll() is not None


def test_no_failure_where_it_cannot_be_started(monkeypatch):
    monkeypatch.setattr(awake, "command", lambda pid: ["/nowhere/caffeinate"])
    with awake.kept():
        pass

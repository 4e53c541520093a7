"""Other trainings of this machine, told by the commands that its processes run. They share its cores."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePath

import psutil

_PROGRAMS = ("pellucid", "pellucid.exe", "core.cli")
_COMMANDS = ("train", "fine-tune", "resume")
_SWITCHES = ("--events",)  # options without a value


def other_trainings() -> list[str]:
    """Their run folders as they were told them; "" of one that does not say."""
    own = psutil.Process()
    related = {own.pid, *(process.pid for process in (*own.parents(), *own.children(recursive=True)))}
    found = {}
    for process in psutil.process_iter(["cmdline", "status"]):
        words = process.info["cmdline"] or []  # None where the system does not let one look
        if process.pid in related or process.info["status"] == psutil.STATUS_ZOMBIE:
            continue
        folder = trained_by(words)
        if folder is not None:
            found[folder] = None
    return list(found)


def trained_by(words: Sequence[str]) -> str | None:
    """The run folder of a command line that trains; None of any other."""
    for place, (program, command) in enumerate(pairwise(words)):
        if PurePath(program).name in _PROGRAMS and command in _COMMANDS:
            rest = list(words[place + 2:])
            break
    else:
        return None
    if {"-h", "--help"} & set(rest):
        return None
    if command == "resume":
        values = {following for word, following in pairwise(rest)
                  if word[:2] == "--" and "=" not in word and word not in _SWITCHES}
        return next((word for word in rest if word[:1] != "-" and word not in values), "")
    for word, following in pairwise([*rest, ""]):
        if word == "--out":
            return following
        if word.startswith("--out="):
            return word.removeprefix("--out=")
    return ""


def shared(folders: Sequence[str]) -> str:
    """A sentence about them; "" where there are none."""
    if not folders:
        return ""
    names = ", ".join(os.path.basename(os.path.normpath(folder)) for folder in folders if folder)
    which = f" ({names})" if names else ""
    return (f"Another training is running on this machine{which}: they share its cores and its memory, "
            "and each takes longer than alone.")

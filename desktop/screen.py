"""Can a window be shown here? Asked in a process of its own, for Qt ends the one that finds it cannot."""

from __future__ import annotations

import os
import re
import subprocess
import sys

PROBE_S = 30.0
_PROBE = "from PySide6.QtWidgets import QApplication; QApplication([])"

# The system libraries that Qt loads on Linux, and the packages of Debian and Ubuntu that bring them.
PACKAGES = {
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1", "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0", "libdbus-1.so.3": "libdbus-1-3", "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0", "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1", "libxcb-util.so.1": "libxcb-util1",
}


def problem() -> str:
    """Why no window can be shown here, in a sentence with what to install; "" where one can."""
    if not sys.platform.startswith("linux"):
        return ""
    if not any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")):
        return "No screen was found (DISPLAY and WAYLAND_DISPLAY are not set)."
    return trial({})


def trial(environment: dict[str, str]) -> str:
    """What keeps Qt from starting with these variables set besides; "" where it starts."""
    try:
        ended = subprocess.run([sys.executable, "-c", _PROBE], env={**os.environ, **environment},
                               capture_output=True, text=True, timeout=PROBE_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"Qt could not be started: {error}."
    return in_words(ended.stderr) if ended.returncode else ""


def in_words(complaint: str) -> str:
    """A sentence from what Qt or the dynamic linker said as it gave up."""
    # Qt names one library it misses, the dynamic linker another: the rest may be missing as well.
    found = [package for library, package in PACKAGES.items()
             if library in complaint or re.search(rf"\b{re.escape(package)}\b", complaint)]
    if found:
        return ("Qt needs a system library that is missing. On Debian or Ubuntu: "
                f"sudo apt install {' '.join(found)}")
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    return f"Qt could not be started: {lines[0] if lines else 'it gave no reason'}"


def main() -> int:
    """For the Makefile: 0 where Qt starts without a screen, else 1 and the sentence."""
    said = trial({"QT_QPA_PLATFORM": "offscreen"})
    if said:
        print(said, file=sys.stderr)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())

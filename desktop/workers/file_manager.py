"""The system, asked to open a file or a folder, or to show where a file is."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def reveal(path: Path) -> None:
    """Opens its folder, with the file selected where the system can."""
    if sys.platform == "win32":
        QProcess.startDetached("explorer", ["/select,", str(path)])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(path)])
    else:
        open_path(path.parent)


def open_path(path: Path) -> bool:
    """A folder, or a file in its program; False where the system knows none for it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

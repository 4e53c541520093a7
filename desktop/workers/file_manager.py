"""The system's file manager, asked to show a file or a folder."""

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
        open_folder(path.parent)


def open_folder(folder: Path) -> bool:
    """False where the system knows no file manager."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

"""Tells a person who looks elsewhere that a training has ended: the system's own notification."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from desktop.controllers.runs import Run
from desktop.controllers.training import TrainingController
from desktop.theme import icons, numbers

SHOWN_MS = 15_000


class Notification(QObject):
    """One at a time; nothing where the window is in front, for there the page says it."""

    def __init__(self, training: TrainingController, window: QWidget):
        super().__init__(window)
        self._window = window
        self._icon: QSystemTrayIcon | None = None
        self._away = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._away.timeout.connect(self._hide)
        training.ended.connect(self._tell)

    def words(self, run: Run) -> tuple[str, str]:
        """The title, which every system shows as it is, and the text, which some take for markup."""
        title = self.tr("Training has ended: {}").format(run.name)
        if run.best_bleu is None:
            return title, self.tr("No model was validated.")
        return title, self.tr("Best BLEU {} at step {}").format(f"{run.best_bleu:.1f}",
                                                              numbers.thousands(run.best_step))

    def _tell(self, run: Run) -> None:
        if self._window.isActiveWindow():
            return
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            if self._icon is None:
                self._icon = QSystemTrayIcon(icons.app_icon(), self)
                self._icon.messageClicked.connect(self._window.activateWindow)
            self._icon.show()
            self._icon.showMessage(*self.words(run), icons.app_icon(), SHOWN_MS)
            self._away.start()

    def _hide(self) -> None:
        if self._icon is not None:
            self._icon.hide()

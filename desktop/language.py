"""The language of the window: the system's, or the one that was chosen; it changes at once."""

from __future__ import annotations

from importlib import resources

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QSettings, QTranslator, Signal

CHOICES = ("system", "en", "zh_CN")
_KEY = "appearance/language"


class Language(QObject):
    """Installs the translators; Qt then sends every widget a LanguageChange event."""

    changed = Signal()

    def __init__(self, app: QCoreApplication, settings: QSettings, parent: QObject | None = None):
        super().__init__(parent)
        self._app, self._settings = app, settings
        self._translators: list[QTranslator] = []
        stored = str(settings.value(_KEY, "system"))
        self._choice = stored if stored in CHOICES else "system"
        self._install()

    @property
    def choice(self) -> str:
        return self._choice

    @property
    def code(self) -> str:
        """The language in force: "en" or "zh_CN"."""
        if self._choice != "system":
            return self._choice
        chinese = QLocale.system().language() == QLocale.Language.Chinese
        return "zh_CN" if chinese else "en"

    def choose(self, choice: str) -> None:
        """ "system", "en" or "zh_CN"; remembered."""
        if choice == self._choice:
            return
        self._choice = choice
        self._settings.setValue(_KEY, choice)
        self._install()
        self.changed.emit()

    def remove(self) -> None:
        """Takes the translators out again (when the window goes)."""
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators.clear()

    def _install(self) -> None:
        self.remove()
        if self.code == "en":  # what the code is written in
            return
        own = resources.files("resources").joinpath("i18n")
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in ((f"qtbase_{self.code}", qt), (f"pellucid_{self.code}", str(own))):
            translator = QTranslator(self)
            if translator.load(name, folder):
                self._app.installTranslator(translator)
                self._translators.append(translator)

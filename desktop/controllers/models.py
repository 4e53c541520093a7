"""Which models there are, and which one is in use."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal

from core import params
from core.formats import native
from desktop.workers.inference import Engine, Inference

NONE, LOADING, READY, FAILED = "none", "loading", "ready", "failed"
_KEY, _LANGUAGES_KEY, _HALF_KEY = "model/folder", "model/languages", "model/half"
_RUNS_LISTED = 40


@dataclass(frozen=True)
class ModelEntry:
    """A model in the list: what its card says, and where it comes from."""

    folder: Path
    card: native.ModelCard
    origin: str  # "bundled", "run", "imported" or "opened"

    @property
    def direction(self) -> tuple[str, str]:
        return self.card.src_lang, self.card.tgt_lang

    @property
    def num_weights(self) -> int:
        return params.count(self.card.config)


class ModelsController(QObject):
    """Lists models (bundled, trained here, imported, opened) and has the chosen one loaded by the worker."""

    listed = Signal()  # `entries` changed
    changed = Signal()  # `current`, `state`, `error`, `backend` or `half` changed

    def __init__(self, inference: Inference, bundled: Path, runs_root: Path, imported_root: Path,
                 settings: QSettings, parent: QObject | None = None):
        super().__init__(parent)
        self._inference, self._settings = inference, settings
        self._bundled, self._runs_root, self._imported_root = bundled, runs_root, imported_root
        self._opened: list[Path] = []
        self._cards: dict[Path, tuple[int, native.ModelCard | None]] = {}
        self.entries: list[ModelEntry] = []
        self.current: ModelEntry | None = None
        self.state = NONE
        self.error = ""
        self.half = str(settings.value(_HALF_KEY, "false")) == "true"  # weights at half size in memory
        self.half_problem = ""  # why not, where that was wanted
        self.backend, self.device = "", ""  # what computes, in the engine's words; known after a load
        # ">>fra<<": the languages among which the current model must be told to choose, and the one chosen
        self.codes: tuple[str, ...] = ()
        self.code = ""

    def start(self) -> None:
        """Lists what there is and loads the model that was used last, or the first."""
        self.refresh()
        last = Path(str(self._settings.value(_KEY, "")))
        folders = [entry.folder for entry in self.entries]
        if last in folders:
            self.choose(last)
        elif folders:
            self.choose(folders[0])
        else:
            self.changed.emit()

    def refresh(self) -> None:
        """Reads the lists again (a training has finished, a folder was opened)."""
        found = [(folder, "bundled") for folder in _model_folders(self._bundled)]
        # A run's folder is itself a model folder, of the best model so far.
        runs = sorted(_model_folders(self._runs_root), key=lambda folder: -_changed(folder))
        found += [(folder, "run") for folder in runs[:_RUNS_LISTED]]
        found += [(folder, "imported") for folder in _model_folders(self._imported_root)]
        found += [(folder, "opened") for folder in self._opened]
        entries = [self._entry(folder, origin) for folder, origin in dict(found[::-1]).items()][::-1]
        entries = [entry for entry in entries if entry is not None]
        if entries != self.entries:
            self.entries = entries
            self.listed.emit()

    def _entry(self, folder: Path, origin: str) -> ModelEntry | None:
        """Reads a card once per change of its file; a folder that cannot be read is not offered."""
        changed = _changed(folder)
        known = self._cards.get(folder)
        if known is None or known[0] != changed:
            try:
                known = (changed, native.read_card(folder))
            except native.ModelError:
                known = (changed, None)
            self._cards[folder] = known
        return ModelEntry(folder, known[1], origin) if known[1] else None

    def choose(self, folder: Path) -> None:
        """Makes a listed model the current one and loads it."""
        entry = next((entry for entry in self.entries if entry.folder == folder), None)
        if entry is None:
            self.open_folder(folder)
            return
        if self.current == entry and self.state in (LOADING, READY):
            return
        self.current, self.state, self.error = entry, LOADING, ""
        self.codes, self.code = (), ""
        self._load(self._chosen_codes().get(str(folder), ""))

    def choose_code(self, code: str) -> None:
        """Has the current model, one of several languages, translate into this one of its `codes`."""
        if code in self.codes and code != self.code:
            chosen = {**self._chosen_codes(), str(self.current.folder): code}
            self._settings.setValue(_LANGUAGES_KEY, json.dumps(chosen))
            self.state = LOADING
            self._load(code)

    def keep_half(self, half: bool) -> None:
        """Whether models are held at half size from now on; the current one is read anew."""
        if half == self.half:
            return
        self.half, self.half_problem = half, ""
        self._settings.setValue(_HALF_KEY, "true" if half else "false")
        if self.current is not None:
            self.state, self.error = LOADING, ""
            self._load(self.code)
        else:
            self.changed.emit()

    @property
    def weights(self) -> list[str]:
        """What a child is told that is to hold models as the window does."""
        return ["--weights", "8bit" if self.backend == "mlx" else "half"] if self.half else []

    def _load(self, code: str) -> None:
        folder, weights = self.current.folder, "half" if self.half else "float32"
        self.changed.emit()
        self._inference.submit("model", lambda engine, task: _load(engine, folder, code, weights),
                               self._on_loaded, self._on_failed)

    def _chosen_codes(self) -> dict[str, str]:
        """{folder: code}, as chosen in this window or an earlier one."""
        try:
            found = json.loads(str(self._settings.value(_LANGUAGES_KEY, "{}")))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def in_use(self) -> tuple[Path, str] | None:
        """What translations follow from: the current model, and the language that it was told."""
        return (self.current.folder, self.code) if self.current else None

    @property
    def direction(self) -> tuple[str, str]:
        """The languages of the current model, the target as chosen."""
        if self.current is None:
            return "", ""
        src_lang, tgt_lang = self.current.direction
        return src_lang, self.code.strip("<>") or tgt_lang

    def languages(self, side: int) -> list[str]:
        """What models translate from (0), or into (1) from the language of the current one."""
        src_lang, tgt_lang = self.direction
        found = [entry.direction[side] for entry in self.entries
                 if side == 0 or entry.direction[0] == src_lang]
        return list(dict.fromkeys(code for code in [*found, (src_lang, tgt_lang)[side]] if code))

    def choose_language(self, side: int, code: str) -> None:
        """Takes a model that has this language there, with the other side as it is where one can."""
        if self.current is None or self.direction[side] == code:
            return
        other, origin = self.direction[1 - side], self.current.origin
        found = [entry for entry in self.entries if entry.direction[side] == code]
        found.sort(key=lambda entry: (entry.direction[1 - side] != other, entry.origin != origin))
        if found:
            self.choose(found[0].folder)

    def open_folder(self, folder: Path) -> None:
        """Adds a folder from anywhere; one that holds no model says why in `error`."""
        folder = Path(folder)
        try:
            native.read_card(folder)
        except native.ModelError as error:
            self._on_failed(str(error))
            return
        if folder not in self._opened:
            self._opened.append(folder)
        self.refresh()
        self.choose(folder)

    def forget(self, folder: Path) -> None:
        """A model is gone, or is listed no more; where it was in use the first one takes its place."""
        if folder in self._opened:
            self._opened.remove(folder)
        self.refresh()
        if self.current is not None and self.current.folder == folder:
            self.current, self.state = None, NONE
            self.start()

    def opposite(self) -> ModelEntry | None:
        """A model for the other direction, of the same origin where there is one."""
        if self.current is None:
            return None
        wanted = self.current.direction[::-1]
        if wanted[0] == wanted[1]:
            return None
        found = [entry for entry in self.entries if entry.direction == wanted]
        found.sort(key=lambda entry: entry.origin != self.current.origin)
        return found[0] if found else None

    def swap(self) -> bool:
        """Changes to the opposite direction; False where no model goes there."""
        entry = self.opposite()
        if entry is not None:
            self.choose(entry.folder)
        return entry is not None

    def _on_loaded(self, found: tuple[str, str, tuple[str, ...], str, str]) -> None:
        self.state, self.error = READY, ""
        self.backend, self.device, self.codes, self.code, problem = found
        if problem:
            self.half, self.half_problem = False, problem
        self._settings.setValue(_KEY, str(self.current.folder))
        self.changed.emit()

    def _on_failed(self, message: str) -> None:
        self.error = message
        if self.state != READY:
            self.state = FAILED
        self.changed.emit()


def _load(
    engine: Engine, folder: Path, code: str, weights: str
) -> tuple[str, str, tuple[str, ...], str, str]:
    """(backend, device, codes, code, why the weights are not held so). A code that was chosen once and is no
    more is passed over."""
    problem = ""
    try:
        engine.keep_weights(weights)
    except ValueError as error:
        problem = str(error)
    tokenizer = engine.translator(folder).model.tokenizer
    if code in tokenizer.codes and code != tokenizer.code:
        engine.translate_into(folder, code)
        tokenizer = engine.translator(folder).model.tokenizer
    return engine.ops.name, engine.ops.device(), tokenizer.codes, tokenizer.code or "", problem


def _model_folders(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return sorted((path for path in root.iterdir()
                   if not path.name.startswith(".") and (path / native.CONFIG).is_file()),
                  key=lambda path: (path.name != "zh-en", path.name))


def _changed(folder: Path) -> int:
    try:
        return (folder / native.CONFIG).stat().st_mtime_ns
    except OSError:
        return 0

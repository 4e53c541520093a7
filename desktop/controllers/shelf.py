"""What the Models page does with models: look at one before it is imported, import, export, rename, compare,
put into the trash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFile, QObject, Signal

from core.exporting.archive import SUFFIX
from core.formats import native
from core.formats.scratch import MAKING, remove_abandoned
from desktop.controllers.model_uses import ModelUses
from desktop.controllers.models import ModelEntry, ModelsController
from desktop.controllers.runs import folder_for
from desktop.workers.background_reader import BackgroundReader
from desktop.workers.inference import Engine, Inference, Task
from desktop.workers.training_process import CLI, Ending, Outcome, TrainingProcess

_TEXT_SHOWN = 4000  # characters of a README


@dataclass(frozen=True)
class Facts:
    """What is found out about a model folder on another thread: the sizes of its files, and its README."""

    files: tuple[tuple[str, int], ...] = ()  # name, bytes
    readme: str = ""

    @property
    def size(self) -> int:
        return sum(size for _, size in self.files)


@dataclass(frozen=True)
class Uses:
    """The names of what was trained from a model, of the trainings that wait to begin with it, and of the
    documents that it is to translate; and whether other programs get its translations."""

    further: list[str]
    waiting: list[str]
    documents: list[str]
    is_served: bool


@dataclass(frozen=True)
class Compared:
    """One sentence by two models."""

    source: str
    first: str
    second: str


class ShelfController(QObject):
    """Reading and writing models runs in a child process, one at a time; small files on a thread."""

    changed = Signal()  # the preview, what runs, a problem
    facts_changed = Signal()
    compared = Signal()
    imported = Signal(Path)  # the folder of a model that is new in the list
    thrown_away = Signal(Path)  # the folder of a model that is gone

    def __init__(self, models: ModelsController, inference: Inference, imported_root: Path, uses: ModelUses,
                 parent: QObject | None = None, command: Sequence[str] = CLI):
        super().__init__(parent)
        self._models, self._inference, self._root, self._command = models, inference, imported_root, command
        self.uses = uses
        self._reader = BackgroundReader(self)
        self._child: TrainingProcess | None = None
        self._facts: dict[Path, Facts] = {}
        self.source: Path | None = None  # what is looked at, or imported
        self.preview: dict[str, Any] | None = None
        self.following: list[Path] = []  # to be looked at when that is done
        self.stage = ""  # "looking", "reading", "checking", "writing", "exporting"; "" while nothing runs
        self.problem = ""  # what went wrong, in a sentence
        self._done = "", "", ""  # "imported" or "exported", the name or place, a note
        self.rows: tuple[Compared, ...] = ()
        self.comparing = False
        models.listed.connect(self.look_again)
        uses.changed.connect(self.changed)
        self._remove_left_over()

    # Coming in

    def look_at(self, *paths: Path) -> None:
        """Folders or archives were dropped or chosen: says of one after the other what it is; nothing is
        copied yet. What is looked at already comes before them."""
        self.following += [path for path in paths if path not in self.following]
        if self._child is None and self.preview is None:
            self._forget_news()
        self._look_at_next()
        self.changed.emit()

    def _look_at_next(self) -> None:
        """What was wrong with, or became of, the one before stays said."""
        if self._child is None and self.preview is None and self.following:
            self.source = self.following.pop(0)
            self._begin(["import-model", str(self.source), "--preview"], "looking")

    def dismiss(self) -> None:
        """Not this one."""
        self.source, self.preview, self.problem = None, None, ""
        self._look_at_next()
        self.changed.emit()

    def import_it(self, name: str, code: str = "", languages: tuple[str, str] = ("", "")) -> None:
        """The model that is looked at becomes one of ours."""
        place = folder_for(self._root, self.source.name.split(".")[0])
        into = ["--into-language", code] if code else []
        sides = zip(("src", "tgt"), languages, strict=True)
        into += [f"--{side}-lang={language}" for side, language in sides if language]
        self._start(["import-model", str(self.source), "--out", str(place), f"--name={name}", *into],
                    "reading")

    def cancel(self) -> None:
        """Whatever runs is stopped; what it had written is removed."""
        if self._child is not None:
            self._child.stop()

    # Going out

    def export(self, entry: ModelEntry, out: Path, replaces: bool = False) -> None:
        """A `.pellucid` file, with `replaces` in the place of one that is there; or a folder in the Hugging
        Face layout."""
        options = ["--replace"] if replaces else []
        self._start(["export-model", str(entry.folder), str(out), *options], "exporting")

    def rename(self, entry: ModelEntry, name: str) -> None:
        if name.strip() and name != entry.card.name:
            self._reader.read("rename", lambda: native.rename_model(entry.folder, name.strip()), self._listed)

    def put_into_trash(self, entry: ModelEntry) -> None:
        """Its folder goes to the system's trash; one that lies elsewhere is only listed no more."""
        if entry.origin == "opened":
            self._models.forget(entry.folder)
        elif self.uses.is_trained(entry.folder):
            self.fail(self.tr("“{}” is being trained: stop that first.").format(entry.card.name))
        elif entry.origin != "bundled":
            self._reader.read("trash", lambda: QFile.moveToTrash(str(entry.folder)),
                              lambda found: self._gone(entry, found))

    def _gone(self, entry: ModelEntry, is_gone: bool | Exception) -> None:
        if is_gone is not True:
            words = self.tr("The system has no trash for {}: remove that folder in the file manager.")
            self.fail(words.format(entry.folder))
        else:
            self._models.forget(entry.folder)
            self.thrown_away.emit(entry.folder)

    def _listed(self, error: Exception | None) -> None:
        if error is not None:
            self.fail(str(error))
        self._models.refresh()

    # Knowing

    def facts(self, entry: ModelEntry) -> Facts:
        """What is known so far; `facts_changed` tells when there is more."""
        if entry.folder not in self._facts:
            self._facts[entry.folder] = Facts()
            self._read_facts(entry.folder)
        return self._facts[entry.folder]

    def look_again(self) -> None:
        """Models may have changed since they were looked at, or others lie in folders of the same names."""
        listed = {entry.folder for entry in self._models.entries}
        self._facts = {folder: facts for folder, facts in self._facts.items() if folder in listed}
        for folder in self._facts:
            self._read_facts(folder)

    def what_goes(self, entry: ModelEntry) -> Facts:
        """The same as they are at this moment, of a folder of our own: it has a few files."""
        self._facts[entry.folder] = _facts_of(entry.folder)
        return self._facts[entry.folder]

    def _read_facts(self, folder: Path) -> None:
        self._reader.read(("facts", folder), lambda: _facts_of(folder),
                          lambda found: self._take_facts(folder, found))

    def _take_facts(self, folder: Path, found: Facts | Exception) -> None:
        if isinstance(found, Facts) and found != self._facts.get(folder):
            self._facts[folder] = found
            self.facts_changed.emit()

    def uses_of(self, entry: ModelEntry) -> Uses:
        folder = entry.folder
        return Uses(self._descendants(entry), self.uses.waiting(folder), self.uses.documents(folder),
                    self.uses.is_served(folder))

    def _descendants(self, entry: ModelEntry) -> list[str]:
        """The names of what was trained further from this one: listed models, and runs that have none yet."""
        found = {other.folder: other.card.name for other in self._models.entries
                 if not set(entry.card.names).isdisjoint(other.card.lineage) and other != entry}
        found |= {run.path: run.name for run in self.uses.runs(entry.folder) if run.path not in found}
        return list(found.values())

    def compare(self, first: ModelEntry, second: ModelEntry, lines: Sequence[str]) -> None:
        """The same sentences by both models, each with its card's settings; `rows` has what is done."""
        try:
            manners = [(entry.folder, entry.card.decode) for entry in (first, second)]
        except native.ModelError as error:
            self.fail(str(error))
            return
        self.rows, self.comparing = (), True
        self.compared.emit()

        def job(engine: Engine, task: Task) -> None:
            for line in lines:
                texts = [engine.translator(folder).translate_text(line, decode, task.stop).text
                         for folder, decode in manners]
                task.report(Compared(line, *texts))

        self._inference.submit("compare models", job, lambda _: self._compared(), self._compared,
                               self._add_row)

    def _add_row(self, row: Compared) -> None:
        self.rows = (*self.rows, row)
        self.compared.emit()

    def _compared(self, problem: str = "") -> None:
        self.comparing = False
        if problem:
            self.fail(problem)
        self.compared.emit()

    @property
    def done(self) -> str:
        """What was done, in a sentence in the window's language of the moment; a note is a line below."""
        what, name, note = self._done
        words = {"": "", "exported": self.tr("Written to {}"),
                 "imported": self.tr("“{}” is imported, and in use on every page now.")}
        return "\n".join(line for line in (words[what].format(name), note) if line)

    def _forget_news(self) -> None:
        self.problem, self._done = "", ("", "", "")

    # The child process

    def _start(self, arguments: list[str], stage: str) -> None:
        if self._child is not None:
            self.fail(self.tr("One model at a time: wait for the other, or cancel it."))
            return
        self._forget_news()
        self._begin(arguments, stage)

    def _begin(self, arguments: list[str], stage: str) -> None:
        self.stage = stage
        self._child = TrainingProcess(arguments, self._command, parent=self)
        self._child.event.connect(self._on_event)
        self._child.ended.connect(self._on_ended)
        self._child.start()
        self.changed.emit()

    def _on_event(self, event: dict[str, Any]) -> None:
        if event["event"] == "stage":
            self.stage = str(event["stage"])
        elif event["event"] == "preview":
            self.preview = event
        elif event["event"] == "imported":
            self._keep(Path(event["model"]))
        elif event["event"] == "exported":
            self._done = "exported", str(event["out"]), str(event.get("note", ""))
        self.changed.emit()

    def _keep(self, place: Path) -> None:
        """The whole model is now among the others."""
        self.source, self.preview = None, None
        self._models.refresh()
        self._models.choose(place)
        names = (entry.card.name for entry in self._models.entries if entry.folder == place)
        self._done = "imported", next(names, place.name), ""
        self.imported.emit(place)

    def _on_ended(self, ending: Ending) -> None:
        self._child, self.stage = None, ""
        self._remove_left_over()
        if ending.outcome == Outcome.REFUSED:
            self.problem = "\n".join(said for said in (self.problem, ending.message) if said)
        elif ending.outcome != Outcome.ENDED and ending.exit_code != 130:
            self.problem = self.tr("That stopped unexpectedly. {}").format(" ".join(ending.log[-1:]))
        if self.preview is None:
            self.source = None
        self._look_at_next()
        self.changed.emit()

    def fail(self, problem: str) -> None:
        """Says what went wrong, until something else is done."""
        self.problem = problem
        self.changed.emit()

    def _remove_left_over(self) -> None:
        """What an import that was killed had begun."""
        self._reader.read("left", lambda: remove_abandoned(self._root, MAKING), lambda _: None)

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
        self._reader.close()


def suggested_file(entry: ModelEntry) -> str:
    """A name for the file that a model is exported to."""
    return f"{entry.card.name or entry.folder.name}{SUFFIX}".replace("/", "-")


def _facts_of(folder: Path) -> Facts:
    files = sorted((path.relative_to(folder).as_posix(), path.stat().st_size)
                   for path in folder.rglob("*") if path.is_file())
    readme = folder / native.README
    text = readme.read_text(encoding="utf-8", errors="replace")[:_TEXT_SHOWN] if readme.is_file() else ""
    return Facts(tuple(files), text)

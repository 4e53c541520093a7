"""The corpus of the Data page: its files, the rules, and what the import in the child process found."""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.corpus import project, report_table
from core.corpus.cleaning import RULE_OF, Rules
from core.corpus.files.delimited import Preview
from core.corpus.importing import DROPPED, REPORT
from core.corpus.sources import unclear
from core.corpus.textfile import TextFile
from core.corpus.unit import Reading
from core.formats import atomic
from core.text import languages
from desktop.controllers.corpus_wish import Columns, Use, Wish, arguments, is_read_alike
from desktop.controllers.preflight import PreflightController
from desktop.workers.background_reader import BackgroundReader
from desktop.workers.training_process import CLI, Ending, Outcome, TrainingProcess

_SUFFIXES = {".tmx", ".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff", ".txlf", ".po", ".pot", ".tsv",
             ".csv", ".jsonl", ".srt", ".txt", ".tab"}
MAX_FILES = 500  # at a time
CANCELLED = 130  # the child's exit code

_SAY_IT = "; say it below"

# What the core says to the command line, and what the window has for it.
_REMEDIES = (
    (" with --encoding utf-16", " below"),
    (" with --encoding", " below"),
    (" with --src and --tgt", " below"),
    (" with --quote none if quotes are letters like others", " below"),
    # A table of which the page asks what its columns or its quotes are.
    (re.compile("; say .*The Data page asks for it", re.DOTALL), _SAY_IT),
)


class DataController(QObject):
    """State and actions; reading runs in a child process, and each change reads the files again."""

    changed = Signal()

    def __init__(self, root: Path, parent: QObject | None = None, command: Sequence[str] = CLI):
        super().__init__(parent)
        self._root, self._command = root, command
        self._past: list[Wish] = []
        self._child: TrainingProcess | None = None
        self._reader = BackgroundReader(self)
        self.preflight = PreflightController(self, command)
        self.wish = self._shown = Wish()
        self.report: dict[str, Any] | None = None  # report.json of the corpus that is shown
        self.project: project.Project | None = None  # and its project.json
        self.progress: dict[str, Any] = {}
        self.problem = ""
        self.table: tuple[Path, Preview] | None = None  # of which a person is to say what the columns are
        self.languages: dict[str, int] = {}  # where the problem is which two are meant
        self.asks_encoding = False  # where the problem is how the file is encoded
        self.asks_quote = False  # or whether its quotes are letters
        self.left_out: list[str] = []  # why files were left out by `leave_unreadable`
        self._leaves_unreadable = False

    @property
    def state(self) -> str:
        """"empty", "reading", "ready" or "failed"."""
        if self._child is not None:
            return "reading"
        if self.problem:
            return "failed"
        return "empty" if self.report is None else "ready"

    @property
    def asks(self) -> bool:
        """Is the problem one that the person's answer solves: which languages, columns or encoding?"""
        return bool(self.languages or self.table or self.asks_encoding or self.asks_quote)

    @property
    def is_question(self) -> bool:
        """Does a table only not say what its columns are, or its quotes?"""
        return self.problem.endswith(_SAY_IT)

    @property
    def is_unclear_quote(self) -> bool:
        """Some quotes of a table stand around cells, others do not."""
        return self.asks_quote and self.is_question

    @property
    def is_proposal(self) -> bool:
        """Is the person still to say whether the rules may leave out what is shown?"""
        return not self.wish.agreed and self.report is not None and self.report["kept"] < self.report["pairs"]

    @property
    def can_undo(self) -> bool:
        return bool(self._past)

    @property
    def corpus(self) -> Path | None:
        """The folder that a training can be given."""
        return Path(self.report["out"]) if self.report and self.report["kept_to_learn"] else None

    def add(self, paths: Sequence[Path]) -> None:
        """Files, and the corpus files of folders. A folder is walked on another thread."""
        self._reader.read("files", lambda: _files_of(paths), self._add_found)

    def _add_found(self, found: list[Path] | Exception) -> None:
        found = () if isinstance(found, Exception) else found
        new = tuple(path for path in found if path not in self.wish.files)
        if len(new) > MAX_FILES:
            self.problem = self.tr("{} files were found there, more than are read at once; drop a part of "
                                   "them.").format(len(new))
            self.changed.emit()
        elif new:
            self.change(files=self.wish.files + new)
        elif not self.wish.files:
            self.problem = self.tr("No file with sentence pairs was found there.")
            self.changed.emit()

    def set_use(self, files: Sequence[Path], **what) -> None:
        """Another name, weight or part of the files that make one corpus, or on and off.

        Only another part makes the files be read again: general text has a development set of its own, and
        what is validated on must not be trained on.
        """
        uses = dict(self.wish.uses)
        for file in files:
            new = replace(self.wish.use(file), **what)
            uses[file] = replace(new, name="") if new.name == file.stem else new
        wish = replace(self.wish, uses=tuple((path, use) for path, use in uses.items() if use != Use()))
        if wish == self.wish:
            return
        if is_read_alike(wish, self.wish):
            self._past.append(self.wish)
            self._settle(wish)
            self._write_uses()
        else:
            self.change(uses=wish.uses, agreed=self.wish.agreed)

    def _settle(self, wish: Wish) -> None:
        """A wish that what is shown fulfils, or will without reading."""
        self.wish = wish
        if self._child is None:
            self._shown = wish

    def _write_uses(self) -> None:
        """Puts names, weights and switches into the corpus that is shown."""
        if self.report is None:
            return
        folder, wish = Path(self.report["out"]), self.wish
        self._reader.read("uses", lambda: _with_uses(folder, wish), self._show_project)

    def _show_project(self, found: project.Project | Exception) -> None:
        if isinstance(found, Exception):
            self.problem = str(found)
        else:
            self.project = found
            self.preflight.forget()
        self.changed.emit()

    def _ask_columns(self, file: Path) -> None:
        """The child has found that a table does not say what its columns are, or what divides them."""
        wish = self.wish
        self._reader.read("table", lambda: unclear(TextFile(file, wish.encoding), Reading(quote=wish.quote)),
                          lambda found: self._show_question(wish, file, found))

    def _show_question(self, wish: Wish, file: Path, found: Preview | Exception | None) -> None:
        if wish == self.wish and isinstance(found, Preview):
            self.table = file, found
            self.changed.emit()

    def set_columns(self, file: Path, columns: Columns) -> None:
        others = tuple((path, said) for path, said in self.wish.columns if path != file)
        self.change(columns=(*others, (file, columns)))

    def set_first_row(self, file: Path, is_names: bool) -> None:
        """Whether the first row of a table only names its columns, where it was taken for the other."""
        said = dict(self.wish.columns).get(file, Columns())
        self.set_columns(file, said._replace(is_headed=is_names))

    def remove(self, files: Sequence[Path]) -> None:
        self.change(files=tuple(path for path in self.wish.files if path not in files),
                    agreed=self.wish.agreed)

    def leave_unreadable(self) -> None:
        """Leaves out the file that cannot be read, and every other one that turns out so."""
        self.left_out, self._leaves_unreadable = [], True
        self._leave_one()

    def _leave_one(self) -> None:
        file = self.unreadable
        if file is None or len(self.wish.files) == 1:
            self._leaves_unreadable = False
            return
        said = [*self.left_out, self.problem.replace(str(file), file.name, 1).removesuffix(_SAY_IT)]
        self.remove([file])
        self.left_out, self._leaves_unreadable = said, True

    def keep(self, reason: str) -> None:
        """Switches the rule off that left these pairs out."""
        rule = RULE_OF.get(reason)
        if rule:
            off = False if isinstance(getattr(Rules(), rule), bool) else None
            self.change(rules=replace(self.wish.rules, **{rule: off}), agreed=self.wish.agreed)

    def keep_all(self) -> None:
        """No rule leaves anything out."""
        self.change(rules=Rules.none())

    def agree(self) -> None:
        """What the rules leave out, as it is shown, may stay out."""
        self._past.append(self.wish)
        self._settle(replace(self.wish, agreed=True))
        self.changed.emit()

    def change(self, **what) -> None:
        """Another wish; what it replaces can be had back by `undo`.

        What the rules leave out has to be agreed to anew.
        """
        self._past.append(self.wish)
        self.wish = replace(self.wish, **{"agreed": False, **what})
        self.left_out, self._leaves_unreadable = [], False
        self._read()

    def undo(self) -> None:
        if not self._past:
            return
        old, self.wish = self.wish, self._past.pop()
        self.left_out, self._leaves_unreadable = [], False
        if is_read_alike(old, self.wish):
            self._settle(self.wish)
            self._write_uses()
            self.changed.emit()
        else:
            self._read()

    def cancel(self) -> None:
        """Ends the reading; what was shown before stays, and with it what was wished then."""
        if self._child is not None:
            self._child.stop()

    @property
    def unreadable(self) -> Path | None:
        """The file that the problem is about."""
        found = [file for file in self.wish.files if self.problem.startswith(str(file))]
        return max(found, key=lambda file: len(str(file)), default=None)

    def save_report(self, path: Path) -> None:
        """All of the report as a table, with every pair that was left out: file, line and reason."""
        report, dropped = self.report, Path(self.report["out"]) / DROPPED
        self._reader.read("save", lambda: atomic.write_with(
            path, lambda temporary: report_table.write(temporary, report, dropped)), self._on_saved)

    def _on_saved(self, error: Exception | None) -> None:
        if error is not None:
            self.problem = str(error)
            self.changed.emit()

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
        self.preflight.close()
        self._reader.close()

    def _read(self) -> None:
        """Starts the child anew for the wish as it is now."""
        if self._child is not None:
            self._child.ended.disconnect(self._on_ended)
            self._child.event.disconnect(self._on_event)
            self._child.close()
            self._child = None
        self.problem, self.languages, self.progress, self.asks_encoding = "", {}, {}, False
        self.table, self.asks_quote = None, False
        if not self.wish.files:
            self.report, self._shown = None, self.wish
            self.changed.emit()
            return
        out = self._root / uuid.uuid4().hex[:12]
        self._child = TrainingProcess(self._arguments(out), self._command, parent=self)
        self._child.event.connect(self._on_event)
        self._child.ended.connect(self._on_ended)
        self._child.ended.connect(self._child.deleteLater)
        self._child.start()
        self.changed.emit()

    def _arguments(self, out: Path) -> list[str]:
        self._root.mkdir(parents=True, exist_ok=True)
        rules = self._root / "rules.json"
        rules.write_text(json.dumps(self.wish.rules.to_dict()), encoding="utf-8")
        return arguments(self.wish, out, rules)

    def _on_event(self, event: dict[str, Any]) -> None:
        if event["event"] == "reading":
            self.progress = event
            self.changed.emit()
        elif event["event"] == "failed":
            counts = event.get("languages") or {}  # Qt has sorted them by name on the way
            self.languages = dict(sorted(counts.items(), key=lambda item: -item[1]))
            if event.get("table"):
                self._ask_columns(Path(event["table"]))
        elif event["event"] == "imported":
            folder, wish = Path(event["out"]), self.wish
            self._reader.read("report", lambda: (json.loads((folder / REPORT).read_text("utf-8")),
                                                 _with_uses(folder, wish), wish), self._show)

    def _on_ended(self, ending: Ending) -> None:
        self._child = None
        if ending.outcome == Outcome.REFUSED:
            self.problem, self.asks_encoding = ending.message, "--encoding" in ending.message
            self.asks_quote = "--quote" in ending.message
            for option, here in _REMEDIES:
                self.problem = re.sub(option, here, self.problem)
            if self._leaves_unreadable:
                self._leave_one()
            elif not self.is_question and self.unreadable in dict(self.wish.columns):
                self._ask_columns(self.unreadable)  # again: the columns that were chosen cannot be read
        elif ending.exit_code == CANCELLED:
            while self._past and self.wish != self._shown:
                self.wish = self._past.pop()
        elif ending.outcome != Outcome.ENDED:
            self.problem = self.tr("The reading stopped unexpectedly. {}").format(" ".join(ending.log[-1:]))
        self.changed.emit()

    def _show(self, found: tuple[dict[str, Any], project.Project, Wish] | Exception) -> None:
        if isinstance(found, Exception):
            self.problem = str(found)
        else:
            old, (self.report, self.project, wish) = self.report, found
            self._shown, self._leaves_unreadable = wish, False
            if wish.uses != self.wish.uses:  # changed meanwhile
                self._write_uses()
            self.preflight.show_corpus(self.corpus)
            if old:
                self._reader.read("old", lambda: shutil.rmtree(old["out"], ignore_errors=True),
                                  lambda _: None)
        self.changed.emit()


def _with_uses(folder: Path, wish: Wish) -> project.Project:
    """Writes the folder's project.json as the person wishes it. Raises CorpusError or OSError."""
    found = project.read(folder)
    for index, member in enumerate(found.members):
        use = wish.use(Path(member.file.split(" + ")[0]))
        if use.is_dev:
            continue
        name = use.name or Path(member.file.split(" + ")[0]).stem
        found = found.changed(index, name=name, weight=use.weight, on=use.on)
    project.write(folder, found)
    return found


def _files_of(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and not any(
                part.startswith(".") for part in file.relative_to(path).parts))  # as macOS's "._a.tsv"
            halves = Counter(file.with_suffix("") for file in inside if languages.is_code(file.suffix[1:]))
            found += [file for file in inside
                      if file.suffix.lower() in _SUFFIXES or halves[file.with_suffix("")] == 2]  # x.en, x.de
        else:
            found.append(path)
    return found

"""The sentences that the core says to people, as templates: "{0}: expected a file, found a folder".

The core knows no Qt, and its errors pass through child processes as plain sentences. So the window finds
the template that a sentence was made from and shows that in its own language (desktop.core_words). What is
raised, returned or noted in the core is read from its source: core.json beside this file lists it, and
`python -m resources.i18n.update` writes it anew.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

CORE = Path(__file__).parent.parent.parent / "core"
LISTED = Path(__file__).parent / "core.json"
# Said on the command line alone, to programs, or no sentences.
_LEFT_OUT = ("commands", "serving", "cli.py", "argument", "stores/history.py", "exporting/model_card.py")
_FEWEST_LETTERS = 8  # a template of fewer says nothing that could be translated
_NOTES = ("append",)  # how remarks are collected
_TABLES = ("ADVICE",)  # of sentences by what they are said of
_FLAWS = ("flaw", "_flaw")  # why a unit cannot be read
# Parts of sentences that are built elsewhere, and what the system says of files.
_OTHERS = (
    "line {0}", "entry {0}, line {1}", "unit {0}, segment {1}", "tuv has no language",
    "{0} twice in one entry", "the control character U+{0} (line {1})",
    "the entity &{0};, which nothing declares (line {1})",
    "the character U+{0}, which XML does not allow (line {1})",
    "{0}, line {1}: expected {2}, found the byte {3} at column {4}",
    "{0}: your terms and rules cannot be read ({1}); move the file away to begin anew, or put back an older "
    "copy. Nothing is written over it",
    # As the Data page says them, where the command line has an option.
    "say which it is below{0}, or save the file as UTF-8",
    '{0}: declares the encoding "{1}", which Pellucid does not know; say which it is below, or save the file '
    "as UTF-8",
    "{0}, line {1}: expected text, found a NUL; if the file is UTF-16, say so below, else open it in an "
    "editor and save it as UTF-8",
    "{0}: has {1} languages: {2}. Choose two below",
    '{0}: has no "{1}"{2}; its languages are {3}. Choose two below',
    "{0}, line {1}: a quote opens here and does not close within {2} characters ({3}); close it, or say so "
    "below",
    "{0}, line {1}: expected source and target with a TAB between them, found no TAB in {2}; if it is one "
    "half of two line-aligned files, give the other too",
    # A model's settings under the names of a file of Hugging Face's.
    "pad_token_id, decoder_start_token_id, eos_token_id and the id of unk_token should differ, and are {0}; "
    "only pad_token_id may be decoder_start_token_id too",
    # Commands of child processes.
    "port {0} of this machine is taken by another program; name another with --port, or 0 for any that is "
    "free",
    "{0}: expected a key of at least 16 letters and digits in one line",
    "{0}: expected a new folder, or a file that ends in {1}",
    "{0}: this model does not say between which languages it translates, so nobody could ask for it",
    # What Python's own reader says of JSON.
    "Expecting value", "Expecting property name enclosed in double quotes", "Expecting ':' delimiter",
    "Expecting ',' delimiter", "Extra data", "Unterminated string starting at",
    "Invalid control character at",
    "Permission denied", "No such file or directory", "No space left on device", "Read-only file system",
    "Is a directory", "Not a directory", "File exists",
)

Parts = list[str | None]  # None: a value


def collected() -> list[str]:
    """All templates, each once."""
    found = set(_OTHERS)
    for path in sorted(CORE.rglob("*.py")):
        if not path.relative_to(CORE).as_posix().startswith(_LEFT_OUT):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                found.update(_said(node))
    return sorted(found)


def listed() -> list[str]:
    return json.loads(LISTED.read_text("utf-8"))


def write() -> None:
    LISTED.write_text(json.dumps(collected(), ensure_ascii=False, indent=0) + "\n", "utf-8")


def for_lupdate() -> str:
    """A Python file in which lupdate finds them."""
    quoted = (json.dumps(template, ensure_ascii=False) for template in listed())
    return "".join(f'QT_TRANSLATE_NOOP("Core", {text})\n' for text in quoted)


def _said(node: ast.AST) -> Iterator[str]:
    """The templates that a statement says: what it raises whole, of others sentences of three words."""
    words = 1
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        values = node.exc.args
    elif isinstance(node, ast.Return) and node.value is not None:
        values, words = [node.value], 3
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _NOTES:
        values, words = node.args, 3
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
        values, words = node.args[2:], 3
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and _is_named(node, _TABLES):
        values = node.value.values
    elif isinstance(node, ast.Assign) and _is_named(node, _FLAWS):
        values, words = [node.value], 3
    else:
        return
    for value in values:
        for parts in _ways(value):
            template = _template(parts)
            if len(template.split()) >= words and sum(map(str.isalpha, template)) >= _FEWEST_LETTERS \
                    and not template.startswith("--"):  # an option of another program
                yield template


def _is_named(node: ast.Assign, names: tuple[str, ...]) -> bool:
    target = node.targets[0]
    return getattr(target, "attr", getattr(target, "id", "")) in names


def _ways(node: ast.expr) -> list[Parts]:
    """What an expression may read: several where it chooses."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [[node.value]]
    if isinstance(node, ast.JoinedStr):
        return [[part.value if isinstance(part, ast.Constant) else None for part in node.values]]
    if isinstance(node, ast.IfExp):
        return _ways(node.body) + _ways(node.orelse)
    if isinstance(node, ast.BoolOp):
        return [way for value in node.values for way in _ways(value)]
    if isinstance(node, ast.List | ast.Tuple):
        return [way for element in node.elts for way in _ways(element)]
    if isinstance(node, ast.ListComp):
        return _ways(node.elt)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [left + right for left in _ways(node.left) for right in _ways(node.right)]
    return [[None]]


def _template(parts: Parts) -> str:
    """Values that follow each other at once are one."""
    made, count = "", 0
    for number, part in enumerate(parts):
        if part is not None:
            made += part.replace("{", "{{").replace("}", "}}")
        elif number == 0 or parts[number - 1] is not None:
            made += f"{{{count}}}"
            count += 1
    return made

"""Small files of a model that somebody has downloaded, read with limits and with words for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.formats.native import ModelError

MAX_BYTES = 64_000_000  # a vocabulary of a million pieces is smaller
_MAX_TEXT = 1_000_000
_LFS = b"version https://git-lfs"


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Raises ModelError where the file is missing, a pointer, or larger than anything of its kind."""
    check_present(path)
    size = path.stat().st_size
    if size > limit:
        raise ModelError(f"{path}: expected at most {limit} bytes, found {size}")
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error.strerror}") from None


def check_present(path: Path) -> None:
    """Raises ModelError where there is no such file, or a Git LFS pointer in its place."""
    if not path.is_file():
        raise ModelError(f"{path}: the file is missing; it belongs to the model: download it too")
    try:
        with open(path, "rb") as file:
            beginning = file.read(200)
    except OSError as error:
        raise ModelError(f"{path}: cannot be read: {error.strerror}") from None
    if beginning.startswith(_LFS):
        size = beginning.partition(b"size ")[2].split(b"\n")[0].decode("ascii", "replace")
        raise ModelError(f"{path}: is a Git LFS pointer, not the file itself; download {path.name} "
                         f"({size} bytes) from the model's page, or run `git lfs pull` in its folder")


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object. Raises ModelError."""
    data = read_bytes(path)
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path}: expected a whole JSON file, but it is damaged or cut short "
                         f"({error})") from None
    if not isinstance(document, dict):
        raise ModelError(f"{path}: expected a JSON object, found {type(document).__name__}")
    return document


def member(document: dict[str, Any], key: str, kind: type, path: Path, default: Any = ...) -> Any:
    """document[key], of that type (an int will do for a float). Raises ModelError."""
    value = document.get(key)
    if value is None:
        if default is not ...:
            return default
        raise ModelError(f'{path}: the key "{key}" is missing')
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise ModelError(f"{path}: {key} should be {kind.__name__}, and is {value!r:.60}")
    return value


def read_text(folder: Path, names: Iterable[str]) -> str:
    """The first of these files that there is, or ""."""
    for name in names:
        path = folder / name
        if path.is_file() and path.stat().st_size <= _MAX_TEXT:
            return path.read_bytes().decode("utf-8", errors="replace")
    return ""


def flat_yaml(text: str, path: Path) -> dict[str, str | list[str]]:
    """The top-level scalars and lists of scalars of a YAML file, as text; all that Marian's settings are.

    Anything deeper is passed over. Raises ModelError where a line is neither.
    """
    found: dict[str, str | list[str]] = {}
    key = ""
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.split(" #")[0].rstrip()
        if not stripped or stripped.startswith("#") or stripped in ("---", "..."):
            continue
        if stripped.lstrip().startswith("- ") and key:
            value = found[key]
            items = value if isinstance(value, list) else []
            found[key] = [*items, _scalar(stripped.lstrip()[2:])]
        elif not line.startswith(" ") and ":" in stripped:
            key, _, rest = stripped.partition(":")
            rest = rest.strip()
            if rest.startswith("[") and rest.endswith("]"):
                found[key] = [_scalar(item) for item in rest[1:-1].split(",") if item.strip()]
            else:
                found[key] = _scalar(rest)
        elif not line.startswith((" ", "-")):
            raise ModelError(f'{path}: line {number}: expected "key: value", found {stripped[:60]!r}')
    return found


def _scalar(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text

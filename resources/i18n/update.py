"""Collects the window's strings into the .ts files and compiles them: python -m resources.i18n.update

lupdate and lrelease come with PySide6-Essentials; they are called as programs, because what lies in
`resources` does not know Qt.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from resources.i18n import LOCALES, core_messages, qm_path, ts_path

ROOT = Path(__file__).parent.parent.parent


def tool(name: str) -> Path:
    """The path of "lupdate" or "lrelease" inside PySide6."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None:
        raise SystemExit("PySide6-Essentials is not installed; expected it for lupdate and lrelease")
    folder = Path(spec.submodule_search_locations[0])
    places = (folder / name, folder / f"{name}.exe", folder / f"{name}.app" / "Contents" / "MacOS" / name)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise SystemExit(f"{folder}: {name} is missing; expected it with PySide6-Essentials")
    return found


def collect(ts: Path) -> None:
    """Adds every string of desktop/, and what the core says, to a .ts file; drops what is gone."""
    sources = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "desktop").rglob("*.py"))
    with TemporaryDirectory() as folder:
        of_core = Path(folder) / "core.py"
        of_core.write_text(core_messages.for_lupdate(), "utf-8")
        _run("lupdate", "-silent", "-no-obsolete", "-locations", "none", "-source-language", "en",
             "-target-language", ts.stem.split("_", 1)[-1], *sources, str(of_core), "-ts", str(ts))


def compile_(ts: Path, qm: Path) -> None:
    """Only finished translations; what has none is shown in English."""
    _run("lrelease", "-silent", "-nounfinished", str(ts), "-qm", str(qm))


def _run(name: str, *arguments: str) -> None:
    result = subprocess.run([str(tool(name)), *arguments], cwd=ROOT, capture_output=True, text=True,
                            encoding="utf-8", check=False)
    # lupdate says on stderr what it could not read and yet exits with 0.
    if result.returncode or result.stderr.strip():
        raise SystemExit(f"{name}: {result.stderr.strip() or result.stdout.strip()}")


def main() -> int:
    core_messages.write()
    for locale in LOCALES:
        collect(ts_path(locale))
        compile_(ts_path(locale), qm_path(locale))
        print(f"{ts_path(locale).relative_to(ROOT)} and .qm are up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())

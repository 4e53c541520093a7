"""`pellucid serve`: translations for plug-ins on this machine."""

from __future__ import annotations

import os
import secrets
import sys
from argparse import Namespace
from pathlib import Path

from core.commands.options import engine
from core.decoding.translator import Translator
from core.formats.native import load_model
from core.serving.http import Server
from core.serving.service import Service


def run(args: Namespace) -> int:
    from resources import models_dir

    ops = engine(args)
    folders = [Path(name) for name in args.models] or [models_dir() / name for name in ("zh-en", "en-zh")]
    service = Service(folders, lambda folder: Translator(load_model(folder, ops), ops))
    key = _key(Path(args.key_file)) if args.key_file else secrets.token_urlsafe(24)
    with Server(service, key, args.port) as server:
        pairs = ", ".join(f"{source} to {target}" for source, targets in service.languages().items()
                          for target in targets)
        print(f"http://127.0.0.1:{server.port}", flush=True)
        print(f"Pellucid translates {pairs} for programs on this machine; Ctrl+C ends it.", file=sys.stderr)
        if not args.key_file:
            print(f"The key (api_key), for this time: {key}", file=sys.stderr)
        sys.stderr.flush()
        server.serve_forever()
    return 0


def _key(path: Path) -> str:
    """The key in a file; a new one, readable for its owner alone, where there is none."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(24) + "\n")
        print(f"{path}: a new key", file=sys.stderr)
    except FileExistsError:
        pass
    try:
        key = path.read_bytes()[:1000].decode("ascii").strip()
    except UnicodeDecodeError:
        key = ""
    if len(key) < 16 or not key.isprintable() or " " in key:
        raise ValueError(f"{path}: expected a key of at least 16 letters and digits in one line")
    return key

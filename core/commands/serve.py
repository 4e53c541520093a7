"""`pellucid serve`: translations for plug-ins on this machine."""

from __future__ import annotations

import errno
import json
import os
import secrets
import sys
import threading
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from core.commands.options import engine
from core.commands.steering import of_window
from core.commands.window_events import Emit, as_events, next_message
from core.decoding import lean
from core.decoding.translator import Steering, Translator
from core.formats.native import load_model
from core.serving.http import Server
from core.serving.service import Service

_PORTS = 10
_PATIENCE_S = 3600.0


def run(args: Namespace) -> int:
    if args.events:
        return as_events(lambda emit: _for_window(args, emit))
    service = _service(args)
    key = _key(Path(args.key_file)) if args.key_file else secrets.token_urlsafe(24)
    with _server(service, key, [args.port]) as server:
        pairs = ", ".join(f"{source} to {target}" for source, targets in service.languages().items()
                          for target in targets)
        print(server.address, flush=True)
        print(f"Pellucid translates {pairs} for programs on this machine; Ctrl+C ends it.", file=sys.stderr)
        if not args.key_file:
            print(f"The key (api_key), for this time: {key}", file=sys.stderr)
        sys.stderr.flush()
        server.serve_forever()
    return 0


def _for_window(args: Namespace, emit: Emit) -> None:
    """Until it is told to stop; where the port is taken at the next. A line on stdin names the folders of the
    models from then on, as a JSON list. Raises ValueError and OSError."""
    if not args.key_file:
        raise ValueError("--events goes with --key-file")
    key, service = _key(Path(args.key_file)), _service(args)
    threading.Thread(target=_listen, args=(service,), name="pellucid-models", daemon=True).start()
    with _server(service, key, range(args.port, args.port + _PORTS)) as server:
        emit({"event": "serving", "address": server.address, "key": key})
        server.serve_forever()


def _listen(service: Service) -> None:
    while True:
        message = next_message(_PATIENCE_S)
        if message is not None:
            service.offer([Path(name) for name in json.loads(message)])


def _service(args: Namespace) -> Service:
    from resources import models_dir

    ops = engine(args)
    folders = [Path(name) for name in args.models] or [models_dir() / name for name in ("zh-en", "en-zh")]

    def load(folder: Path) -> Translator:
        return Translator(load_model(folder, ops, lean.while_loading), ops)

    return Service(folders, load, _Terms(Path(args.terms)) if args.terms else lambda _: None)


class _Terms:
    """The window's terms for a translator, as they are now: read again where the file has changed."""

    def __init__(self, path: Path):
        self._path, self._stamp = path, 0
        self._known: dict[tuple[str, str], Steering | None] = {}

    def __call__(self, translator: Translator) -> Steering | None:
        """Raises ValueError where they cannot be read."""
        stamp = self._path.stat().st_mtime_ns if self._path.exists() else 0
        if stamp != self._stamp:
            self._stamp, self._known = stamp, {}
        pair = translator.model.src_lang, translator.model.tgt_lang
        if pair not in self._known:
            self._known[pair] = of_window(self._path, translator)
        return self._known[pair]


def _server(service: Service, key: str, ports: Sequence[int]) -> Server:
    for port in ports:
        try:
            return Server(service, key, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise OSError(f"port {ports[0]} of this machine is taken by another program; name another with --port, "
                  "or 0 for any that is free")


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

"""HTTP for this machine alone, in the words of LibreTranslate's API.

Pages of the net reach a local server through the browser: by name (DNS rebinding) or by posting forms. So the
Host must be this machine's, another Origin is refused, and whatever translates needs the key.
"""

from __future__ import annotations

import hmac
import json
import os
import threading
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from core.serving.service import ALTERNATIVES, LONGEST, Refused, Service, alternatives, check_length

MAX_BODY = 1 << 20  # bytes
_PATIENCE = 30.0  # seconds without a byte
_AT_ONCE = 16  # connections
_FIELDS = 1000  # of a form
_NAMES = {"en": "English", "zh": "Chinese", "de": "German", "fr": "French", "es": "Spanish",
          "ja": "Japanese",
          "ru": "Russian", "pt": "Portuguese", "it": "Italian", "ko": "Korean", "ar": "Arabic",
          "nl": "Dutch"}


class Server(ThreadingHTTPServer):
    """Bound to 127.0.0.1; port 0 takes a free one. `serve_forever`, `shutdown` as in the standard library."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # where it would let another program share the port

    def __init__(self, service: Service, key: str, port: int):
        if not key:
            raise ValueError("the server needs a key")
        self.service, self.key = service, key.encode()
        self._free = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def process_request(self, request, client_address) -> None:
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)  # more at once than any plug-in asks
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request, client_address) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request, client_address) -> None:
        """A client that went away is no news."""


class _Status(Exception):  # noqa: N818
    def __init__(self, code: int, reason: str):
        super().__init__(reason)
        self.code = code


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Pellucid", ""
    timeout = _PATIENCE

    def do_GET(self) -> None:
        self._answer({"/languages": self._languages, "/frontend/settings": self._settings,
                      "/health": lambda: {"status": "ok"}}, {"/translate", "/detect"})

    def do_POST(self) -> None:
        self._answer({"/translate": self._translate, "/detect": self._detect},
                     {"/languages", "/frontend/settings", "/health"})

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged: not even what was asked for."""

    def _answer(self, actions, others) -> None:
        path = self.path.partition("?")[0].rstrip("/") or "/"
        code = 200
        try:
            self._check_caller()
            if path not in actions:
                known = 405 if path in others else 404
                raise _Status(known, f"{self.command} {path[:100]} is not known here")
            content = actions[path]()
        except _Status as error:
            code, content = error.code, {"error": str(error)}
        except (Refused, ValueError) as error:
            code, content = 400, {"error": str(error)}
        except (OSError, MemoryError) as error:
            code, content = 500, {"error": f"Cannot translate text: {error}"}
        self._send(code, content)

    def _send(self, code: int, content: Any) -> None:
        data = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
        self.send_response(code)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("X-Content-Type-Options", "nosniff")
        if code != 200 or (self.command == "GET" and "Content-Length" in self.headers):  # a body unread
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the standard library answers to what is no request that it knows; it would do so in HTML."""
        self._send(int(code), {"error": message or self.responses.get(code, ("unknown", ""))[0]})

    def _check_caller(self) -> None:
        ours = {f"{name}:{self.server.port}" for name in ("127.0.0.1", "localhost")}
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].lower() not in ours:
            raise _Status(403, "this server answers to 127.0.0.1 and localhost alone")
        origin = self.headers.get("Origin")
        if origin is not None and origin not in {f"http://{name}" for name in ours}:
            raise _Status(403, "pages of other origins are refused")

    def _body(self) -> dict[str, Any]:
        """The fields of a JSON object, or of a form and of the address, with the key checked."""
        fields = self._fields(self._data(), self.path.partition("?")[2])
        if not isinstance(fields, dict):
            raise _Status(400, "expected an object")
        self._check_key(fields.get("api_key"))
        return fields

    def _data(self) -> bytes:
        if "Transfer-Encoding" in self.headers:
            raise _Status(411, "expected a Content-Length")
        length = self.headers.get("Content-Length", "0" if "?" in self.path else "")
        if not length.isascii() or not length.isdigit():
            raise _Status(411, "expected a Content-Length")
        if len(length) > 12 or int(length) > MAX_BODY:
            raise _Status(413, f"the request has over {MAX_BODY} bytes")
        return self.rfile.read(int(length))

    def _fields(self, data: bytes, query: str) -> Any:
        kind = self.headers.get_content_type()
        try:
            if kind == "application/json":
                return json.loads(data)
            pairs = _pairs(query)
            if kind == "application/x-www-form-urlencoded":
                pairs += _pairs(data.decode())
            elif kind == "multipart/form-data":
                pairs += _parts(self.headers["Content-Type"], data)
            elif data:
                raise _Status(415, "expected application/json, application/x-www-form-urlencoded or "
                                   "multipart/form-data")
            return _fields(pairs)
        except (ValueError, RecursionError):
            raise _Status(400, f"expected {kind}, but it cannot be read") from None

    def _check_key(self, given: Any) -> None:
        bearer = self.headers.get("Authorization", "")
        if not isinstance(given, str) and bearer.startswith("Bearer "):
            given = bearer.removeprefix("Bearer ")
        given = given.encode("utf-8", "replace") if isinstance(given, str) else b""
        if not hmac.compare_digest(given, self.server.key):
            raise _Status(403, "Invalid API key: expected the one that `pellucid serve` names as it starts")

    def _languages(self) -> list[dict]:
        known = self.server.service.languages()
        return [{"code": code, "name": _NAMES.get(code, code), "targets": targets}
                for code, targets in known.items()]

    def _settings(self) -> dict:
        source, targets = next(iter(self.server.service.languages().items()), ("", [""]))
        language = {side: {"code": code, "name": _NAMES.get(code, code)}
                    for side, code in (("source", source), ("target", targets[0]))}
        return {"apiKeys": True, "keyRequired": True, "charLimit": LONGEST, "frontendTimeout": 500,
                "suggestions": False, "filesTranslation": False, "supportedFilesFormat": [],
                "language": language}

    def _detect(self) -> list[dict]:
        texts, service = _texts(self._body()), self.server.service
        check_length(texts)
        nothing = next(iter(service.languages()), "en"), 0.0  # LibreTranslate's answer where none is found
        language, confidence = service.detect("\n".join(texts)) or nothing
        return [{"language": language, "confidence": confidence}]

    def _translate(self) -> dict:
        fields = self._body()
        texts, several = _texts(fields), isinstance(fields["q"], list)
        format_ = fields.get("format") or "text"
        if format_ not in ("text", "html"):
            raise Refused(f"{str(format_)[:40]} format is not supported; expected text or html")
        count = fields.get("alternatives") or 0
        if not str(count).isdecimal() or not 0 <= int(str(count)[:9]) <= ALTERNATIVES:
            raise Refused(f'"alternatives" should be a number up to {ALTERNATIVES}')
        answer = self.server.service.translate(texts, _text(fields, "source"), _text(fields, "target"),
                                               int(count), format_ == "html")
        made = [found.text for found in answer.texts]
        content: dict[str, Any] = {"translatedText": made if several else made[0]}
        if int(count):
            others = [alternatives(found, int(count)) for found in answer.texts]
            content["alternatives"] = others if several else others[0]
        if answer.detected:
            found = [{"language": code, "confidence": sure} for code, sure in answer.detected]
            content["detectedLanguage"] = found if several else found[0]
        return content


def _pairs(form: str) -> list[tuple[str, str]]:
    """Raises ValueError."""
    return parse_qsl(form, keep_blank_values=True, max_num_fields=_FIELDS)


def _parts(kind: str, data: bytes) -> list[tuple[str, str]]:
    """Names and texts of a multipart form. Raises ValueError."""
    form = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + data)
    parts = list(form.iter_parts()) if form.is_multipart() else []
    if not 0 < len(parts) <= _FIELDS:
        raise ValueError(f"{len(parts)} fields")
    return [(str(part.get_param("name", "", "content-disposition")),
             (part.get_payload(decode=True) or b"").decode()) for part in parts]


def _fields(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """One that is there several times is a list."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _text(fields: dict[str, Any], name: str) -> str:
    if fields.get(name) is None:
        raise Refused(f"Invalid request: missing {name} parameter")
    if not isinstance(fields[name], str):
        raise Refused(f'Invalid request: "{name}" should be a text')
    return fields[name]


def _texts(fields: dict[str, Any]) -> list[str]:
    """What is asked about: one text, or a list of them."""
    if not isinstance(fields.get("q"), list):
        return [_text(fields, "q")]
    if not all(isinstance(text, str) for text in fields["q"]):
        raise Refused('Invalid request: "q" should be a text or a list of texts')
    return fields["q"]

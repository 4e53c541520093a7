"""The server over real sockets: what it answers, and whom it refuses."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

import backends
from core.decoding.translator import Translator
from core.formats.native import load_model
from core.serving import service
from core.serving.http import MAX_BODY, Server
from core.serving.service import LONGEST, Refused, Service, _readable
from core.terms.keeping import Kept
from core.terms.steering import Steered
from resources import models_dir

KEY = "a key that nobody guesses"


@pytest.fixture(scope="module")
def server():
    ops = backends.get("numpy", workers=1)
    service = Service([models_dir() / name for name in ("zh-en", "en-zh")],
                      lambda folder: Translator(load_model(folder, ops), ops))
    with Server(service, KEY, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server, path, body=None, headers=None, method=None):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Content-Type": "application/json", **(headers or {})}
    data = body if isinstance(body, bytes) or body is None else json.dumps(body)
    connection.request(method or ("GET" if body is None else "POST"), path, data, headers)
    answer = connection.getresponse()
    content = json.loads(answer.read())
    allowed = answer.getheader("Access-Control-Allow-Origin")
    connection.close()
    assert allowed is None
    return answer.status, content


def query(**fields):
    return {"q": "我爱购物。", "source": "zh", "target": "en", "api_key": KEY, **fields}


def test_translate(server):
    assert ask(server, "/translate", query()) == (200, {"translatedText": "I love shopping."})
    texts = ["我爱购物。", "", "他很忙。\n我很忙。"]
    status, several = ask(server, "/translate", query(q=texts, source="zh-CN"))
    assert status == 200
    assert several == {"translatedText": ["I love shopping.", "", "He is busy.\nI am busy."]}
    form = urlencode(query()).encode()
    status, answer = ask(server, "/translate/", form, {"Content-Type": "application/x-www-form-urlencoded"})
    assert (status, answer) == (200, {"translatedText": "I love shopping."})
    fields = query()
    del fields["api_key"]
    assert ask(server, "/translate", fields, {"Authorization": f"Bearer {KEY}"})[0] == 200


def test_alternatives_detection_and_html(server):
    status, answer = ask(server, "/translate", query(source="auto", alternatives=3))
    assert status == 200
    assert answer["detectedLanguage"] == {"language": "zh", "confidence": 100.0}
    assert 1 <= len(answer["alternatives"]) <= 3
    assert answer["translatedText"] not in answer["alternatives"]
    _, answer = ask(server, "/translate", query(q="<p>我爱<b>购物</b>。</p>", format="html"))
    text = answer["translatedText"]
    assert [text.count(tag) for tag in ("<p>", "</p>", "<b>", "</b>")] == [1, 1, 1, 1]
    assert "shopping" in text
    for tag in ('<a title="a>b &quot;x&quot;" class=c>', "<a title='1 > 0'>",  # it was cut at that sign
                f'<a title="{"One. Two > 1! " * 200}">'):  # or where a sentence ended
        _, answer = ask(server, "/translate", query(q=f"{tag}我爱购物。</a>", format="html"))
        assert answer["translatedText"].replace(" <", "<") == f"{tag}I love shopping.</a>"
    html = "<p class='long words'>我爱<strong>购物</strong>&nbsp;。</p>"
    status, answer = ask(server, "/translate", query(q=html, format="html", source="auto"))
    assert (status, answer["detectedLanguage"]["language"]) == (200, "zh")
    assert ask(server, "/detect", {"q": "Hello there", "api_key": KEY}) == (
        200, [{"language": "en", "confidence": pytest.approx(90, abs=10)}])
    assert ask(server, "/detect", {"q": "12 !", "api_key": KEY}) == (
        200, [{"language": "zh", "confidence": 0.0}])
    assert ask(server, "/detect", {"q": ["Hello there", "and how are you?"], "api_key": KEY})[1][0][
        "language"] == "en"


def test_a_text_in_the_language_that_is_asked_for(server):
    """Plug-ins that leave the source open send such; LibreTranslate gives it back."""
    for text, source, target in (("Hello there, how are you?", "auto", "en"), ("我爱购物。", "zh", "zh-CN"),
                                 ("12 !", "auto", "zh")):
        status, answer = ask(server, "/translate", query(q=[text], source=source, target=target))
        assert (status, answer["translatedText"][0].strip()) == (200, text)


def test_each_text_of_a_list_in_its_own_language(server):
    texts = ["我爱购物。", "Hello there, how are you?", "他很忙。"]
    status, answer = ask(server, "/translate", query(q=texts, source="auto"))
    assert (status, answer["translatedText"]) == (200, ["I love shopping.", texts[1], "He is busy."])
    assert [one["language"] for one in answer["detectedLanguage"]] == ["zh", "en", "zh"]


def test_a_short_text_does_not_wait_for_a_long_one(server, monkeypatch):
    """It waited for all of it: nearly a minute beside the longest that is taken. Here in 36 turns."""
    monkeypatch.setattr(service, "_PORTION", 60)
    long, ended = "".join(f"我爱购物{number}。" for number in range(300)), []

    def other():
        assert ask(server, "/translate", query(q=long))[1]["translatedText"].count("shopping") > 200
        ended.append("long")

    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(other)
        time.sleep(0.1)
        assert ask(server, "/translate", query())[1] == {"translatedText": "I love shopping."}
        ended.append("short")
        beside.result()
    assert ended == ["short", "long"]


def test_a_turn_of_a_long_text_is_no_longer_than_it_is_said_to_be(monkeypatch):
    """256 sentences were one, which may be 25,000 characters."""
    asked, ops = [], backends.get("numpy", workers=1)
    translator = Translator(load_model(models_dir() / "zh-en", ops), ops)
    [made] = translator.translate(["我爱购物。"])
    monkeypatch.setattr(translator, "translate", lambda texts, *_: (
        asked.append(sum(map(len, texts))), [made] * len(texts))[1])
    text = "我爱你和他们的购物。" * 900
    Service([models_dir() / "zh-en"], lambda _: translator).translate([text], "zh", "en")
    assert sum(asked) == 9000
    assert max(asked) <= service._PORTION


def test_a_long_text_comes_out_as_a_short_one_would(server, monkeypatch):
    text = "我爱购物。他很忙。\n今天下雨。 猫在桌子上。" * 4
    for asked in (query(q=text), query(q=[text, "我爱购物。", text])):
        whole = ask(server, "/translate", asked)
        monkeypatch.setattr(service, "_PORTION", 10)
        assert ask(server, "/translate", asked) == whole
        monkeypatch.undo()


def test_what_libretranslate_takes_and_says(server):
    address = "/translate?" + urlencode(query(q="他很忙。"))
    raw = {"Content-Type": ""}
    assert ask(server, address, b"", raw) == (200, {"translatedText": "He is busy."})
    assert ask(server, "/translate", query(format=None, alternatives=None))[0] == 200
    fields = query()
    for name in ("q", "source", "target"):
        left = {other: value for other, value in fields.items() if other != name}
        assert ask(server, "/translate", left) == (
            400, {"error": f"Invalid request: missing {name} parameter"})
    status, answer = ask(server, "/translate", query(source="xx"))
    assert (status, answer["error"][:28]) == (400, "xx to en is not supported: t")
    status, answer = ask(server, "/translate", query(q=["我" * LONGEST, "我"]))
    assert (status, answer["error"]) == (
        400, f"Invalid request: request ({LONGEST + 1}) exceeds text limit ({LONGEST})")
    status, answer = ask(server, "/translate", method="OPTIONS")
    assert (status, answer) == (501, {"error": "Unsupported method ('OPTIONS')"})


@pytest.mark.parametrize(("text", "read"), [
    ("don&#39;t &quot;go&quot;", "don't \"go\""), ("caf&eacute; &#x4e2d;", "café 中"),
    ("a &lt; b &amp;&amp; c&nbsp;d", "a &lt; b &amp;&amp; c&nbsp;d"), ("&nosuch; &#0; &#99999999;",) * 2,
    *(('<a title="a>b &quot;x&quot;">c</a>',) * 2, ("<a title='a>b &#39;x&#39;'>c</a>",) * 2),
    ("1 > 2 don&#39;t <b it's> &eacute;", "1 > 2 don't <b it's> é"),
    ('<a title="don&#39;t">don&#39;t</a>', '<a title="don&#39;t">don\'t</a>'),
])
def test_entities_of_html(text, read):
    """A word with an entity inside was two words and a code."""
    assert _readable(text) == read


def test_languages_and_settings(server):
    assert ask(server, "/languages") == (200, [{"code": "zh", "name": "Chinese", "targets": ["en"]},
                                               {"code": "en", "name": "English", "targets": ["zh"]}])
    status, settings = ask(server, "/frontend/settings")
    assert (status, settings["keyRequired"], settings["charLimit"]) == (200, True, LONGEST)


@pytest.mark.parametrize(("path", "body", "headers", "status"), [
    ("/translate", query(api_key="wrong"), {}, 403), ("/translate", query(api_key=None), {}, 403),
    ("/translate", query(api_key=["a"]), {}, 403), ("/detect", {"q": "a"}, {}, 403),
    ("/translate", query(), {"Origin": "https://evil.example"}, 403),
    ("/translate", query(), {"Origin": "null"}, 403),
    ("/languages", None, {"Host": "evil.example:5000"}, 403),
    ("/languages", None, {"Host": "localhost"}, 403),
    ("/translate", None, {}, 405), ("/languages", {}, {}, 405), ("/../etc/passwd", None, {}, 404),
    ("/translate", query(target="xx"), {}, 400), ("/translate", query(q=5), {}, 400),
    ("/translate", query(q=["a", 5]), {}, 400), ("/translate", query(q=["a"] * 300), {}, 400),
    ("/translate", query(format="pdf"), {}, 400), ("/translate", query(alternatives="-1"), {}, 400),
    ("/translate", query(alternatives=10**30), {}, 400), ("/translate", [], {}, 400),
    ("/translate", b"{", {}, 400), ("/translate", b"[" * 100_000, {}, 400),
    ("/translate", b"\xff\xfe", {}, 400), ("/translate", query(q="我" * (LONGEST + 1)), {}, 400),
    ("/translate", query(), {"Content-Type": "a/b"}, 415),
    ("/translate", b"x" * 10, {"Content-Length": str(MAX_BODY + 1)}, 413),
    ("/translate", b"x" * 10, {"Content-Length": "1" * 30}, 413),
    ("/translate", b"x" * 10, {"Content-Length": "-1"}, 411),
])
def test_refusals(server, path, body, headers, status):
    found, content = ask(server, path, body, headers)
    assert found == status
    assert isinstance(content["error"], str)


def test_own_origin_and_localhost(server):
    host = f"localhost:{server.port}"
    status, _ = ask(server, "/translate", query(), {"Host": host, "Origin": f"http://{host}"})
    assert status == 200


def test_this_machine_alone(server):
    assert server.server_address[0] == "127.0.0.1"
    with socket.create_connection(("127.0.0.1", server.port)) as raw:  # garbage hurts nobody
        raw.sendall(b"\x00\x01\x02\r\n\r\n")
        raw.recv(1000)
    assert ask(server, "/health") == (200, {"status": "ok"})


def test_many_at_once_and_more_than_that(server):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: ask(server, "/translate", query()), range(16)))
    assert answers == [(200, {"translatedText": "I love shopping."})] * 16
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
    for connection in idle:
        connection.close()
    for _ in range(100):
        try:
            assert ask(server, "/health")[0] == 200
            break
        except (http.client.HTTPException, OSError):
            continue
    else:
        pytest.fail("the server does not recover")


def multipart(fields):
    parts = [f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
             for name, value in fields]
    return "".join([*parts, "--x--\r\n"]).encode()


def test_forms_of_every_kind(server):
    """LibreTranslate's own page sends a multipart form; clients in Python one that is URL-encoded."""
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    fields = [("q", "我爱购物。"), ("source", "auto"), ("target", "en"), ("format", "text"), ("api_key", KEY)]
    status, answer = ask(server, "/translate", multipart(fields), kind)
    assert (status, answer["translatedText"]) == (200, "I love shopping.")
    status, answer = ask(server, "/translate", multipart([*fields, ("q", "他很忙。")]), kind)
    assert (status, answer["translatedText"]) == (200, ["I love shopping.", "He is busy."])
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    status, answer = ask(server, "/translate", urlencode([*fields, ("q", "他很忙。")]).encode(), form)
    assert (status, answer["translatedText"]) == (200, ["I love shopping.", "He is busy."])
    for body in (b"", b"--x", b"--y--", multipart(fields)[:40], b"\xff" * 99, multipart([("q", "a")] * 2000)):
        status, answer = ask(server, "/translate", body, kind)
        assert status in (400, 403)
        assert answer["error"]


def test_a_get_with_a_body(server):
    """As libretranslatepy asks for the languages; what is left of it is not taken for another request."""
    status, languages = ask(server, "/languages", b"api_key=x" * 100, method="GET")
    assert status == 200
    assert [entry["code"] for entry in languages] == ["zh", "en"]


def test_detection_by_small_words(server):
    def detected(text):
        return ask(server, "/detect", {"q": text, "api_key": KEY})[1][0]["language"]

    assert detected("Le chat est dans la maison et il ne veut pas sortir.") == "fr"
    assert detected("Die Katze ist nicht im Haus, und ich bin es auch nicht.") == "de"
    for text, language in [("Merci beaucoup", "fr"), ("Buenos días", "es"), ("Buongiorno", "it"),
                           ("Dzień dobry", "pl"), ("Guten Morgen", "de"), ("I love shopping.", "en"),
                           ("<b>谢谢</b> https://a.example/long/address", "zh")]:
        assert detected(text) == language
    for text in ("Settings", "Come stai?"):
        [answer] = ask(server, "/detect", {"q": text, "api_key": KEY})[1]
        assert answer["language"] == "en"  # there is a model for it, and nothing else is sure
        assert answer["confidence"] < 50
    status, answer = ask(server, "/translate", query(q="Le chat est dans la maison et il ne veut pas sortir.",
                                                     source="auto", target="zh"))
    assert status == 400
    assert answer["error"].startswith("fr to zh is not supported: there is no model")


def test_models_and_terms_that_come_go_and_change(tmp_path):
    """What the window lists later is served, and what is gone is said to be."""
    ops, loaded = backends.get("numpy", workers=1), []

    def load(folder):
        loaded.append(folder.name)
        return Translator(load_model(folder, ops), ops)

    for name in ("zh-en", "en-zh"):
        shutil.copytree(models_dir() / name, tmp_path / name)
    there, back = tmp_path / "zh-en", tmp_path / "en-zh"
    terms = []
    service = Service([there], load, lambda _: terms[-1] if terms else None)
    with pytest.raises(Refused, match=r"en to zh is not supported: .*here; there is zh to en"):
        service.translate(["I am busy."], "en", "zh")
    service.offer([tmp_path / "gone", there, back])
    assert service.languages() == {"zh": ["en"], "en": ["zh"]}
    assert service.translate(["I am busy."], "en", "zh").texts[0].text == "我很忙。"
    assert service.translate(["我很忙。"], "zh", "en").texts[0].text == "I am busy."
    terms.append(Steered(kept=Kept(words=("忙",))))
    assert "忙" in service.translate(["我很忙。"], "zh", "en").texts[0].text
    assert loaded == ["en-zh", "zh-en"]
    os.utime(there / "model.safetensors", (1, 1))  # trained further
    service.translate(["我很忙。"], "zh", "en")
    assert loaded == ["en-zh", "zh-en", "zh-en"]
    shutil.rmtree(there)
    with pytest.raises(Refused, match="the model for zh to en is gone"):
        service.translate(["我很忙。"], "zh", "en")
    service.offer([])
    assert service.languages() == {}
    with pytest.raises(Refused, match="no model here any more"):
        service.translate(["x"], "auto", "zh")

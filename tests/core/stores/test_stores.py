"""The memory and the history: what they find, what they forget, what they survive."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.stores import history as history_module
from core.stores.database import StoreError
from core.stores.history import History
from core.stores.memory import CONFIRMED, Memory

ROOT = Path(__file__).parents[3]


class WithoutFts5(sqlite3.Connection):
    """As a build of SQLite that lacks it: whatever touches its tables fails."""

    def _check(self, sql: str) -> None:
        if re.search(r"using fts5|\b(words|grams|counts)\b", sql, re.IGNORECASE):
            raise sqlite3.OperationalError("no such module: fts5")

    def execute(self, sql, *values):
        self._check(sql)
        return super().execute(sql, *values)

    def executemany(self, sql, *values):
        self._check(sql)
        return super().executemany(sql, *values)

    def executescript(self, sql):
        self._check(sql)
        return super().executescript(sql)


def without_fts5(monkeypatch) -> None:
    real = sqlite3.connect
    monkeypatch.setattr("core.stores.database.sqlite3.connect",
                        lambda *args, **options: real(*args, factory=WithoutFts5, **options))


@pytest.fixture(params=["with FTS5", "without FTS5"])
def any_sqlite(request, monkeypatch):
    if request.param == "without FTS5":
        without_fts5(monkeypatch)


@pytest.fixture
def memory(tmp_path, any_sqlite):
    memory = Memory.open(tmp_path / "memory.sqlite")
    yield memory
    memory.close()


@pytest.fixture
def history(tmp_path, any_sqlite):
    history = History.open(tmp_path / "history.sqlite")
    yield history
    history.close()


PAIRS = [("我的猫喜欢鱼。", "My cat likes fish."), ("我们去公园。", "We go to the park."),
         ("The report is due on Friday morning.", "Der Bericht ist am Freitagmorgen fällig.")]


def test_exact_and_fuzzy(memory):
    assert memory.add(PAIRS[:2], "zh", "en", "corpus") == 2
    memory.add(PAIRS[2:], "en", "de", "corpus")
    [exact] = memory.lookup(" 我们去公园。", "zh-CN", "en-US")
    assert (exact.target, exact.score, exact.differences) == ("We go to the park.", 1, ())
    assert exact.is_exact
    [fuzzy] = memory.lookup("你的猫喜欢鱼。", "zh", "en")
    assert fuzzy.target == "My cat likes fish."
    assert fuzzy.score == pytest.approx(6 / 7)
    assert [(d.start, d.end, d.our_start, d.our_end) for d in fuzzy.differences] == [(0, 1, 0, 1)]
    [fuzzy] = memory.lookup("the report is due on Monday morning", "en", "de")
    assert 0.8 < fuzzy.score < 1
    assert memory.lookup("我们去公园。", "en", "zh") == []
    assert memory.lookup("他很忙。", "zh", "en") == []
    assert memory.lookup("猫", "zh", "en") == []


def test_one_character_apart_is_found_however_short(memory):
    memory.add([("大猫", "big cat"), ("你好", "hello")], "zh", "en", "c")
    assert [match.target for match in memory.lookup("小猫", "zh", "en", at_least=0.5)] == ["big cat"]


def test_confirming(memory):
    memory.add([("他很忙。", "He is very busy."), ("他很忙。", "He's busy.")], "zh", "en", "corpus")
    memory.confirm("他很忙。", "He is swamped.", "zh", "en")
    memory.confirm("他很忙。", "He is rather busy.", "zh", "en")
    found = memory.lookup("他很忙。", "zh", "en")
    assert found[0].target == "He is rather busy."
    assert [match.origin for match in found] == [CONFIRMED, "corpus", "corpus"]
    memory.confirm("他很忙。", "He's busy.", "zh", "en")  # one that the corpus has, too
    assert memory.lookup("他很忙。", "zh", "en")[0].target == "He's busy."
    assert memory.origins() == {CONFIRMED: 1, "corpus": 1}
    memory.forget("corpus")
    assert [match.target for match in memory.lookup("他很忙。", "zh", "en")] == ["He's busy."]
    with pytest.raises(ValueError, match="empty"):
        memory.confirm(" ", "x", "zh", "en")


def test_all_of_a_corpus_or_nothing(memory):
    def many(fail: bool):
        for number in range(2500):
            yield f"句子{number}", f"sentence {number}"
        if fail:
            raise OSError("the file ends")

    with pytest.raises(OSError, match="ends"):
        memory.add(many(True), "zh", "en", "c")
    assert len(memory) == 0
    assert memory.add(many(False), "zh", "en", "c", stop=lambda: True) == 0
    assert len(memory) == 0
    seen = []
    assert memory.add(many(False), "zh", "en", "c", on_progress=seen.append) == 2500
    assert seen == [1000, 2000]
    assert memory.add(many(False), "zh", "en", "c") == 0
    assert memory.lookup("句子 1234", "zh", "en")[0].target == "sentence 1234"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), max_size=6), st.text(max_size=20))
def test_any_text(tmp_path_factory, pairs, query):
    with chdir(tmp_path_factory.getbasetemp()):  # a file of that name is made, and stays empty
        memory, history = Memory.open(Path(":memory:")), History.open(Path(":memory:"))
    memory.add(pairs, "", "", "c")
    for source, target in pairs:
        history.add(source, target, "", "")
    for match in memory.lookup(query, "", ""):
        assert match.score >= 0.6
    for source, target in pairs:
        if source.strip() and target.strip() and "\0" not in source:
            assert memory.lookup(source, "", "")[0].score == 1
    history.search(query)
    memory.close()
    history.close()


def test_search(history):
    history.add("我的猫喜欢鱼。", "My cat likes fish.", "zh", "en", "A")
    history.add("100%_对", 'He said "no".', "zh", "en", "A")
    found = history.search()
    assert [entry.source for entry in found] == ["100%_对", "我的猫喜欢鱼。"]
    assert abs(found[0].time - time.time()) < 60
    for text, count in (("猫", 1), ("猫喜", 1), ("猫喜欢", 1), ("CAT LIKES", 1), ("0%_", 1), ("%", 1),
                        ("_", 1), ('"no"', 1), ("xyz", 0), ('"', 1), ("NOT (", 0)):
        assert len(history.search(text)) == count, text
    assert [entry.source for entry in history.search(before=found[0].id)] == ["我的猫喜欢鱼。"]
    history.remove(found[0].id)
    assert len(history) == 1


def test_a_text_that_goes_on_is_one_entry(history, monkeypatch):
    for text in ("我", "我的", "我的猫", "我的"):
        history.add(text, text.upper(), "zh", "en")
    assert [entry.source for entry in history.search()] == ["我的"]
    history.add("我的猫", "x", "zh", "en", model="other")
    assert len(history) == 2
    monkeypatch.setattr(history_module, "_SAME_TEXT", -1.0)
    history.add("我的猫", "x", "zh", "en", model="other")
    assert len(history) == 3


@pytest.mark.skipif(os.name == "nt", reason="modes")
def test_the_history_is_its_owners_alone(tmp_path):
    path = tmp_path / "history.sqlite"
    for mode in (0o600, 0o644):
        if path.exists():
            path.chmod(mode)
        history = History.open(path)
        history.add("猫", "cat", "zh", "en")
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
        history.close()


def test_off_and_cleared(history, tmp_path):
    history.add("秘密的猫", "secret cat", "zh", "en")
    history.is_on = False
    history.add("狗", "dog", "zh", "en")
    again = History.open(history.path)
    assert not again.is_on
    assert len(again) == 1
    again.close()
    history.clear()
    assert history.search() == history.search("secret") == []
    assert b"secret" not in history.path.read_bytes()
    assert not history.is_on
    assert [path.name for path in tmp_path.iterdir()] == ["history.sqlite"]


def test_foreign_and_damaged_files(tmp_path):
    path = tmp_path / "a.sqlite"
    path.write_bytes(b"no database at all, but long enough to look at" * 30)
    for kind in (Memory, History):
        with pytest.raises(StoreError, match="a new one is begun"):
            kind.open(path)
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE mine (x)")
    other.close()
    for kind in (Memory, History):
        with pytest.raises(StoreError, match="another program"):
            kind.open(path)
    memory = Memory.open(tmp_path / "m.sqlite")
    memory.close()
    with pytest.raises(StoreError, match="another program"):
        History.open(tmp_path / "m.sqlite")


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_killed_while_a_corpus_is_added(tmp_path):
    path = tmp_path / "memory.sqlite"
    code = ("import sys; from pathlib import Path; from core.stores.memory import Memory\n"
            f"memory = Memory.open(Path({str(path)!r})); memory.confirm('甲', 'a', 'zh', 'en')\n"
            "def pairs():\n  for n in range(10**7):\n    if n == 20000: print('on', flush=True)\n"
            "    yield f's{n}', 't'\n"
            "memory.add(pairs(), 'zh', 'en', 'c')")
    child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    child.stdout.readline()
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    memory = Memory.open(path)
    assert memory.origins() == {CONFIRMED: 1}
    assert memory.lookup("甲", "zh", "en")[0].target == "a"
    memory.close()


def test_a_file_with_an_index_opened_where_there_is_none(tmp_path, monkeypatch):
    """It does without from then on: an index that missed a change would lie."""
    for kind, put, found in (
            (Memory, lambda store, text: store.add([(text, "x")], "zh", "en", "c"),
             lambda store, text: [match.source for match in store.lookup(text, "zh", "en")]),
            (History, lambda store, text: store.add(text, "x", "zh", "en"),
             lambda store, text: [entry.source for entry in store.search(text)])):
        path = tmp_path / f"{kind.__name__}.sqlite"
        store = kind.open(path)
        put(store, "我们去公园散步。")
        store.close()
        without_fts5(monkeypatch)
        store = kind.open(path)
        assert found(store, "去公园散步。") == ["我们去公园散步。"]
        put(store, "他们在公园散步。")
        store.close()
        monkeypatch.undo()
        store = kind.open(path)
        assert found(store, "他们在公园散步。")[0] == "他们在公园散步。"
        assert found(store, "我们去公园散步。")[0] == "我们去公园散步。"
        if kind is History:
            store.clear()
        else:
            store.forget("c")
        assert len(store) == 0
        store.close()
        assert "公园".encode() not in path.read_bytes()

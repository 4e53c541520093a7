"""The window as a whole: pages, theme, language, models that are missing or broken, and its end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, QSettings, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget

from core.formats import native
from desktop import app as application
from desktop import screen
from desktop.theme.palette import DARK, LIGHT
from desktop.views.sidebar import PAGES
from desktop.window import Window


@pytest.fixture
def build(qtbot, qapp, settings, tmp_path, no_leaks):
    """build(models_dir) -> a window that is shown, and closed at the end."""
    made = []

    def build_one(models_dir: Path):
        window = Window(qapp, models_dir=models_dir, runs_root=tmp_path / "runs", settings=settings,
                        backend="numpy")
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.models.state != "loading")
        made.append(window)
        return window

    yield build_one
    for window in made:
        window.close()


def menu_action(window, value):
    return next(action for action in window.sidebar.menu.actions() if action.data() == value)


def test_it_opens_turns_its_pages_and_closes_without_a_trace(build, models_dir, qtbot, responsive):
    window = build(models_dir)
    for number, page in ((2, window.step_page), (3, window.train_page), (1, window.translate_page)):
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda page=page: window.pages.currentWidget() is page)
        qtbot.wait(50)
    window.close()
    assert window.inference.is_closed


def test_the_pages_are_made_ahead_and_look_as_they_should(build, models_dir, qtbot, monkeypatch):
    """On another thread come the imports: a page that is opened afterwards is there at once."""
    monkeypatch.setattr("desktop.ahead.AFTER_MS", 0)
    window = build(models_dir)
    names = [f"{name}_page" for name in PAGES]
    qtbot.waitUntil(lambda: all(name in vars(window) for name in names), timeout=20_000)
    made = [vars(window)[name] for name in names]
    assert [window.pages.widget(index) for index in range(len(PAGES))] == made
    # Dressed in turns of their own, the parts look like one that is dressed at once.
    sheet = window.sidebar.styleSheet()
    qtbot.waitUntil(lambda: all(part().styleSheet() == sheet for part in window.theme._parts))
    # And settled: whoever opens one, or exports a figure, does not wait for places and sizes.
    matrix = window.step_page.attention.matrix
    pending = Qt.WidgetAttribute.WA_PendingResizeEvent
    qtbot.waitUntil(lambda: not matrix.testAttribute(pending), timeout=20_000)
    assert window.step_page.size() == window.pages.size()
    assert not matrix.isVisible()


@pytest.mark.parametrize("first", ["step", "train"])
def test_no_page_made_ahead_takes_the_keys(build, models_dir, qtbot, qapp, settings, monkeypatch, first):
    """A part that shows itself before it has a parent is a window of its own, and takes the keyboard."""
    shown = []

    class Windows(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(watched)
            return False

    monkeypatch.setattr("desktop.ahead.AFTER_MS", 0)
    settings.setValue("window/page", first)
    windows = Windows()
    qapp.installEventFilter(windows)
    window = build(models_dir)
    qtbot.waitUntil(lambda: all(f"{name}_page" in vars(window) for name in PAGES), timeout=20_000)
    window.models.refresh()
    qtbot.wait(100)
    qapp.removeEventFilter(windows)
    assert [type(one) for one in shown] == [Window]


def test_the_first_picture_comes_before_the_model(qtbot, qapp, settings, models_dir, tmp_path):
    window = Window(qapp, models_dir=models_dir, runs_root=tmp_path, settings=settings, backend="numpy")
    qtbot.addWidget(window)
    assert not window.inference.has_begun
    window.show()
    qtbot.waitUntil(lambda: window.models.state == "ready")
    window.close()


def test_nothing_is_made_ahead_while_the_engine_works(build, models_dir, qtbot, monkeypatch):
    """Who types into a window that has just opened waits neither for an import nor for a page."""
    monkeypatch.setattr("desktop.ahead.AFTER_MS", 20)
    window = build(models_dir)
    release = threading.Event()
    window.inference.submit("test", lambda engine, task: release.wait(10), lambda _: None, lambda _: None)
    qtbot.wait(400)
    assert "guide_page" not in vars(window)
    release.set()
    qtbot.waitUntil(lambda: "guide_page" in vars(window), timeout=20_000)


def test_a_page_is_made_when_it_is_first_shown(window, qtbot):
    """In the meantime a word stands there; the last page that was asked for is the one that comes."""
    def press(number):
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)

    assert "train_page" not in vars(window)
    press(2)
    press(3)
    assert not {"step_page", "train_page"} & set(vars(window))
    assert window.pages.currentWidget().findChild(QLabel).text() == "Opening…"
    qtbot.waitUntil(lambda: window.pages.currentWidget() is vars(window).get("train_page"))
    assert all(part().styleSheet() == window.sidebar.styleSheet() for part in window.theme._parts)
    assert "data_page" not in vars(window)
    press(1)
    assert window.pages.currentWidget() is window.translate_page  # which is there: at once
    assert "train_page" in vars(window)


@pytest.mark.parametrize("name", PAGES[1:])
def test_no_turn_is_long_while_a_page_is_made(window, qtbot, name, responsive):
    """A click on a page in the first seconds: all in one turn was 100 to 360 ms."""
    row = window.sidebar.pages.model().index(PAGES.index(name), 0)
    qtbot.mouseClick(window.sidebar.pages.viewport(), Qt.MouseButton.LeftButton,
                     pos=window.sidebar.pages.visualRect(row).center())
    qtbot.waitUntil(lambda: window.pages.currentWidget() is vars(window).get(f"{name}_page"), timeout=20_000)
    qtbot.wait(20)  # it is painted


def test_what_waits_for_a_page_is_done_when_it_is_there(window, qtbot):
    done = []
    window.show_page("data", lambda: done.append(window.pages.currentWidget()))
    window.show_page("guide")
    assert not done
    qtbot.waitUntil(lambda: done != [], timeout=20_000)
    assert done == [window.guide_page]  # which was asked for later, and stays
    window.show_page("data", lambda: done.append(window.pages.currentWidget()))
    assert done[-1] is window.data_page


def test_only_pages_that_work_are_listed(window):
    model = window.sidebar.pages.model()
    pages = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert pages == ["Translate", "Step", "Train", "Data", "Models", "Guide"]


def test_the_theme_changes_at_once_and_is_remembered(window, qtbot, settings, responsive):
    window.show_page("step")
    qtbot.waitUntil(lambda: window.step.walk is not None)
    assert window.theme.palette is LIGHT
    menu_action(window, "dark").trigger()
    qtbot.waitUntil(lambda: window.theme.palette is DARK)
    assert settings.value("appearance/mode") == "dark"
    place = QRect(4, window.height() // 2, 1, 1)
    qtbot.waitUntil(lambda: window.grab(place).toImage().pixelColor(0, 0) == QColor(DARK.sidebar))
    menu_action(window, "light").trigger()
    qtbot.waitUntil(lambda: window.theme.palette is LIGHT)


def test_system_follows_the_system(window, qapp, qtbot, monkeypatch):
    class Hints:
        def colorScheme(self):
            return Qt.ColorScheme.Dark

    window.theme.set_mode("system")
    monkeypatch.setattr(window.theme, "_app", _Wrapped(qapp, Hints()))
    window.theme._apply()
    assert window.theme.palette is DARK
    monkeypatch.undo()
    window.theme.set_mode("light")


class _Wrapped:
    """An application whose style hints are others."""

    def __init__(self, app, hints):
        self._app, self._hints = app, hints

    def styleHints(self):
        return self._hints

    def __getattr__(self, name):
        return getattr(self._app, name)


def test_the_language_changes_at_once_everywhere(window, qtbot, settings):
    window.translate_page.set_text("我爱购物")
    window.language.choose("zh_CN")
    qtbot.wait(20)
    item = window.sidebar.pages.model().index(1, 0).data()
    window.language.choose("en")
    qtbot.wait(20)
    assert window.sidebar.pages.model().index(1, 0).data() == "Step"
    assert item != "Step"
    assert settings.value("appearance/language") == "en"


def test_without_any_model_every_page_says_what_to_do(build, tmp_path, turn_to, qtbot):
    window = build(tmp_path / "nothing")
    turn_to(window, "step")
    assert "Nothing to step through yet." in window.step_page._empty.text()
    button = next(b for b in window.step_page._empty.findChildren(type(window.translate_page.copy))
                  if b.text() == "Train a model")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is vars(window).get("train_page"))
    window.show_page("translate")
    assert "No model yet." in window.translate_page._empty.text()


def test_a_model_that_cannot_be_read_says_what_is_wrong_in_its_place(build, models_dir, tmp_path, turn_to,
                                                                    qtbot):
    broken = tmp_path / "models" / "zh-en"
    shutil.copytree(models_dir / "zh-en", broken)
    card = json.loads((broken / native.CONFIG).read_text())
    card["model"]["d_ff"] = 128
    (broken / native.CONFIG).write_text(json.dumps(card))
    window = build(broken.parent)
    qtbot.waitUntil(lambda: window.models.state == "failed")
    turn_to(window, "step")
    assert window.step_page.banner.isVisible()
    assert "expected" in window.step_page.banner.text()
    window.show_page("translate")
    assert window.translate_page.error.isVisible()
    # A good one from anywhere makes it right again.
    window.models.open_folder(models_dir / "zh-en")
    qtbot.waitUntil(lambda: window.models.state == "ready")
    assert not window.translate_page.error.isVisible()


def test_a_folder_without_a_model_leaves_the_one_in_use(window, tmp_path, qtbot):
    before = window.models.current
    window.models.open_folder(tmp_path)
    assert native.CONFIG in window.models.error
    assert window.models.current is before
    assert window.models.state == "ready"
    window.show_page("translate")
    assert window.translate_page.error.isVisible()


def test_a_finished_run_is_listed_as_a_model(window, models_dir, tmp_path, qtbot):
    shutil.copytree(models_dir / "zh-en", tmp_path / "runs" / "mine")
    window.train_page.translate_requested.emit(tmp_path / "runs" / "mine")
    qtbot.waitUntil(lambda: window.models.state == "ready"
                    and window.models.current.folder == tmp_path / "runs" / "mine")
    assert window.models.current.origin == "run"
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.translate_page)


def test_the_model_in_use_is_remembered(window, settings, models_dir, qtbot):
    window.models.choose(models_dir / "en-zh")
    qtbot.waitUntil(lambda: window.models.state == "ready" and window.models.current.folder.name == "en-zh")
    assert settings.value("model/folder") == str(models_dir / "en-zh")


def test_the_sidebar_says_what_computes(window):
    assert window.sidebar._engine.text().startswith("NumPy · ")
    assert window.sidebar._network.text() == "No network used"


def test_a_ring_shows_where_tab_brought_the_keyboard(window, qtbot):
    window.show_page("translate")
    window.activateWindow()
    window.translate_page.source.setFocus()
    qtbot.wait(20)
    assert not window.ring.isVisible()
    for _ in range(3):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: window.ring.isVisible())
    qtbot.mouseClick(window.translate_page.source.viewport(), Qt.MouseButton.LeftButton)
    assert not window.ring.isVisible()


def test_the_watchdog_notices_a_slow_event(qapp, qtbot):
    """The fixture itself: 0.3 s of work in one timer must be seen, even on a computer five times as busy."""

    def work():
        end = time.thread_time() + 0.3
        while time.thread_time() < end:
            pass

    qapp.longest = 0.0
    QTimer.singleShot(0, work)
    qtbot.waitUntil(lambda: qapp.longest > 0.05)


def test_without_a_screen_it_says_so_and_returns_3():
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux can be without a screen")
    ended = subprocess.run([sys.executable, "-m", "desktop"], env=environment, capture_output=True, text=True,
                           cwd=Path(application.__file__).parent.parent, timeout=60)
    assert ended.returncode == application.NO_SCREEN
    assert "No screen was found" in ended.stderr


@pytest.mark.parametrize(("complaint", "package"), [
    ("qt.qpa.plugin: From 6.5.0, xcb-cursor0 or libxcb-cursor0 is needed to load the Qt xcb platform plugin.",
     "libxcb-cursor0"),
    ("ImportError: libEGL.so.1: cannot open shared object file: No such file or directory", "libegl1"),
])
def test_a_missing_system_library_is_named_with_its_package(complaint, package):
    assert screen.in_words(complaint).endswith(f"sudo apt install {package}")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a screen")
def test_a_screen_that_does_not_answer_is_found_out(monkeypatch):
    """QApplication ends its process there: the window's own must not be the one that asks."""
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert screen.problem().startswith("Qt ")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert screen.problem() == ""


def test_settings_are_the_ones_given(settings, window):
    assert isinstance(settings, QSettings)
    window.close()
    assert settings.value("window/page") in ("translate", "step", "train", "data")

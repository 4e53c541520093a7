"""What each key does on the Step page, in one list: the page acts by it, and the help shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from desktop.controllers.looks import VIEWS
from desktop.controllers.walk import CROSS, DECODER_SELF, ENCODER_SELF

Key = Qt.Key


@dataclass(frozen=True)
class Binding:
    """shown  the keys as they stand on a keyboard, for the help
    words  what they do
    acts   key -> what it does, given 1, or -1 with Shift
    """

    shown: str
    words: str
    acts: dict[Qt.Key, Callable[[int], object]]


class StepKeys(QObject):
    """Letters and Space act only when no text field has focus; the page sees to that."""

    def __init__(self, page, parent: QObject | None = None):
        super().__init__(parent)
        self._page = page
        self._bound: dict[Qt.Key, Callable[[int], object]] = {}
        self.refresh()

    def refresh(self) -> None:
        """The words in the language of the window."""
        self.bindings = [*self._moves(), *self._looks(), *self._changes()]
        self._bound = {key: act for binding in self.bindings for key, act in binding.acts.items()}

    def act(self, key: int, sign: int) -> bool:
        """Does what the key stands for; False where it stands for nothing."""
        act = self._bound.get(key)
        if act is None:
            return False
        act(sign)
        return True

    def _moves(self) -> list[Binding]:
        step, page = self._page.controller, self._page
        return [
            Binding("Space  →", self.tr("next step"), {
                Key.Key_Space: lambda _: step.next(), Key.Key_Right: lambda _: step.next()}),
            Binding("←", self.tr("back one step"), {Key.Key_Left: lambda _: step.back()}),
            Binding("Enter", self.tr("run to the end"), {
                Key.Key_Return: lambda _: step.run(), Key.Key_Enter: lambda _: step.run()}),
            Binding("Home  End", self.tr("first, last known step"), {
                Key.Key_Home: lambda _: step.first(), Key.Key_End: lambda _: step.last_known()}),
            Binding("P", self.tr("play or pause"), {Key.Key_P: lambda _: page.player.toggle()}),
            Binding("T  Shift+T", self.tr("play faster, slower"), {
                Key.Key_T: lambda sign: page.player.change_speed(sign)}),
            Binding("1 … 9", self.tr("force that candidate: a new branch"), {
                Key(Key.Key_1 + place): (lambda _, place=place: step.force(place)) for place in range(9)}),
            Binding("B  Shift+B", self.tr("next, previous branch"), {
                Key.Key_B: lambda sign: step.go_to_branch(sign)}),
            Binding("Ctrl+Z", self.tr("take the newest branch away"), {}),
            Binding("S", self.tr("greedy or sampling"), {Key.Key_S: lambda _: step.set_decode(
                method="greedy" if step.decode.method == "sample" else "sample")}),
            Binding("/", self.tr("type a sentence (Esc gives the keys back)"), {
                Key.Key_Slash: lambda _: page.edit_sentence()}),
            Binding("G", self.tr("keep the target while the source is edited"), {
                Key.Key_G: lambda _: page.keep.toggle()}),
        ]

    def _looks(self) -> list[Binding]:
        step = self._page.controller
        turn = {name: (lambda _, name=name: step.set_look(**{name: not getattr(step, name)}))
                for name in ("by_words", "is_averaged", "is_alone", "as_lines")}
        return [
            Binding("E  D  C", self.tr("encoder, decoder, cross-attention"), {
                Key.Key_E: lambda _: step.choose_kind(ENCODER_SELF),
                Key.Key_D: lambda _: step.choose_kind(DECODER_SELF),
                Key.Key_C: lambda _: step.choose_kind(CROSS)}),
            Binding("L  Shift+L", self.tr("next, previous layer"), {
                Key.Key_L: lambda sign: step.choose_layer(step.layer + sign)}),
            Binding("H  Shift+H", self.tr("next, previous head"), {
                Key.Key_H: lambda sign: step.choose_head(step.head + sign)}),
            Binding("V  Shift+V", self.tr("next, previous view"), {Key.Key_V: lambda sign: step.choose_view(
                VIEWS[(VIEWS.index(step.view) + sign) % len(VIEWS)])}),
            Binding("W", self.tr("words or pieces"), {Key.Key_W: turn["by_words"]}),
            Binding("A", self.tr("mean of heads or one head"), {Key.Key_A: turn["is_averaged"]}),
            Binding("F", self.tr("lines or matrix"), {Key.Key_F: turn["as_lines"]}),
            Binding("O  Esc", self.tr("one head alone, and back"), {
                Key.Key_O: turn["is_alone"],
                Key.Key_Escape: lambda _: step.set_look(is_alone=False)}),
            Binding("↑ ↓ ← →", self.tr("in a matrix, a tree or a list: from one to the next"), {}),
            Binding("+  −", self.tr("in a matrix: zoom"), {}),
        ]

    def _changes(self) -> list[Binding]:
        page = self._page
        return [
            Binding("M", self.tr("open or close the lab"), {
                Key.Key_M: lambda _: page.show_lab(not page.has_lab)}),
            Binding("K", self.tr("hide the key pointed at, or show it again"), {
                Key.Key_K: lambda _: page.attention.hide_key()}),
            Binding("R", self.tr("undo all edits of the lab"), {Key.Key_R: lambda _: page.lab.reset.click()}),
            Binding("Ctrl+E", self.tr("export the figure in focus"), {}),
            Binding("F1  ?", self.tr("these keys"), {
                Key.Key_F1: lambda _: page.show_keys(), Key.Key_Question: lambda _: page.show_keys()}),
        ]

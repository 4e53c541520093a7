"""The style sheet: a template in resources/styles filled from a palette."""

from __future__ import annotations

from dataclasses import asdict
from importlib import resources
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from desktop.theme.palette import Palette


def stylesheet(palette: Palette) -> str:
    """All of the look that Qt's widgets can be given by properties."""
    root = resources.files("resources")
    template = Template(root.joinpath("styles", "app.qss").read_text(encoding="utf-8"))
    mode = "dark" if palette.dark else "light"
    arrow = str(root.joinpath("icons", f"combo-{mode}.svg")).replace("\\", "/")
    check = str(root.joinpath("icons", f"check-{mode}.svg")).replace("\\", "/")
    return template.substitute(asdict(palette), combo_arrow=arrow, check_mark=check)


def qt_palette(palette: Palette) -> QPalette:
    """The same for what a style sheet does not reach (selections, placeholder text, dialogs)."""
    made = QPalette()
    for role, name in (
        (QPalette.ColorRole.Window, "window"), (QPalette.ColorRole.Base, "card"),
        (QPalette.ColorRole.AlternateBase, "sunk"), (QPalette.ColorRole.Button, "card"),
        (QPalette.ColorRole.WindowText, "text"), (QPalette.ColorRole.Text, "text"),
        (QPalette.ColorRole.ButtonText, "text"), (QPalette.ColorRole.PlaceholderText, "text3"),
        (QPalette.ColorRole.Highlight, "accent"), (QPalette.ColorRole.HighlightedText, "on_accent"),
        (QPalette.ColorRole.ToolTipBase, "card"), (QPalette.ColorRole.ToolTipText, "text"),
        (QPalette.ColorRole.Link, "accent"), (QPalette.ColorRole.Mid, "control_line"),
    ):
        made.setColor(role, QColor(getattr(palette, name)))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.control_line))
    return made


def mark(widget: QWidget, **properties: str) -> QWidget:
    """Sets dynamic properties that the sheet selects by; gives the widget back.

    Re-polishes only when something changed: polishing a large widget is slow.
    """
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
    return widget

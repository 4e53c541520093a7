"""How everything looks: one palette, one style sheet, one set of icons, for light and for dark.

`theme.Theme` (a QObject, made once in desktop/window.py and passed on by constructor) holds the palette
in force and says when it changes:

    theme.palette.accent        "#2A5BD0", a hex string; all names are in palette.py
    theme.color("accent")       the same as a QColor
    theme.glass, theme.signed   colormap.ColorMap: attention weights 0 to 1, signed scores
    theme.changed               signal: repaint what you paint yourself (`theme.changed.connect(self.update)`)

A page calls `theme.dress(part)` for itself, or for its parts where it is large. What needs no painting
needs no more code: style.py's sheet follows dynamic properties, set once:

    QFrame      card="true" | sunk="true" | line="true" (a hairline; fix its height to 1)
    QLabel      role="title" | "card-title" | "strong" | "caption" | "note" | "figure" | "source" | "target"
                tag="plain" | "ok" | "watch" | "bad" | "accent"
    QPushButton, QToolButton   kind="primary" | "danger" | "quiet" | "link"

`style.mark(widget, role="note")` sets such properties, and re-polishes where they change later.
`icons.set_icon(button, "pause", theme)` sets an icon that follows the theme. `fonts.font(12, bold=True)`
gives a font in pixels; `numbers.thousands(48371)` and `numbers.signed(-0.14)` write numbers.
"""

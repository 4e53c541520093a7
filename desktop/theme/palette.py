"""The colours, by what they mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Every colour of one theme, as hex. Teal is always source, amber always target."""

    dark: bool
    window: str
    sidebar: str
    card: str
    sunk: str  # tracks, segments
    hairline: str
    control_line: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_fill: str
    on_accent: str
    source: str
    source_fill: str
    source_line: str
    target: str
    target_fill: str
    target_line: str
    good: str
    good_fill: str
    watch: str
    watch_fill: str
    bad: str
    bad_fill: str


LIGHT = Palette(
    dark=False, window="#F5F6F7", sidebar="#ECEEF0", card="#FFFFFF", sunk="#F0F2F4",
    hairline="#DFE3E7", control_line="#C5CBD2", text="#1B1F24", text2="#4C5560", text3="#5C6670",
    accent="#2A5BD0", accent_fill="#E7EDFB", on_accent="#FFFFFF",
    source="#0A6660", source_fill="#DDF0EE", source_line="#9FD3CE",
    target="#8C4310", target_fill="#FBEBDC", target_line="#E8C39D",
    good="#1B7040", good_fill="#E2F3E8", watch="#885A00", watch_fill="#FBF0D5",
    bad="#B3261E", bad_fill="#FBE7E5",
)

DARK = Palette(
    dark=True, window="#15181C", sidebar="#101316", card="#1C2025", sunk="#252A30",
    hairline="#2E343B", control_line="#454D56", text="#E8EBEE", text2="#B4BCC5", text3="#929CA7",
    accent="#86A8FF", accent_fill="#223054", on_accent="#0F1420",
    source="#7FD6CD", source_fill="#16393A", source_line="#2C6662",
    target="#F2B27A", target_fill="#40291A", target_line="#7A5030",
    good="#7BD3A0", good_fill="#17352A", watch="#E8BF62", watch_fill="#3A2F16",
    bad="#FF9A92", bad_fill="#43211F",
)

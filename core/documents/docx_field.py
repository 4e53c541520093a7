"""Fields of WordprocessingML: "begin", a command, "separate", the result, "end", each in a run (17.16.18)."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def steps_of(node) -> list[str | None]:
    """The steps of fields in a run, or in whatever it is."""
    return [mark.get(W + "fldCharType") for mark in node.iter(W + "fldChar")]


def split_field(nodes: list) -> tuple[list, list, list]:
    """(up to "separate", the result, "end") where the result is text; it is empty where it is computed.

    Where there is no end, it comes in a later paragraph.
    """
    head = _head(nodes)
    rest = nodes[len(head):]
    last = steps_of(rest[-1]) if rest else []
    if "end" not in last or not _is_closed(nodes):
        return head, rest, []
    command = "".join(text.text or "" for node in head for text in node.iter(W + "instrText"))
    if last != ["end"] or rest[-1].find(W + "t") is not None or command.split()[:1] != ["HYPERLINK"]:
        return nodes, [], []
    return head, rest[:-1], rest[-1:]


def _head(nodes: list) -> list:
    """Up to the field's own "separate", not that of one inside; all where it has none."""
    depth = 0
    for number, node in enumerate(nodes, 1):
        steps = steps_of(node)
        depth += steps.count("begin") - steps.count("end")
        if depth == 1 and steps == ["separate"] and node.find(W + "t") is None:
            return nodes[:number]
    return nodes


def _is_closed(nodes: list) -> bool:
    steps = [step for node in nodes for step in steps_of(node)]
    return steps.count("begin") == steps.count("end")

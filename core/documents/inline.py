"""The content of a unit: text, and the codes (tags, placeholders) that stand in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

OPEN, CLOSE, SINGLE = "open", "close", "single"


@dataclass(frozen=True)
class Code:
    """One code. An OPEN and its CLOSE share a `key`, which no other code of the unit has.

    `data` is the format's own: what it writes for this code. `is_word`: it reads as a word does (a
    placeholder, an address), so that words beside it keep a space.
    """

    kind: str
    key: str
    data: Any = None
    is_word: bool = False


Inline = tuple[str | Code, ...]


def plain(inline: Iterable[str | Code]) -> str:
    """The text alone."""
    return "".join(part for part in inline if isinstance(part, str))


def codes(inline: Iterable[str | Code]) -> list[Code]:
    return [part for part in inline if isinstance(part, Code)]


def difference(source: Inline, target: Inline) -> tuple[list[Code], list[Code]]:
    """(codes lost, codes added) on the way from source to target; both empty is as it should be."""
    before, after = ([(code.kind, code.key) for code in codes(side)] for side in (source, target))
    lost, added = Counter(before) - Counter(after), Counter(after) - Counter(before)
    return ([code for code in codes(source) if (code.kind, code.key) in lost],
            [code for code in codes(target) if (code.kind, code.key) in added])


# An address ends at a blank, at Chinese, Japanese or Korean, which often follows without one, and at wide
# signs and quotes; a stop or a bracket at its end is the sentence's, unless the bracket was opened in it.
_BEHIND = (r"""\s<>"'«»()\u1100-\u11ff\u2014\u2018-\u201f\u2026\u2e80-\u9fff\uac00-\ud7ff"""
           r"\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff")
ADDRESS = (rf"(?: (?:https?|ftp):// | (?<![A-Za-z\d.@/])www\. ) (?: [^{_BEHIND}] | \([^{_BEHIND}]*\) )*"
            rf"(?: [^{_BEHIND}.,;:!?] | \([^{_BEHIND}]*\) )")

# A tag, whose quoted values may be long and have < and > in them, or a comment. Each part of a text is read
# a few times only: nothing that was read is given back, and no comment goes on behind the start of the next.
TAG = (r"""</?[A-Za-z][\w:-]*+(?:\s(?:[^<>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+){0,1000}+)?+/?>"""
       r"""|<!--(?:-?>|(?:[^<-]++|<(?!!--)|-(?!->))*+-->)""")

# What software fills in or reads: it must come out letter for letter.
PLACEHOLDER = re.compile(
    r"""%(?:\d+\$)?(?:\([\w.]+\))?[-+#0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|L|z|j|t|q)?[diouxXeEfFgGcrsaAp@](?![A-Za-z])
      | %(?:\d+|[A-Za-z_]\w*%|n\b|L\d+)       # Qt's %1 and %n, Windows' %PATH%
      | \$\{[^{}\s]{1,80}\} | \{\{[^{}\n]{1,80}\}\} | \{\w*(?:[.!:\[][^{}\n]{0,60})?\}
      | """ + TAG + r"""
      | </?[A-Za-z][\w:-]*+(?:\s[^<>]*+)?+/?> | &(?:[A-Za-z]{2,10}|\#\d{1,7}|\#x[0-9A-Fa-f]{1,6});
      | [A-Za-z\d\u00c0-\u024f_.+-]{1,64}@(?:[A-Za-z\d\u00c0-\u024f-]{1,63}\.){1,8}[A-Za-z]{2,24}
      | \\[nrt"\\]
      | """ + ADDRESS, re.VERBOSE)


def protect_all(inline: Iterable[str | Code]) -> Inline:
    """Of an inline that has codes already, the placeholders in its text as further ones."""
    made: list[str | Code] = []
    for number, part in enumerate(inline):
        if isinstance(part, Code):
            made.append(part)
            continue
        made += (replace(found, key=f"t{number}.{found.key}") if isinstance(found, Code) else found
                 for found in protect(part))
    return tuple(made)


_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*).*?(/?)>\Z", re.DOTALL)


def protect(text: str, pattern: re.Pattern = PLACEHOLDER) -> Inline:
    """The text with every match of the pattern as a code, whose data is what was matched.

    Tags such as <b> and </b> become pairs where they are nested as pairs should be.
    """
    matches = list(pattern.finditer(text))
    partner = _tag_pairs([match[0] for match in matches])
    parts: list[str | Code] = []
    start = 0
    for number, match in enumerate(matches):
        if match.start() > start:
            parts.append(text[start:match.start()])
        other = partner.get(number)
        kind = SINGLE if other is None else OPEN if other > number else CLOSE
        key = f"p{number if other is None else min(number, other)}"
        parts.append(Code(kind, key, match[0], is_word=match[0][0] not in "<\\"))
        start = match.end()
    if start < len(text):
        parts.append(text[start:])
    return tuple(parts)


def _tag_pairs(found: list[str]) -> dict[int, int]:
    """For each tag that has a partner, the partner's number; of crossing pairs the inner one counts."""
    partner: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    num_open: Counter[str] = Counter()
    for number, text in enumerate(found):
        tag = _TAG.match(text)
        if tag is None or tag[3]:
            continue
        if not tag[1]:
            stack.append((tag[2], number))
            num_open[tag[2]] += 1
        elif num_open[tag[2]]:
            name = ""
            while name != tag[2]:
                name, opening = stack.pop()
                num_open[name] -= 1
            partner[opening], partner[number] = number, opening
    return partner


def unprotected(inline: Inline) -> str:
    """Back to text, where every code's data is what it stands for."""
    return "".join(part if isinstance(part, str) else part.data for part in inline)

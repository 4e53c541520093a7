"""Codes come out of a translation each once, properly nested, beside the words they stood at."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.inline import CLOSE, OPEN, SINGLE, TAG, Code, difference, plain, protect, unprotected
from core.documents.placing import place

TAGS = re.compile(TAG)


def shown(inline) -> str:
    forms = {OPEN: "<{}>", CLOSE: "</{}>", SINGLE: "[{}]"}
    return "".join(part if isinstance(part, str) else forms[part.kind].format(part.key) for part in inline)


def codes_of(text: str):
    """"a <b>c</b> [x]" as text and codes."""
    parts, rest = [], text
    while rest:
        if rest[0] in "<[":
            end = rest.index(">" if rest[0] == "<" else "]")
            name = rest[1:end].strip("/")
            kind = SINGLE if rest[0] == "[" else CLOSE if rest[1] == "/" else OPEN
            parts.append(Code(kind, name, is_word=kind == SINGLE))
            rest = rest[end + 1:]
        else:
            parts.append(rest[0])
            rest = rest[1:]
    return tuple(parts)


def links(source: str, target: str, pairs):
    return sorted(((source.index(a), source.index(a) + len(a), target.index(b), target.index(b) + len(b))
                   for a, b in pairs if a in source and b in target), key=lambda link: link[2])


WORDS = [("我", "I"), ("爱", "love"), ("购物", "shopping"), ("。", "."), ("他", "he"), ("猫", "cat")]


@pytest.mark.parametrize(("source", "target", "wanted"), [
    ("我<b>爱</b>购物。", "I love shopping.", "I <b>love</b> shopping."),
    ("我<b>爱</b>购物。", "shopping I love.", "shopping I <b>love</b>."),
    ("<a>我<b>爱</b></a>购物。", "shopping love I.", "shopping <a><b>love</b> I</a>."),
    ("<a>我爱购物。</a>", "I love shopping.", "<a>I love shopping.</a>"),
    ("[x]我爱购物。[y]", "I love shopping.", "[x] I love shopping.[y]"),
    ("我爱[x]购物。", "I love shopping.", "I love [x] shopping."),
    ("我爱<b>购物</b>。", "I love.", "I <b>love</b>."),  # nothing comes from it: the nearest, not the stop
    ("我<b>爱</b><c>购物</c>。", "love shopping.", "<b>love</b> <c>shopping</c>."),
    ("我<b>爱购</b><c>物</c>。", "shopping.", "<b></b><c>shopping</c>."),  # one word for two
    ("<b>我爱他猫</b><c>购物</c>", "I love shopping he cat", "<b>I love</b> <c>shopping</c> he cat"),
    ("我<b>爱</b>，<c>。</c>", "I love", "I <b>love</b><c></c>"),  # signs alone take no word
    ("我<a>爱<b>购</a>物</b>。", "I love shopping.", None),  # crossing pairs: only that none is lost
])
def test_codes_follow_their_words(source, target, wanted):
    inline = codes_of(source)
    made = place(inline, target, links(plain(inline), target, WORDS), "en")
    assert difference(inline, made) == ([], [])
    assert wanted is None or shown(made) == wanted


@given(st.text("ab <>[]/xy我。", max_size=30), st.text("cd 你.", max_size=20), st.data())
def test_none_is_lost_none_added(source, target, data):
    """Whatever the codes and the alignment are."""
    inline = protect("".join(f"<{c}>" if c == "x" else f"</{c}>" if c == "y" else c for c in source)
                     .replace("<x>", "<b>").replace("</y>", "</b>"))
    length = len(plain(inline))
    number = st.integers(0, max(length, 1))
    made_links = [(*sorted((data.draw(number), data.draw(number))), place_, place_ + 1)
                  for place_ in range(len(target))]
    made = place(inline, target, made_links, "en")
    assert difference(inline, made) == ([], [])
    assert plain(made).split() == target.split() or "".join(plain(made).split()) == "".join(target.split())
    depth = []
    for part in made:
        if isinstance(part, Code) and part.kind == OPEN:
            depth.append(part.key)
        elif isinstance(part, Code) and part.kind == CLOSE:
            assert depth.pop() == part.key


@pytest.mark.parametrize(("text", "found"), [
    ("Hi %s, {name} and %(x)d", ["%s", "{name}", "%(x)d"]),
    ("50% off, 100 % sure", []),
    ("see http://a.b/c. or me@x.org", ["http://a.b/c", "me@x.org"]),
    ("请看https://a.b/c。然后https://a.b/d然后", ["https://a.b/c", "https://a.b/d"]),  # no blank behind
    ("“http://a.b/e”！见（www.a.b/f?g=1）", ["http://a.b/e", "www.a.b/f?g=1"]),
    ("写信给me@x.org然后等；https://a.b를 보라", ["me@x.org", "https://a.b"]),
    ("(see https://a.b/c_(d), https://a.b/ö)", ["https://a.b/c_(d)", "https://a.b/ö"]),
    ("<b>x</b> &amp; %1$s ${y} {{z}} \\n", ["<b>", "</b>", "&amp;", "%1$s", "${y}", "{{z}}", "\\n"]),
])
def test_placeholders(text, found):
    inline = protect(text)
    assert [part.data for part in inline if isinstance(part, Code)] == found
    assert unprotected(inline) == text


LONG = "It's > 1 < 2, long. " * 300


@pytest.mark.parametrize("tag", [
    f'<a title="{LONG}" id=x>', f'<a title = "{LONG}"\nlang=\'"\'>', f"<abbr {'x ' * 900}>", "<b a='<i>'>"])
def test_a_tag_with_long_values_is_one(tag):
    """Beyond 300 characters it was translated as text and lost."""
    name = tag[1:].split()[0]
    inline = protect(f"one {tag}two</{name}> three")
    assert [getattr(part, "kind", part) for part in inline] == ["one ", OPEN, "two", CLOSE, " three"]
    assert inline[1].data == tag


@pytest.mark.parametrize("comment", ["<!-- if a > b -->", "<!-->", f"<!-- <b>{LONG} - --\n-->"])
def test_a_comment_is_no_text(comment):
    inline = protect(f"one {comment} two")
    assert [getattr(part, "data", part) for part in inline] == ["one ", comment, " two"]


def test_what_never_ends_is_text_and_soon_found_so():
    """A search from each of its beginnings to the end would take hours."""
    started = time.process_time()
    for unit in ('<a title="', "<a title='", "<a b= ", "<!--", "<!-- -", """="<a b='" ='<a b=" '"""):
        assert protect(unit * (1_000_000 // len(unit)), TAGS)[0].startswith(unit)
    assert time.process_time() - started < 5

"""The units of a TMX that are written as nearly all are, taken by one pattern rather than tag by tag.

`<tu ...><prop ...>...</prop><tuv ...><seg>...</seg></tuv><tuv ...><seg>...</seg></tuv></tu>`, with no tags in
the sentences but codes (bpt ept ph it ut) that are to be dropped. The pattern says yes only to what expat
would read alike: attributes in double quotes, none twice in a tag, no `]]>`, no comment, no CDATA, no entity
but XML's five. What it does not match is expat's. Each quantifier is possessive, so no text makes it slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.corpus.changes import CODES, Change
from core.corpus.unit import MAX_TEXT

_BLANK = r"[ \t\n]*+"
_LIST = r'(?:[ \t\n]++[A-Za-z_][\w.:-]*+="[^"<>\t\n]*+")*+'  # attributes
_ABOUT = rf"(?:<prop{_LIST}>[^<]*+</prop>{_BLANK}|<note{_LIST}>[^<]*+</note>{_BLANK})*+"
_CODE = "|".join(rf"<{name}{_LIST}(?:/>|>[^<]*+</{name}>)" for name in ("bpt", "ept", "ph", "it", "ut"))
_TEXT = rf"[^<]*+(?:(?:{_CODE})[^<]*+)*+"
_TUV = rf"<tuv({_LIST})>{_BLANK}({_ABOUT})<seg>({_TEXT})</seg>{_BLANK}</tuv>{_BLANK}"
_UNIT = re.compile(rf"{_BLANK}(<tu({_LIST})>{_BLANK}({_ABOUT}){_TUV}{_TUV}</tu>)", re.ASCII)
_NEXT = re.compile(r"<tu[ \t\n>]")
_TAGS = re.compile(r"<[a-z]+([^>]*)>")
_CODES = re.compile(f"({_CODE})", re.ASCII)
# Codes that core.corpus.files.inline may make a space.
_MAY_BREAK = re.compile(r'&lt;\s*br\b|>\s*\n|\\n|&#|type="(?:x-|xlf:)?(?:[lp]b|html-br)"', re.IGNORECASE)
_ATTRIBUTE = re.compile(r'[ \t\n]([A-Za-z_][\w.:-]*+)="([^"]*+)"', re.ASCII)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))  # & last
_KNOWN = 4096  # attribute lists that are remembered


class PlainUnits:
    """Finds them one after the other in a text that XML allows as it stands."""

    end = "</tu>"

    def __init__(self):
        self._langs: dict[str, str] = {}  # attributes of a tuv -> its language
        self._distinct: set[str] = set()  # attributes that have been found to be different ones

    def after(self, text: str, place: int) -> int:
        """Where expat can stop next, so that the pattern is tried again: before the next unit, or the end."""
        found = _NEXT.search(text, place)
        return found.start() if found else len(text)

    def at(self, text: str, place: int) -> Iterator[
            tuple[int, int, str, list[tuple[str, str]], tuple[Change, ...]]]:
        """The units that stand at `place` and follow each other: where the tag begins and the unit ends,
        its tuid or "", (language, sentence) of each side, and what was done to these."""
        if "]]>" in text:
            return
        match, langs, seen, are_distinct = _UNIT.match, self._langs, self._distinct, self._are_distinct
        while found := match(text, place):
            whole, attributes, about, first, about1, src, second, about2, tgt = found.groups()
            name, src_lang, tgt_lang = self._name(attributes), langs.get(first), langs.get(second)
            src_lang, tgt_lang = src_lang or self._lang(first), tgt_lang or self._lang(second)
            for tags in (about, about1, about2):
                if tags and tags not in seen and not are_distinct(tags):
                    return
            raw = src, tgt
            if "<" in src or "&" in src:
                src = self._bare(src)
            if "<" in tgt or "&" in tgt:
                tgt = self._bare(tgt)
            if name is None or not src_lang or not tgt_lang or src is None or tgt is None or \
                    len(src) > MAX_TEXT or len(tgt) > MAX_TEXT:
                return
            place = found.end()
            changes = ()
            if "<" in raw[0] or "<" in raw[1]:
                changes = tuple(Change(CODES, before, after) for before, after
                                in zip(raw, (src, tgt), strict=True) if "<" in before)
            yield place - len(whole), place, name, [(src_lang, src), (tgt_lang, tgt)], changes

    def _name(self, attributes: str) -> str | None:
        """Of a tu; None where expat has to look. No two are alike, so this does without a pattern."""
        if "\n" in attributes or "\t" in attributes or "  " in attributes:
            return None
        parts = attributes.split('"')  # ' name=', value, ...: no value holds a quote
        names = parts[::2]
        if len(set(names)) < len(names):
            return None
        name = parts[2 * names.index(" tuid=") + 1] if " tuid=" in names else ""
        return None if "&" in name else name

    def _lang(self, attributes: str) -> str | None:
        """Of a tuv; None where expat has to look."""
        found = _ATTRIBUTE.findall(attributes)
        by_name = dict(found)
        lang = by_name.get("xml:lang") or by_name.get("lang")
        if len(by_name) < len(found) or not lang or "&" in lang:
            return None
        if len(self._langs) > _KNOWN:
            self._langs.clear()
        self._langs[attributes] = lang
        return lang

    def _are_distinct(self, tags: str) -> bool:
        """Has no tag an attribute twice? What a file has again and again is asked once."""
        for attributes in _TAGS.findall(tags):
            names = [name for name, _ in _ATTRIBUTE.findall(attributes)]
            if len(set(names)) < len(names):
                return False
        if len(self._distinct) > _KNOWN:
            self._distinct.clear()
        self._distinct.add(tags)
        return True

    def _bare(self, text: str) -> str | None:
        """Without codes and entities; None where expat has to look."""
        if "<" in text:
            parts = _CODES.split(text)
            for code in parts[1::2]:
                if code not in self._distinct and (_MAY_BREAK.search(code) or not self._are_distinct(code)):
                    return None
            text = "".join(parts[::2])
        if "&" in text:
            for entity, character in _ENTITIES:
                text = text.replace(entity, character)
        return text

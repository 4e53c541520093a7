"""Where the codes of a source belong in its translation: by word alignment, each exactly once.

Pairs stay properly nested: a pair takes the stretch of target words that come from the words it
held, and what lies inside it stays inside. A code that stands alone follows the word it followed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.documents.ends import joined_parts, with_ends
from core.documents.inline import CLOSE, OPEN, SINGLE, Code, Inline, plain
from core.text.languages import is_spaced

Link = tuple[int, int, int, int]  # source start, end, target start, end: characters of a token and its source


@dataclass
class _Node:
    """A pair and what it holds (source characters start to end, without white space at its ends), or a single
    code (start == end)."""

    opening: Code | None
    closing: Code | None
    start: int
    end: int
    glued: tuple[bool, bool] = (False, False)  # to the text before, after
    num_breaks: int = 0  # line breaks right before it
    has_words: bool = False
    children: list[_Node] = field(default_factory=list)
    span: tuple[int, int] = (0, 0)  # target words

    @property
    def is_empty(self) -> bool:
        return self.start == self.end


@dataclass(frozen=True)
class _Word:
    """One word of the target (start to end) and the middle of what it comes from in the source.

    `is_sign`: it is a full stop, a dash or the like.
    """

    start: int
    end: int
    origin: float
    is_sign: bool


def place(
    source: Inline, target: str, links: Sequence[Link], tgt_lang: str = "",
    together: Sequence[tuple[int, int]] = (),
) -> Inline:
    """The target text with every code of the source in it, each once and properly nested; the white space at
    its ends is the source's.

    together  stretches of the target inside of which no code may stand
    """
    root = _tree(source)
    if not root.children:
        return (target,) if target else ()
    words = _words(target, links, len(plain(source)), together)
    _place_children(root, words, 0, len(words))
    writer = _Writer(target, words, is_spaced(tgt_lang))
    writer.write(root, 0, len(words))
    return with_ends(source, writer.finish())


def _tree(source: Inline) -> _Node:
    """Pairs that cross others, or have no partner, are taken as codes that stand alone."""
    paired = _nested_pairs(source)
    text = plain(source)
    root = _Node(None, None, *_without_blanks(text, 0, len(text)))
    open_nodes, place, num_breaks = [root], 0, 0
    for part in source:
        if isinstance(part, str):
            place += len(part)
            num_breaks = part[len(part.rstrip()):].count("\n")
            continue
        if part.kind == OPEN and part.key in paired:
            node = _Node(part, None, place, place, num_breaks=num_breaks)
            open_nodes[-1].children.append(node)
            open_nodes.append(node)
        elif part.kind == CLOSE and part.key in paired:
            node = open_nodes.pop()
            node.closing, node.end = part, place
            node.has_words = any(map(str.isalnum, text[node.start:place]))
            node.glued = _glued(text, place, part) if node.is_empty else node.glued
            node.start, node.end = _without_blanks(text, node.start, place)
        else:
            open_nodes[-1].children.append(
                _Node(part, None, place, place, _glued(text, place, part), num_breaks))
        num_breaks = 0
    return root


def _without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of text from its first word to its last: white space around them tells nothing of places."""
    held = text[start:end]
    if not held.strip():
        return start, start
    return start + len(held) - len(held.lstrip()), start + len(held.rstrip())


def _glued(text: str, place: int, code: Code) -> tuple[bool, bool]:
    return (place > 0 and _touches(text[place - 1], code), place < len(text) and _touches(text[place], code))


def _touches(neighbour: str, code: Code) -> bool:
    """Does the source write the two without a space, in a script that would write one?"""
    return not neighbour.isspace() and not (code.is_word and _is_han(neighbour) and neighbour.isalnum())


def _nested_pairs(source: Inline) -> set[str]:
    paired, stack, are_open = set(), [], set()
    for part in source:
        if not isinstance(part, Code) or part.kind == SINGLE:
            continue
        if part.kind == OPEN:
            stack.append(part.key)
            are_open.add(part.key)
        elif part.key in are_open:
            key = None
            while key != part.key:  # those opened since then cross this pair
                key = stack.pop()
                are_open.discard(key)
            paired.add(part.key)
    return paired


def _words(
    target: str, links: Sequence[Link], src_length: int, together: Sequence[tuple[int, int]] = ()
) -> list[_Word]:
    """Tokens joined to words where letters touch, so that no code falls inside one."""
    words: list[_Word] = []
    for src_start, src_end, start, end in links:
        while start < end and target[start].isspace():
            start += 1
        if start >= end:
            continue
        inside = words and words[-1].end == start and _joined(target[start - 1], target[start])
        if inside or (words and any(a < words[-1].end and start < b for a, b in together)):
            start, origin = words[-1].start, words.pop().origin
        else:
            origin = (src_start + src_end) / 2
        words.append(_Word(start, end, origin, not any(map(str.isalnum, target[start:end]))))
    if not words and target.strip():  # nothing known: in proportion
        start = len(target) - len(target.lstrip())
        words = [_Word(start, len(target.rstrip()), src_length / 2, False)]
    return words


def _joined(before: str, after: str) -> bool:
    def in_word(character: str) -> bool:
        return (character.isalnum() or character in "'’-_") and not _is_han(character) \
            and not "①" <= character <= "⑳"

    return in_word(before) and in_word(after)


def _is_han(character: str) -> bool:
    """Of a script without spaces between words."""
    return "\u2e80" <= character <= "\u9fff"


def _place_children(node: _Node, words: list[_Word], low: int, high: int) -> None:
    """Gives each child its stretch of the words low to high; pairs first, the surest of them first."""
    taken: list[_Node] = []
    pairs = [child for child in node.children if child.closing is not None and not child.is_empty]
    scored = []
    for child in pairs:
        whole = child.start <= node.start and child.end >= node.end
        best = (high - low, low, high) if whole else _best_stretch(words, low, high, child)
        scored.append((best, child))
    for (_, *best), child in sorted(scored, key=lambda item: -item[0][0]):
        child.span = _free_part(*best, taken)
        if child.has_words and child.span[0] >= child.span[1]:
            child.span = _cut_out(*best, taken) or _nearest(words, low, high, child, taken)
        if child.span[0] < child.span[1]:
            taken.append(child)
        else:
            child.span = (-1, -1)
    for child in node.children:
        if child.is_empty or child.span == (-1, -1):
            place = _boundary(words, low, high, child, node)
            for start, end in (other.span for other in taken):  # not inside a sibling
                if start < place < end:
                    place = start if words and child.start <= words[start].origin else end
            child.span = (place, place)
    for child in node.children:
        if child.children:
            _place_children(child, words, *child.span)


def _best_stretch(words: list[_Word], low: int, high: int, node: _Node) -> tuple[int, int, int]:
    """(score, start, end): the run of words with most from inside the pair and least from outside."""
    best, running, start = (0, low, low), 0, low
    for index in range(low, high):
        if running <= 0:
            running, start = 0, index
        running += 1 if node.start <= words[index].origin < node.end else -1
        if running > best[0]:
            best = (running, start, index + 1)
    return best


def _free_part(start: int, end: int, taken: list[_Node]) -> tuple[int, int]:
    """What of a stretch no sibling has: the part before or after, whichever is longer."""
    for other_start, other_end in (other.span for other in taken):
        if start < other_end and other_start < end:
            before, after = (start, min(end, other_start)), (max(start, other_end), end)
            start, end = max(before, after, key=lambda part: part[1] - part[0])
    return start, end


def _cut_out(start: int, end: int, taken: list[_Node]) -> tuple[int, int] | None:
    """A stretch that lies among the words of a sibling, which then keeps the longer of its two sides."""
    for other in taken:
        other_start, other_end = other.span
        if other_start <= start < min(end, other_end):
            end = min(end, other_end)
            sides = (other_start, start), (end, other_end)
            longer = max(sides, key=lambda part: part[1] - part[0])
            if longer[0] < longer[1]:
                other.span = longer
                return start, end
    return None


def _nearest(words: list[_Word], low: int, high: int, node: _Node, taken: list[_Node]) -> tuple[int, int]:
    """The word that comes from nearest to a pair that none comes from: an empty link cannot be clicked."""
    free = [index for index in range(low, high) if not words[index].is_sign
            and not any(other.span[0] <= index < other.span[1] for other in taken)]
    if not free:
        return -1, -1
    index = min(free, key=lambda index: max(node.start - words[index].origin, words[index].origin - node.end))
    return index, index + 1


def _boundary(words: list[_Word], low: int, high: int, child: _Node, parent: _Node) -> int:
    """Between which words a code stands that holds none: after the word it follows."""
    if child.start <= parent.start:
        return low
    if child.end >= parent.end:
        return high
    before = [(words[index].origin, index) for index in range(low, high) if words[index].origin < child.start]
    return max(before)[1] + 1 if before else low


class _Writer:
    """Puts words and codes in a row; a code that stood apart from its neighbours keeps its spaces."""

    def __init__(self, target: str, words: list[_Word], spaced: bool):
        self._target, self._words, self._spaced = target, words, spaced
        self._parts: list[str | Code] = []
        self._at = 0  # how much of the target is written
        self._owed = ""  # a space that a code wants before the next word

    def write(self, node: _Node, low: int, high: int) -> None:
        waiting = list(node.children)
        place = low
        while True:
            child = self._next(waiting, place)
            if child is None:
                if place >= high:
                    break
                self._word(place)
                place += 1
            elif child.closing is None:
                self._single(child)
            else:
                start, end = child.span
                if start < end:
                    self._blank_before(start)
                    self._pay(start)
                else:
                    self._keep_apart(child)
                self._parts.append(child.opening)
                self.write(child, start, end)
                self._parts.append(child.closing)
                place = max(place, end)

    @staticmethod
    def _next(waiting: list[_Node], place: int) -> _Node | None:
        """The next child that belongs here: those without words before one that has some."""
        here = [child for child in waiting if child.span[0] <= place]
        if not here:
            return None
        child = here[0]
        waiting.remove(child)
        return child

    def _blank_before(self, index: int) -> None:
        start = self._words[index].start
        self._text(self._target[self._at:start])
        self._at = max(self._at, start)

    def _pay(self, index: int) -> None:
        """A space that is owed stands before a tag, not between the tag and its word."""
        if self._owed and self._target[self._words[index].start].isalnum():
            self._parts.append(self._owed)
            self._owed = ""

    def _word(self, index: int) -> None:
        self._blank_before(index)
        word = self._words[index]
        self._text(self._target[self._at:word.end])
        self._at = max(self._at, word.end)

    def _text(self, text: str) -> None:
        if text and self._owed:
            if text[0].isalnum():
                self._parts.append(self._owed)
            self._owed = ""
        if text:
            self._parts.append(text)

    def _single(self, node: _Node) -> None:
        blank = self._keep_apart(node)
        self._parts.append(node.opening)
        if self._spaced:
            self._owed = " " if not node.glued[1] or node.opening.is_word else ""
        elif blank == self._target[self._at:self._at + 1] == " ":  # behind the mark of a list
            self._at += 1

    def _keep_apart(self, node: _Node) -> str:
        """The space that the source has before a code; returns what of the target is written now."""
        before = node.glued[0]
        following = self._gap(node.num_breaks)
        if not before and self._owed:
            self._parts.append(self._owed)
            self._owed = ""
        if not before and following:
            self._parts.append(following)
            self._at += len(following)
            return following
        if not before and self._spaced and self._ends_in_word():
            self._parts.append(" ")
        return ""

    def _gap(self, num_breaks: int) -> str:
        """What of the white space that is next stands before a code: so many line breaks, and one blank."""
        end = self._at
        for _ in range(num_breaks):
            line = self._target.find("\n", end)
            if line < 0 or self._target[end:line].strip():
                break
            end = line + 1
        blank = self._target[end:end + 1]
        return self._target[self._at:end + (blank.isspace() and blank != "\n")]

    def _ends_in_word(self) -> bool:
        last = self._parts[-1] if self._parts else ""
        return isinstance(last, str) and last[-1:].isalnum()

    def finish(self) -> Inline:
        self._text(self._target[self._at:])
        return joined_parts(tuple(self._parts))

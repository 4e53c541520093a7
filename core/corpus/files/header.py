"""The first row of a table: names of columns, or a pair like the others?"""

from __future__ import annotations

from core.corpus.language_guess import verdict, votes
from core.text import languages

# What columns are called. No word of one set translates a word of the other in any two languages: above a
# list of words "term, meaning" is no pair of it, while "phrase, expression" may be one.
_SOURCES = {
    "source", "src", "source text", "source sentence", "original", "original text", "term", "word",
    "words", "phrase", "expression", "sentence", "headword", "lemma", "vocabulary", "front",
    "原文", "源文", "单词", "词语", "生词", "术语",
    "begriff", "wort", "ausdruck", "satz", "quelltext", "ausgangstext", "terme", "mot", "texte source",
    "término", "palabra", "texto original",
}
_TARGETS = {
    "target", "tgt", "target text", "target sentence", "translation", "translations", "translated",
    "meaning", "meanings", "definition", "gloss", "equivalent", "back",
    "译文", "訳文", "翻译", "释义", "意思", "含义",
    "bedeutung", "übersetzung", "zieltext", "traduction", "signification", "texte cible", "significado",
    "traducción", "definición",
}
_WORDS = frozenset(
    "am an as be he hi ho in io is it la ma me mi my no of or pa si so to yo".split())  # noqa: SIM905
_LISTED = 0.8  # of the rows of a list of words have
_FEW = 2  # words a side at the most

Header = tuple[tuple[int, int] | None, list[str] | None]


def header_of(row: list[str]) -> Header | None:
    """(columns, None) for a row of "source" and "target", (None, tags) for one of languages, or None.

    Languages are codes, or names such as "English"; of two columns one may be such a name ("English,
    Meaning").
    """
    cells_ = [cell.strip().casefold() for cell in row]
    sources = [number for number, cell in enumerate(cells_, 1) if cell in _SOURCES]
    targets = [number for number, cell in enumerate(cells_, 1) if cell in _TARGETS]
    if len(sources) == 1 and len(targets) == 1:
        return (sources[0], targets[0]), None
    if len(row) == 2 and len(sources) + len(targets) == 1 and any(map(languages.code_named, row)):
        return ((sources or [3 - targets[0]])[0], (targets or [3 - sources[0]])[0]), None
    tags = [cell.strip() if languages.is_code(cell) else "" for cell in row]
    if sum(map(bool, tags)) > 2:  # then "id" is a number's name, not Indonesian
        tags = ["" if tag.lower() == "id" else tag for tag in tags]
    if len({tag.lower() for tag in tags if tag}) >= 2 and (tags[0] or cells_[0] == "id"):
        return None, tags
    tags = [languages.code_named(cell) for cell in row]
    if len({tag for tag in tags if tag}) >= 2:  # not "German<TAB>Deutsch" of a list of words
        return None, tags
    return None


def may_be_words(row: list[str], others: list[list[str]]) -> bool | None:
    """Are two codes above a list of words, as "is<TAB>es", words of it? None: it is too short to tell.

    They are codes where the columns read like those languages. Above sentences, and where neither is a
    word that people list, they always are.
    """
    cells = [cell.strip() for cell in row]
    if len(cells) != 2 or not any(cell.lower() in _WORDS for cell in cells):
        return False
    few = [all(len(cell.split()) <= _FEW for cell in other[:2]) for other in others]
    if sum(few) < _LISTED * len(few):
        return False
    found = [verdict(tag, votes([other[side] for other in others if len(other) > side]))
             for side, tag in enumerate(cells)]
    if not all(one["found"] for one in found):
        return None
    return not all(one["fits"] for one in found)

"""Reading the small tables in which the lexicon is written.

Entries are parted by ";". The first word of an entry is Chinese, the rest English:

    words       每天 every day
    nouns       书 book 本       刀 knife/knives 把      茶 tea/- 杯:cup      鞋 -/shoes 双:pair
    adjectives  高 tall+         好 good/better/best     有用 useful
    actions     看|电影 watch movies

A table in blocks says what goes with what; "head > entries", and the lines after it until the next ">":

    blocks      厨房里 in the kitchen > 做饭 cook; 喝|茶 drink tea
"""

from __future__ import annotations

from resources.sample_corpus import english
from resources.sample_corpus.phrase import VP, Adjective, Noun, Word


def entries(table: str) -> list[list[str]]:
    return [entry.split() for entry in table.split(";") if entry.strip()]


def words(table: str) -> list[Word]:
    return [Word(zh, " ".join(rest)) for zh, *rest in entries(table)]


def nouns(table: str) -> list[Noun]:
    return [_noun(zh, " ".join(middle), measure) for zh, *middle, measure in entries(table)]


def _noun(zh: str, forms: str, measure: str) -> Noun:
    """A "-" stands for a form that does not exist; a plural left out is the regular one."""
    singular, _, plural = forms.partition("/")
    measure, _, unit = measure.partition(":")
    plural = plural or english.plural(singular)
    return Noun(zh, "" if singular == "-" else singular, "" if plural == "-" else plural, measure, unit)


def adjectives(table: str) -> list[Adjective]:
    return [_adjective(zh, " ".join(rest)) for zh, *rest in entries(table)]


def _adjective(zh: str, forms: str) -> Adjective:
    if "/" in forms:
        plain, better, best = forms.split("/")
        return Adjective(zh, plain, better=better, best=best)
    return Adjective(zh, forms.rstrip("+"), takes_ending=forms.endswith("+"))


def actions(table: str) -> list[VP]:
    return [_action(zh, rest) for zh, *rest in entries(table)]


def _action(zh: str, rest: list[str]) -> VP:
    zh_verb, _, zh_object = zh.partition("|")
    return VP(zh_verb, zh_object, rest[0], " ".join(rest[1:]))


def blocks(table: str) -> list[tuple[str, str]]:
    """The heads with their entries, both unread."""
    found: list[tuple[str, str]] = []
    for line in table.strip().splitlines():
        head, separator, body = line.rpartition(">")
        if separator:
            found.append((head.strip(), body.strip()))
        else:
            head, earlier = found.pop()
            found.append((head, f"{earlier} {body.strip()}"))
    return found

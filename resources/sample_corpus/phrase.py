"""Noun phrases and verb phrases that know themselves in both languages.

A pattern puts phrases together and never spells out agreement: `action.present(who)` gives
"reads a book" for 他 and "read a book" for 我们.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from resources.sample_corpus import english

BE = {"I": "am", "it": "is", "you": "are", "they": "are"}
STANDS_BEFORE_NOUN = "大小新旧好长短"
WAS = {"I": "was", "it": "was", "you": "were", "they": "were"}


@dataclass(frozen=True)
class NP:
    """A noun phrase. `person` says how English verbs agree with it: "I", "you", "it" or "they"."""

    zh: str
    en: str
    person: str = "it"
    as_object: str = ""  # me, him: only where it differs from `en`
    possessive: str = ""  # my, his: only where it is not `en` + 's
    possessive_pronoun: str = ""  # mine, hers

    @property
    def obj(self) -> str:
        return self.as_object or self.en

    @property
    def own(self) -> str:
        return self.possessive or f"{self.en}'s"

    @property
    def be(self) -> str:
        return BE[self.person]

    @property
    def was(self) -> str:
        return WAS[self.person]

    @property
    def have(self) -> str:
        return "has" if self.person == "it" else "have"

    @property
    def do(self) -> str:
        return "does" if self.person == "it" else "do"

    def verb(self, base: str) -> str:
        """The present-tense verb that agrees with this subject."""
        return english.with_s(base) if self.person == "it" else base


@dataclass(frozen=True)
class VP:
    """A verb phrase: 看 + 电影, "watch" + "movies". The two parts let 了 and 过 go between."""

    zh_verb: str
    zh_object: str
    en_verb: str
    en_object: str

    @property
    def zh(self) -> str:
        return self.zh_verb + self.zh_object

    def zh_with(self, particle: str) -> str:
        """看了电影, 看过电影."""
        return self.zh_verb + particle + self.zh_object

    def _english(self, verb: str) -> str:
        return f"{verb} {self.en_object}".strip()

    @property
    def base(self) -> str:
        return self._english(self.en_verb)

    @property
    def past(self) -> str:
        return self._english(english.past(self.en_verb))

    @property
    def participle(self) -> str:
        return self._english(english.participle(self.en_verb))

    @property
    def ing(self) -> str:
        return self._english(english.ing(self.en_verb))

    def present(self, subject: NP) -> str:
        return self._english(subject.verb(self.en_verb))


class Word(NamedTuple):
    """An adverb, a time, a number: something that does not inflect."""

    zh: str
    en: str


@dataclass(frozen=True)
class Adjective:
    zh: str
    en: str
    takes_ending: bool = False  # taller, but more useful
    better: str = ""
    best: str = ""

    @property
    def more(self) -> str:
        if self.better:
            return self.better
        return english.comparative(self.en) if self.takes_ending else f"more {self.en}"

    @property
    def most(self) -> str:
        if self.best:
            return self.best
        return english.superlative(self.en) if self.takes_ending else f"most {self.en}"

    @property
    def zh_before_noun(self) -> str:
        """新车 but 漂亮的车 and 很贵的车: only some short adjectives stand before a noun on their own."""
        if self.zh in STANDS_BEFORE_NOUN:
            return self.zh
        return f"很{self.zh}的" if len(self.zh) == 1 else f"{self.zh}的"

    @property
    def zh_negated(self) -> str:
        """不大, but 没有意思 and 没有用: what is made with 有 is denied with 没."""
        return f"没{self.zh}" if self.zh.startswith("有") else f"不{self.zh}"


@dataclass(frozen=True)
class Noun:
    """A noun with its measure word.

    Mass nouns (tea) have no plural and plural-only nouns (shoes) no singular; both are counted by a
    `unit`: a cup of tea, two pairs of shoes.
    """

    zh: str
    singular: str
    plural: str
    measure: str
    unit: str = ""

    @property
    def is_counted(self) -> bool:
        return bool(self.singular and self.plural)


def bare(noun: Noun) -> NP:
    """Things of this kind in general: 猫 cats, 茶 tea, 鞋 shoes."""
    return NP(noun.zh, noun.plural or noun.singular, "they" if noun.plural else "it")


def one(noun: Noun) -> NP:
    """一本书 a book, 一杯茶 a cup of tea, 一双鞋 a pair of shoes."""
    return NP(f"一{noun.measure}{noun.zh}", english.a(_counted_by(noun)))


def one_or_bare(noun: Noun) -> NP:
    """书 a book, 茶 tea, 鞋 shoes: the object of a question, a negation or an action in progress."""
    return NP(noun.zh, english.a(noun.singular) if noun.is_counted else bare(noun).en)


def several(number: Word, noun: Noun) -> NP:
    """三本书 three books, 三杯茶 three cups of tea."""
    return NP(f"{number.zh}{noun.measure}{noun.zh}", f"{number.en} {_counted_by(noun, many=True)}", "they")


def the(noun: Noun) -> NP:
    """书 the book, 茶 the tea, 鞋 the shoes."""
    return NP(noun.zh, f"the {noun.singular or noun.plural}", "it" if noun.singular else "they")


def this(noun: Noun) -> NP:
    return NP(f"这{noun.measure}{noun.zh}", f"this {_counted_by(noun)}")


def that(noun: Noun) -> NP:
    return NP(f"那{noun.measure}{noun.zh}", f"that {_counted_by(noun)}")


def these(noun: Noun) -> NP:
    """这些书 these books, 这些鞋 these shoes; 这些茶 is not asked for."""
    return NP(f"这些{noun.zh}", f"these {noun.plural}", "they")


def those(noun: Noun) -> NP:
    return NP(f"那些{noun.zh}", f"those {noun.plural}", "they")


def owned(owner: NP, noun: Noun) -> NP:
    """我的书 my book, 我的鞋 my shoes."""
    thing = noun.singular or noun.plural
    return NP(f"{owner.zh}的{noun.zh}", f"{owner.own} {thing}", "it" if noun.singular else "they")


def one_such(adjective: Adjective, noun: Noun) -> NP:
    """一辆新车 a new car, 一本有意思的书 an interesting book, 一双新鞋 a pair of new shoes."""
    if noun.unit:
        english_noun = f"{noun.unit} of {adjective.en} {noun.singular or noun.plural}"
    else:
        english_noun = f"{adjective.en} {noun.singular}"
    return NP(f"一{noun.measure}{adjective.zh_before_noun}{noun.zh}", english.a(english_noun))


def act(zh_verb: str, en_verb: str, what: NP) -> VP:
    """The verb phrase with this object; English may add a preposition: "listen to"."""
    head, _, preposition = en_verb.partition(" ")
    return VP(zh_verb, what.zh, head, f"{preposition} {what.obj}".strip())


def _counted_by(noun: Noun, many: bool = False) -> str:
    if noun.unit:
        unit = english.plural(noun.unit) if many else noun.unit
        return f"{unit} of {noun.singular or noun.plural}"
    return noun.plural if many else noun.singular

"""Patterns that describe and compare people and things: adjectives, colours, 比, 最, 一样."""

from __future__ import annotations

from resources.sample_corpus import lexicon_actions as doing
from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.english import a
from resources.sample_corpus.lexicon_people import PEOPLE
from resources.sample_corpus.lexicon_things import DESCRIBED
from resources.sample_corpus.pattern import Deal, Sentences, exclamation, statement
from resources.sample_corpus.phrase import Adjective, bare, one_such, owned, that, the, these, this, those

OWNERS = people.PRONOUNS * 2 + people.NAMES + people.MY_KIN
ANIMAL_QUALITIES = [things.BIG, things.CUTE, things.SMART, things.BEAUTIFUL]
DEGREES = [("很", ""), ("非常", "very "), ("不", "not ")]


def to_a_degree(zh_degree: str, how: Adjective) -> str:
    """非常难, 不难, but 没有用."""
    return how.zh_negated if zh_degree == "不" else zh_degree + how.zh


# --- people ---------------------------------------------------------------------------------------


@statement(100)
def person_is(deal: Deal) -> Sentences:
    for who, how in deal(PEOPLE, doing.TEMPERS + doing.MOODS):
        yield f"{who.zh}很{how.zh}", f"{who.en} {who.be} {how.en}"


@statement(45)
def person_is_not(deal: Deal) -> Sentences:
    for who, how in deal(PEOPLE, doing.DENIABLE_TEMPERS + doing.MOODS):
        yield f"{who.zh}不{how.zh}", f"{who.en} {who.be} not {how.en}"


@statement(55)
def person_is_very(deal: Deal) -> Sentences:
    for who, how in deal(PEOPLE, doing.TEMPERS + doing.MOODS):
        yield f"{who.zh}非常{how.zh}", f"{who.en} {who.be} very {how.en}"


@statement(35)
def person_is_now(deal: Deal) -> Sentences:
    for who, how, (zh, en) in deal(PEOPLE, doing.MOODS, [("现在", "now"), ("今天", "today")]):
        yield f"{who.zh}{zh}很{how.zh}", f"{who.en} {who.be} {how.en} {en}"


@statement(30)
def person_was(deal: Deal) -> Sentences:
    for who, how, time in deal(PEOPLE, doing.MOODS, places.JUST_PAST):
        yield f"{who.zh}{time.zh}很{how.zh}", f"{who.en} {who.was} {how.en} {time.en}"


@statement(30)
def person_is_a_little(deal: Deal) -> Sentences:
    for who, how in deal(PEOPLE, [mood for mood in doing.MOODS if mood.zh not in ("高兴",)]):
        yield f"{who.zh}有点{how.zh}", f"{who.en} {who.be} a little {how.en}"


@exclamation(20)
def person_is_too(deal: Deal) -> Sentences:
    too_much = [
        how
        for how in doing.TEMPERS + doing.MOODS
        if how.zh in ("害羞", "懒", "安静", "年轻", "高", "忙", "累", "紧张", "矮")
    ]
    for who, how in deal(PEOPLE, too_much):
        yield f"{who.zh}太{how.zh}了", f"{who.en} {who.be} too {how.en}"


@exclamation(20)
def person_is_really(deal: Deal) -> Sentences:
    for who, how in deal(PEOPLE, [how for how in doing.TEMPERS if how.zh not in ("矮",)]):
        if who is not people.I:
            yield f"{who.zh}真{how.zh}", f"{who.en} {who.be} really {how.en}"


@statement(30)
def you_are_all(deal: Deal) -> Sentences:
    groups = [(f"{who.zh}都", f"{who.en} {who.be} all") for who in [*people.GROUPS, people.YOU_ALL]]
    for (zh, en), how in deal(
        groups, doing.MOODS + [how for how in doing.TEMPERS if how.zh not in ("矮", "高")]
    ):
        yield f"{zh}很{how.zh}", f"{en} {how.en}"


@statement(45)
def person_is_more(deal: Deal) -> Sentences:
    for one_, other, how in deal(PEOPLE, PEOPLE, doing.COMPARED):
        if _differ(one_, other):
            yield f"{one_.zh}比{other.zh}{how.zh}", f"{one_.en} {one_.be} {how.more} than {other.obj}"


@statement(25)
def person_is_as(deal: Deal) -> Sentences:
    for one_, other, how in deal(PEOPLE, PEOPLE, doing.COMPARED):
        if _differ(one_, other) and how.zh != "矮":
            yield f"{one_.zh}和{other.zh}一样{how.zh}", f"{one_.en} {one_.be} as {how.en} as {other.obj}"


@statement(25)
def person_is_less(deal: Deal) -> Sentences:
    for one_, other, how in deal(PEOPLE, PEOPLE, doing.COMPARED):
        if _differ(one_, other) and how.zh != "矮":
            yield f"{one_.zh}没有{other.zh}{how.zh}", f"{one_.en} {one_.be} not as {how.en} as {other.obj}"


def _differ(one_, other) -> bool:
    """Not "I am taller than me", nor "his mother is taller than his mother"; nor "they" and "their"."""
    return one_.zh not in other.zh and other.zh not in one_.zh


@statement(45)
def person_is_the_most(deal: Deal) -> Sentences:
    groups = [("班", "class", "学生", "student"), ("公司", "company", "人", "person")]
    for who, (zh, en, zh_one, en_one), how in deal(
        people.PRONOUNS[2:4] * 2 + people.NAMES, groups, doing.COMPARED
    ):
        yield f"{who.zh}是我们{zh}最{how.zh}的{zh_one}", f"{who.en} is the {how.most} {en_one} in our {en}"


@statement(25)
def person_is_a_kind_person(deal: Deal) -> Sentences:
    tempers = [how for how in doing.TEMPERS if how.zh not in ("矮", "年轻")]
    for who, how, (zh, en) in deal(
        people.PRONOUNS[2:4] * 2 + people.NAMES + people.MY_KIN, tempers, [("人", "person")]
    ):
        yield f"{who.zh}是一个很{how.zh}的{zh}", f"{who.en} is {a(f'{how.en} {en}')}"


# --- things ---------------------------------------------------------------------------------------


@statement(110)
def this_thing_is(deal: Deal) -> Sentences:
    for pointed, (noun, how) in deal([this, that], DESCRIBED):
        what = pointed(noun)
        yield f"{what.zh}很{how.zh}", f"{what.en} is {how.en}"


@statement(50)
def this_thing_is_not(deal: Deal) -> Sentences:
    for pointed, (noun, how) in deal([this, that], DESCRIBED):
        what = pointed(noun)
        yield f"{what.zh}{how.zh_negated}", f"{what.en} is not {how.en}"


@statement(55)
def this_thing_is_very(deal: Deal) -> Sentences:
    for pointed, (noun, how) in deal([this, that], DESCRIBED):
        what = pointed(noun)
        if how.en != "delicious":
            yield f"{what.zh}非常{how.zh}", f"{what.en} is very {how.en}"


@statement(90)
def these_things_are(deal: Deal) -> Sentences:
    for pointed, (noun, how) in deal([these, those], DESCRIBED):
        what = pointed(noun)
        yield f"{what.zh}很{how.zh}", f"{what.en} are {how.en}"


@statement(75)
def my_thing_is(deal: Deal) -> Sentences:
    mine = [(n, h) for n, h in DESCRIBED if n in things.BELONGINGS + things.PETS + things.HOMES]
    for owner, (noun, how) in deal(OWNERS, mine):
        what = owned(owner, noun)
        yield f"{what.zh}很{how.zh}", f"{what.en} {what.be} {how.en}"


@exclamation(45)
def this_thing_is_too(deal: Deal) -> Sentences:
    too_much = [
        (n, h)
        for n, h in DESCRIBED
        if h.en
        not in (
            "good",
            "delicious",
            "cute",
            "smart",
            "beautiful",
            "clean",
            "interesting",
            "useful",
            "fresh",
            "comfortable",
            "important",
            "new",
        )
    ]
    for pointed, (noun, how) in deal([this, that], too_much):
        what = pointed(noun)
        yield f"{what.zh}太{how.zh}了", f"{what.en} is too {how.en}"


@exclamation(40)
def this_thing_is_really(deal: Deal) -> Sentences:
    for pointed, (noun, how) in deal([this, that, these, those], DESCRIBED):
        what = pointed(noun)
        yield f"{what.zh}真{how.zh}", f"{what.en} {what.be} really {how.en}"


@statement(45)
def colored_thing(deal: Deal) -> Sentences:
    for owner, noun, color in deal(OWNERS, things.COLORED, things.COLORS):
        what = owned(owner, noun)
        yield f"{what.zh}是{color.zh}的", f"{what.en} {what.be} {color.en}"


@statement(40)
def this_colored_thing(deal: Deal) -> Sentences:
    for pointed, noun, color in deal([this, that, these, those], things.COLORED, things.COLORS):
        what = pointed(noun)
        yield f"{what.zh}是{color.zh}的", f"{what.en} {what.be} {color.en}"


@statement(80)
def has_such_a_thing(deal: Deal) -> Sentences:
    owned_things = [(n, h) for n, h in DESCRIBED if n in things.BELONGINGS + things.PETS + things.HOMES[:2]]
    for who, (noun, how) in deal(PEOPLE, owned_things):
        what = one_such(how, noun)
        yield f"{who.zh}有{what.zh}", f"{who.en} {who.have} {what.en}"


@statement(55)
def has_a_colored_thing(deal: Deal) -> Sentences:
    for who, noun, color in deal(PEOPLE, things.COLORED[:-2], things.COLORS):
        what = one_such(color, noun)
        yield f"{who.zh}有{what.zh}", f"{who.en} {who.have} {what.en}"


@statement(50)
def is_such_a_thing(deal: Deal) -> Sentences:
    for (zh, en), (noun, how) in deal([("这", "this"), ("那", "that")], DESCRIBED):
        what = one_such(how, noun)
        yield f"{zh}是{what.zh}", f"{en} is {what.en}"


@statement(45)
def is_wearing(deal: Deal) -> Sentences:
    single = [who for who in PEOPLE if who not in (people.WE, people.THEY)]
    for who, noun, color in deal(single, things.CLOTHES, things.COLORS):
        what = one_such(color, noun)
        yield f"{who.zh}穿着{what.zh}", f"{who.en} {who.be} wearing {what.en}"


@statement(90)
def thing_is_more(deal: Deal) -> Sentences:
    for noun, how in (pair for (pair,) in deal(DESCRIBED)):
        yield (
            f"{this(noun).zh}比{that(noun).zh}{how.zh}",
            f"{this(noun).en} is {how.more} than {that(noun).en}",
        )


@statement(35)
def thing_is_more_than_mine(deal: Deal) -> Sentences:
    mine = [(n, h) for n, h in DESCRIBED if n in things.BELONGINGS + things.HOMES]
    for owner, other, (noun, how) in deal(people.PRONOUNS, people.PRONOUNS, mine):
        what = owned(owner, noun)
        if owner is not other:
            yield (
                f"{what.zh}比{other.zh}的{how.zh}",
                f"{what.en} {what.be} {how.more} than {other.possessive_pronoun}",
            )


@statement(30)
def thing_is_as(deal: Deal) -> Sentences:
    for noun, how in (pair for (pair,) in deal(DESCRIBED)):
        this_one, that_one = this(noun), that(noun)
        yield f"{this_one.zh}和{that_one.zh}一样{how.zh}", f"{this_one.en} is as {how.en} as {that_one.en}"


@statement(45)
def thing_is_even_more(deal: Deal) -> Sentences:
    for pointed, (noun, how) in deal([this, that], DESCRIBED):
        yield f"{pointed(noun).zh}更{how.zh}", f"{pointed(noun).en} is {how.more}"


@statement(110)
def thing_is_the_most(deal: Deal) -> Sentences:
    for pointed, (noun, how) in deal([this, that], DESCRIBED):
        yield f"{pointed(noun).zh}最{how.zh}", f"{pointed(noun).en} is the {how.most}"


@statement(30)
def food_is_delicious(deal: Deal) -> Sentences:
    for food, (zh, en) in deal(things.DISHES, [("很好吃", "delicious"), ("真好吃", "really delicious")]):
        yield f"{food.zh}{zh}", f"{bare(food).en} {bare(food).be} {en}"


@statement(30)
def animals_are(deal: Deal) -> Sentences:
    known_for = {
        "big": "大象 马 牛 狮子 老虎",
        "cute": "猫 狗 兔子 熊猫 鸭子 鸟 猴子",
        "smart": "狗 猫 猴子 大象 猪 马",
        "beautiful": "鸟 马 老虎 猫",
    }
    said = [(n, h) for n in things.ANIMALS for h in ANIMAL_QUALITIES if n.zh in known_for[h.en].split()]
    for (noun, how), (zh, en) in deal(said, DEGREES[:2]):
        yield f"{noun.zh}{zh}{how.zh}", f"{noun.plural} are {en}{how.en}"


@statement(40)
def the_thing_is_a_little(deal: Deal) -> Sentences:
    """有点 is for what one minds: 有点贵, never 有点漂亮."""
    minded = (
        "big",
        "small",
        "old",
        "expensive",
        "heavy",
        "dirty",
        "long",
        "short",
        "slow",
        "boring",
        "difficult",
    )
    faulty = [(n, h) for n, h in DESCRIBED if h.en in minded and n not in things.ANIMALS]
    for pointed, (noun, how) in deal([this, that, the], faulty):
        what = pointed(noun)
        yield f"{what.zh}有点{how.zh}", f"{what.en} {what.be} a little {how.en}"

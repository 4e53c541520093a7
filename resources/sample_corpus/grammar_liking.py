"""Patterns about what people like and want: 喜欢, 爱, 想, 要."""

from __future__ import annotations

from resources.sample_corpus import lexicon_actions as doing
from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.english import a
from resources.sample_corpus.lexicon_people import PEOPLE, PRONOUNS, are_others
from resources.sample_corpus.lexicon_places import going_to
from resources.sample_corpus.pattern import Deal, Sentences, statement
from resources.sample_corpus.phrase import (
    Word,
    bare,
    one,
    one_such,
    several,
    the,
)
from resources.sample_corpus.tables import words

LEARNABLE = (
    places.STUDIED
    + places.LANGUAGES
    + words("""
    运动 sports; 中国 China; 中国文化 Chinese culture; 动物 animals
""")
)


# --- 喜欢, 爱 -------------------------------------------------------------------------------------


@statement(100)
def likes_things(deal: Deal) -> Sentences:
    for who, thing in deal(PEOPLE, things.LIKABLE):
        yield f"{who.zh}喜欢{thing.zh}", f"{who.en} {who.verb('like')} {bare(thing).en}"


@statement(45)
def does_not_like_things(deal: Deal) -> Sentences:
    for who, thing in deal(PEOPLE, things.LIKABLE):
        yield f"{who.zh}不喜欢{thing.zh}", f"{who.en} {who.do}n't like {bare(thing).en}"


@statement(40)
def likes_subjects(deal: Deal) -> Sentences:
    for who, subject in deal(PEOPLE, LEARNABLE):
        yield f"{who.zh}喜欢{subject.zh}", f"{who.en} {who.verb('like')} {subject.en}"


@statement(100)
def likes_doing(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.LIKED):
        yield f"{who.zh}喜欢{action.zh}", f"{who.en} {who.verb('like')} {action.ing}"


@statement(40)
def does_not_like_doing(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.LIKED + doing.CHORES):
        yield f"{who.zh}不喜欢{action.zh}", f"{who.en} {who.do}n't like {action.ing}"


@statement(40)
def likes_eating(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.EATING + doing.DRINKING):
        yield f"{who.zh}喜欢{action.zh}", f"{who.en} {who.verb('like')} {action.ing}"


@statement(50)
def loves_doing(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.LIKED):
        yield f"{who.zh}爱{action.zh}", f"{who.en} {who.verb('love')} {action.ing}"


@statement(40)
def loves(deal: Deal) -> Sentences:
    home = words("中国 China; 音乐 music; 生活 life; 大自然 nature; 北京 Beijing; 上海 Shanghai")
    loved = (
        [Word(p.zh, p.obj) for p in people.MY_KIN] + home * 2 + [Word(n.zh, bare(n).en) for n in things.PETS]
    )
    for who, what in deal(PRONOUNS + people.NAMES + people.MY_ACQUAINTANCES, loved):
        if who is people.I or not what.zh.startswith("我"):
            yield f"{who.zh}爱{what.zh}", f"{who.en} {who.verb('love')} {what.en}"


@statement(30)
def loves_family(deal: Deal) -> Sentences:
    for who, relative in deal(people.PRONOUNS[:4], people.KIN):
        theirs = people.kin(who, relative)
        yield f"{who.zh}爱{theirs.zh}", f"{who.en} {who.verb('love')} {theirs.en}"


@statement(45)
def likes_most(deal: Deal) -> Sentences:
    for who, thing in deal(PEOPLE, things.LIKABLE):
        yield f"{who.zh}最喜欢{thing.zh}", f"{who.en} {who.verb('like')} {bare(thing).en} the most"


@statement(30)
def favorite(deal: Deal) -> Sentences:
    favorites = (
        [("颜色", "color", color.zh, color.en) for color in things.COLORS]
        + [("运动", "sport", v.zh, v.en_object) for v in doing.SPORTS]
        + [("动物", "animal", n.zh, the(n).en) for n in things.ANIMALS]
        + [("科目", "subject", s.zh, s.en) for s in places.STUDIED[:9]]
        + [("城市", "city", city.zh, city.en) for city in places.CITIES]
    )
    for who, (zh_kind, kind, zh, en) in deal(PRONOUNS[:4] * 2 + people.NAMES + people.MY_KIN, favorites):
        if zh.startswith(("打", "踢")):
            zh = zh[1:]
        yield f"{who.zh}最喜欢的{zh_kind}是{zh}", f"{who.own} favorite {kind} is {en}"


@statement(45)
def towards_people(deal: Deal) -> Sentences:
    for who, action, whom in deal(
        PRONOUNS + people.NAMES, doing.TOWARDS_PEOPLE, PRONOUNS + people.NAMES + people.TITLED
    ):
        if are_others(who, whom):
            yield f"{who.zh}{action.zh}{whom.zh}", f"{who.en} {action.present(who)} {whom.obj}"


@statement(30)
def does_not_towards_people(deal: Deal) -> Sentences:
    for who, action, whom in deal(
        PRONOUNS + people.NAMES, doing.TOWARDS_PEOPLE, PRONOUNS + people.NAMES + people.TITLED
    ):
        if are_others(who, whom):
            yield f"{who.zh}不{action.zh}{whom.zh}", f"{who.en} {who.do}n't {action.base} {whom.obj}"


# --- 想, 要 ---------------------------------------------------------------------------------------


@statement(110)
def wants_to_eat(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.EATING + doing.DRINKING * 2):
        yield f"{who.zh}想{action.zh}", f"{who.en} {who.verb('want')} to {action.base}"


@statement(40)
def does_not_want_to_eat(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.EATING + doing.DRINKING * 2):
        yield f"{who.zh}不想{action.zh}", f"{who.en} {who.do}n't want to {action.base}"


@statement(95)
def wants_to_do(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.LEISURE + doing.DUTIES[:10]):
        yield f"{who.zh}想{action.zh}", f"{who.en} {who.verb('want')} to {action.base}"


@statement(50)
def does_not_want_to_do(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.LEISURE + doing.DUTIES[:12]):
        yield f"{who.zh}不想{action.zh}", f"{who.en} {who.do}n't want to {action.base}"


@statement(65)
def wants_to_buy(deal: Deal) -> Sentences:
    for who, thing in deal(PEOPLE, things.GOODS):
        yield f"{who.zh}想买{one(thing).zh}", f"{who.en} {who.verb('want')} to buy {one(thing).en}"


@statement(40)
def wants_to_buy_such(deal: Deal) -> Sentences:
    wanted = [
        (n, h)
        for n, h in things.DESCRIBED
        if n in things.GOODS and h.en in ("big", "small", "new", "cheap", "beautiful", "useful")
    ]
    for who, (noun, how) in deal(PEOPLE, wanted):
        what = one_such(how, noun)
        yield f"{who.zh}想买{what.zh}", f"{who.en} {who.verb('want')} to buy {what.en}"


@statement(65)
def wants_to_go(deal: Deal) -> Sentences:
    for who, place in deal(PEOPLE, places.FAR_AWAY + places.DESTINATIONS):
        yield f"{who.zh}想去{place.zh}", f"{who.en} {who.verb('want')} to go {going_to(place)}"


@statement(35)
def wants_to_be(deal: Deal) -> Sentences:
    for who, job in deal(
        PRONOUNS[:4] * 2 + people.NAMES + people.MY_KIN[4:6] + people.MY_KIN[-2:], people.DREAM_JOBS
    ):
        yield f"{who.zh}想当{job.zh}", f"{who.en} {who.verb('want')} to be {a(job.singular)}"


@statement(40)
def all_want_to_be(deal: Deal) -> Sentences:
    for who, job in deal([*people.GROUPS, people.YOU_ALL], people.DREAM_JOBS):
        yield f"{who.zh}都想当{job.zh}", f"{who.en} all want to be {job.plural}"


@statement(40)
def wants_this(deal: Deal) -> Sentences:
    for who, thing in deal(
        PRONOUNS,
        things.FRUIT + things.SNACKS + things.SERVED_FOOD + things.DRINKS * 2 + things.BOTTLED_DRINKS,
    ):
        yield f"{who.zh}要{one(thing).zh}", f"{who.en} {who.verb('want')} {one(thing).en}"


@statement(35)
def would_like(deal: Deal) -> Sentences:
    for who, number, thing in deal(
        [people.I, people.WE],
        [None, *places.FEW[:2]],
        things.FRUIT + things.SNACKS + things.SERVED_FOOD + things.DRINKS * 2 + things.BOTTLED_DRINKS,
    ):
        what = several(number, thing) if number else one(thing)
        yield f"{who.zh}想要{what.zh}", f"{who.en} would like {what.en}"

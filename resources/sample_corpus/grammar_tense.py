"""Patterns for what happened and what will happen: 了, 过, 没, 要, 会, 打算."""

from __future__ import annotations

from resources.sample_corpus import lexicon_actions as doing
from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.lexicon_people import PEOPLE, PRONOUNS, are_others
from resources.sample_corpus.lexicon_places import going_to
from resources.sample_corpus.pattern import Deal, Sentences, statement
from resources.sample_corpus.phrase import (
    Word,
    act,
    bare,
    one,
    one_or_bare,
    one_such,
    owned,
    several,
    that,
    this,
)
from resources.sample_corpus.tables import actions, words

GOING = places.FAR_AWAY + places.DESTINATIONS


# --- the past: 了 ---------------------------------------------------------------------------------


@statement(90)
def bought(deal: Deal) -> Sentences:
    for who, (zh, en, noun), time in deal(
        PEOPLE, doing.SHOPPING, [*places.DAYTIME_PAST, places.LAST_WEEK, Word("", "")]
    ):
        action = act(zh, en, one(noun))
        yield f"{who.zh}{time.zh}{action.zh_with('了')}", f"{who.en} {action.past} {time.en}".strip()


@statement(60)
def bought_several(deal: Deal) -> Sentences:
    for who, number, noun in deal(
        PEOPLE,
        places.FEW,
        things.FRUIT * 2
        + things.TEXTS
        + things.CLOTHES
        + things.KITCHENWARE
        + things.STATIONERY[:4]
        + [things.FLOWER],
    ):
        action = act("买", "buy", several(number, noun))
        yield f"{who.zh}{action.zh_with('了')}", f"{who.en} {action.past}"


@statement(45)
def bought_such(deal: Deal) -> Sentences:
    sold = [
        (n, h)
        for n, h in things.DESCRIBED
        if n in things.GOODS and h.en not in ("dirty", "difficult", "boring", "smart", "old")
    ]
    for who, (noun, how), time in deal(PEOPLE, sold, [*places.DAYTIME_PAST, Word("", "")]):
        action = act("买", "buy", one_such(how, noun))
        yield f"{who.zh}{time.zh}{action.zh_with('了')}", f"{who.en} {action.past} {time.en}".strip()


@statement(110)
def did_once(deal: Deal) -> Sentences:
    for who, (zh, en, noun), time in deal(PEOPLE, doing.EVENT_TABLE, [*places.JUST_PAST, Word("", "")]):
        action = act(zh, en, one(noun))
        yield f"{who.zh}{time.zh}{action.zh_with('了')}", f"{who.en} {action.past} {time.en}".strip()


@statement(60)
def did_several(deal: Deal) -> Sentences:
    for who, (zh, en, noun), number in deal(PEOPLE, doing.EVENT_TABLE, places.FEW):
        action = act(zh, en, several(number, noun))
        yield f"{who.zh}{action.zh_with('了')}", f"{who.en} {action.past}"


@statement(30)
def drew(deal: Deal) -> Sentences:
    for who, noun in deal(PEOPLE, doing.DRAWN):
        action = act("画", "draw", one(noun))
        yield f"{who.zh}{action.zh_with('了')}", f"{who.en} {action.past}"


@statement(30)
def sold(deal: Deal) -> Sentences:
    for who, (_, _, noun) in deal(PRONOUNS, doing.SELLING):
        action = act("卖", "sell", owned(who, noun))
        yield f"{who.zh}{action.zh_with('了')}", f"{who.en} {action.past}"


@statement(50)
def went(deal: Deal) -> Sentences:
    for who, place, time in deal(PEOPLE, places.DESTINATIONS, places.JUST_PAST):
        yield f"{who.zh}{time.zh}去了{place.zh}", f"{who.en} went {place.to} {time.en}"


@statement(40)
def went_far(deal: Deal) -> Sentences:
    for who, place, time in deal(PEOPLE, places.FAR_AWAY, places.LONG_PAST):
        yield f"{who.zh}{time.zh}去了{place.zh}", f"{who.en} went to {place.en} {time.en}"


@statement(30)
def lost(deal: Deal) -> Sentences:
    for who, noun, time in deal(people.SINGULAR_OWNERS, things.LOSABLE, [*places.DAYTIME_PAST, Word("", "")]):
        action = act("丢", "lose", owned(who, noun))
        yield f"{who.zh}{time.zh}{action.zh_with('了')}", f"{who.en} {action.past} {time.en}".strip()


@statement(25)
def found(deal: Deal) -> Sentences:
    for who, noun in deal(people.SINGULAR_OWNERS, things.LOSABLE):
        action = act("找到", "find", owned(who, noun))
        yield f"{who.zh}{action.zh_with('了')}", f"{who.en} {action.past}"


@statement(55)
def gave(deal: Deal) -> Sentences:
    for who, whom, noun in deal(PEOPLE, PRONOUNS, things.PRESENTS):
        if are_others(who, whom):
            yield f"{who.zh}给了{whom.zh}{one(noun).zh}", f"{who.en} gave {whom.obj} {one(noun).en}"


@statement(40)
def bought_for(deal: Deal) -> Sentences:
    for who, whom, noun in deal(PEOPLE, PRONOUNS + people.NAMES, [*things.PRESENTS, things.LOSABLE[0]]):
        if are_others(who, whom):
            yield f"{who.zh}给{whom.zh}买了{one(noun).zh}", f"{who.en} bought {whom.obj} {one(noun).en}"


@statement(30)
def called(deal: Deal) -> Sentences:
    for who, whom, time in deal(PEOPLE, PRONOUNS + people.NAMES + people.MY_KIN[::3], places.JUST_PAST):
        if are_others(who, whom) and not (whom in people.MY_KIN and who is not people.I):
            yield f"{who.zh}{time.zh}给{whom.zh}打了电话", f"{who.en} called {whom.obj} {time.en}"


@statement(30)
def saw(deal: Deal) -> Sentences:
    for who, whom, time in deal(PEOPLE, PRONOUNS + people.NAMES + people.TITLED, places.JUST_PAST):
        if are_others(who, whom):
            yield f"{who.zh}{time.zh}看见了{whom.zh}", f"{who.en} saw {whom.obj} {time.en}"


@statement(30)
def saw_animals(deal: Deal) -> Sentences:
    spots = [
        ("在动物园", "at the zoo", things.WILD_ANIMALS),
        ("在公园里", "in the park", things.PETS),
        ("在花园里", "in the garden", things.PETS),
    ]
    for who, number, (zh, en, animals), i in deal(PEOPLE, [None, None, *places.FEW], spots, range(12)):
        animal = animals[i % len(animals)]
        what = several(number, animal) if number else one(animal)
        yield f"{who.zh}{zh}看见了{what.zh}", f"{who.en} saw {what.en} {en}"


@statement(60)
def did_for_long(deal: Deal) -> Sentences:
    hours, days, minutes = words("个小时 hours; 天 days; 分钟 minutes")
    spans = [(hours, number) for number in places.MANY] + [(days, number) for number in places.MANY]
    spans += [
        (minutes, number) for number in [*places.DIGITS[4:5], *places.DIGITS[9:10], *places.TENS[:3]]
    ] * 2
    lasting = actions("工作 work; 学习 study; 休息 rest; 睡 sleep; 等 wait; 跑 run; 练习 practice")
    for who, action, (span, number) in deal(PEOPLE, lasting, spans):
        if not (span is days and action.zh in ("睡", "跑", "练习")):
            yield (
                f"{who.zh}{action.zh}了{number.zh}{span.zh}",
                f"{who.en} {action.past} for {number.en} {span.en}",
            )


@statement(40)
def studied_for_years(deal: Deal) -> Sentences:
    for who, number, subject in deal(PEOPLE, places.FEW, places.LANGUAGES + places.STUDIED):
        yield (
            f"{who.zh}学习了{number.zh}年{subject.zh}",
            f"{who.en} studied {subject.en} for {number.en} years",
        )


# --- the past that did not happen: 没, 还没 -------------------------------------------------------


@statement(60)
def did_not(deal: Deal) -> Sentences:
    for who, time, action in deal(PEOPLE, places.JUST_PAST, doing.MEALS[1:] + doing.CHORES + doing.LEISURE):
        yield f"{who.zh}{time.zh}没{action.zh}", f"{who.en} didn't {action.base} {time.en}"


@statement(40)
def did_not_go(deal: Deal) -> Sentences:
    for who, time, place in deal(PEOPLE, places.JUST_PAST + places.LONG_PAST[:1], places.DESTINATIONS):
        yield f"{who.zh}{time.zh}没去{place.zh}", f"{who.en} didn't go {place.to} {time.en}"


@statement(45)
def did_not_buy(deal: Deal) -> Sentences:
    for who, (zh, en, noun) in deal(PEOPLE, doing.EVENT_TABLE + doing.SHOPPING):
        action = act(zh, en, bare(noun))
        if noun.is_counted and zh in ("买", "借", "写", "看"):
            action = act(zh, en, one_or_bare(noun))
        yield f"{who.zh}没{action.zh}", f"{who.en} didn't {action.base}"


DONE_OR_NOT = doing.MEALS + actions("""
    洗|衣服 wash clothes; 洗|碗 wash the dishes; 打扫|房间 clean the room; 买|票 buy tickets;
    买|菜 buy groceries; 写|信 write a letter; 看|报纸 read the newspaper; 吃|药 take medicine;
    卖|房子 sell the house; 看|新闻 watch the news; 洗澡 take a shower; 准备|晚饭 prepare dinner
""")  # fmt: skip


@statement(45)
def has_not_yet(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, DONE_OR_NOT):
        yield f"{who.zh}还没{action.zh}", f"{who.en} {who.have}n't {action.participle} yet"


@statement(45)
def has_already(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, [action for action in DONE_OR_NOT if action.zh_object != "信"]):
        yield f"{who.zh}已经{action.zh}了", f"{who.en} {who.have} already {action.participle}"


@statement(30)
def has_already_moved(deal: Deal) -> Sentences:
    for who, (zh, en) in deal(
        PEOPLE,
        [
            ("回家", "gone home"),
            ("走", "left"),
            ("睡", "gone to bed"),
            ("起床", "gotten up"),
            ("到学校", "arrived at school"),
            ("到办公室", "arrived at the office"),
        ],
    ):
        yield f"{who.zh}已经{zh}了", f"{who.en} {who.have} already {en}"


@statement(20)
def has_not_moved_yet(deal: Deal) -> Sentences:
    for who, (zh, en) in deal(
        PEOPLE,
        [
            ("回家", "gone home"),
            ("走", "left"),
            ("睡", "gone to bed"),
            ("起床", "gotten up"),
            ("到学校", "arrived at school"),
            ("来", "come"),
        ],
    ):
        yield f"{who.zh}还没{zh}", f"{who.en} {who.have}n't {en} yet"


# --- experience: 过 -------------------------------------------------------------------------------


@statement(55)
def has_been_to(deal: Deal) -> Sentences:
    for who, place in deal(PEOPLE, places.FAR_AWAY):
        yield f"{who.zh}去过{place.zh}", f"{who.en} {who.have} been to {place.en}"


@statement(40)
def has_never_been_to(deal: Deal) -> Sentences:
    for who, place in deal(PEOPLE, places.FAR_AWAY):
        yield f"{who.zh}没去过{place.zh}", f"{who.en} {who.have} never been to {place.en}"


@statement(40)
def has_read_this(deal: Deal) -> Sentences:
    known = [("看", "read", noun) for noun in things.READABLE] + [
        ("看", "watch", things.MOVIES[0]),
        ("听", "hear", things.SONGS[0]),
    ] * 2
    for who, (zh, en, noun), pointed in deal(PEOPLE, known, [this, that]):
        action = act(zh, en, pointed(noun))
        yield f"{who.zh}{action.zh_with('过')}", f"{who.en} {who.have} {action.participle}"


@statement(35)
def has_eaten_before(deal: Deal) -> Sentences:
    for who, food in deal(PEOPLE, things.FOREIGN_DISHES):
        yield f"{who.zh}没吃过{food.zh}", f"{who.en} {who.have} never eaten {bare(food).en}"


# --- the future -----------------------------------------------------------------------------------


@statement(90)
def is_going_to(deal: Deal) -> Sentences:
    for who, time, action in deal(PEOPLE, places.NEAR_FUTURE + places.ON_A_DAY, doing.LEISURE + doing.CHORES):
        yield f"{who.zh}{time.zh}要{action.zh}", f"{who.en} {who.be} going to {action.base} {time.en}"


@statement(90)
def is_going(deal: Deal) -> Sentences:
    for who, time, place in deal(PEOPLE, places.NEAR_FUTURE + places.ON_A_DAY + places.FAR_FUTURE, GOING):
        if not (
            (time in places.FAR_FUTURE and place in places.DESTINATIONS)
            or (time.zh == "今天晚上" and place in places.FAR_AWAY)
        ):
            yield f"{who.zh}{time.zh}要去{place.zh}", f"{who.en} {who.be} going {going_to(place)} {time.en}"


@statement(50)
def is_going_to_buy(deal: Deal) -> Sentences:
    soon = [(noun, time) for noun in things.GOODS for time in places.NEAR_FUTURE[:2]]
    later = [(noun, time) for noun in things.BIG_PURCHASES for time in places.FAR_FUTURE]
    for who, (noun, time) in deal(PEOPLE, soon + later):
        yield (
            f"{who.zh}{time.zh}要买{one(noun).zh}",
            f"{who.en} {who.be} going to buy {one(noun).en} {time.en}",
        )


@statement(45)
def will(deal: Deal) -> Sentences:
    promises = actions("""
        来 come; 给你打电话 call you; 帮助你 help you; 等你 wait for you; 在家 be at home; 很忙 be busy;
        给你写信 write to you; 回来 come back; 到 arrive
    """)
    for who, time, action in deal(PEOPLE, places.NEAR_FUTURE, promises):
        if not (who is people.YOU and "you" in action.base):
            yield f"{who.zh}{time.zh}会{action.zh}", f"{who.en} will {action.base} {time.en}"


@statement(35)
def will_not(deal: Deal) -> Sentences:
    for who, time, action in deal(
        PEOPLE,
        places.NEAR_FUTURE + places.FAR_FUTURE[:1],
        actions("""
        来 come; 去学校 go to school; 在家 be at home; 工作 work; 迟到 be late; 回来 come back;
        上班 go to work
    """),
    ):
        yield f"{who.zh}{time.zh}不会{action.zh}", f"{who.en} won't {action.base} {time.en}"


@statement(55)
def plans_to_go(deal: Deal) -> Sentences:
    for who, time, place in deal(PEOPLE, [places.NEAR_FUTURE[0], *places.FAR_FUTURE], places.FAR_AWAY):
        yield (
            f"{who.zh}打算{time.zh}去{place.zh}",
            f"{who.en} {who.verb('plan')} to go to {place.en} {time.en}",
        )


@statement(30)
def plans_to(deal: Deal) -> Sentences:
    for who, time, action in deal(
        PEOPLE, [*places.NEAR_FUTURE[:2], places.NEAR_FUTURE[-1]], doing.LEISURE + doing.CHORES
    ):
        yield f"{who.zh}打算{time.zh}{action.zh}", f"{who.en} {who.verb('plan')} to {action.base} {time.en}"


@statement(40)
def hopes_to_go(deal: Deal) -> Sentences:
    for who, time, place in deal(PEOPLE, places.FAR_FUTURE, places.FAR_AWAY):
        yield (
            f"{who.zh}希望{time.zh}能去{place.zh}",
            f"{who.en} {who.verb('hope')} to go to {place.en} {time.en}",
        )

"""Patterns that ask with a question word: 什么, 谁, 哪里, 几, 多少, 怎么, 为什么."""

from __future__ import annotations

from resources.sample_corpus import lexicon_actions as doing
from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.grammar_questions import ASKED
from resources.sample_corpus.lexicon_people import HE, PRONOUNS, SHE, YOU, I
from resources.sample_corpus.lexicon_places import going_to
from resources.sample_corpus.pattern import Deal, Sentences, question
from resources.sample_corpus.phrase import (
    owned,
    that,
    the,
    this,
)
from resources.sample_corpus.tables import words

# --- 什么, 谁 --------------------------------------------------------------------------------------


@question(20)
def what_is(deal: Deal) -> Sentences:
    spots = places.SURFACES + places.UNDER + places.CONTAINERS + places.ROOM_SPOTS
    for (spot,) in deal(spots):
        yield f"{spot.zh}有什么", f"what is {spot.en}"


@question(45)
def what_doing(deal: Deal) -> Sentences:
    for who, asked in deal(ASKED, WHAT):
        yield f"{who.zh}{asked.zh}", asked.en.format(be=who.be, who=who.en, do=who.do, own=who.own)


WHAT = words("""
    在做什么 what {be} {who} doing; 在看什么 what {be} {who} looking at; 在吃什么 what {be} {who} eating;
    在喝什么 what {be} {who} drinking; 在学什么 what {be} {who} learning;
    在找什么 what {be} {who} looking for; 在写什么 what {be} {who} writing;
    在画什么 what {be} {who} drawing; 想做什么 what {do} {who} want to do;
    想吃什么 what {do} {who} want to eat; 想喝什么 what {do} {who} want to drink;
    想买什么 what {do} {who} want to buy; 喜欢什么 what {do} {who} like;
    喜欢吃什么 what {do} {who} like eating; 喜欢做什么 what {do} {who} like doing;
    叫什么名字 what is {own} name; 需要什么 what {do} {who} need; 要什么 what {do} {who} want;
    做什么工作 what {do} {who} do for work
""")


@question(45)
def what_did(deal: Deal) -> Sentences:
    frames = [
        ("做了什么", "do"),
        ("买了什么", "buy"),
        ("吃了什么", "eat"),
        ("喝了什么", "drink"),
        ("看见了什么", "see"),
        ("学了什么", "learn"),
        ("写了什么", "write"),
    ]
    for who, time, (zh, en) in deal(ASKED, [*places.JUST_PAST, places.LAST_WEEK], frames):
        yield f"{who.zh}{time.zh}{zh}", f"what did {who.en} {en} {time.en}"


@question(30)
def what_will(deal: Deal) -> Sentences:
    frames = [("做什么", "do"), ("买什么", "buy"), ("吃什么", "eat"), ("学什么", "learn")]
    for who, time, (zh, en) in deal(ASKED, places.NEAR_FUTURE, frames):
        yield f"{who.zh}{time.zh}要{zh}", f"what {who.be} {who.en} going to {en} {time.en}"


@question(30)
def which_kind(deal: Deal) -> Sentences:
    kinds = words("""
        颜色 color; 运动 sport; 动物 animal; 水果 fruit; 音乐 music; 电影 movie; 科目 subject; 书 book;
        语言 language
    """)
    plain = {"fruit", "music"}
    for who, kind in deal(ASKED, kinds):
        thing = kind.en if kind.en in plain else kind.en + "s"
        yield f"{who.zh}喜欢什么{kind.zh}", f"what {thing} {who.do} {who.en} like"


@question(30)
def who_is(deal: Deal) -> Sentences:
    roles = [
        people.acquaintance(owner, who)
        for owner in PRONOUNS[1:] + people.NAMES
        for who in people.ACQUAINTANCES
    ]
    for (role,) in deal(roles):
        yield f"谁是{role.zh}", f"who is {role.en}"


@question(45)
def who_can(deal: Deal) -> Sentences:
    frames = [("会", "can {base}"), ("想", "wants to {base}"), ("喜欢", "likes {ing}"), ("在", "is {ing}")]
    for action, (zh, en) in deal(doing.LEISURE, frames):
        skill = action in doing.MUSIC_MAKING + doing.SPORTS or action.zh in (
            "游泳",
            "唱歌",
            "跳舞",
            "做饭",
            "滑雪",
            "滑冰",
            "下棋",
            "画画",
        )
        if zh != "会" or skill:
            yield f"谁{zh}{action.zh}", f"who {en.format(base=action.base, ing=action.ing)}"


@question(20)
def who_is_there(deal: Deal) -> Sentences:
    for (place,) in deal([*places.WHEREABOUTS, None]):
        zh, en = (place.zh_at, place.at) if place else ("在家", "at home")
        yield f"谁{zh}", f"who is {en}"


@question(30)
def whose(deal: Deal) -> Sentences:
    for pointed, noun in deal([this, that], things.BELONGINGS):
        if noun.is_counted:
            yield (
                f"{pointed(noun).zh}是谁的",
                f"whose {noun.singular} is {'this' if pointed is this else 'that'}",
            )


# --- 哪里, 哪, 什么时候, 几点 ----------------------------------------------------------------------


@question(40)
def where_is(deal: Deal) -> Sentences:
    for owner, thing in deal(PRONOUNS + people.NAMES, things.LOSABLE + things.PETS):
        what = owned(owner, thing)
        yield f"{what.zh}在哪里", f"where {what.be} {what.en}"


@question(25)
def where_is_the_thing(deal: Deal) -> Sentences:
    for (thing,) in deal(
        things.LOSABLE + things.TEXTS + things.KITCHENWARE + things.PETS[:2] + things.CLOTHES
    ):
        yield f"{the(thing).zh}在哪里", f"where {the(thing).be} {the(thing).en}"


@question(30)
def excuse_me_where(deal: Deal) -> Sentences:
    for place, (zh, en) in deal(places.LANDMARKS, [("请问，", "excuse me, "), ("", "")]):
        yield f"{zh}{place.zh}在哪里", f"{en}where is {place.the.en}"


@question(25)
def how_to_get_there(deal: Deal) -> Sentences:
    for (place,) in deal(places.LANDMARKS):
        yield f"请问，{place.zh}怎么走", f"excuse me, how do I get to {place.the.en}"


@question(25)
def where_is_someone(deal: Deal) -> Sentences:
    for who, (zh, en) in deal(
        ASKED + people.MY_KIN,
        [
            ("在哪里", "where {be} {who}"),
            ("住在哪里", "where {do} {who} live"),
            ("在哪里工作", "where {do} {who} work"),
            ("想去哪里", "where {do} {who} want to go"),
            ("要去哪里", "where {be} {who} going"),
        ],
    ):
        yield f"{who.zh}{zh}", en.format(be=who.be, who=who.en, do=who.do)


@question(25)
def where_going(deal: Deal) -> Sentences:
    for who, time in deal(ASKED, places.NEAR_FUTURE + places.FAR_FUTURE):
        yield f"{who.zh}{time.zh}要去哪里", f"where {who.be} {who.en} going {time.en}"


@question(25)
def where_went(deal: Deal) -> Sentences:
    for who, time in deal(ASKED, places.JUST_PAST + places.LONG_PAST):
        yield f"{who.zh}{time.zh}去了哪里", f"where did {who.en} go {time.en}"


@question(45)
def when_going(deal: Deal) -> Sentences:
    for who, place in deal(ASKED, places.FAR_AWAY + places.DESTINATIONS):
        yield f"{who.zh}什么时候去{place.zh}", f"when {who.be} {who.en} going {going_to(place)}"


@question(30)
def what_time(deal: Deal) -> Sentences:
    for who, action in deal(ASKED, doing.AT_AN_HOUR):
        if action.zh not in ("跑步",):
            yield f"{who.zh}几点{action.zh}", f"what time {who.do} {who.en} {action.base}"


@question(35)
def which_one(deal: Deal) -> Sentences:
    for who, noun, (zh, en) in deal(ASKED, things.GOODS, [("喜欢", "like"), ("想买", "want to buy")]):
        if noun.is_counted:
            yield f"{who.zh}{zh}哪{noun.measure}{noun.zh}", f"which {noun.singular} {who.do} {who.en} {en}"


# --- 几, 多少, 多 ----------------------------------------------------------------------------------


@question(45)
def how_many(deal: Deal) -> Sentences:
    for who, noun in deal(ASKED, things.BELONGINGS + things.PETS * 2 + people.COUNTABLE_KIN):
        if noun.is_counted:
            yield f"{who.zh}有几{noun.measure}{noun.zh}", f"how many {noun.plural} {who.do} {who.en} have"


@question(35)
def how_many_there(deal: Deal) -> Sentences:
    for spot, noun in deal(places.SURFACES[:1] * 2 + places.CONTAINERS, things.BAG_THINGS + things.FRUIT):
        yield f"{spot.zh}有多少{noun.measure}{noun.zh}", f"how many {noun.plural} are there {spot.en}"


@question(45)
def how_much(deal: Deal) -> Sentences:
    for pointed, noun in deal([this, that], things.GOODS + things.FOOD + things.DRINKS):
        yield f"{pointed(noun).zh}多少钱", f"how much is {pointed(noun).en}"


@question(25)
def how_old(deal: Deal) -> Sentences:
    for (who,) in deal(
        [YOU, HE, SHE, *people.NAMES, *(k for k in people.OTHERS_KIN if k.zh[1:] not in ("爷爷", "奶奶"))]
    ):
        yield f"{who.zh}多大", f"how old {who.be} {who.en}"


@question(20)
def how_far(deal: Deal) -> Sentences:
    for place, (zh, en) in deal(places.LANDMARKS, [("这里", "here"), ("你家", "your home")]):
        yield f"{place.zh}离{zh}有多远", f"how far is {place.the.en} from {en}"


# --- 怎么, 为什么, 怎么样 --------------------------------------------------------------------------


@question(40)
def how_go(deal: Deal) -> Sentences:
    for who, place in deal(ASKED, places.FAR_AWAY[:9] + places.DESTINATIONS):
        yield f"{who.zh}怎么去{place.zh}", f"how {who.do} {who.en} go {going_to(place)}"


@question(30)
def how_to_say(deal: Deal) -> Sentences:
    for noun, language in deal(
        things.ANIMALS + things.TEXTS + things.DEVICES + things.FURNITURE, places.LANGUAGES[1:]
    ):
        yield f"{noun.zh}用{language.zh}怎么说", f"how do you say {noun.singular} in {language.en}"


@question(55)
def why(deal: Deal) -> Sentences:
    for who, action in deal(ASKED, doing.LIKED):
        yield f"{who.zh}为什么喜欢{action.zh}", f"why {who.do} {who.en} like {action.ing}"


@question(35)
def why_not(deal: Deal) -> Sentences:
    for who, action in deal(ASKED, doing.LEISURE + doing.CHORES):
        yield f"{who.zh}为什么不想{action.zh}", f"why {who.do}n't {who.en} want to {action.base}"


@question(30)
def why_in_a_mood(deal: Deal) -> Sentences:
    for who, how in deal(ASKED, doing.MOODS):
        yield f"{who.zh}为什么这么{how.zh}", f"why {who.be} {who.en} so {how.en}"


@question(30)
def why_learn(deal: Deal) -> Sentences:
    for who, language in deal(ASKED, places.LANGUAGES):
        yield f"{who.zh}为什么学{language.zh}", f"why {who.be} {who.en} learning {language.en}"


@question(20)
def what_about(deal: Deal) -> Sentences:
    cases = [
        ("今天的天气", "the weather today"),
        ("北京的天气", "the weather in Beijing"),
        ("上海的天气", "the weather in Shanghai"),
        ("伦敦的天气", "the weather in London"),
        ("那里的天气", "the weather there"),
        ("你的工作", "your work"),
        ("他的工作", "his work"),
        ("她的工作", "her work"),
        ("你妈妈的身体", "your mother's health"),
        ("你爸爸的身体", "your father's health"),
        ("你爷爷的身体", "your grandfather's health"),
        ("你奶奶的身体", "your grandmother's health"),
    ]
    for zh, en in (case for (case,) in deal(cases)):
        yield f"{zh}怎么样", f"how is {en}"


@question(30)
def shall_we(deal: Deal) -> Sentences:
    for action in (action for (action,) in deal(doing.LEISURE + doing.CHORES)):
        yield f"我们一起{action.zh}，好吗", f"let's {action.base} together, okay"


@question(20)
def and_you(deal: Deal) -> Sentences:
    for ((zh, en),) in deal(
        [
            ("我很好", "I am fine"),
            ("我很忙", "I am busy"),
            ("我是学生", "I am a student"),
            ("我是老师", "I am a teacher"),
            ("我是中国人", "I am Chinese"),
            ("我喜欢猫", "I like cats"),
            ("我住在北京", "I live in Beijing"),
            ("我想喝茶", "I want to drink tea"),
            ("我喜欢音乐", "I like music"),
            ("我会游泳", "I can swim"),
        ]
    ):
        yield f"{zh}，你呢", f"{en}, and you"


@question(30)
def more_of(deal: Deal) -> Sentences:
    for one_, other, how in deal(
        [HE, SHE, YOU, *people.NAMES], [I, HE, SHE, YOU, *people.NAMES], doing.COMPARED
    ):
        if one_.zh not in other.zh and other.zh not in one_.zh:
            yield f"{one_.zh}比{other.zh}{how.zh}吗", f"{one_.be} {one_.en} {how.more} than {other.obj}"

"""Patterns for what one can, may and must do (会, 能, 可以, 必须), and for 把 and 被."""

from __future__ import annotations

from resources.sample_corpus import lexicon_actions as doing
from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.lexicon_people import PEOPLE, PRONOUNS
from resources.sample_corpus.pattern import Deal, Sentences, statement
from resources.sample_corpus.phrase import NP, Word, act, one, owned
from resources.sample_corpus.tables import actions, words

# --- ability, duty, permission --------------------------------------------------------------------


@statement(75)
def can(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.SKILLS):
        yield f"{who.zh}会{action.zh}", f"{who.en} can {action.base}"


@statement(55)
def cannot(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.SKILLS):
        yield f"{who.zh}不会{action.zh}", f"{who.en} can't {action.base}"


@statement(30)
def can_well(deal: Deal) -> Sentences:
    well = [(f"{v.zh_verb}{v.zh_object}{v.zh_verb}得很好", v) for v in doing.MUSIC_MAKING + doing.SPORTS]
    well += [
        (f"{language.zh}说得很好", act("说", "speak", NP(language.zh, language.en)))
        for language in places.LANGUAGES
    ]
    well += [
        (zh, v)
        for zh, v in zip(
            ["唱歌唱得很好", "跳舞跳得很好", "做饭做得很好", "画画画得很好", "游泳游得很好"],
            actions("唱歌 sing; 跳舞 dance; 做饭 cook; 画画 draw; 游泳 swim"),
            strict=True,
        )
    ]
    for who, (zh, action) in deal(PEOPLE, well):
        yield f"{who.zh}{zh}", f"{who.en} {action.present(who)} well"


@statement(30)
def does_fast(deal: Deal) -> Sentences:
    manners = [
        ("跑得很快", "run", "fast"),
        ("走得很慢", "walk", "slowly"),
        ("说得很快", "speak", "fast"),
        ("说得很慢", "speak", "slowly"),
        ("学得很快", "learn", "fast"),
        ("吃得很快", "eat", "fast"),
        ("吃得很慢", "eat", "slowly"),
        ("睡得很好", "sleep", "well"),
        ("走得很快", "walk", "fast"),
    ]
    for who, (zh, verb, how) in deal(PEOPLE, manners):
        yield f"{who.zh}{zh}", f"{who.en} {who.verb(verb)} {how}"


NOT_TODAY = actions("""
    来 come; 去学校 go to school; 工作 work; 上班 go to work; 开车 drive; 游泳 swim; 踢|足球 play soccer;
    做饭 cook; 打|篮球 play basketball; 去办公室 go to the office
""")


@statement(35)
def cannot_come(deal: Deal) -> Sentences:
    for who, time, action in deal(
        PEOPLE,
        [Word("今天", "today"), *places.NEAR_FUTURE[:2]],
        NOT_TODAY,
    ):
        yield f"{who.zh}{time.zh}不能{action.zh}", f"{who.en} can't {action.base} {time.en}"


@statement(35)
def may(deal: Deal) -> Sentences:
    permitted = actions("""
        用|我的电脑 use my computer; 用|我的手机 use my phone; 用|我的笔 use my pen;
        用|我的词典 use my dictionary; 坐在这里 sit here; 看|我的书 read my book; 开|我的车 drive my car;
        骑|我的自行车 ride my bicycle; 回家 go home; 休息 rest; 进来 come in; 在这里等 wait here;
        玩|游戏 play games; 问|我 ask me; 问|老师 ask the teacher
    """)
    for who, action in deal([*PRONOUNS[1:4], people.THEY, *people.NAMES], permitted):
        yield f"{who.zh}可以{action.zh}", f"{who.en} may {action.base}"


@statement(55)
def must(deal: Deal) -> Sentences:
    for who, action, time in deal(
        PEOPLE,
        doing.DUTIES,
        [Word("", ""), Word("", ""), Word("今天", "today"), Word("明天", "tomorrow"), Word("现在", "now")],
    ):
        if not (time.zh and action.zh.startswith(("多", "早点", "努力"))):
            yield f"{who.zh}{time.zh}必须{action.zh}", f"{who.en} must {action.base} {time.en}".strip()


@statement(65)
def should(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.DUTIES):
        yield f"{who.zh}应该{action.zh}", f"{who.en} should {action.base}"


@statement(30)
def should_not(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.BAD_HABITS):
        if "your" not in action.base:
            yield f"{who.zh}不应该{action.zh}", f"{who.en} should not {action.base}"


@statement(50)
def needs_to(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.DUTIES):
        yield f"{who.zh}需要{action.zh}", f"{who.en} {who.verb('need')} to {action.base}"


@statement(40)
def does_not_need_to(deal: Deal) -> Sentences:
    needless = [action for action in doing.DUTIES if not action.zh.startswith(("多", "努力", "学"))]
    for who, time, action in deal(PEOPLE, [Word("今天", "today"), Word("明天", "tomorrow")], needless):
        yield f"{who.zh}{time.zh}不用{action.zh}", f"{who.en} {who.do}n't need to {action.base} {time.en}"


@statement(40)
def needs_a_thing(deal: Deal) -> Sentences:
    for who, noun in deal(PEOPLE, things.GOODS):
        yield f"{who.zh}需要{one(noun).zh}", f"{who.en} {who.verb('need')} {one(noun).en}"


@statement(50)
def forgot_to_bring(deal: Deal) -> Sentences:
    """Here Chinese leaves out whose it is and English does not."""
    taken_along = things.LOSABLE + things.STATIONERY[-1:] + things.TEXTS[:1] + things.TEXTS[-1:]
    for who, noun in deal(people.PRONOUNS[:4] * 3 + people.NAMES + people.MY_KIN, taken_along):
        thing = owned(people.again(who), noun)
        yield f"{who.zh}忘了带{noun.zh}", f"{who.en} forgot to bring {thing.en}"


# --- 把 and 被 ------------------------------------------------------------------------------------


@statement(45)
def put_it_there(deal: Deal) -> Sentences:
    for who, noun, spot in deal(
        PEOPLE,
        things.BAG_THINGS + things.KITCHENWARE[:3],
        places.SURFACES[:1] * 3 + places.SURFACES[1:] + places.CONTAINERS,
    ):
        kitchen = noun in things.KITCHENWARE and spot.zh != "桌子上"
        if not kitchen:
            yield f"{who.zh}把{noun.zh}放在{spot.zh}了", f"{who.en} put the {noun.singular} {spot.en}"


@statement(35)
def left_it_behind(deal: Deal) -> Sentences:
    spots = words("""
        家里 at home; 学校 at school; 办公室里 in the office; 教室里 in the classroom; 车上 in the car;
        饭馆 at the restaurant; 图书馆 at the library
    """)
    for who, noun, spot in deal(people.SINGULAR_OWNERS, things.LOSABLE, spots):
        what = owned(who, noun)
        yield f"{who.zh}把{what.zh}忘在{spot.zh}了", f"{who.en} left {what.en} {spot.en}"


@statement(30)
def broke_it(deal: Deal) -> Sentences:
    for who, noun in deal(PEOPLE, things.BREAKABLE):
        yield f"{who.zh}把{noun.zh}打破了", f"{who.en} broke the {noun.singular}"


@statement(25)
def ate_it_up(deal: Deal) -> Sentences:
    for who, food in deal(PEOPLE, things.SERVED_FOOD + things.FRUIT[-2:-1]):
        thing = food.singular or food.plural
        yield f"{who.zh}把{food.zh}吃完了", f"{who.en} finished the {thing}"


@statement(20)
def broken_by(deal: Deal) -> Sentences:
    for who, noun in deal(PEOPLE, things.BREAKABLE):
        yield f"{noun.zh}被{who.zh}打破了", f"the {noun.singular} was broken by {who.obj}"


@statement(30)
def was_stolen(deal: Deal) -> Sentences:
    valuables = (
        things.DEVICES
        + things.OWN_VEHICLES
        + [n for n in things.CARRIED if n.zh in ("钱包", "包")]
        + things.INSTRUMENTS[1:]
    )
    for owner, noun, time in deal(
        PRONOUNS + people.NAMES + people.MY_KIN, valuables, [Word("", ""), *places.DAYTIME_PAST[:1]]
    ):
        what = owned(owner, noun)
        yield f"{what.zh}{time.zh}被偷了", f"{what.en} was stolen {time.en}".strip()


@statement(25)
def eaten_by(deal: Deal) -> Sentences:
    for who, food in deal(PEOPLE, things.SERVED_FOOD):
        yield (
            f"{food.zh}被{who.zh}吃了",
            f"the {food.singular or food.plural} {'were' if food.plural else 'was'} eaten by {who.obj}",
        )


@statement(25)
def taken_away_by(deal: Deal) -> Sentences:
    for who, owner, noun in deal(
        PEOPLE, PRONOUNS[:4], things.TEXTS + things.CARRIED[1:5] + things.OWN_VEHICLES + things.DEVICES[2:3]
    ):
        what = owned(owner, noun)
        if who.own != owner.own and not (owner is not people.I and who.zh.startswith("我")):
            yield f"{what.zh}被{who.zh}拿走了", f"{what.en} was taken away by {who.obj}"


@statement(25)
def is_broken(deal: Deal) -> Sentences:
    machines = things.DEVICES + things.OWN_VEHICLES + things.FURNITURE[-2:] + things.INSTRUMENTS[:1]
    for owner, noun in deal(PRONOUNS + people.NAMES, machines):
        what = owned(owner, noun)
        yield f"{what.zh}坏了", f"{what.en} is broken"

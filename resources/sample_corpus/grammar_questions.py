"""Patterns that ask for yes or no, or for a choice: 吗, A不A, 吧, 还是."""

from __future__ import annotations

from resources.sample_corpus import lexicon_actions as doing
from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.english import a
from resources.sample_corpus.lexicon_people import HE, PRONOUNS, SHE, THEY, WE, YOU, I
from resources.sample_corpus.lexicon_places import going_to
from resources.sample_corpus.pattern import Deal, Sentences, question
from resources.sample_corpus.phrase import bare, one, one_or_bare, owned, that, these, this
from resources.sample_corpus.tables import actions

# One asks about others more than about oneself, and most of all about the person one talks to.
ASKED = [YOU] * 12 + [HE, SHE, THEY] * 3 + people.NAMES + people.OTHERS_KIN[::3]
ASKED_SINGULAR = [who for who in ASKED if who is not THEY]


# --- 吗 -------------------------------------------------------------------------------------------


@question(55)
def does_like(deal: Deal) -> Sentences:
    for who, thing in deal(ASKED, things.LIKABLE):
        yield f"{who.zh}喜欢{thing.zh}吗", f"{who.do} {who.en} like {bare(thing).en}"


@question(55)
def does_like_doing(deal: Deal) -> Sentences:
    for who, action in deal(ASKED, doing.LIKED):
        yield f"{who.zh}喜欢{action.zh}吗", f"{who.do} {who.en} like {action.ing}"


@question(50)
def does_want_to(deal: Deal) -> Sentences:
    for who, action in deal(ASKED, doing.LEISURE + doing.EATING + doing.DRINKING * 2):
        yield f"{who.zh}想{action.zh}吗", f"{who.do} {who.en} want to {action.base}"


@question(35)
def does_want_to_go(deal: Deal) -> Sentences:
    for who, place in deal(ASKED, places.FAR_AWAY + places.DESTINATIONS):
        yield f"{who.zh}想去{place.zh}吗", f"{who.do} {who.en} want to go {going_to(place)}"


@question(60)
def does_have(deal: Deal) -> Sentences:
    for who, thing in deal(ASKED, things.BELONGINGS + things.PETS * 2 + people.COUNTABLE_KIN[:-1]):
        yield f"{who.zh}有{thing.zh}吗", f"{who.do} {who.en} have {one_or_bare(thing).en}"


@question(12)
def does_have_children(deal: Deal) -> Sentences:
    for (who,) in deal([YOU, HE, SHE, *people.NAMES, *people.TITLED]):
        yield f"{who.zh}有孩子吗", f"{who.do} {who.en} have children"


@question(45)
def is_a(deal: Deal) -> Sentences:
    for who, job in deal(ASKED_SINGULAR, people.JOBS):
        if job.zh not in who.zh:
            yield f"{who.zh}是{job.zh}吗", f"{who.be} {who.en} {a(job.singular)}"


@question(25)
def is_from(deal: Deal) -> Sentences:
    for who, nation in deal(ASKED, people.NATIONALITIES):
        yield f"{who.zh}是{nation.zh}吗", f"{who.be} {who.en} {nation.en}"


@question(45)
def is_like_that(deal: Deal) -> Sentences:
    for who, how in deal(
        ASKED, doing.MOODS * 2 + [how for how in doing.TEMPERS if how.zh not in ("年轻", "矮", "懒")]
    ):
        yield f"{who.zh}{how.zh}吗", f"{who.be} {who.en} {how.en}"


@question(35)
def is_this_like_that(deal: Deal) -> Sentences:
    for pointed, (noun, how) in deal([this, that, these], things.DESCRIBED):
        what = pointed(noun)
        yield f"{what.zh}{how.zh}吗", f"{what.be} {what.en} {how.en}"


@question(40)
def is_this_yours(deal: Deal) -> Sentences:
    for (zh, en), owner, thing in deal(
        [("这", "this"), ("那", "that")], PRONOUNS[1:4] + people.NAMES, things.BELONGINGS
    ):
        if thing.singular:
            yield f"{zh}是{owned(owner, thing).zh}吗", f"is {en} {owned(owner, thing).en}"


@question(35)
def is_at(deal: Deal) -> Sentences:
    for who, place in deal(ASKED, [*places.WHEREABOUTS, None]):
        zh, en = (place.zh_at, place.at) if place else ("在家", "at home")
        yield f"{who.zh}{zh}吗", f"{who.be} {who.en} {en}"


@question(40)
def can_do(deal: Deal) -> Sentences:
    for who, action in deal(ASKED, doing.SKILLS):
        yield f"{who.zh}会{action.zh}吗", f"can {who.en} {action.base}"


@question(35)
def has_been(deal: Deal) -> Sentences:
    for who, place in deal(ASKED, places.FAR_AWAY):
        yield f"{who.zh}去过{place.zh}吗", f"{who.have} {who.en} been to {place.en}"


@question(25)
def has_tried(deal: Deal) -> Sentences:
    for who, food in deal(ASKED, things.FOREIGN_DISHES):
        yield f"{who.zh}吃过{food.zh}吗", f"{who.have} {who.en} eaten {bare(food).en} before"


@question(30)
def has_done(deal: Deal) -> Sentences:
    done = doing.MEALS + actions("""
        买|票 buy tickets; 买|菜 buy groceries; 打扫|房间 clean the room; 洗|衣服 wash clothes;
        吃|药 take medicine; 洗|碗 wash the dishes
    """)
    for who, action in deal(ASKED, done):
        yield f"{who.zh}{action.zh}了吗", f"{who.have} {who.en} {action.participle}"


@question(40)
def did(deal: Deal) -> Sentences:
    for who, time, place in deal(ASKED, places.JUST_PAST, places.DESTINATIONS):
        yield f"{who.zh}{time.zh}去{place.zh}了吗", f"did {who.en} go {place.to} {time.en}"


@question(40)
def asks_if_going(deal: Deal) -> Sentences:
    for who, time, place in deal(ASKED, [*places.NEAR_FUTURE[:2], *places.FAR_FUTURE], places.FAR_AWAY):
        yield f"{who.zh}{time.zh}要去{place.zh}吗", f"{who.be} {who.en} going to {place.en} {time.en}"


@question(30)
def is_it_doing(deal: Deal) -> Sentences:
    for who, action in deal(ASKED, doing.IN_PROGRESS):
        yield f"{who.zh}在{action.zh}吗", f"{who.be} {who.en} {action.ing}"


@question(25)
def does_know(deal: Deal) -> Sentences:
    for who, whom in deal(
        [YOU] * 3 + [HE, SHE, THEY] + people.NAMES,
        [HE, SHE, *people.NAMES, *people.TITLED, *people.MY_KIN, *people.MY_ACQUAINTANCES],
    ):
        if who.own != whom.own:
            yield f"{who.zh}认识{whom.zh}吗", f"{who.do} {who.en} know {whom.obj}"


@question(30)
def may_i(deal: Deal) -> Sentences:
    wishes = actions("""
        坐在这里 sit here; 用|你的电脑 use your computer; 用|你的手机 use your phone;
        用|你的笔 use your pen; 进来 come in; 回家 go home; 喝|水 drink water; 看|你的书 read your book;
        开|窗户 open the window; 开|门 open the door; 问|一个问题 ask a question; 在这里等 wait here;
        用|你的词典 use your dictionary; 休息 rest; 看|电视 watch TV; 骑|你的自行车 ride your bicycle;
        吃|这个苹果 eat this apple; 吃|这块蛋糕 eat this piece of cake; 在这里拍照 take photos here
    """)
    for who, action in deal([I, WE], wishes):
        yield f"{who.zh}可以{action.zh}吗", f"may {who.en} {action.base}"


@question(35)
def can_you_help(deal: Deal) -> Sentences:
    chores = actions("""
        做饭 cook; 打扫|房间 clean the room; 洗|衣服 wash clothes; 洗|碗 wash the dishes;
        买|票 buy tickets; 买|菜 buy groceries; 开门 open the door; 开|窗户 open the window;
        关门 close the door; 学|中文 learn Chinese; 学|英语 learn English; 学习|数学 study math;
        准备|晚饭 prepare dinner; 做|作业 do homework; 训练|这个模型 train this model;
        翻译|这个句子 translate this sentence; 翻译|这封信 translate this letter
    """)
    for whom, chore in deal([I] * 3 + [WE, HE, SHE, THEY], chores):
        yield f"你能帮{whom.zh}{chore.zh}吗", f"can you help {whom.obj} {chore.base}"


@question(35)
def can_you_give(deal: Deal) -> Sentences:
    for whom, thing in deal(
        [I] * 2 + [WE],
        things.BOTTLED_DRINKS + things.DRINKS * 2 + things.STATIONERY + things.KITCHENWARE + things.FRUIT,
    ):
        yield f"你能给{whom.zh}{one(thing).zh}吗", f"can you give {whom.obj} {one(thing).en}"


# --- A不A, 吧, 还是 -------------------------------------------------------------------------------


@question(30)
def like_or_not(deal: Deal) -> Sentences:
    for who, thing in deal(ASKED, things.LIKABLE):
        yield f"{who.zh}喜不喜欢{thing.zh}", f"{who.do} {who.en} like {bare(thing).en} or not"


@question(20)
def is_or_not(deal: Deal) -> Sentences:
    for who, job in deal(ASKED_SINGULAR, people.JOBS):
        if job.zh not in who.zh:
            yield f"{who.zh}是不是{job.zh}", f"{who.be} {who.en} {a(job.singular)} or not"


@question(20)
def want_or_not(deal: Deal) -> Sentences:
    for who, action in deal(ASKED, doing.LEISURE + doing.EATING):
        yield f"{who.zh}想不想{action.zh}", f"{who.do} {who.en} want to {action.base} or not"


@question(30)
def surely(deal: Deal) -> Sentences:
    for who, job in deal(ASKED_SINGULAR, people.JOBS):
        if job.zh not in who.zh:
            yield f"{who.zh}是{job.zh}吧", f"{who.en} {who.be} {a(job.singular)}, right"


@question(20)
def surely_in_a_mood(deal: Deal) -> Sentences:
    for who, how in deal(ASKED, doing.MOODS):
        yield f"{who.zh}很{how.zh}吧", f"{who.en} {who.be} {how.en}, right"


@question(40)
def want_this_or_that(deal: Deal) -> Sentences:
    kinds = [things.DRINKS, things.FRUIT, things.MEALS, things.SWEETS]
    cases = [(x, y) for kind in kinds for x in kind for y in kind if x != y]
    for who, (one_, other) in deal(ASKED, cases):
        yield (
            f"{who.zh}要{one_.zh}还是{other.zh}",
            f"{who.do} {who.en} want {bare(one_).en} or {bare(other).en}",
        )


@question(30)
def like_this_or_that(deal: Deal) -> Sentences:
    kinds = [things.PETS, things.DRINKS, things.FRUIT, things.TEXTS[:4]]
    cases = [(x, y) for kind in kinds for x in kind for y in kind if x != y]
    for who, (one_, other) in deal(ASKED, cases):
        yield (
            f"{who.zh}喜欢{one_.zh}还是{other.zh}",
            f"{who.do} {who.en} like {bare(one_).en} or {bare(other).en}",
        )


@question(30)
def is_this_or_that(deal: Deal) -> Sentences:
    for who, job, other in deal([YOU, YOU, HE, SHE, *people.NAMES], people.JOBS, people.JOBS):
        if job != other:
            yield (
                f"{who.zh}是{job.zh}还是{other.zh}",
                f"{who.be} {who.en} {a(job.singular)} or {a(other.singular)}",
            )

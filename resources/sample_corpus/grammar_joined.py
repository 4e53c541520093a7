"""Patterns that join two clauses: 因为, 虽然, 如果, 以前, 以后, 一边, 但是; and reported speech."""

from __future__ import annotations

from resources.sample_corpus import lexicon_actions as doing
from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.english import a
from resources.sample_corpus.lexicon_people import HE, PRONOUNS, SHE, THEY, WE, I, again, are_others
from resources.sample_corpus.pattern import Deal, Sentences, statement
from resources.sample_corpus.phrase import NP, VP, bare, one, owned, this
from resources.sample_corpus.tables import actions, blocks, words

# One does not tell other people how they feel.
TALKERS = [I, HE, SHE, WE, THEY] * 2 + people.NAMES + people.MY_KIN[::2]


def wants(who: NP, action: VP) -> str:
    """不想睡觉 does not want to sleep: the wish is part of the Chinese verb in the tables below."""
    verb = f"{who.do}n't want" if action.zh.startswith("不") else who.verb("want")
    return f"{who.en} {verb} to {action.base}"


# --- 因为…所以 ------------------------------------------------------------------------------------

WISHES_BY_MOOD = blocks("""
    累 > 想睡觉 sleep; 想休息 rest; 想回家 go home; 不想做饭 cook; 不想跑步 run; 不想工作 work
    饿 > 想吃面条 eat noodles; 想吃米饭 eat rice; 想吃汉堡 eat hamburgers; 想吃饺子 eat dumplings;
        想吃面包 eat bread; 想吃比萨 eat pizza
    渴 > 想喝水 drink water; 想喝果汁 drink juice; 想喝可乐 drink cola; 想喝茶 drink tea;
        想喝牛奶 drink milk
    忙 > 不想看电影 watch movies; 不想去公园 go to the park; 不想做饭 cook; 不想聊天 chat
    高兴 > 想唱歌 sing; 想跳舞 dance
    难过 > 想回家 go home; 想听音乐 listen to music; 不想吃饭 eat; 不想唱歌 sing
    紧张 > 不想唱歌 sing; 不想吃饭 eat; 想听音乐 listen to music
    生气 > 想回家 go home; 不想吃饭 eat; 不想跳舞 dance
""")
MOODS = {mood.zh: mood for mood in doing.MOODS}
MOOD_AND_WISH = [(MOODS[zh], wish) for zh, wishes in WISHES_BY_MOOD for wish in actions(wishes)]


@statement(80)
def because_of_a_mood(deal: Deal) -> Sentences:
    for who, (mood, wish) in deal(TALKERS, MOOD_AND_WISH):
        echo = again(who)
        yield (
            f"因为{who.zh}很{mood.zh}，所以{echo.zh}{wish.zh}",
            f"because {who.en} {who.be} {mood.en}, {wants(echo, wish)}",
        )


WISHES_BY_WEATHER = blocks("""
    下雨了 it is raining > 想坐公共汽车 take the bus; 不想跑步 run; 不想去公园 go to the park;
        不想爬山 climb mountains; 想看电视 watch TV
    下雪了 it is snowing > 想滑雪 ski; 不想开车 drive; 不想骑自行车 ride a bicycle; 想喝茶 drink tea;
        想拍照 take photos
    今天很冷 it is cold today > 想喝茶 drink tea; 想喝咖啡 drink coffee; 不想游泳 swim; 不想跑步 run;
        不想吃冰淇淋 eat ice cream
    今天很热 it is hot today > 想游泳 swim; 想喝水 drink water; 想吃冰淇淋 eat ice cream; 不想跑步 run;
        不想踢足球 play soccer
""")
WEATHER_AND_WISH = [
    (*words(weather), wish) for weather, wishes in WISHES_BY_WEATHER for wish in actions(wishes)
]


@statement(60)
def because_of_weather(deal: Deal) -> Sentences:
    for who, ((zh, en), wish) in deal(TALKERS, WEATHER_AND_WISH):
        yield f"因为{zh}，所以{who.zh}{wish.zh}", f"because {en}, {wants(who, wish)}"


# --- 虽然…但是 ------------------------------------------------------------------------------------


@statement(60)
def although_tired(deal: Deal) -> Sentences:
    habits = [action for action in doing.DAILY if action.zh not in ("洗澡", "喝牛奶", "喝咖啡")]
    moods = [mood for mood in doing.MOODS if mood.zh in ("忙", "累")]
    for who, mood, habit in deal(TALKERS, moods, habits):
        echo = again(who)
        yield (
            f"虽然{who.zh}很{mood.zh}，但是{echo.zh}每天{habit.zh}",
            f"although {who.en} {who.be} {mood.en}, {echo.en} {habit.present(echo)} every day",
        )


# What is good about a thing, and what is not.
PRO_AND_CON = blocks("""
    beautiful > expensive old small dirty
    useful > expensive old difficult
    interesting > difficult long
    comfortable > expensive old small
    delicious > small
    clean > old small
    sweet > small
    cute > small
    smart > small
    new > dirty slow
    fast > old
    warm > old
    fresh > small
    quiet > small
""")
SAID_OF = {noun: [how for other, how in things.DESCRIBED if other is noun] for noun, _ in things.DESCRIBED}
MIXED_THINGS = [
    (noun, good, bad)
    for noun, good in things.DESCRIBED
    for bad in SAID_OF[noun]
    if bad.en in dict(PRO_AND_CON).get(good.en, "").split()
]


@statement(60)
def although_the_thing(deal: Deal) -> Sentences:
    for noun, good, bad in (case for (case,) in deal(MIXED_THINGS)):
        what = this(noun)
        yield f"虽然{what.zh}很{bad.zh}，但是很{good.zh}", f"although {what.en} is {bad.en}, it is {good.en}"


# --- 如果…就 --------------------------------------------------------------------------------------

PLANS_BY_WEATHER = blocks("""
    明天下雨 it rains tomorrow > 在家看书 read at home; 在家看电视 watch TV at home;
        坐公共汽车 take the bus; 带雨伞 bring an umbrella
    明天下雪 it snows tomorrow > 去滑雪 go skiing; 坐地铁 take the subway; 在家休息 rest at home
    明天很热 it is hot tomorrow > 去游泳 go swimming; 去海边 go to the beach; 在家看书 read at home
    明天很冷 it is cold tomorrow > 穿毛衣 wear a sweater; 穿大衣 wear a coat; 坐地铁 take the subway
    明天不下雨 it doesn't rain tomorrow > 去公园 go to the park; 去海边 go to the beach;
        骑自行车 ride a bicycle; 去钓鱼 go fishing
    明天不冷 it is not cold tomorrow > 去海边 go to the beach; 去动物园 go to the zoo; 去跑步 go running
""")
WEATHER_AND_PLAN = [(*words(weather), plan) for weather, plans in PLANS_BY_WEATHER for plan in actions(plans)]


@statement(70)
def if_weather(deal: Deal) -> Sentences:
    for who, ((zh, en), plan) in deal(TALKERS, WEATHER_AND_PLAN):
        yield f"如果{zh}，{who.zh}就{plan.zh}", f"if {en}, {who.en} will {plan.base}"


@statement(70)
def if_free(deal: Deal) -> Sentences:
    leisure = words("时间 time; 空 free time")
    for who, (zh, en), action in deal(TALKERS, leisure, doing.LEISURE + doing.CHORES):
        echo = again(who)
        yield (
            f"如果{who.zh}明天有{zh}，{echo.zh}就{action.zh}",
            f"if {who.en} {who.have} {en} tomorrow, {echo.en} will {action.base}",
        )


@statement(50)
def if_rich(deal: Deal) -> Sentences:
    for who, noun in deal(TALKERS, things.BIG_PURCHASES):
        echo = again(who)
        yield (
            f"如果{who.zh}有钱，{echo.zh}就买{one(noun).zh}",
            f"if {who.en} {who.have} money, {echo.en} will buy {one(noun).en}",
        )


# --- times of life and of day ---------------------------------------------------------------------


@statement(70)
def as_a_child(deal: Deal) -> Sentences:
    single = [who for who in TALKERS if who.person in ("I", "it")]
    for who, action in deal(single, doing.LIKED):
        yield f"{who.zh}小时候喜欢{action.zh}", f"{who.en} liked {action.ing} as a child"


# What goes together at the same time, and what follows what.
AT_THE_SAME_TIME = blocks("""
    吃|早饭 eat breakfast; 吃|午饭 eat lunch; 吃|晚饭 eat dinner > 看|电视 watch TV;
        听|音乐 listen to music; 看|新闻 watch the news; 聊天 chat
    喝|茶 drink tea; 喝|咖啡 drink coffee > 看|电视 watch TV; 听|音乐 listen to music;
        看|报纸 read the newspaper; 看书 read; 聊天 chat
    做饭 cook; 打扫|房间 clean the room; 洗|碗 wash the dishes > 听|音乐 listen to music; 唱歌 sing;
        聊天 chat
    跑步 run; 开车 drive > 听|音乐 listen to music; 唱歌 sing; 聊天 chat
""")
BEFORE = blocks("""
    睡觉 go to bed > 看书 read; 洗澡 take a shower; 喝牛奶 drink milk; 听音乐 listen to music;
        看新闻 watch the news; 看电视 watch TV
    上班 go to work > 跑步 run; 锻炼 exercise; 喝咖啡 drink coffee; 看新闻 watch the news;
        吃早饭 eat breakfast; 看报纸 read the newspaper
    吃晚饭 eat dinner > 洗澡 take a shower; 做作业 do homework; 锻炼 exercise; 看新闻 watch the news;
        休息 rest; 洗手 wash hands
    回家 go home > 买菜 buy groceries; 锻炼 exercise; 打篮球 play basketball; 喝咖啡 drink coffee
""")
AFTER = blocks("""
    起床 get up > 喝水 drink water; 锻炼 exercise; 跑步 run; 洗澡 take a shower; 看新闻 watch the news
    吃早饭 eat breakfast > 喝咖啡 drink coffee; 看报纸 read the newspaper; 散步 take a walk;
        洗碗 wash the dishes
    吃午饭 eat lunch > 喝咖啡 drink coffee; 休息 rest; 散步 take a walk; 睡觉 sleep; 喝茶 drink tea
    吃晚饭 eat dinner > 散步 take a walk; 洗碗 wash the dishes; 看电视 watch TV; 做作业 do homework;
        看书 read; 喝茶 drink tea; 看新闻 watch the news
    下班 leave work > 买菜 buy groceries; 锻炼 exercise; 看电视 watch TV; 休息 rest; 学中文 learn Chinese;
        打篮球 play basketball; 做饭 cook
""")


def combinations(table: list[tuple[str, str]]) -> list[tuple[VP, VP]]:
    return [
        (first, second)
        for firsts, seconds in table
        for first in actions(firsts)
        for second in actions(seconds)
    ]


@statement(60)
def while_doing(deal: Deal) -> Sentences:
    for who, (main, aside) in deal(people.PEOPLE, combinations(AT_THE_SAME_TIME)):
        yield f"{who.zh}一边{main.zh}一边{aside.zh}", f"{who.en} {aside.present(who)} while {main.ing}"


@statement(60)
def before_doing(deal: Deal) -> Sentences:
    for who, (later, habit) in deal(people.PEOPLE, combinations(BEFORE)):
        yield f"{who.zh}{later.zh}以前{habit.zh}", f"{who.en} {habit.present(who)} before {later.ing}"


@statement(60)
def after_doing(deal: Deal) -> Sentences:
    for who, (earlier, habit) in deal(people.PEOPLE, combinations(AFTER)):
        yield f"{who.zh}{earlier.zh}以后{habit.zh}", f"{who.en} {habit.present(who)} after {earlier.ing}"


# --- 但是, and -----------------------------------------------------------------------------------


@statement(60)
def likes_but_not(deal: Deal) -> Sentences:
    kinds = [things.PETS, things.FRUIT, things.MEALS, things.SWEETS, things.DRINKS, things.TEXTS[:4]]
    cases = [(liked, disliked) for kind in kinds for liked in kind for disliked in kind if liked != disliked]
    for who, (liked, disliked) in deal(TALKERS, cases):
        yield (
            f"{who.zh}喜欢{liked.zh}，但是不喜欢{disliked.zh}",
            f"{who.en} {who.verb('like')} {bare(liked).en}, "
            f"but {again(who).en} {who.do}n't like {bare(disliked).en}",
        )


@statement(60)
def wants_but_cannot(deal: Deal) -> Sentences:
    costly = ("购物", "旅行", "滑雪", "滑冰", "看电影")
    for who, action, obstacle in deal(
        TALKERS,
        doing.LEISURE,
        words("""
        没有时间 time; 没有钱 money; 很忙 busy; 很累 tired
    """),
    ):
        echo = again(who)
        lacks = obstacle.zh.startswith("没有")
        reason = f"{echo.do}n't have any {obstacle.en}" if lacks else f"{echo.be} {obstacle.en}"
        if obstacle.en != "money" or action.zh in costly:
            yield (
                f"{who.zh}想{action.zh}，但是{obstacle.zh}",
                f"{who.en} {who.verb('want')} to {action.base}, but {echo.en} {reason}",
            )


@statement(60)
def one_and_the_other(deal: Deal) -> Sentences:
    couples = [(HE, SHE), (I, HE), (I, SHE), *zip(people.MY_KIN[:6], people.MY_KIN[6:], strict=True)]
    for (one_, other), job, second in deal(couples, people.JOBS, people.JOBS):
        if job != second:
            yield (
                f"{one_.zh}是{job.zh}，{other.zh}是{second.zh}",
                f"{one_.en} {one_.be} {a(job.singular)}, and {other.en} {other.be} {a(second.singular)}",
            )


# --- what people think, say and know --------------------------------------------------------------

OPINIONS = [things.DIFFICULT, things.EASY, things.INTERESTING, things.USEFUL, things.BORING, things.IMPORTANT]


@statement(60)
def thinks_of_a_subject(deal: Deal) -> Sentences:
    for who, subject, how in deal(PRONOUNS * 2 + people.NAMES, places.STUDIED + places.LANGUAGES, OPINIONS):
        yield f"{who.zh}觉得{subject.zh}很{how.zh}", f"{who.en} {who.verb('think')} {subject.en} is {how.en}"


@statement(60)
def thinks_of_a_thing(deal: Deal) -> Sentences:
    for who, (noun, how) in deal(PRONOUNS * 2 + people.NAMES, things.DESCRIBED):
        what = this(noun)
        yield f"{who.zh}觉得{what.zh}很{how.zh}", f"{who.en} {who.verb('think')} {what.en} is {how.en}"


@statement(60)
def says_how_or_where(deal: Deal) -> Sentences:
    said = [(f"很{mood.zh}", mood.en) for mood in doing.MOODS] * 2
    said += [("在家", "at home")] * 2 + [(place.zh_at, place.at) for place in places.WHEREABOUTS]
    others = [who for who in TALKERS if who not in (I, WE)]
    for who, (zh, en) in deal(others, said):
        echo = again(who)
        yield f"{who.zh}说{echo.zh}{zh}", f"{who.en} {who.verb('say')} {echo.en} {echo.be} {en}"


@statement(60)
def knows_about(deal: Deal) -> Sentences:
    known = [(f"是{job.zh}", a(job.singular)) for job in people.JOBS]
    known += [(f"很{how.zh}", how.en) for how in doing.MOODS + doing.TEMPERS]
    for who, whom, (zh, en) in deal([I, WE, HE, SHE], people.SINGULAR_PEOPLE, known):
        unclear = {who, whom} <= {HE, SHE}
        if not unclear and zh[1:] not in whom.zh:
            yield f"{who.zh}知道{whom.zh}{zh}", f"{who.en} {who.verb('know')} {whom.en} is {en}"


@statement(60)
def heard_about(deal: Deal) -> Sentences:
    for whom, time, place in deal(
        [*people.SINGULAR_PEOPLE, people.YOU, THEY], places.LONG_PAST, places.FAR_AWAY
    ):
        yield (
            f"我听说{whom.zh}{time.zh}去了{place.zh}",
            f"I heard that {whom.en} went to {place.en} {time.en}",
        )


@statement(50)
def does_not_know_where(deal: Deal) -> Sentences:
    for who, owner, thing in deal([I, HE, SHE, THEY], [I, HE, SHE], things.LOSABLE + things.PETS):
        what = owned(owner, thing)
        yield f"{who.zh}不知道{what.zh}在哪里", f"{who.en} {who.do}n't know where {what.en} {what.be}"


# --- helping and telling --------------------------------------------------------------------------

HELPED_WITH = actions("""
    做饭 cook; 打扫|房间 clean the room; 洗|衣服 wash clothes; 洗|碗 wash the dishes; 买|菜 buy groceries;
    学|中文 learn Chinese; 学|英语 learn English; 学习|数学 study math; 准备|晚饭 prepare dinner;
    做|作业 do homework
""")
TOLD_TO = actions("""
    做饭 cook; 打扫|房间 clean the room; 学|中文 learn Chinese; 做|作业 do homework;
    早点睡觉 go to bed early; 回家 go home; 早点起床 get up early; 努力学习 study hard;
    买|菜 buy groceries; 多喝水 drink more water; 多吃蔬菜 eat more vegetables; 锻炼 exercise; 休息 rest
""")


@statement(50)
def helps_to(deal: Deal) -> Sentences:
    for who, whom, chore in deal(TALKERS, PRONOUNS + people.NAMES, HELPED_WITH):
        if are_others(who, whom):
            yield (
                f"{who.zh}经常帮{whom.zh}{chore.zh}",
                f"{who.en} often {who.verb('help')} {whom.obj} {chore.base}",
            )


@statement(50)
def tells_to(deal: Deal) -> Sentences:
    bosses = [*people.MY_KIN[:4:3], people.MY_KIN[6], *people.TITLED[1:], HE, SHE]
    for who, whom, chore in deal(bosses, [I, WE, THEY, HE, SHE], TOLD_TO):
        if who.own != whom.own:
            yield f"{who.zh}让{whom.zh}{chore.zh}", f"{who.en} {who.verb('tell')} {whom.obj} to {chore.base}"

"""Patterns about what people usually do, and are doing: times, places, company, 在, 正在."""

from __future__ import annotations

from resources.sample_corpus import lexicon_actions as doing
from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.grammar_being import ADULT, job_of
from resources.sample_corpus.lexicon_people import PEOPLE, PRONOUNS, are_others
from resources.sample_corpus.pattern import Deal, Sentences, statement
from resources.sample_corpus.phrase import (
    VP,
    Word,
    act,
    bare,
    one_or_bare,
    owned,
)
from resources.sample_corpus.tables import actions, blocks, words

# --- habits ---------------------------------------------------------------------------------------


@statement(105)
def every_day(deal: Deal) -> Sentences:
    for who, time, action in deal(PEOPLE, places.EVERY_DAY, doing.DAILY):
        yield f"{who.zh}{time.zh}{action.zh}", f"{who.en} {action.present(who)} {time.en}"


@statement(85)
def weekly(deal: Deal) -> Sentences:
    for who, time, action in deal(PEOPLE, places.WEEKLY, doing.LEISURE):
        yield f"{who.zh}{time.zh}{action.zh}", f"{who.en} {action.present(who)} {time.en}"


@statement(90)
def habitually(deal: Deal) -> Sentences:
    for who, how_often, action in deal(PEOPLE, places.HABITUALLY, doing.LEISURE + doing.CHORES):
        if not (how_often.zh == "总是" and action in doing.LEISURE):
            yield f"{who.zh}{how_often.zh}{action.zh}", f"{who.en} {how_often.en} {action.present(who)}"


@statement(55)
def at_an_hour(deal: Deal) -> Sentences:
    for who, hour, action in deal(PEOPLE, places.HOURS + places.HALF_HOURS, doing.AT_AN_HOUR):
        if hour_suits(hour, action):
            yield f"{who.zh}{hour.zh}{action.zh}", f"{who.en} {action.present(who)} at {hour.en}"


def hour_suits(hour: Word, action: VP) -> bool:
    """Breakfast at six to nine, bed at nine to eleven: nobody gets up at two."""
    number = hour.en.replace(" o'clock", "").replace("half past ", "")
    if action.zh in doing.MORNING_ONLY:
        return number in ("six", "seven", "eight")
    if action.zh == "睡觉":
        return number in ("nine", "ten", "eleven")
    if action.zh == "吃午饭":
        return number in ("twelve", "eleven", "one")
    if action.zh in doing.EVENING_ONLY:
        return number in ("six", "seven")
    return number in ("eight", "nine", "ten", "two", "three", "four")


@statement(35)
def at_an_hour_of_day(deal: Deal) -> Sentences:
    for who, hour, action in deal(PEOPLE, places.HOURS, doing.AT_AN_HOUR):
        morning = action.zh in doing.MORNING_ONLY
        evening = action.zh in doing.EVENING_ONLY
        if (morning or evening) and hour_suits(hour, action):
            zh, en = ("早上", "in the morning") if morning else ("晚上", "in the evening")
            if not (action.zh == "下班" or (action.zh == "睡觉" and "eleven" in hour.en)):
                yield f"{who.zh}{zh}{hour.zh}{action.zh}", f"{who.en} {action.present(who)} at {hour.en} {en}"


@statement(55)
def goes_regularly(deal: Deal) -> Sentences:
    for who, time, place in deal(
        PEOPLE, places.EVERY_DAY[:1] + places.WEEKLY, [places.SCHOOL, *places.LEISURE_PLACES]
    ):
        yield f"{who.zh}{time.zh}去{place.zh}", f"{who.en} {who.verb('go')} {place.to} {time.en}"


@statement(55)
def goes_by(deal: Deal) -> Sentences:
    rides = words("""
        坐公共汽车 by bus; 坐出租车 by taxi; 骑自行车 by bicycle; 坐地铁 by subway; 开车 by car;
        走路 on foot
    """)
    for who, ride, place in deal(PEOPLE, rides, places.DESTINATIONS):
        yield f"{who.zh}{ride.zh}去{place.zh}", f"{who.en} {who.verb('go')} {place.to} {ride.en}"


@statement(30)
def travels_by(deal: Deal) -> Sentences:
    rides = words("坐火车 by train; 坐飞机 by plane")
    for who, ride, city in deal(PRONOUNS + people.NAMES, rides, places.CITIES):
        yield f"{who.zh}{ride.zh}去{city.zh}", f"{who.en} {who.verb('go')} to {city.en} {ride.en}"


@statement(80)
def goes_somewhere_to(deal: Deal) -> Sentences:
    errands = [(*words(place), purpose) for place, purposes in PURPOSES for purpose in actions(purposes)]
    for who, (place, purpose) in deal(PEOPLE, errands):
        yield (
            f"{who.zh}想去{place.zh}{purpose.zh}",
            f"{who.en} {who.verb('want')} to go to {place.en} to {purpose.base}",
        )


PURPOSES = blocks("""
    公园 the park > 跑步 run; 散步 take a walk; 锻炼 exercise
    图书馆 the library > 看书 read; 借书 borrow books; 学习 study
    超市 the supermarket > 买菜 buy groceries; 买牛奶 buy milk; 买水果 buy fruit
    市场 the market > 买鱼 buy fish; 买菜 buy groceries
    书店 the bookstore > 买书 buy books
    商店 the store > 买衣服 buy clothes; 买鞋 buy shoes
    电影院 the movie theater > 看电影 watch movies
    医院 the hospital > 看医生 see a doctor
    咖啡馆 the coffee shop > 喝咖啡 drink coffee
    饭馆 the restaurant > 吃饺子 eat dumplings; 吃晚饭 eat dinner
    邮局 the post office > 寄信 mail a letter
    机场 the airport > 接朋友 meet a friend
    中国 China > 旅行 travel; 学中文 learn Chinese; 工作 work
    英国 England > 学英语 learn English
""")


@statement(35)
def studies(deal: Deal) -> Sentences:
    for who, subject in deal(PRONOUNS * 2 + people.NAMES + people.MY_ACQUAINTANCES[:2], places.STUDIED):
        yield f"{who.zh}学习{subject.zh}", f"{who.en} {who.verb('study')} {subject.en}"


@statement(30)
def teaches(deal: Deal) -> Sentences:
    teachers = (
        [p for p in people.TITLED if "医生" not in p.zh]
        + [people.HE, people.SHE]
        + people.MY_KIN[6:7]
        + people.MY_KIN[:1]
    )
    for who, whom, subject in deal(
        teachers, [people.I, people.WE, people.THEY], places.STUDIED[:9] + places.LANGUAGES
    ):
        yield f"{who.zh}教{whom.zh}{subject.zh}", f"{who.en} {who.verb('teach')} {whom.obj} {subject.en}"


# --- in progress ----------------------------------------------------------------------------------


@statement(110)
def is_doing(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.IN_PROGRESS):
        yield f"{who.zh}在{action.zh}", f"{who.en} {who.be} {action.ing}"


@statement(55)
def is_studying(deal: Deal) -> Sentences:
    for who, subject in deal(PEOPLE, places.STUDIED):
        yield f"{who.zh}在学习{subject.zh}", f"{who.en} {who.be} studying {subject.en}"


@statement(40)
def is_learning(deal: Deal) -> Sentences:
    for who, language in deal(PEOPLE, places.LANGUAGES):
        yield f"{who.zh}在学{language.zh}", f"{who.en} {who.be} learning {language.en}"


@statement(55)
def is_eating(deal: Deal) -> Sentences:
    consumed = [("吃", "eat", food) for food in things.FOOD if food.zh not in ("草莓", "饼干", "鸡蛋")] + [
        ("喝", "drink", drink) for drink in things.DRINKS
    ]
    for who, (zh, en, what) in deal([who for who in PEOPLE if who not in (people.WE, people.THEY)], consumed):
        action = act(zh, en, one_or_bare(what))
        yield f"{who.zh}在{action.zh}", f"{who.en} {who.be} {action.ing}"


@statement(60)
def is_doing_right_now(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.IN_PROGRESS):
        yield f"{who.zh}正在{action.zh}", f"{who.en} {who.be} {action.ing} right now"


@statement(30)
def is_not_doing(deal: Deal) -> Sentences:
    for who, action in deal(PEOPLE, doing.IN_PROGRESS):
        yield f"{who.zh}没在{action.zh}", f"{who.en} {who.be} not {action.ing}"


@statement(75)
def is_doing_there(deal: Deal) -> Sentences:
    for who, (place, action) in deal(PEOPLE, DONE_THERE):
        yield f"{who.zh}在{place.zh}{action.zh}", f"{who.en} {who.be} {action.ing} {place.en}"


@statement(35)
def does_there_every_day(deal: Deal) -> Sentences:
    for who, (place, action) in deal(PEOPLE, DONE_THERE):
        yield (
            f"{who.zh}每天在{place.zh}{action.zh}",
            f"{who.en} {action.present(who)} {place.en} every day",
        )


USUAL_PLACES = blocks("""
    家 at home > 看书 read; 学习 study; 工作 work; 看电视 watch TV; 听音乐 listen to music;
        做作业 do homework; 做饭 cook
    图书馆 at the library > 看书 read; 学习 study; 做作业 do homework
    厨房里 in the kitchen > 做饭 cook; 吃早饭 eat breakfast; 吃午饭 eat lunch; 喝茶 drink tea
    卧室里 in the bedroom > 睡觉 sleep; 看书 read; 听音乐 listen to music
    客厅里 in the living room > 看电视 watch TV; 看报纸 read the newspaper; 聊天 chat; 喝茶 drink tea;
        玩游戏 play games
    花园里 in the garden > 画画 draw; 喝茶 drink tea; 看书 read; 聊天 chat
    公园里 in the park > 跑步 run; 散步 take a walk; 踢足球 play soccer; 唱歌 sing; 画画 draw;
        打羽毛球 play badminton
    教室里 in the classroom > 看书 read; 学习 study; 唱歌 sing; 做作业 do homework
    办公室里 in the office > 工作 work; 吃午饭 eat lunch; 喝咖啡 drink coffee; 看书 read
    咖啡馆 at the coffee shop > 喝咖啡 drink coffee; 看书 read; 聊天 chat
    学校 at school > 打篮球 play basketball; 吃午饭 eat lunch; 学习 study; 打乒乓球 play table tennis
    饭馆 at the restaurant > 吃午饭 eat lunch; 吃晚饭 eat dinner; 喝茶 drink tea
""")
DONE_THERE = [(*words(place), action) for place, done in USUAL_PLACES for action in actions(done)]


# --- together, too, all ---------------------------------------------------------------------------


@statement(45)
def also_likes(deal: Deal) -> Sentences:
    for who, thing in deal(PEOPLE, things.LIKABLE):
        yield f"{who.zh}也喜欢{thing.zh}", f"{who.en} also {who.verb('like')} {bare(thing).en}"


@statement(25)
def also_is(deal: Deal) -> Sentences:
    for who, job in deal(ADULT, people.JOBS):
        if job.zh not in who.zh:
            yield f"{who.zh}也是{job.zh}", f"{who.en} {who.be} also {job_of(who, job)}"


@statement(40)
def all_like(deal: Deal) -> Sentences:
    for (zh, en), action in deal(
        words("""
        我们 we; 他们 they; 你们 you; 孩子们 the children; 学生们 the students
    """),
        doing.LIKED,
    ):
        yield f"{zh}都喜欢{action.zh}", f"{en} all like {action.ing}"


@statement(55)
def together(deal: Deal) -> Sentences:
    pairs = [
        ("我和" + p.zh, f"{p.en} and I")
        for p in people.MY_KIN + people.MY_ACQUAINTANCES[:3] + people.NAMES + [people.HE, people.SHE]
    ]
    pairs += [("我们", "we"), ("他们", "they")] * 4
    for (zh, en), action in deal(
        pairs, doing.SPORTS * 2 + doing.WATCHING_AND_READING + doing.SIMPLE_LEISURE[2:7] + doing.CHORES[:4]
    ):
        yield f"{zh}一起{action.zh}", f"{en} {action.base} together"


@statement(30)
def both_things(deal: Deal) -> Sentences:
    for who, one_, other in deal(PEOPLE, things.LIKABLE, things.LIKABLE):
        kinds = [things.ANIMALS, things.ALL_FOOD, things.DRINKS, things.TEXTS]
        if one_ != other and any(one_ in kind and other in kind for kind in kinds):
            yield (
                f"{who.zh}喜欢{one_.zh}和{other.zh}",
                f"{who.en} {who.verb('like')} {bare(one_).en} and {bare(other).en}",
            )


@statement(40)
def prefers(deal: Deal) -> Sentences:
    cases = [
        (x, y)
        for kind in (things.PETS, things.FRUIT, things.MEALS, things.DRINKS)
        for x in kind
        for y in kind
        if x != y
    ]
    for who, (one_, other) in deal(PRONOUNS + people.NAMES, cases):
        yield (
            f"比起{other.zh}，{who.zh}更喜欢{one_.zh}",
            f"{who.en} {who.verb('like')} {bare(one_).en} more than {bare(other).en}",
        )


@statement(90)
def reacts(deal: Deal) -> Sentences:
    for who, reaction in deal(PEOPLE, REACTIONS):
        if reaction.zh.startswith("不"):
            yield f"{who.zh}{reaction.zh}", f"{who.en} {who.do}n't {reaction.base}"
        elif reaction.en_verb == "be":
            yield f"{who.zh}{reaction.zh}", f"{who.en} {who.be} {reaction.en_object}"
        else:
            yield f"{who.zh}{reaction.zh}", f"{who.en} {reaction.present(who)}"


REACTIONS = actions("""
    同意 agree; 不同意 agree; 懂 understand; 不懂 understand; 知道 know; 不知道 know; 准备好了 be ready;
    迷路了 be lost; 迟到了 be late; 很好 be fine
""")


@statement(40)
def wants_to_go_doing(deal: Deal) -> Sentences:
    for who, outing in deal(PEOPLE, doing.OUTINGS):
        yield f"{who.zh}想去{outing.zh}", f"{who.en} {who.verb('want')} to go {outing.ing}"


@statement(30)
def is_looking_for(deal: Deal) -> Sentences:
    for who, thing in deal(people.SINGULAR_OWNERS, things.LOSABLE):
        what = owned(who, thing)
        yield f"{who.zh}在找{what.zh}", f"{who.en} {who.be} looking for {what.en}"


@statement(25)
def is_waiting_for(deal: Deal) -> Sentences:
    for who, whom in deal(PEOPLE, PRONOUNS + people.NAMES + people.TITLED + people.MY_KIN[::2]):
        if are_others(who, whom) and (who is people.I or whom not in people.MY_KIN):
            yield f"{who.zh}在等{whom.zh}", f"{who.en} {who.be} waiting for {whom.obj}"

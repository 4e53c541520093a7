"""Patterns about what people and things are, have, and where they are: 是, 有, 在."""

from __future__ import annotations

from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.english import a
from resources.sample_corpus.lexicon_people import HE, PEOPLE, PRONOUNS, SHE, SINGULAR_OWNERS
from resources.sample_corpus.pattern import Deal, Sentences, statement
from resources.sample_corpus.phrase import (
    NP,
    Noun,
    bare,
    one,
    owned,
    several,
    that,
    the,
    these,
    this,
    those,
)
from resources.sample_corpus.tables import blocks, words

HOUSEHOLD = things.SMALL_THINGS + things.DEVICES[1:2] + things.FURNITURE + things.CLOTHES
OWNERS = people.PRONOUNS * 3 + people.NAMES + people.MY_KIN


def job_of(who: NP, job: Noun) -> str:
    """a doctor, doctors."""
    return a(job.singular) if who.person in ("I", "it") else job.plural


ONE_PERSON = [person for person in PEOPLE if person.person in ("I", "it")]
ADULT = [person for person in people.ADULTS if person.person in ("I", "it") and person not in people.TITLED]


# --- 是 -------------------------------------------------------------------------------------------


@statement(85)
def has_a_job(deal: Deal) -> Sentences:
    for who, job in deal(ADULT + [people.THEY] * 3, people.JOBS):
        if job.zh not in who.zh:
            yield f"{who.zh}是{job.zh}", f"{who.en} {who.be} {job_of(who, job)}"


@statement(60)
def all_have_a_job(deal: Deal) -> Sentences:
    for who, job in deal([people.WE, people.THEY, people.YOU_ALL], people.JOBS):
        yield f"{who.zh}都是{job.zh}", f"{who.en} {who.be} all {job.plural}"


@statement(40)
def has_another_job(deal: Deal) -> Sentences:
    for who, job in deal(ADULT, people.JOBS):
        if job.zh not in who.zh:
            yield f"{who.zh}不是{job.zh}", f"{who.en} {who.be} not {job_of(who, job)}"


@statement(35)
def nationality(deal: Deal) -> Sentences:
    for who, nation in deal(PRONOUNS * 3 + people.FOREIGNERS + people.MY_ACQUAINTANCES, people.NATIONALITIES):
        if who in people.FOREIGNERS and nation.en == "Chinese":
            continue
        yield f"{who.zh}是{nation.zh}", f"{who.en} {who.be} {nation.en}"


@statement(30)
def home_town(deal: Deal) -> Sentences:
    for who, city in deal(PRONOUNS * 3 + people.MY_ACQUAINTANCES, places.CITIES):
        yield f"{who.zh}是{city.zh}人", f"{who.en} {who.be} from {city.en}"


@statement(45)
def this_is_a_thing(deal: Deal) -> Sentences:
    for (zh, en), thing in deal([("这", "this"), ("那", "that")], HOUSEHOLD + things.ANIMALS + things.FRUIT):
        yield f"{zh}是{one(thing).zh}", f"{en} is {one(thing).en}"


@statement(75)
def this_is_my_thing(deal: Deal) -> Sentences:
    singular = [("这", "this is", "is"), ("那", "that is", "is")]
    for (zh, en, _), owner, thing in deal(singular, OWNERS, things.BELONGINGS):
        mine = owned(owner, thing)
        if thing.singular:
            yield f"{zh}是{mine.zh}", f"{en} {mine.en}"


@statement(30)
def these_are_my_things(deal: Deal) -> Sentences:
    for (zh, en), owner, thing in deal([("这些", "these"), ("那些", "those")], OWNERS, things.BELONGINGS):
        yield f"{zh}是{owner.zh}的{thing.zh}", f"{en} are {owner.own} {thing.plural}"


@statement(55)
def the_thing_is_mine(deal: Deal) -> Sentences:
    for pointed, owner, thing in deal(
        [this, that], PRONOUNS * 2 + people.NAMES + people.MY_KIN, things.BELONGINGS
    ):
        what = pointed(thing)
        yield f"{what.zh}是{owner.zh}的", f"{what.en} is {owner.possessive_pronoun or owner.own}"


@statement(30)
def is_my_relative(deal: Deal) -> Sentences:
    pairs = [(HE, man) for man in people.MALE_KIN] + [(SHE, woman) for woman in people.FEMALE_KIN]
    for (who, relative), owner in deal(pairs, SINGULAR_OWNERS):
        if owner is not who:
            theirs = people.kin(owner, relative)
            yield f"{who.zh}是{theirs.zh}", f"{who.en} is {theirs.en}"


@statement(40)
def is_my_acquaintance(deal: Deal) -> Sentences:
    for who, owner, friend in deal([HE, SHE, *people.NAMES], PRONOUNS, people.ACQUAINTANCES):
        if owner is not who:
            theirs = people.acquaintance(owner, friend)
            yield f"{who.zh}是{theirs.zh}", f"{who.en} is {theirs.en}"


@statement(20)
def relatives_job(deal: Deal) -> Sentences:
    for who, friend, job in deal(people.NAMES, people.ACQUAINTANCES[:4], people.JOBS):
        theirs = people.acquaintance(who, friend)
        yield f"{theirs.zh}是{job.zh}", f"{theirs.en} is {a(job.singular)}"


@statement(40)
def my_name_is(deal: Deal) -> Sentences:
    men = [HE, *(people.kin(people.I, man) for man in people.MALE_KIN)]
    women = [SHE, *(people.kin(people.I, woman) for woman in people.FEMALE_KIN)]
    called = [(man, name) for man in [people.I, *men] for name in people.MEN[:4]]
    called += [(woman, name) for woman in [people.I, *women] for name in people.WOMEN[:4]]
    for who, name in (case for (case,) in deal(called)):
        yield f"{who.zh}叫{name.zh}", f"{who.own} name is {name.en}"


# --- 有 -------------------------------------------------------------------------------------------


@statement(100)
def has_a_thing(deal: Deal) -> Sentences:
    for who, thing in deal(PEOPLE, things.BELONGINGS + things.PETS * 3):
        yield f"{who.zh}有{one(thing).zh}", f"{who.en} {who.have} {one(thing).en}"


@statement(85)
def has_several(deal: Deal) -> Sentences:
    for who, number, thing in deal(PEOPLE, places.FEW[:3], things.BELONGINGS + things.PETS * 4):
        what = several(number, thing)
        yield f"{who.zh}有{what.zh}", f"{who.en} {who.have} {what.en}"


@statement(40)
def has_a_relative(deal: Deal) -> Sentences:
    for who, relative in deal(PRONOUNS * 2 + people.NAMES + people.TITLED, people.COUNTABLE_KIN):
        yield f"{who.zh}有{one(relative).zh}", f"{who.en} {who.have} {one(relative).en}"


@statement(30)
def has_several_relatives(deal: Deal) -> Sentences:
    for who, number, relative in deal(PRONOUNS * 2 + people.NAMES, places.FEW[:3], people.COUNTABLE_KIN):
        what = several(number, relative)
        yield f"{who.zh}有{what.zh}", f"{who.en} {who.have} {what.en}"


@statement(65)
def has_none(deal: Deal) -> Sentences:
    for who, thing in deal(PEOPLE, things.BELONGINGS + things.PETS * 2 + people.COUNTABLE_KIN[:-1]):
        if thing.is_counted:
            yield f"{who.zh}没有{thing.zh}", f"{who.en} {who.do}n't have {a(thing.singular)}"


@statement(50)
def has_many(deal: Deal) -> Sentences:
    collected = things.BELONGINGS + things.TEXTS + things.CLOTHES
    for who, thing in deal(PEOPLE, collected):
        yield f"{who.zh}有很多{thing.zh}", f"{who.en} {who.have} many {thing.plural}"


@statement(12)
def has_no_children(deal: Deal) -> Sentences:
    """Of children one says in English that there are none, not that there is not one."""
    for (who,) in deal(people.ADULTS):
        yield f"{who.zh}没有孩子", f"{who.en} {who.do}n't have children"


@statement(20)
def has_no_time(deal: Deal) -> Sentences:
    for who, (zh, en) in deal(PEOPLE, [("时间", "time"), ("钱", "money"), ("空", "free time")]):
        yield f"{who.zh}没有{zh}", f"{who.en} {who.do}n't have any {en}"


# --- 在, and 有 with a place ----------------------------------------------------------------------


@statement(95)
def there_is_one(deal: Deal) -> Sentences:
    for spot, thing in deal(
        places.SURFACES * 2 + places.CONTAINERS + places.UNDER[:3], things.BAG_THINGS + things.FRUIT
    ):
        misplaced = thing in things.FRUIT and spot.zh not in ("桌子上", "盒子里", "包里")
        if spot.zh != "地上" and not misplaced:
            yield f"{spot.zh}有{one(thing).zh}", f"there is {one(thing).en} {spot.en}"


@statement(45)
def there_is_on_the_table(deal: Deal) -> Sentences:
    for spot, thing in deal(
        places.SURFACES[:1], things.DRINKS + things.SERVED_FOOD + things.KITCHENWARE + things.STATIONERY
    ):
        yield f"{spot.zh}有{one(thing).zh}", f"there is {one(thing).en} {spot.en}"


@statement(65)
def there_are_several(deal: Deal) -> Sentences:
    for spot, number, thing in deal(
        places.SURFACES[:1] * 2 + places.CONTAINERS, places.MANY, things.BAG_THINGS + things.FRUIT
    ):
        what = several(number, thing)
        yield f"{spot.zh}有{what.zh}", f"there are {what.en} {spot.en}"


@statement(35)
def furniture_in_the_room(deal: Deal) -> Sentences:
    for (spot, thing), number in deal(FURNISHED, [None, *places.FEW[:3]]):
        what = several(number, thing) if number else one(thing)
        yield f"{spot.zh}有{what.zh}", f"there {'are' if number else 'is'} {what.en} {spot.en}"


FURNITURE_OF = blocks("""
    房间里 > 桌子 椅子 床 沙发 灯 电脑
    厨房里 > 桌子 椅子 冰箱 灯
    卧室里 > 床 椅子 灯 桌子
    客厅里 > 沙发 桌子 椅子 灯
    教室里 > 桌子 椅子 灯 电脑
    办公室里 > 桌子 椅子 电脑 灯 沙发
""")
FURNISHED = [
    (spot, thing)
    for spot in places.ROOM_SPOTS
    for thing in things.FURNITURE + things.DEVICES[1:2]
    if thing.zh in dict(FURNITURE_OF)[spot.zh].split()
]


@statement(55)
def animals_about(deal: Deal) -> Sentences:
    for spot, number, animal in deal(
        places.OUTDOORS, [None, None, *places.MANY], [*things.PETS, things.FLOWER]
    ):
        what = several(number, animal) if number else one(animal)
        be = "are" if number else "is"
        yield f"{spot.zh}有{what.zh}", f"there {be} {what.en} {spot.en}"


MANY_THINGS = blocks("""
    公园里 in the park > 树 花 鸟 狗 孩子
    花园里 in the garden > 树 花 鸟
    房间里 in the room > 书 椅子 玩具
    学校里 in the school > 老师 学生 教室
    街上 on the street > 车 公共汽车 自行车 出租车 商店 饭馆
    桌子上 on the table > 书 信 杂志 盘子 礼物
    火车站 at the train station > 火车
    机场 at the airport > 飞机 出租车
    办公室里 in the office > 桌子 电脑 椅子
    这座房子里 in this house > 房间 窗户 灯
    动物园里 at the zoo > 动物 猴子 老虎 孩子
""")
MANY_NOUNS = {
    noun.zh: noun.plural
    for noun in things.SMALL_THINGS + things.FURNITURE + things.VEHICLES + things.ANIMALS + people.JOBS
}
MANY_NOUNS |= dict(
    words("""
    树 trees; 孩子 children; 教室 classrooms; 商店 stores; 饭馆 restaurants; 信 letters; 房间 rooms;
    窗户 windows; 电脑 computers; 动物 animals
""")
)


@statement(60)
def there_are_many(deal: Deal) -> Sentences:
    crowded = [(*words(spot), thing) for spot, many in MANY_THINGS for thing in many.split()]
    for (spot, thing), (zh, en) in deal(crowded, [("有很多", "many"), ("有一些", "some")]):
        yield f"{spot.zh}{zh}{thing}", f"there are {en} {MANY_NOUNS[thing]} {spot.en}"


@statement(30)
def none_in_the_fridge(deal: Deal) -> Sentences:
    for food, (zh, en) in deal(
        things.ALL_FOOD + things.DRINKS, [("冰箱里", "in the refrigerator"), ("家里", "at home")]
    ):
        some = bare(food)
        yield f"{zh}没有{some.zh}", f"there {'are' if some.person == 'they' else 'is'} no {some.en} {en}"


@statement(40)
def landmark_nearby(deal: Deal) -> Sentences:
    for building, side, thing in deal(places.NEIGHBORS, places.NEAR_A_BUILDING, places.NEIGHBORS):
        if building != thing:
            place = thing.the.en.removeprefix("the ")
            yield (
                f"{building.zh}{side.zh}有一个{thing.zh}",
                f"there is {a(place)} {side.en} {building.the.en}",
            )


@statement(35)
def landmark_is_next_to(deal: Deal) -> Sentences:
    for thing, building, side in deal(places.NEIGHBORS, places.NEIGHBORS, places.NEAR_A_BUILDING):
        if building != thing:
            yield f"{thing.zh}在{building.zh}{side.zh}", f"{thing.the.en} is {side.en} {building.the.en}"


@statement(75)
def the_thing_is_there(deal: Deal) -> Sentences:
    spots = places.SURFACES + places.CONTAINERS + places.ROOM_SPOTS
    for thing, spot in deal(things.BAG_THINGS + things.CLOTHES[:6] + things.HEADWEAR, spots):
        what = the(thing)
        yield f"{what.zh}在{spot.zh}", f"{what.en} {what.be} {spot.en}"


@statement(75)
def my_thing_is_there(deal: Deal) -> Sentences:
    spots = places.SURFACES[:4] + places.CONTAINERS + places.ROOM_SPOTS
    portable = [n for n in things.LOSABLE if "bag" not in n.singular and n.zh != "电脑"]
    for owner, thing, spot in deal(OWNERS, portable, spots):
        what = owned(owner, thing)
        yield f"{what.zh}在{spot.zh}", f"{what.en} {what.be} {spot.en}"


@statement(30)
def the_pet_is_there(deal: Deal) -> Sentences:
    spots = places.SURFACES[1:4] + places.UNDER + places.ROOM_SPOTS[:4] + places.OUTDOORS[:1]
    for pet, spot, owner in deal(things.PETS[:2], spots, [None, *SINGULAR_OWNERS]):
        what = owned(owner, pet) if owner else the(pet)
        yield f"{what.zh}在{spot.zh}", f"{what.en} is {spot.en}"


@statement(95)
def person_is_somewhere(deal: Deal) -> Sentences:
    for who, place in deal(PEOPLE, places.WHEREABOUTS + [None] * 2):
        zh, en = (place.zh_at, place.at) if place else ("在家", "at home")
        if who is not people.I:
            yield f"{who.zh}{zh}", f"{who.en} {who.be} {en}"


@statement(40)
def person_is_not_there(deal: Deal) -> Sentences:
    for who, place, now in deal(
        PEOPLE, [*places.WHEREABOUTS, None], [("", ""), ("现在", " now"), ("今天", " today")]
    ):
        zh, en = (place.zh_at, place.at) if place else ("在家", "at home")
        yield f"{who.zh}{now[0]}不{zh}", f"{who.en} {who.be} not {en}{now[1]}"


@statement(35)
def was_somewhere(deal: Deal) -> Sentences:
    for who, time, place in deal(PEOPLE, places.DAYTIME_PAST, [*places.WHEREABOUTS, None]):
        zh, en = (place.zh_at, place.at) if place else ("在家", "at home")
        yield f"{who.zh}{time.zh}{zh}", f"{who.en} {who.was} {en} {time.en}"


@statement(35)
def lives_in(deal: Deal) -> Sentences:
    for who, place in deal(PEOPLE, places.FAR_AWAY):
        yield f"{who.zh}住在{place.zh}", f"{who.en} {who.verb('live')} in {place.en}"


@statement(45)
def works_at(deal: Deal) -> Sentences:
    for who, place in deal([who for who in people.ADULTS if who not in people.TITLED], places.WORKPLACES):
        yield f"{who.zh}在{place.zh}工作", f"{who.en} {who.verb('work')} {place.at}"


# --- those and these ------------------------------------------------------------------------------


@statement(25)
def these_are_hers(deal: Deal) -> Sentences:
    for pointed, thing, owner in deal([these, those], things.BELONGINGS, PRONOUNS + people.NAMES):
        what = pointed(thing)
        yield f"{what.zh}都是{owner.zh}的", f"{what.en} are all {owner.possessive_pronoun or owner.own}"

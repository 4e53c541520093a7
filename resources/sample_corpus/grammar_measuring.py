"""Patterns that judge and measure: subjects of study, age, price, dates, weather, distance, health."""

from __future__ import annotations

from resources.sample_corpus import lexicon_actions as doing
from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.grammar_describing import DEGREES, to_a_degree
from resources.sample_corpus.lexicon_people import PEOPLE
from resources.sample_corpus.pattern import Deal, Sentences, statement
from resources.sample_corpus.phrase import (
    that,
    this,
)

# --- study ----------------------------------------------------------------------------------------

STUDY_QUALITIES = [
    things.DIFFICULT,
    things.EASY,
    things.INTERESTING,
    things.USEFUL,
    things.IMPORTANT,
    things.BORING,
]


@statement(45)
def subject_is(deal: Deal) -> Sentences:
    for subject, (zh, en), how in deal(places.STUDIED + places.LANGUAGES, DEGREES, STUDY_QUALITIES):
        yield f"{subject.zh}{to_a_degree(zh, how)}", f"{subject.en} is {en}{how.en}"


@statement(25)
def subject_is_more(deal: Deal) -> Sentences:
    for one_, other, how in deal(
        places.STUDIED + places.LANGUAGES, places.STUDIED + places.LANGUAGES, STUDY_QUALITIES
    ):
        if (one_ in places.LANGUAGES) == (other in places.LANGUAGES) and one_ != other:
            yield f"{one_.zh}比{other.zh}{how.zh}", f"{one_.en} is {how.more} than {other.en}"


@statement(35)
def learning_is(deal: Deal) -> Sentences:
    for language, (zh, en), how in deal(places.LANGUAGES, DEGREES, STUDY_QUALITIES):
        yield f"学{language.zh}{to_a_degree(zh, how)}", f"learning {language.en} is {en}{how.en}"


@statement(36)
def doing_is(deal: Deal) -> Sentences:
    skills = [
        (action, how)
        for action in doing.MUSIC_MAKING + doing.SPORTS
        for how in (things.DIFFICULT, things.EASY)
    ]
    pastimes = [(action, how) for action in doing.LEISURE for how in (things.INTERESTING, things.BORING)]
    for (action, how), (zh, en) in deal(skills + pastimes, DEGREES):
        yield f"{action.zh}{to_a_degree(zh, how)}", f"{action.ing} is {en}{how.en}"


@statement(12)
def good_for_health(deal: Deal) -> Sentences:
    healthy = [
        v for v in doing.LEISURE if v.zh in ("游泳", "跑步", "跳舞", "爬山", "骑自行车", "锻炼")
    ] + doing.SPORTS
    for (action,) in deal(healthy):
        yield f"{action.zh}对身体很好", f"{action.ing} is good for your health"


# --- numbers: age, price, dates -------------------------------------------------------------------


@statement(90)
def age(deal: Deal) -> Sentences:
    for (who, decade), unit in deal(AGES, [None, *places.DIGITS[:9]]):
        years = places.number_below_hundred(decade, unit)
        yield f"{who.zh}{years.zh}岁", f"{who.en} {who.be} {years.en} years old"


# Who is in their twenties, fifties, eighties.
AGES = [(who, decade) for who in people.PRONOUNS[:4] + people.NAMES for decade in range(1, 8)]
AGES += [
    (who, decade)
    for who in people.MY_KIN
    if who.zh[1:] in ("弟弟", "妹妹", "儿子", "女儿")
    for decade in (1, 2) * 2
]
AGES += [
    (who, decade)
    for who in people.MY_KIN
    if who.zh[1:] in ("爸爸", "妈妈", "叔叔", "阿姨")
    for decade in (4, 5) * 2
]
AGES += [(who, decade) for who in people.MY_KIN if who.zh[1:] in ("爷爷", "奶奶") for decade in (7, 8, 9)]


@statement(30)
def age_this_year(deal: Deal) -> Sentences:
    for (who, decade), unit in deal(AGES, [None, *places.DIGITS[:9]]):
        years = places.number_below_hundred(decade, unit)
        yield f"{who.zh}今年{years.zh}岁", f"{who.en} {who.be} {years.en} years old this year"


@statement(80)
def price(deal: Deal) -> Sentences:
    ranges = [
        (things.CHEAP_GOODS, places.UP_TO_TWENTY + places.TENS), (things.DEAR_GOODS, places.HUNDREDS),
        (things.VERY_DEAR_GOODS, places.THOUSANDS),
    ]  # fmt: skip
    priced = [(noun, yuan) for goods, prices in ranges for noun in goods for yuan in prices]
    for pointed, (noun, yuan) in deal([this, that], priced):
        yield f"{pointed(noun).zh}{yuan.zh}块钱", f"{pointed(noun).en} is {yuan.en} yuan"


@statement(70)
def date(deal: Deal) -> Sentences:
    for (zh, en), month, day in deal([("今天", "today"), ("明天", "tomorrow")], places.MONTHS, range(1, 31)):
        if not (month.zh == "2月" and day > 28):
            yield f"{zh}是{month.zh}{day}号", f"{en} is {month.en} {day}"


@statement(60)
def birthday(deal: Deal) -> Sentences:
    for owner, month, day in deal(
        people.SINGULAR_OWNERS + people.NAMES + people.MY_KIN, places.MONTHS, range(1, 29)
    ):
        yield f"{owner.zh}的生日是{month.zh}{day}号", f"{owner.own} birthday is {month.en} {day}"


@statement(14)
def weekday(deal: Deal) -> Sentences:
    for (zh, en), day in deal([("今天", "today"), ("明天", "tomorrow")], places.WEEKDAYS):
        yield f"{zh}是{day.zh}", f"{en} is {day.en}"


@statement(24)
def clock(deal: Deal) -> Sentences:
    for (hour,) in deal(places.HOURS + places.HALF_HOURS):
        yield f"现在{hour.zh}", f"it is {hour.en} now"


# --- weather and distance -------------------------------------------------------------------------


@statement(35)
def weather_today(deal: Deal) -> Sentences:
    degrees = [("很", ""), ("非常", "very "), ("有点", "a little "), ("不", "not ")]
    times = [
        ("今天", "today", "is"),
        ("昨天", "yesterday", "was"),
        ("今天早上", "this morning", "was"),
        ("昨天晚上", "last night", "was"),
    ]
    for (zh, en, be), (zh_very, very), how in deal(times, degrees, doing.WEATHER):
        if how.en in ("hot", "cold") or very != "a little ":
            yield f"{zh}{zh_very}{how.zh}", f"it {be} {very}{how.en} {en}"


@statement(36)
def weather_there(deal: Deal) -> Sentences:
    usual = [("春天", "warm"), ("夏天", "hot"), ("秋天", "cool"), ("冬天", "cold")]
    climates = [(s, h) for s in places.SEASONS for h in doing.WEATHER if (s.zh, h.en) in usual]
    for city, (season, how), (zh, en) in deal(places.CITIES, climates, DEGREES[:2]):
        yield f"{city.zh}的{season.zh}{zh}{how.zh}", f"{season.en} in {city.en} is {en}{how.en}"


@statement(30)
def day_is_more(deal: Deal) -> Sentences:
    days = [
        ("今天", "today", "is"),
        ("昨天", "yesterday", "was"),
        ("前天", "the day before yesterday", "was"),
    ]
    for (zh, en, be), (zh_other, other, _), how in deal(days, days, doing.WEATHER):
        if zh != zh_other:
            yield f"{zh}比{zh_other}{how.zh}", f"{en} {be} {how.more} than {other}"


@statement(24)
def rain_to_come(deal: Deal) -> Sentences:
    changes = [
        ("会下雨", "it will rain"),
        ("会下雪", "it will snow"),
        ("不会下雨", "it won't rain"),
        ("不会下雪", "it won't snow"),
    ]
    for time, (zh, en) in deal(places.NEAR_FUTURE, changes):
        yield f"{time.zh}{zh}", f"{en} {time.en}"


@statement(16)
def rain_past(deal: Deal) -> Sentences:
    changes = [
        ("下雨了", "it rained"),
        ("下雪了", "it snowed"),
        ("没下雨", "it didn't rain"),
        ("没下雪", "it didn't snow"),
    ]
    for time, (zh, en) in deal(places.JUST_PAST, changes):
        yield f"{time.zh}{zh}", f"{en} {time.en}"


@statement(25)
def city_is_more(deal: Deal) -> Sentences:
    for one_, other, how in deal(places.CITIES, places.CITIES, doing.SIGHTS):
        if one_ != other:
            yield f"{one_.zh}比{other.zh}{how.zh}", f"{one_.en} is {how.more} than {other.en}"


@statement(25)
def city_is(deal: Deal) -> Sentences:
    for city, (zh, en), how in deal(places.FAR_AWAY, DEGREES[:2], doing.SIGHTS):
        yield f"{city.zh}{zh}{how.zh}", f"{city.en} is {en}{how.en}"


@statement(35)
def distance(deal: Deal) -> Sentences:
    homes = [
        ("我家", "my home"),
        ("你家", "your home"),
        ("他家", "his home"),
        ("学校", "the school"),
        ("办公室", "the office"),
        ("酒店", "the hotel"),
    ]
    near_or_far = [
        ("很远", "far from"),
        ("很近", "close to"),
        ("不远", "not far from"),
        ("非常近", "very close to"),
        ("非常远", "very far from"),
    ]
    for place, (zh, en), (zh_far, far) in deal(places.LANDMARKS, homes, near_or_far):
        if place.zh not in zh:
            yield f"{place.zh}离{zh}{zh_far}", f"{place.the.en} is {far} {en}"


# --- health ---------------------------------------------------------------------------------------


@statement(48)
def hurts(deal: Deal) -> Sentences:
    for owner, part in deal(people.SINGULAR_OWNERS * 3 + people.NAMES + people.MY_KIN, doing.BODY_PARTS):
        yield (
            f"{owner.zh}的{part.zh}很疼",
            f"{owner.own} {part.en} {'hurt' if part.en == 'eyes' else 'hurts'}",
        )


@statement(36)
def is_ill(deal: Deal) -> Sentences:
    ills = [("头疼", "a headache"), ("感冒了", "a cold"), ("发烧了", "a fever"), ("牙疼", "a toothache")]
    single = [who for who in PEOPLE if who not in (people.WE, people.THEY)]
    for who, (zh, en) in deal(single, ills):
        yield f"{who.zh}{zh}", f"{who.en} {who.have} {en}"

"""The words for places, with the preposition English wants; and for time, numbers and school."""

from __future__ import annotations

from dataclasses import dataclass

from resources.sample_corpus.phrase import NP, Word
from resources.sample_corpus.tables import words


@dataclass(frozen=True)
class Place:
    """学校: go "to school", be "at school". What one is "in" takes 里 in Chinese: 在厨房里."""

    zh: str
    en: str  # with its article
    preposition: str

    @property
    def to(self) -> str:
        return f"to {self.en}"

    @property
    def at(self) -> str:
        return f"{self.preposition} {self.en}"

    @property
    def zh_at(self) -> str:
        return f"在{self.zh}{'里' if self.preposition == 'in' else ''}"

    @property
    def the(self) -> NP:
        return NP(self.zh, self.en if self.en.startswith("the ") else f"the {self.en}")


def _places(preposition: str, table: str, article: str = "the ") -> list[Place]:
    return [Place(word.zh, article + word.en, preposition) for word in words(table)]


SCHOOL = Place("学校", "school", "at")
SHOPS = _places("at", "超市 supermarket; 商店 store; 书店 bookstore; 市场 market")
PUBLIC_PLACES = _places(
    "at",
    """
    医院 hospital; 银行 bank; 邮局 post office; 饭馆 restaurant; 咖啡馆 coffee shop; 酒店 hotel;
    博物馆 museum; 动物园 zoo; 电影院 movie theater; 图书馆 library
""",
)
STATIONS = _places("at", "机场 airport; 火车站 train station")
INSIDE = _places("in", "公园 park; 办公室 office; 教室 classroom")
ROOMS = _places("in", "厨房 kitchen; 卧室 bedroom; 客厅 living room; 花园 garden; 房间 room")
DESTINATIONS = [SCHOOL, *SHOPS, *PUBLIC_PLACES, *STATIONS, INSIDE[0]]
LEISURE_PLACES = SHOPS + PUBLIC_PLACES[3:5] + PUBLIC_PLACES[6:] + [INSIDE[0]]
WORKPLACES = [SCHOOL, *SHOPS[:3], *PUBLIC_PLACES[:9], STATIONS[0]]
# Where one asks the way to in a town.
LANDMARKS = [*SHOPS, *PUBLIC_PLACES, *STATIONS, INSIDE[0], Place("学校", "the school", "at")]
NEIGHBORS = [place for place in LANDMARKS if place not in STATIONS]
LANDMARKS += _places("at", "洗手间 restroom; 地铁站 subway station; 公共汽车站 bus stop")
NEIGHBORS += LANDMARKS[-2:]
WHEREABOUTS = [SCHOOL, *SHOPS, *PUBLIC_PLACES, *STATIONS, *INSIDE, *ROOMS[:4]]

CITIES = words("""
    北京 Beijing; 上海 Shanghai; 香港 Hong Kong; 广州 Guangzhou; 成都 Chengdu; 伦敦 London; 巴黎 Paris;
    东京 Tokyo; 纽约 New York
""")
COUNTRIES = words("""
    中国 China; 美国 America; 英国 England; 法国 France; 德国 Germany; 日本 Japan; 韩国 Korea;
    加拿大 Canada; 意大利 Italy; 西班牙 Spain; 俄罗斯 Russia; 澳大利亚 Australia
""")
FAR_AWAY = CITIES + COUNTRIES


def going_to(place: Place | Word) -> str:
    """to school, to the bank, to Beijing."""
    return place.to if isinstance(place, Place) else f"to {place.en}"


# Where things lie: 桌子上 on the table.
SURFACES = words("""
    桌子上 on the table; 椅子上 on the chair; 床上 on the bed; 沙发上 on the sofa; 地上 on the floor
""")
UNDER = words("""
    桌子下面 under the table; 椅子下面 under the chair; 床下面 under the bed; 树下面 under the tree
""")
CONTAINERS = words("包里 in the bag; 书包里 in the schoolbag; 盒子里 in the box")
ROOM_SPOTS = words("""
    房间里 in the room; 厨房里 in the kitchen; 卧室里 in the bedroom; 客厅里 in the living room;
    教室里 in the classroom; 办公室里 in the office
""")
OUTDOORS = words("""
    花园里 in the garden; 公园里 in the park; 树下面 under the tree; 房子前面 in front of the house;
    门外 outside the door
""")
NEAR_A_BUILDING = words("前面 in front of; 后面 behind; 旁边 next to")

# --- time -----------------------------------------------------------------------------------------

JUST_PAST = words("昨天 yesterday; 昨天晚上 last night; 今天早上 this morning; 前天 the day before yesterday")
DAYTIME_PAST = [JUST_PAST[0], *JUST_PAST[2:]]
LONG_PAST = words("上个星期 last week; 上个月 last month; 去年 last year")
LAST_WEEK = LONG_PAST[0]
NEAR_FUTURE = words("""
    明天 tomorrow; 后天 the day after tomorrow; 明天早上 tomorrow morning; 明天下午 tomorrow afternoon;
    今天晚上 tonight; 这个周末 this weekend
""")
FAR_FUTURE = words("下个星期 next week; 下个月 next month; 明年 next year")
EVERY_DAY = words("每天 every day; 每天早上 every morning; 每天下午 every afternoon; 每天晚上 every evening")
WEEKDAYS = words("""
    星期一 Monday; 星期二 Tuesday; 星期三 Wednesday; 星期四 Thursday; 星期五 Friday; 星期六 Saturday;
    星期天 Sunday
""")
ON_WEEKDAYS = [Word(day.zh, f"on {day.en}s") for day in WEEKDAYS]
ON_A_DAY = [Word(day.zh, f"on {day.en}") for day in WEEKDAYS]
WEEKLY = [
    Word("周末", "on weekends"),
    Word("每个周末", "every weekend"),
    Word("每个星期", "every week"),
    *ON_WEEKDAYS,
]
HABITUALLY = words("经常 often; 总是 always; 有时候 sometimes; 很少 rarely; 从不 never")
SEASONS = words("春天 spring; 夏天 summer; 秋天 fall; 冬天 winter")
PARTS_OF_DAY = words("早上 in the morning; 下午 in the afternoon; 晚上 in the evening")

# --- numbers --------------------------------------------------------------------------------------

DIGITS = words("""
    一 one; 二 two; 三 three; 四 four; 五 five; 六 six; 七 seven; 八 eight; 九 nine; 十 ten; 十一 eleven;
    十二 twelve
""")
# Before a measure word 二 becomes 两.
FEW = [Word("两", "two"), *DIGITS[2:6]]
MANY = [*FEW, *DIGITS[6:10]]
TENS = words("""
    二十 twenty; 三十 thirty; 四十 forty; 五十 fifty; 六十 sixty; 七十 seventy; 八十 eighty; 九十 ninety
""")
TEENS = words("""
    十三 thirteen; 十四 fourteen; 十五 fifteen; 十六 sixteen; 十七 seventeen; 十八 eighteen; 十九 nineteen
""")
UP_TO_TWENTY = [*DIGITS[4:], *TEENS]


def number_below_hundred(tens: int, unit: Word | None) -> Word:
    """(3, 二 two) is 三十二 thirty-two; (1, None) is 十 ten."""
    if tens == 1:
        return (DIGITS[9:] + TEENS)[DIGITS.index(unit) + 1 if unit else 0]
    ten = TENS[tens - 2]
    return Word(ten.zh + unit.zh, f"{ten.en}-{unit.en}") if unit else ten


HUNDREDS = [Word("两百" if n.zh == "二" else f"{n.zh}百", f"{n.en} hundred") for n in DIGITS[:9]]
THOUSANDS = [Word("两千" if n.zh == "二" else f"{n.zh}千", f"{n.en} thousand") for n in DIGITS[:9]]
HOURS = [Word("两点" if n.zh == "二" else f"{n.zh}点", f"{n.en} o'clock") for n in DIGITS]
HALF_HOURS = [Word("两点半" if n.zh == "二" else f"{n.zh}点半", f"half past {n.en}") for n in DIGITS]
MONTHS = words("""
    1月 January; 2月 February; 3月 March; 4月 April; 5月 May; 6月 June; 7月 July; 8月 August;
    9月 September; 10月 October; 11月 November; 12月 December
""")

# --- school ---------------------------------------------------------------------------------------

LANGUAGES = words("""
    中文 Chinese; 英语 English; 法语 French; 德语 German; 日语 Japanese; 韩语 Korean; 西班牙语 Spanish;
    俄语 Russian
""")
SCHOOL_SUBJECTS = words("""
    数学 math; 历史 history; 音乐 music; 艺术 art; 物理 physics; 化学 chemistry; 生物 biology;
    地理 geography; 文学 literature
""")
COMPUTING = words("""
    机器翻译 machine translation; 人工智能 artificial intelligence; 计算机科学 computer science;
    深度学习 deep learning; 编程 programming; 语言学 linguistics
""")
STUDIED = SCHOOL_SUBJECTS + COMPUTING

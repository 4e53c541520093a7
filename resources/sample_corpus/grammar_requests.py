"""Patterns that ask for something to be done or not done: 请, 别, 吧, 让; and wishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resources.sample_corpus import lexicon_actions as doing
from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.english import a
from resources.sample_corpus.lexicon_people import HE, SHE, THEY, WE, I
from resources.sample_corpus.pattern import Deal, Sentences, exclamation, statement
from resources.sample_corpus.phrase import VP, Word, one, several, the
from resources.sample_corpus.tables import actions, words

POLITE = actions("""
    坐下 sit down; 进来 come in; 等我 wait for me; 等一下 wait a moment; 说慢一点 speak slowly;
    大声一点 speak loudly; 再说一次 say it again; 开门 open the door; 关门 close the door;
    开窗户 open the window; 关窗户 close the window; 开灯 turn on the light; 关灯 turn off the light;
    打开电脑 turn on the computer; 关电脑 turn off the computer; 安静 be quiet; 小心 be careful;
    写你的名字 write your name; 告诉我你的名字 tell me your name; 看这张照片 look at this photo;
    看黑板 look at the blackboard; 打开书 open your book; 听音乐 listen to the music; 给我打电话 call me;
    给他打电话 call him; 给她打电话 call her; 洗手 wash your hands; 吃药 take your medicine;
    早点来 come early; 早点睡觉 go to bed early; 早点起床 get up early; 多喝水 drink more water;
    多吃水果 eat more fruit; 多吃蔬菜 eat more vegetables; 带雨伞 bring an umbrella;
    带词典 bring a dictionary; 翻译这个句子 translate this sentence; 读这个句子 read this sentence;
    写一个句子 write a sentence; 回答问题 answer the question; 帮我 help me; 帮他 help him; 帮她 help her;
    帮我们 help us; 努力学习 study hard; 努力工作 work hard; 打扫房间 clean the room;
    做作业 do your homework
""")  # fmt: skip
NOT_HERE = actions("""
    抽烟 smoke; 拍照 take photos; 大声说话 talk loudly; 跑步 run; 唱歌 sing; 跳舞 dance;
    踢足球 play soccer; 打篮球 play basketball; 睡觉 sleep; 吃饭 eat; 玩游戏 play games; 游泳 swim;
    聊天 chat; 喝酒 drink alcohol; 打电话 talk on the phone; 骑自行车 ride a bicycle;
    听音乐 listen to music
""")  # fmt: skip
QUIET_PLACES_FORBID = [
    "抽烟",
    "拍照",
    "大声说话",
    "唱歌",
    "跳舞",
    "睡觉",
    "吃饭",
    "玩游戏",
    "聊天",
    "喝酒",
    "打电话",
]
WARNINGS = actions("""
    哭 cry; 笑 laugh; 说话 talk; 担心 worry; 紧张 be nervous; 生气 be angry; 害羞 be shy; 难过 be sad;
    迟到 be late; 走 leave; 开门 open the door; 关门 close the door; 开窗户 open the window;
    关灯 turn off the light; 忘了我 forget me; 看电视 watch TV; 玩手机 play with your phone;
    浪费时间 waste time; 浪费钱 waste money; 浪费水 waste water; 说谎 tell lies; 抽烟 smoke;
    喝酒 drink alcohol; 吃太多糖 eat too much sugar; 喝太多咖啡 drink too much coffee;
    给他打电话 call him; 给她打电话 call her; 忘了带钥匙 forget to bring your key; 大声说话 talk loudly;
    开车 drive; 那么懒 be so lazy
""")  # fmt: skip


def addressed(deal: Deal, table: Sequence[VP]) -> Iterator[tuple[str, str, VP]]:
    """Half of the time with the name of the person one speaks to: "Tom, …"."""
    for action, nameless, who in deal(table, [True, False], people.NAMES):
        yield ("", "", action) if nameless else (f"{who.zh}，", f"{who.en}, ", action)


OUT = [outing.zh for outing in doing.OUTINGS]


@statement(130)
def please(deal: Deal) -> Sentences:
    for zh, en, action in addressed(deal, POLITE):
        yield f"{zh}请{action.zh}", f"{en}please {action.base}"


@statement(60)
def please_give(deal: Deal) -> Sentences:
    asked_for = (
        things.DRINKS * 3
        + things.BOTTLED_DRINKS
        + things.STATIONERY
        + things.KITCHENWARE
        + things.FRUIT
        + things.SNACKS
        + things.SERVED_FOOD
    )
    for whom, number, thing in deal([I] * 3 + [HE, SHE, WE, THEY], [None, None, *places.FEW[:2]], asked_for):
        what = several(number, thing) if number else one(thing)
        yield f"请给{whom.zh}{what.zh}", f"please give {whom.obj} {what.en}"


@statement(30)
def please_hand_over(deal: Deal) -> Sentences:
    for whom, thing in deal([I, HE, SHE, WE, THEY], things.BAG_THINGS + things.KITCHENWARE):
        yield f"请把{thing.zh}给{whom.zh}", f"please give {the(thing).en} to {whom.obj}"


@statement(30)
def please_put(deal: Deal) -> Sentences:
    for thing, spot in deal(
        things.BAG_THINGS + things.KITCHENWARE[:3] + things.CLOTHES[:4],
        places.SURFACES[:4] + places.CONTAINERS,
    ):
        if not (thing in things.KITCHENWARE and spot.zh != "桌子上"):
            yield f"请把{thing.zh}放在{spot.zh}", f"please put {the(thing).en} {spot.en}"


@statement(20)
def please_do_not_here(deal: Deal) -> Sentences:
    spots = [
        ("这里", "here"),
        ("教室里", "in the classroom"),
        ("图书馆", "at the library"),
        ("办公室里", "in the office"),
    ]
    for action, (zh, en) in deal(NOT_HERE, spots):
        if zh == "这里" or action.zh in QUIET_PLACES_FORBID:
            yield f"请不要在{zh}{action.zh}", f"please do not {action.base} {en}"


@statement(100)
def do_not(deal: Deal) -> Sentences:
    for zh, en, action in addressed(deal, WARNINGS):
        yield f"{zh}别{action.zh}", f"{en}don't {action.base}"


@statement(30)
def do_not_put(deal: Deal) -> Sentences:
    for thing, spot in deal(things.BAG_THINGS + things.CLOTHES[:5], places.SURFACES):
        yield f"别把{thing.zh}放在{spot.zh}", f"don't put {the(thing).en} {spot.en}"


@statement(45)
def lets(deal: Deal) -> Sentences:
    extra = actions("""
        吃|早饭 eat breakfast; 吃|午饭 eat lunch; 吃|晚饭 eat dinner; 回家 go home; 休息 rest; 走 leave;
        开始 start; 学习 study; 工作 work
    """)
    for (action,) in deal([v for v in doing.LEISURE if v.zh not in OUT] + doing.CHORES + extra):
        yield f"我们{action.zh}吧", f"let's {action.base}"


@statement(30)
def lets_go(deal: Deal) -> Sentences:
    times = [*words("明天 tomorrow; 今天晚上 tonight; 这个周末 this weekend"), Word("", "")]
    for place, time in deal(places.LEISURE_PLACES, times):
        yield f"我们{time.zh}去{place.zh}吧", f"let's go {place.to} {time.en}".strip()


@statement(24)
def lets_go_doing(deal: Deal) -> Sentences:
    times = [
        *words("明天 tomorrow; 下午 in the afternoon; 这个周末 this weekend; 星期六 on Saturday"),
        Word("", ""),
    ]
    for outing, time in deal(doing.OUTINGS, times):
        yield f"我们{time.zh}去{outing.zh}吧", f"let's go {outing.ing} {time.en}".strip()


@statement(30)
def lets_meet(deal: Deal) -> Sentences:
    for hour, place in deal(places.HOURS + places.HALF_HOURS, [*places.DESTINATIONS, *places.INSIDE[1:]]):
        yield f"我们{hour.zh}{place.zh_at}见面吧", f"let's meet {place.at} at {hour.en}"


@statement(30)
def let_him(deal: Deal) -> Sentences:
    done = actions("""
        看看 have a look; 试试 try; 想想 think; 帮你 help you; 休息 rest; 先走 leave first; 说 speak;
        睡觉 sleep; 进来 come in; 回家 go home; 学习 study; 玩 play; 吃饭 eat; 开车 drive; 做饭 cook
    """)
    for whom, action in deal([I, HE, SHE, THEY, *people.NAMES], done):
        yield f"让{whom.zh}{action.zh}", f"let {whom.obj} {action.base}"


@exclamation(24)
def wishes(deal: Deal) -> Sentences:
    occasions = words("""
        生日快乐 a happy birthday; 新年快乐 a happy new year; 周末愉快 a nice weekend;
        旅行愉快 a nice trip; 身体健康 good health; 假期愉快 a nice vacation
    """)
    for whom, occasion in deal([people.YOU, HE, SHE, THEY], occasions):
        yield f"祝{whom.zh}{occasion.zh}", f"I wish {whom.obj} {occasion.en}"


@exclamation(30)
def what_a(deal: Deal) -> Sentences:
    for noun, how in (pair for (pair,) in deal(things.DESCRIBED)):
        if (
            how.en in ("beautiful", "cute", "big", "interesting", "comfortable", "smart", "good", "delicious")
            and noun.is_counted
        ):
            yield f"多{how.zh}的{noun.zh}啊", f"what {a(how.en)} {noun.singular}"


@exclamation(170)
def calls(deal: Deal) -> Sentences:
    calls = words("""
        快来 come quickly; 等等我 wait for me; 小心 be careful; 快起床 get up quickly;
        来吃饭 come and eat; 来喝茶 come and drink tea; 来看看 come and have a look; 早上好 good morning;
        下午好 good afternoon; 晚上好 good evening; 晚安 good night; 你好 hello; 再见 goodbye;
        谢谢你 thank you; 谢谢 thanks; 不客气 you are welcome; 没关系 it doesn't matter;
        对不起 I am sorry; 欢迎 welcome; 生日快乐 happy birthday; 新年快乐 happy new year;
        恭喜你 congratulations; 好久不见 long time no see; 太好了 great; 明天见 see you tomorrow;
        加油 go for it; 当然 of course; 救命 help
    """)
    for who, call in deal(people.NAMES + people.TITLED, calls):
        familiar = call.zh in ("快来", "快起床", "加油", "等等我")
        if not (who in people.TITLED and familiar):
            yield f"{who.zh}，{call.zh}", f"{who.en}, {call.en}"

"""What people do and how they are: activities, skills, duties, transitive verbs, states."""

from __future__ import annotations

from resources.sample_corpus import lexicon_things as things
from resources.sample_corpus.phrase import Noun, act, bare
from resources.sample_corpus.tables import actions, adjectives, words

SPORTS = actions("""
    打|篮球 play basketball; 踢|足球 play soccer; 打|网球 play tennis; 打|乒乓球 play table tennis;
    打|羽毛球 play badminton; 打|排球 play volleyball
""")
MUSIC_MAKING = actions("弹|钢琴 play the piano; 弹|吉他 play the guitar; 拉|小提琴 play the violin")
# Without an object one can see: these take no 了 in the middle.
SIMPLE_LEISURE = actions("""
    游泳 swim; 跑步 run; 唱歌 sing; 跳舞 dance; 画画 draw; 做饭 cook; 购物 shop; 旅行 travel; 滑雪 ski;
    滑冰 skate; 钓鱼 fish; 聊天 chat; 拍照 take photos; 爬山 climb mountains; 下棋 play chess;
    骑自行车 ride a bicycle; 锻炼 exercise
""")
WATCHING_AND_READING = actions("""
    看书 read; 看|电影 watch movies; 看|电视 watch TV; 看|小说 read novels; 听|音乐 listen to music;
    玩|游戏 play games
""")
LEISURE = SIMPLE_LEISURE + WATCHING_AND_READING + SPORTS + MUSIC_MAKING
LIKED = LEISURE + actions("""
    学习 study; 写|小说 write novels; 种|花 grow flowers; 喝|茶 drink tea; 喝|咖啡 drink coffee;
    听|故事 listen to stories; 看|比赛 watch matches; 学|中文 learn Chinese; 学|英语 learn English;
    开车 drive; 睡觉 sleep
""")

# One goes out to do them: 去购物 go shopping.
OUTINGS = actions("购物 shop; 游泳 swim; 跑步 run; 滑雪 ski; 滑冰 skate; 钓鱼 fish; 跳舞 dance")

MEALS = actions("吃|早饭 eat breakfast; 吃|午饭 eat lunch; 吃|晚饭 eat dinner")
CHORES = actions("""
    打扫|房间 clean the room; 洗|衣服 wash clothes; 洗|碗 wash the dishes; 做|作业 do homework;
    买|菜 buy groceries
""")
DAILY = CHORES + actions("""
    看书 read; 跑步 run; 锻炼 exercise; 散步 take a walk; 看|电视 watch TV; 看|新闻 watch the news;
    看|报纸 read the newspaper; 听|音乐 listen to music; 学习 study; 做饭 cook; 洗澡 take a shower;
    喝|咖啡 drink coffee; 喝|牛奶 drink milk; 练习|中文 practice Chinese; 练习|英语 practice English;
    写|日记 write a diary
""")
AT_AN_HOUR = actions("""
    起床 get up; 睡觉 go to bed; 上班 go to work; 下班 leave work; 回家 go home; 吃|早饭 eat breakfast;
    吃|午饭 eat lunch; 吃|晚饭 eat dinner; 去学校 go to school; 开会 have a meeting; 上课 have class
""")
MORNING_ONLY = ("起床", "吃早饭", "上班", "去学校")
EVENING_ONLY = ("睡觉", "吃晚饭", "下班", "回家")

IN_PROGRESS = (
    LEISURE
    + DAILY
    + actions("""
    睡觉 sleep; 开会 have a meeting; 开车 drive; 等|公共汽车 wait for the bus; 工作 work; 休息 rest;
    写|信 write a letter; 打电话 talk on the phone; 准备|晚饭 prepare dinner; 吃|早饭 eat breakfast;
    吃|午饭 eat lunch; 吃|晚饭 eat dinner
""")
)
SKILLS = (
    MUSIC_MAKING
    + SPORTS
    + actions("""
    游泳 swim; 开车 drive; 做饭 cook; 唱歌 sing; 跳舞 dance; 画画 draw; 滑雪 ski; 滑冰 skate;
    下棋 play chess; 骑自行车 ride a bicycle; 骑|马 ride a horse; 写|汉字 write Chinese characters;
    用|电脑 use a computer; 包|饺子 make dumplings; 说|中文 speak Chinese; 说|英语 speak English;
    说|法语 speak French; 说|德语 speak German; 说|日语 speak Japanese; 说|韩语 speak Korean;
    说|西班牙语 speak Spanish; 说|俄语 speak Russian; 编程 program
""")
)

DUTIES = CHORES + actions("""
    学习 study; 工作 work; 休息 rest; 回家 go home; 吃药 take medicine; 看医生 see a doctor;
    去|银行 go to the bank; 去|医院 go to the hospital; 去|学校 go to school; 买|票 buy tickets;
    锻炼 exercise; 练习|中文 practice Chinese; 练习|英语 practice English; 带|雨伞 bring an umbrella;
    努力学习 study hard; 努力工作 work hard; 多喝水 drink more water; 多吃蔬菜 eat more vegetables;
    多吃水果 eat more fruit; 早点睡觉 go to bed early; 早点起床 get up early; 帮助|别人 help other people;
    准备|考试 prepare for the exam; 学|英语 learn English; 学|中文 learn Chinese;
    买|新手机 buy a new phone; 买|新电脑 buy a new computer
""")
BAD_HABITS = actions("""
    喝酒 drink alcohol; 抽烟 smoke; 说谎 tell lies; 浪费|时间 waste time; 浪费|钱 waste money;
    浪费|水 waste water; 大声说话 talk loudly; 玩|手机 play with your phone; 吃太多糖 eat too much sugar;
    迟到 be late
""")

# A verb and the things it is done to, once: 看了一本书 read a book.
EVENTS = [
    ("吃", "eat", things.FOOD),
    ("喝", "drink", things.DRINKS),
    ("看", "read", things.READABLE),
    ("看", "watch", things.MOVIES),
    ("写", "write", things.WRITABLE),
    ("借", "borrow", things.BORROWABLE),
    ("听", "listen to", things.SONGS),
]
EVENT_TABLE: list[tuple[str, str, Noun]] = [(zh, en, noun) for zh, en, group in EVENTS for noun in group]
SHOPPING = [("买", "buy", noun) for noun in things.GOODS]
SELLING = [
    ("卖", "sell", noun)
    for noun in things.OWN_VEHICLES + things.DEVICES + things.HOMES[:1] + things.INSTRUMENTS
]
DRAWN = [*things.ANIMALS, things.FLOWER, things.TREE, *things.VEHICLES[1:2], *things.HOMES[:1]]

EATING = [act("吃", "eat", bare(food)) for food in things.ALL_FOOD]
DRINKING = [act("喝", "drink", bare(drink)) for drink in things.DRINKS]

TOWARDS_PEOPLE = actions("""
    帮助 help; 等 wait for; 认识 know; 喜欢 like; 爱 love; 想 miss; 相信 believe; 了解 understand
""")

# --- how people are -------------------------------------------------------------------------------

TEMPERS = adjectives("""
    聪明 smart+; 友好 friendly+; 善良 kind+; 勇敢 brave+; 害羞 shy+; 懒 lazy+; 有名 famous; 安静 quiet+;
    幽默 funny+; 强壮 strong+; 年轻 young+; 高 tall+; 健康 healthy+; 耐心 patient; 努力 hard-working;
    矮 short+
""")
DENIABLE_TEMPERS = [adjective for adjective in TEMPERS if adjective.zh not in ("有名",)]
MOODS = adjectives("""
    忙 busy+; 累 tired; 高兴 happy+; 饿 hungry+; 渴 thirsty+; 生气 angry+; 难过 sad; 紧张 nervous;
    激动 excited
""")
COMPARED = [adjective for adjective in TEMPERS if adjective.zh not in ("善良", "安静", "幽默")]
SIGHTS = adjectives("大 big+; 漂亮 beautiful; 干净 clean+; 安静 quiet+; 有意思 interesting")
WEATHER = adjectives("热 hot+; 冷 cold+; 暖和 warm+; 凉快 cool+")

BODY_PARTS = words("手 hand; 脚 foot; 眼睛 eyes; 牙 tooth; 肚子 stomach; 背 back; 腿 leg; 耳朵 ear")

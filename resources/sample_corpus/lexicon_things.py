"""The words for things: each with its measure word, grouped by what one can do with them."""

from __future__ import annotations

from resources.sample_corpus.phrase import Adjective, Noun
from resources.sample_corpus.tables import adjectives, nouns

PETS = nouns("猫 cat 只; 狗 dog 只; 鸟 bird 只; 兔子 rabbit 只")
WILD_ANIMALS = nouns("""
    熊猫 panda 只; 老虎 tiger 只; 大象 elephant 头; 猴子 monkey 只; 狮子 lion 头; 老鼠 mouse/mice 只
""")
FARM_ANIMALS = nouns("马 horse 匹; 牛 cow 头; 羊 sheep/sheep 只; 猪 pig 头; 鸭子 duck 只")
ANIMALS = PETS + WILD_ANIMALS + FARM_ANIMALS

FRUIT = nouns("""
    苹果 apple 个; 香蕉 banana 根; 橙子 orange 个; 梨 pear 个; 西瓜 watermelon 个; 草莓 strawberry 个
""")
SNACKS = nouns("""
    汉堡 hamburger 个; 三明治 sandwich 个; 鸡蛋 egg 个; 包子 steamed bun 个; 土豆 potato/potatoes 个;
    西红柿 tomato/tomatoes 个; 饼干 cookie 块
""")
SERVED_FOOD = nouns("""
    米饭 rice/- 碗:bowl; 面条 -/noodles 碗:bowl; 饺子 -/dumplings 盘:plate; 面包 bread/- 块:piece;
    蛋糕 cake/- 块:piece; 巧克力 chocolate/- 块:piece; 比萨 pizza/- 块:piece; 牛肉 beef/- 块:piece;
    鸡肉 chicken/- 块:piece; 水果 fruit/- 盘:plate; 沙拉 salad/- 盘:plate
""")
FOOD = FRUIT + SNACKS + SERVED_FOOD
# Eaten often, but not counted here.
GENERAL_FOOD = nouns("鱼 fish/- 条; 蔬菜 -/vegetables 种; 冰淇淋 ice cream/- 个; 中国菜 Chinese food/- 种")
ALL_FOOD = FOOD + GENERAL_FOOD
FOREIGN_DISHES = [n for n in SNACKS + SERVED_FOOD + GENERAL_FOOD if n.zh in (
    "汉堡", "三明治", "包子", "饺子", "比萨", "沙拉", "中国菜", "巧克力")]  # fmt: skip
MEALS = [n for n in SERVED_FOOD if n.zh in ("米饭", "面条", "饺子", "面包", "比萨", "牛肉", "鸡肉", "沙拉")]
SWEETS = [n for n in SERVED_FOOD + GENERAL_FOOD if n.zh in ("蛋糕", "巧克力", "水果", "冰淇淋")]
DRINKS = nouns("""
    茶 tea/- 杯:cup; 咖啡 coffee/- 杯:cup; 水 water/- 杯:glass; 牛奶 milk/- 杯:glass;
    果汁 juice/- 杯:glass; 可乐 cola/- 杯:glass; 啤酒 beer/- 杯:glass
""")
BOTTLED_DRINKS = nouns("""
    水 water/- 瓶:bottle; 牛奶 milk/- 瓶:bottle; 果汁 juice/- 瓶:bottle; 可乐 cola/- 瓶:bottle;
    啤酒 beer/- 瓶:bottle
""")

TEXTS = nouns("书 book 本; 报纸 newspaper 份; 杂志 magazine 本; 小说 novel 本; 词典 dictionary 本")
READABLE = [noun for noun in TEXTS if noun.zh != "词典"]
MOVIES = nouns("电影 movie 部")
SONGS = nouns("歌 song 首")
WRITABLE = nouns("信 letter 封; 小说 novel 本; 句子 sentence 个; 故事 story 个")
LETTER = WRITABLE[0]

STATIONERY = nouns("笔 pen 支; 铅笔 pencil 支; 本子 notebook 个; 地图 map 张; 照片 photo 张; 票 ticket 张")
DEVICES = nouns("手机 phone 部; 电脑 computer 台; 照相机 camera 台; 手表 watch 块")
FURNITURE = nouns("桌子 table 张; 椅子 chair 把; 床 bed 张; 沙发 sofa 张; 冰箱 refrigerator 台; 灯 light 盏")
KITCHENWARE = nouns("""
    杯子 cup 个; 盘子 plate 个; 碗 bowl 个; 刀 knife/knives 把; 叉子 fork 把; 勺子 spoon 把;
    瓶子 bottle 个; 筷子 -/chopsticks 双:pair
""")
CARRIED = nouns("""
    钥匙 key 把; 雨伞 umbrella 把; 包 bag 个; 书包 schoolbag 个; 钱包 wallet 个; 盒子 box 个;
    礼物 gift 个; 球 ball 个; 玩具 toy 个
""")
FLOWER, TREE = nouns("花 flower 朵; 树 tree 棵")
CLOTHES = nouns("""
    衬衫 shirt 件; 毛衣 sweater 件; 大衣 coat 件; 外套 jacket 件; 裙子 skirt 条; 裤子 -/pants 条:pair;
    鞋 -/shoes 双:pair; 袜子 -/socks 双:pair
""")
HEADWEAR = nouns("帽子 hat 顶; 眼镜 -/glasses 副:pair; 手套 -/gloves 双:pair")
VEHICLES = nouns("""
    自行车 bicycle 辆; 车 car 辆; 公共汽车 bus 辆; 火车 train 列; 飞机 plane 架; 船 boat 条;
    出租车 taxi 辆
""")
OWN_VEHICLES = VEHICLES[:2]
INSTRUMENTS = nouns("钢琴 piano 架; 吉他 guitar 把; 小提琴 violin 把")
HOMES = nouns("房子 house 座; 房间 room 个; 厨房 kitchen 个; 花园 garden 个")
IDEAS = nouns("问题 question 个; 办法 idea 个; 名字 name 个; 梦 dream 个")

SMALL_THINGS = TEXTS + STATIONERY + DEVICES[:1] + DEVICES[2:] + KITCHENWARE + CARRIED + [FLOWER] + HEADWEAR
BAG_THINGS = (
    TEXTS
    + STATIONERY
    + DEVICES[:1]
    + [n for n in CARRIED if n.zh in ("钥匙", "雨伞", "钱包", "礼物", "玩具")]
)
LOSABLE = (
    DEVICES
    + [n for n in CARRIED if n.zh in ("钥匙", "雨伞", "包", "书包", "钱包", "球")]
    + HEADWEAR
    + STATIONERY[:3]
)
BREAKABLE = [n for n in KITCHENWARE if n.zh in ("杯子", "盘子", "碗", "瓶子")]
CHEAP_GOODS = FRUIT + SNACKS + STATIONERY[:4] + READABLE + KITCHENWARE + [FLOWER] + HEADWEAR[2:] + CLOTHES[7:]
DEAR_GOODS = CLOTHES[:7] + HEADWEAR[:2] + FURNITURE + INSTRUMENTS[1:] + OWN_VEHICLES[:1] + DEVICES[2:]
VERY_DEAR_GOODS = DEVICES[:3] + FURNITURE[2:5] + INSTRUMENTS
BIG_PURCHASES = DEVICES + FURNITURE + INSTRUMENTS + OWN_VEHICLES + HOMES[:1]
PRESENTS = (
    TEXTS + STATIONERY[:3] + DEVICES + CLOTHES[:5] + HEADWEAR[:1] + INSTRUMENTS[1:] + OWN_VEHICLES[:1]
    + [FLOWER] + [n for n in CARRIED if n.zh in ("雨伞", "钱包", "球", "玩具", "书包")]
)  # fmt: skip
GOODS = (
    PRESENTS
    + FURNITURE
    + KITCHENWARE
    + CLOTHES[5:]
    + HEADWEAR[1:]
    + OWN_VEHICLES[1:]
    + FRUIT
    + [INSTRUMENTS[0]]
)
BELONGINGS = LOSABLE + CLOTHES + OWN_VEHICLES + TEXTS[:1] + TEXTS[3:] + INSTRUMENTS + KITCHENWARE[:1]
BORROWABLE = (
    TEXTS + STATIONERY[:2] + DEVICES[2:3] + OWN_VEHICLES + [n for n in CARRIED if n.zh in ("雨伞", "球")]
)

BIG, SMALL, NEW, CHEAP, EXPENSIVE = SIZE_AND_PRICE = adjectives("""
    大 big+; 小 small+; 新 new+; 便宜 cheap+; 贵 expensive
""")
OLD_THING, HEAVY, CLEAN, DIRTY = adjectives("旧 old+; 重 heavy+; 干净 clean+; 脏 dirty+")
BEAUTIFUL, COMFORTABLE, WARM = adjectives("漂亮 beautiful; 舒服 comfortable; 暖和 warm+")
LONG, SHORT_THING, FAST, SLOW = adjectives("长 long+; 短 short+; 快 fast+; 慢 slow+")
INTERESTING, BORING, USEFUL = adjectives("有意思 interesting; 无聊 boring; 有用 useful")
DIFFICULT, EASY, IMPORTANT = adjectives("难 difficult; 容易 easy+; 重要 important")
DELICIOUS, FRESH, SWEET, HOT, COLD = adjectives("好吃 delicious; 新鲜 fresh+; 甜 sweet+; 热 hot+; 冷 cold+")
CUTE, SMART, QUIET, DANGEROUS = adjectives("可爱 cute+; 聪明 smart+; 安静 quiet+; 危险 dangerous")
GOOD, FAR, COOL = adjectives("好 good/better/best; 远 far/farther/farthest; 凉快 cool+")

COLORS = adjectives("""
    红色 red; 蓝色 blue; 绿色 green; 黄色 yellow; 黑色 black; 白色 white; 灰色 gray; 粉色 pink;
    棕色 brown; 紫色 purple
""")
COLORED = (
    CLOTHES + HEADWEAR + OWN_VEHICLES + DEVICES[:1] + STATIONERY[:2] + FURNITURE[1:2] + KITCHENWARE[:3]
    + [FLOWER] + [n for n in CARRIED if n.zh in ("雨伞", "包", "书包", "钱包", "盒子", "球")] + HOMES[:1]
)  # fmt: skip

LIKABLE = ANIMALS + ALL_FOOD + DRINKS + TEXTS[:4] + [FLOWER]

# What can be said of what: the pairs that make sense.
QUALITIES: list[tuple[list[Noun], list[Adjective]]] = [
    (FRUIT, [BIG, SMALL, SWEET, FRESH, CHEAP, EXPENSIVE]),
    (SNACKS[:4], [DELICIOUS, BIG, SMALL, CHEAP]),
    (TEXTS, [INTERESTING, BORING, USEFUL, DIFFICULT, NEW, OLD_THING, CHEAP, EXPENSIVE]),
    (MOVIES, [INTERESTING, BORING, LONG]),
    (SONGS, [BEAUTIFUL, LONG, SHORT_THING, DIFFICULT]),
    (STATIONERY[:2], [LONG, SHORT_THING, CHEAP, EXPENSIVE, NEW]),
    (STATIONERY[2:], [NEW, OLD_THING]),
    (STATIONERY[3:4], [USEFUL, BIG, SMALL]),
    (DEVICES, [*SIZE_AND_PRICE, OLD_THING, BEAUTIFUL, USEFUL]),
    (FURNITURE, [*SIZE_AND_PRICE, OLD_THING, BEAUTIFUL]),
    (FURNITURE[:4], [HEAVY, CLEAN, DIRTY]),
    (FURNITURE[1:4], [COMFORTABLE]),
    (KITCHENWARE[:7], [*SIZE_AND_PRICE, OLD_THING, CLEAN, DIRTY]),
    (CARRIED[1:6], [*SIZE_AND_PRICE, BEAUTIFUL]),
    (CARRIED[2:4] + CARRIED[5:6], [HEAVY]),
    ([FLOWER], [BEAUTIFUL, BIG, SMALL]),
    ([TREE], [BIG, SMALL, BEAUTIFUL]),
    (CLOTHES, [*SIZE_AND_PRICE, OLD_THING, BEAUTIFUL, COMFORTABLE, CLEAN, DIRTY]),
    (CLOTHES[1:4], [WARM]),
    (CLOTHES[4:6], [LONG, SHORT_THING]),
    (HEADWEAR, [*SIZE_AND_PRICE, OLD_THING, BEAUTIFUL]),
    (VEHICLES[:5], [FAST, SLOW, NEW, OLD_THING]),
    (OWN_VEHICLES, [CHEAP, EXPENSIVE, BEAUTIFUL, CLEAN, DIRTY]),
    (INSTRUMENTS, [NEW, OLD_THING, CHEAP, EXPENSIVE, BEAUTIFUL]),
    (HOMES, [BIG, SMALL, BEAUTIFUL]),
    (HOMES[:3], [NEW, OLD_THING, CLEAN, DIRTY]),
    (HOMES[:2], [COMFORTABLE, QUIET, WARM]),
    (PETS, [BIG, SMALL, CUTE, SMART, BEAUTIFUL, QUIET]),
    (WILD_ANIMALS, [BIG, SMALL, CUTE, SMART]),
    (FARM_ANIMALS, [BIG, SMALL, CUTE]),
    (IDEAS[:2], [GOOD, IMPORTANT, INTERESTING]),
    (IDEAS[:1], [DIFFICULT, EASY]),
]
DESCRIBED = [(noun, adjective) for group, said in QUALITIES for noun in group for adjective in said]
# Served food is described as such: 饺子很好吃.
DISHES = [noun for noun in ALL_FOOD if noun.zh != "蔬菜"]

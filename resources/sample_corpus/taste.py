"""What is grammatical and yet nobody would say: vetoes over the Chinese side.

Patterns combine freely; here stands what common sense takes out again.
"""

from __future__ import annotations

import re

SCHOOL_WORK = "做作业|努力学习|准备考试|上课|去学校|学习数学"
HARD_SPORT = "滑雪|滑冰|打排球|踢足球|打篮球|下班|上班|开会|害羞|跑步"
VETOES = [
    # The old and the grown-up are done with school; grandparents with football and with work.
    f"(爸爸|妈妈|叔叔|阿姨|爷爷|奶奶|先生|女士|医生|老板|同事|邻居|老师).*({SCHOOL_WORK})",
    f"(爷爷|奶奶).*({HARD_SPORT}|演员|服务员|学生|警察|程序员)",
    "(爷爷|奶奶)(没有|有).*(叔叔|阿姨|玩具|书包|球)",
    "(爸爸|妈妈|爷爷|奶奶|叔叔|阿姨|老板)(很|非常|太|真|不|有点|现在很|今天很)?(年轻|害羞|懒|矮)",
    "(爸爸|妈妈|爷爷|奶奶|叔叔|阿姨|老板|老师).*学生",
    "(儿子|女儿).*(啤酒|儿子|女儿)",
    "(爸爸|哥哥|弟弟|爷爷|叔叔|儿子|大卫|汤姆|杰克|小明|先生|老板|他)(有|没有|想买|要|买了|需要|在找|丢了|找到了).*裙子",
    "(大卫|汤姆|杰克|小明|爸爸|哥哥|弟弟|爷爷|叔叔|儿子|他|他们)的?裙子",
    "(大卫|汤姆|杰克|小明|爸爸|哥哥|弟弟|爷爷|叔叔|儿子|他)穿着.*裙子",
    # Shops and schools keep their hours.
    "(周末|星期六|星期天)(去学校|上班|去银行|去邮局|去办公室)",
    "昨天晚上.*(去了|没去|去)(学校|银行|邮局|动物园|博物馆|市场|公园|书店|图书馆)",
    "今天晚上.*去(学校|银行|邮局|动物园|博物馆|市场|书店)",
    "(今天晚上|昨天晚上|每天晚上).*(滑雪|爬山|钓鱼|早饭|午饭)",
    "(早上|上午).*(晚饭|午饭)",
    "(早上|昨天晚上|今天晚上|下午).*旅行",
    "(早上|下午).*喝了.*啤酒",
    "每天(早上|下午|晚上)?(旅行|滑雪|滑冰)",
    "每天(早上|下午).*(洗澡|看电视)",
    "每天下午.*看新闻",
    "星期.(旅行|滑雪|购物)",
    # Nobody drives or writes novels as a child; nobody is younger than their children.
    "小时候喜欢(开车|喝咖啡|编程|写小说|看比赛)",
    "(爷爷|奶奶|爸爸|妈妈).*比.*(儿子|女儿|弟弟|妹妹)年轻",
]  # fmt: skip
_VETO = re.compile("|".join(f"(?:{veto})" for veto in VETOES))


def is_odd(zh: str) -> bool:
    return bool(_VETO.search(zh))

"""The words for people: pronouns, names, family, jobs, and where people come from."""

from __future__ import annotations

from resources.sample_corpus.phrase import NP, Noun, Word
from resources.sample_corpus.tables import nouns, words

I = NP("我", "I", "I", "me", "my", "mine")  # noqa: E741
YOU = NP("你", "you", "you", "you", "your", "yours")
HE = NP("他", "he", "it", "him", "his", "his")
SHE = NP("她", "she", "it", "her", "her", "hers")
WE = NP("我们", "we", "they", "us", "our", "ours")
THEY = NP("他们", "they", "they", "them", "their", "theirs")

PRONOUNS = [I, YOU, HE, SHE, WE, THEY]
SINGULAR_OWNERS = [I, YOU, HE, SHE]

MEN = [
    NP(w.zh, w.en)
    for w in words("""
    小明 Xiaoming; 大卫 David; 汤姆 Tom; 杰克 Jack; 王先生 Mr. Wang; 张医生 Dr. Zhang
""")
]
WOMEN = [
    NP(w.zh, w.en)
    for w in words("""
    小红 Xiaohong; 玛丽 Mary; 安娜 Anna; 丽莎 Lisa; 李女士 Ms. Li; 李老师 Teacher Li
""")
]
FOREIGNERS = MEN[1:4] + WOMEN[1:4]
NAMES = [person for person in MEN + WOMEN if len(person.en.split()) == 1]
TITLED = [person for person in MEN + WOMEN if len(person.en.split()) > 1]

MALE_KIN = words("""
    爸爸 father; 哥哥 older brother; 弟弟 younger brother; 爷爷 grandfather; 叔叔 uncle; 儿子 son
""")
FEMALE_KIN = words("""
    妈妈 mother; 姐姐 older sister; 妹妹 younger sister; 奶奶 grandmother; 阿姨 aunt; 女儿 daughter
""")
KIN = MALE_KIN + FEMALE_KIN
YOUNGER_KIN = words("弟弟 younger brother; 妹妹 younger sister; 儿子 son; 女儿 daughter")
# Those one can have several of.
COUNTABLE_KIN = nouns("""
    哥哥 older brother 个; 弟弟 younger brother 个; 姐姐 older sister 个; 妹妹 younger sister 个;
    儿子 son 个; 女儿 daughter 个; 叔叔 uncle 个; 阿姨 aunt 个; 孩子 child/children 个
""")

# Circles wider than the family take 的: 我的朋友, but 我妈妈.
ACQUAINTANCES = nouns("""
    朋友 friend 个; 同学 classmate 个; 同事 colleague 个; 邻居 neighbor 个; 老师 teacher 个; 老板 boss 个
""")

JOBS = nouns("""
    医生 doctor 个; 老师 teacher 个; 学生 student 个; 工程师 engineer 个; 护士 nurse 个; 司机 driver 个;
    厨师 cook 个; 警察 police officer 个; 律师 lawyer 个; 作家 writer 个; 演员 actor 个; 歌手 singer 个;
    画家 painter 个; 科学家 scientist 个; 翻译 translator 个; 程序员 programmer 个; 记者 reporter 个;
    经理 manager 个; 农民 farmer 个; 服务员 waiter 个
""")
DREAM_JOBS = [job for job in JOBS if job.zh not in ("学生", "经理", "服务员", "司机", "农民")]


def kin(owner: NP, relative: Word) -> NP:
    """我妈妈 my mother: no 的 between a person and their family."""
    return NP(owner.zh + relative.zh, f"{owner.own} {relative.en}")


def acquaintance(owner: NP, who: Noun) -> NP:
    return NP(f"{owner.zh}的{who.zh}", f"{owner.own} {who.singular}")


MY_KIN = [kin(I, relative) for relative in KIN]
MY_ELDERS = [kin(I, relative) for relative in KIN if relative not in YOUNGER_KIN]
OTHERS_KIN = [kin(owner, relative) for relative in KIN for owner in (YOU, HE, SHE)]
MY_ACQUAINTANCES = [acquaintance(I, who) for who in ACQUAINTANCES]
THE_CHILDREN = NP("孩子们", "the children", "they")
THE_STUDENTS = NP("学生们", "the students", "they")

THIRD_PERSONS = NAMES * 2 + TITLED + MY_KIN + MY_ACQUAINTANCES
# Pronouns several times over: in everyday talk they are the most usual subjects.
PEOPLE = PRONOUNS * 5 + THIRD_PERSONS + OTHERS_KIN[::3]
ADULTS = PRONOUNS * 4 + NAMES + TITLED + MY_ELDERS + MY_ACQUAINTANCES
SINGULAR_PEOPLE = [person for person in PEOPLE if person.person == "it"]
YOU_ALL = NP("你们", "you", "you")
GROUPS = [WE, THEY, THE_CHILDREN, THE_STUDENTS]

NATIONALITIES = words("""
    中国人 Chinese; 美国人 American; 英国人 English; 法国人 French; 德国人 German; 日本人 Japanese;
    加拿大人 Canadian; 意大利人 Italian; 韩国人 Korean; 俄罗斯人 Russian
""")

# Taken up again, a person becomes a pronoun: "David is tired, so he …".
_GENDER = {person.zh: HE for person in MEN} | {person.zh: SHE for person in WOMEN}
_GENDER |= {f"我{word.zh}": HE for word in MALE_KIN} | {f"我{word.zh}": SHE for word in FEMALE_KIN}


def again(who: NP) -> NP:
    return _GENDER.get(who.zh, who)


def are_others(who: NP, whom: NP) -> bool:
    """Nobody waits for himself, and "we" are not other people than "I"."""
    return who.own != whom.own and {who.zh, whom.zh} != {"我", "我们"}

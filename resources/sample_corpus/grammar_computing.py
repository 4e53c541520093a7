"""Patterns about what this application is for: training a model, and translating with it."""

from __future__ import annotations

from resources.sample_corpus import lexicon_people as people
from resources.sample_corpus import lexicon_places as places
from resources.sample_corpus.lexicon_people import PRONOUNS
from resources.sample_corpus.pattern import Deal, Sentences, statement
from resources.sample_corpus.tables import actions, words

STUDENTS = PRONOUNS * 2 + people.NAMES + people.MY_ACQUAINTANCES[:3]
WORK = actions("""
    训练一个模型 train a model; 训练一个翻译模型 train a translation model; 写一个程序 write a program;
    比较两个模型 compare two models; 翻译一个句子 translate a sentence; 翻译一篇文章 translate an article;
    翻译一本书 translate a book; 学一个新单词 learn a new word; 读一个句子 read a sentence;
    用电脑工作 work on the computer; 用电脑学习 study on the computer; 打开电脑 turn on the computer;
    关电脑 turn off the computer; 准备数据 prepare the data; 检查结果 check the results;
    测试模型 test the model; 比较结果 compare the results; 下载数据 download the data;
    检查数据 check the data; 写一篇文章 write an article
""")
SKILLED_WORK = actions("""
    训练模型 train models; 写程序 write programs; 翻译文章 translate articles;
    翻译句子 translate sentences; 用电脑翻译 translate on the computer; 测试模型 test models;
    比较模型 compare models
""")


@statement(40)
def is_at_the_computer(deal: Deal) -> Sentences:
    for who, work in deal(STUDENTS, WORK):
        yield f"{who.zh}在{work.zh}", f"{who.en} {who.be} {work.ing}"


@statement(40)
def wants_to_compute(deal: Deal) -> Sentences:
    for who, work in deal(STUDENTS, WORK):
        yield f"{who.zh}想{work.zh}", f"{who.en} {who.verb('want')} to {work.base}"


@statement(40)
def needs_to_compute(deal: Deal) -> Sentences:
    for who, work in deal(STUDENTS, WORK):
        yield f"{who.zh}需要{work.zh}", f"{who.en} {who.verb('need')} to {work.base}"


@statement(40)
def is_going_to_compute(deal: Deal) -> Sentences:
    for who, work in deal(STUDENTS, WORK):
        yield f"{who.zh}要{work.zh}", f"{who.en} {who.be} going to {work.base}"


@statement(30)
def can_compute(deal: Deal) -> Sentences:
    for who, work in deal(STUDENTS, SKILLED_WORK):
        yield f"{who.zh}会{work.zh}", f"{who.en} can {work.base}"


MACHINES = words("""
    这个模型 this model; 那个模型 that model; 我的模型 my model; 你的模型 your model;
    这台电脑 this computer; 这个程序 this program; 那个程序 that program
""")


@statement(60)
def the_model_translates(deal: Deal) -> Sentences:
    ability = words("能 can; 不能 can't")
    for machine, source, target, can in deal(MACHINES, places.LANGUAGES, places.LANGUAGES, ability):
        if source != target:
            yield (
                f"{machine.zh}{can.zh}把{source.zh}翻译成{target.zh}",
                f"{machine.en} {can.en} translate {source.en} into {target.en}",
            )


@statement(40)
def translated(deal: Deal) -> Sentences:
    texts = words("""
        这个句子 this sentence; 这本书 this book; 那本书 that book; 这封信 this letter;
        这个故事 this story; 这本小说 this novel; 那个句子 that sentence; 这篇文章 this article
    """)
    for who, text, language in deal(people.ADULTS, texts, places.LANGUAGES):
        yield f"{who.zh}把{text.zh}翻译成了{language.zh}", f"{who.en} translated {text.en} into {language.en}"


@statement(36)
def the_model_is(deal: Deal) -> Sentences:
    qualities = words("""
        很大 big; 很小 small; 很有用 useful; 很快 fast; 很慢 slow; 非常大 very big; 非常小 very small;
        非常有用 very useful; 很新 new
    """)
    for machine, how in deal([m for m in MACHINES if "电脑" not in m.zh], qualities):
        yield f"{machine.zh}{how.zh}", f"{machine.en} is {how.en}"

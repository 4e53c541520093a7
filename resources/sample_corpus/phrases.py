"""Sentences that no pattern makes: greetings, thanks, and the examples of the course."""

from __future__ import annotations

# Always in train, as given here: the first three without final punctuation.
COURSE_EXAMPLES = [
    ("我爱购物", "I love shopping"),
    ("我想吃汉堡", "I want to eat hamburgers"),
    ("我爱中国", "I love China"),
    ("我爱购物。", "I love shopping."),
    ("我在学习机器翻译。", "I am studying machine translation."),
]

# With their punctuation. Always in train: a fixed expression cannot be guessed from other sentences.
FIXED = [
    tuple(line.strip().split(" | "))
    for line in """
        你好！ | Hello!
        大家好！ | Hello, everyone!
        早上好！ | Good morning!
        下午好！ | Good afternoon!
        晚上好！ | Good evening!
        晚安！ | Good night!
        再见！ | Goodbye!
        明天见！ | See you tomorrow!
        下个星期见！ | See you next week!
        星期一见！ | See you on Monday!
        谢谢！ | Thanks!
        谢谢你！ | Thank you!
        非常感谢！ | Thank you very much!
        谢谢你的帮助。 | Thank you for your help.
        谢谢你的礼物。 | Thank you for your gift.
        不客气。 | You are welcome.
        对不起！ | I am sorry!
        没关系。 | It doesn't matter.
        欢迎！ | Welcome!
        欢迎来北京！ | Welcome to Beijing!
        欢迎来中国！ | Welcome to China!
        欢迎回家！ | Welcome home!
        恭喜你！ | Congratulations!
        生日快乐！ | Happy birthday!
        新年快乐！ | Happy new year!
        祝你好运！ | Good luck!
        加油！ | Go for it!
        小心！ | Be careful!
        救命！ | Help!
        当然。 | Of course.
        是的。 | Yes.
        不是。 | No.
        好的。 | Okay.
        可能。 | Maybe.
        你懂吗？ | Do you understand?
        你好吗？ | How are you?
        我也很好。 | I am fine, too.
        很高兴认识你。 | Nice to meet you.
        好久不见！ | Long time no see!
        现在几点？ | What time is it now?
        今天几号？ | What is the date today?
        今天星期几？ | What day is it today?
        这是什么？ | What is this?
        那是什么？ | What is that?
        他是谁？ | Who is he?
        她是谁？ | Who is she?
        你是谁？ | Who are you?
        他们是谁？ | Who are they?
        你是哪国人？ | What country are you from?
        没问题。 | No problem.
        太好了！ | Great!
        真的吗？ | Really?
        为什么？ | Why?
        谁知道？ | Who knows?
        请进！ | Come in, please!
        请坐！ | Have a seat, please!
        我来了！ | I am coming!
        你准备好了吗？ | Are you ready?
    """.strip().splitlines()
]

"""The project's own Chinese-English sample corpus: a lexicon, a grammar, and the files written from them.

About fifteen thousand short everyday sentence pairs, made for students who train a small translation
model in minutes. Every sentence comes from a hand-written pattern filled from a hand-written lexicon,
so the corpus holds no text of anyone else: it is under the project's MIT licence, like the code.

    lexicon_*.py   the words, as tables;  tables.py reads them
    english.py     the little English morphology that the words need
    phrase.py      noun phrases and verb phrases that know themselves in both languages
    pattern.py     what a sentence pattern is, and how its slots are filled
    grammar_*.py   the patterns;  phrases.py: what no pattern makes;  taste.py: what nobody would say
    generate.py    chooses, splits, checks and writes:  python -m resources.sample_corpus.generate
    leaks.py       proves that dev and test are held out
    data/          the result, byte for byte what generate.py writes

Both directions are trained on it, so the mapping is kept as close to a function as natural language
allows, in both directions: one word, one translation, per sense. The choices that follow from this
are stated where they are made; the most important ones:

    bare object   books ("I like books"); in the progressive and in questions "a book"
    一 + measure  a, an
    bare subject  the book
    很            no "very"; 非常 is "very", 真 is "really", 太…了 is "too"
    在 + verb     is doing; 正在 is "is doing … right now"
    要 + verb     is going to; 想 is "want to"; 会 is "can" for skills and "will" for what is to come
    A不A          "… or not?", because the plain question belongs to 吗
    你            you; the plural 你们 appears only with 都 ("you all")
    negation      don't, doesn't, didn't, can't, won't, haven't are contracted; forms of "be" never are
"""

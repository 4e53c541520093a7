"""Which language a text seems to be in, where it is not the one that was expected.

By script, and among languages that share one by their commonest small words: enough to notice a text that was
pasted into the wrong model, and silent where that is not certain. (`core.corpus.language_guess` knows more
languages, but needs some hundred bytes, and most of a second and 100 MB at first: too much for keys.)
"""

from __future__ import annotations

import re
from collections import Counter

from core.corpus.scripts import languages_of, main_script, script_share
from core.text.languages import base

LOOKED_AT = 2000  # characters
_OWN_SHARE = 0.5  # of the letters: fewer in the script of a language are not a text in it
_FEWEST, _FEWEST_LATIN = 3, 6  # different small words; characters of a text that is said to be Latin
_WITH_HAN, _FEWEST_HAN = {"ja": "[\u3040-\u30ff]", "ko": "[\uac00-\ud7a3]"}, 10  # what they write beside Han
_SMALL_WORDS = {language: frozenset(words.split()) for language, words in {
    "en": "the of and to in is that it was for you with he be on i this are not have they we she his her my",
    "de": "der die und das ist nicht ich zu den mit es sie ein eine auf für von wir er dem des auch sich im",
    "fr": "le la les et est un une des que je il ne pas vous pour dans sur elle nous ce du en avec qui au",
    "es": "el la los que de y es en un una no por con se las para lo su al del como más pero está yo mi",
    "it": "il che di non è la un una per sono con mi si ho lo ha le ma come questo della i gli del nel",
    "pt": "o que de não a é um uma os e para com se por do da em mais eu ele você no na como mas",
    "nl": "de het een en van ik je is dat niet zijn met op te voor hij maar er we ze aan ook mijn wat",
    "sv": "och att det är jag en som på inte av för med den till ett om har hon han vi de sig men var",
    "da": "og at det er jeg en som på ikke af for med den til et om har hun han vi de sig men var",
    "nb": "og at det er jeg en som på ikke av for med den til et om har hun han vi de seg men var",
    "is": "og að er ekki ég það sem á í þú hann hún við þetta til um en var með af fyrir hafa",
    "fi": "ja on ei se että hän mutta oli minä ovat kun niin mitä olen tämä sinä myös joka hänen me",
    "pl": "się nie jest że to na do jak ale w z i mnie co tak jestem czy był jego tego dla po",
    "cs": "je se že na to jsem by ale jak jsi v do tak mi co za pro si když není byl nebo",
    "hu": "a az és hogy nem egy van is ez volt meg ki csak mint én azt már de ha még vagy",
    "ro": "și nu este că în o la pe un să cu mai din am de ce pentru eu ai sunt a fost",
    "tr": "bir ve bu da de için ne çok o ben mi değil var gibi ama daha kadar sen onun olan",
    "id": "yang dan di itu tidak ini dengan untuk dari saya dia ke akan ada pada kamu adalah apa bisa",
    "vi": "là không của có và một người tôi được cho trong anh này đã với những đó các cô rất",
    "ru": "и в не на что я с он как это но по она из за у так мы ты был его меня",
    "uk": "і в не на що я з він як це але та вона за у так ми ти був його мене",
    "bg": "и в не на че аз с той как това но по тя от за е да са си се ще го",
    "ar": "في من على أن هذا إلى لا ما هو كان التي عن مع هذه كل هل هي أنا لم",
    "fa": "و در به از که این را با است من او برای آن ما بود یک هم تو کرد",
}.items()}


def unlike(text: str, expected: str) -> tuple[str, ...] | None:
    """None where the text may well be in the language `expected`; else the codes of those it may be in,
    likeliest first, () where it cannot be said."""
    text, expected = text[:LOOKED_AT], base(expected)
    share = script_share(text, expected)
    if expected in _WITH_HAN and len(re.findall("[\u4e00-\u9fff]", text)) >= _FEWEST_HAN and not re.search(
            _WITH_HAN[expected], text):
        return ("zh",)
    if share is not None and share < _OWN_SHARE:
        script = main_script(text)
        written = languages_of(script) if script else []
        if script == "Han" and re.search(_WITH_HAN["ja"], text):
            return ("ja",)
        best = by_small_words(text, written)
        if script == "Latin" and not best:
            return () if len(text) >= _FEWEST_LATIN else None
        return tuple(dict.fromkeys([*best, *(written if script != "Latin" else ())]))
    if expected in _SMALL_WORDS:
        best = by_small_words(text, list(_SMALL_WORDS))
        if best and expected not in best:
            return tuple(best)
    return None


def small_words(language: str) -> frozenset[str]:
    """The commonest of a language; none where they are not known here."""
    return _SMALL_WORDS.get(base(language), frozenset())


def by_small_words(text: str, languages: list[str]) -> list[str]:
    """Of `languages` those whose small words are clearly the most; several where they are too alike."""
    counts = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    found = {language: sum(counts[word] for word in _SMALL_WORDS[language])
             for language in languages if language in _SMALL_WORDS}
    most = max(found.values(), default=0)
    best = sorted((language for language, count in found.items() if 3 * count > 2 * most),
                  key=lambda language: -found[language])
    # One word again and again, "a" say, is of many languages.
    return best if best and len(_SMALL_WORDS[best[0]] & counts.keys()) >= _FEWEST else []

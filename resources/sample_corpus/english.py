"""The little English morphology that the sample corpus needs: articles, plurals, verbs, comparison."""

from __future__ import annotations

VOWELS = "aeiou"

# The article follows the sound, not the letter.
SOUNDS_LIKE_CONSONANT = ("useful", "university", "uniform", "one")
SOUNDS_LIKE_VOWEL = ("hour", "honest")

# base: past, past participle (one word where they are the same)
IRREGULAR_VERBS = {
    "be": "was been", "break": "broke broken", "bring": "brought", "buy": "bought", "come": "came come",
    "do": "did done", "draw": "drew drawn", "drink": "drank drunk", "drive": "drove driven",
    "eat": "ate eaten", "feel": "felt", "find": "found", "forget": "forgot forgotten", "get": "got gotten",
    "give": "gave given", "go": "went gone", "grow": "grew grown", "have": "had", "hear": "heard",
    "know": "knew known", "leave": "left", "lose": "lost", "make": "made", "meet": "met", "put": "put",
    "read": "read", "ride": "rode ridden", "run": "ran run", "say": "said", "see": "saw seen",
    "sell": "sold", "sing": "sang sung", "sit": "sat", "sleep": "slept", "speak": "spoke spoken",
    "steal": "stole stolen", "swim": "swam swum", "take": "took taken", "teach": "taught", "tell": "told",
    "think": "thought", "wear": "wore worn", "win": "won", "write": "wrote written",
}  # fmt: skip

DOUBLES_ITS_CONSONANT = {
    "chat",
    "forget",
    "get",
    "plan",
    "program",
    "put",
    "run",
    "shop",
    "sit",
    "swim",
    "win",
}


def a(noun: str) -> str:
    """The noun after "a" or "an"."""
    if noun.startswith(SOUNDS_LIKE_CONSONANT):
        return f"a {noun}"
    starts_with_vowel = noun[0].lower() in VOWELS or noun.startswith(SOUNDS_LIKE_VOWEL)
    return f"{'an' if starts_with_vowel else 'a'} {noun}"


def plural(noun: str) -> str:
    """The regular plural: books, boxes, cities."""
    return with_s(noun)


def with_s(word: str) -> str:
    """A noun's plural or a verb's third person: both follow the same spelling rules."""
    if word == "have":
        return "has"
    if word.endswith(("s", "x", "ch", "sh", "o")) and not word.endswith(("oo", "photo", "piano")):
        return word + "es"
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def past(verb: str) -> str:
    if verb in IRREGULAR_VERBS:
        return IRREGULAR_VERBS[verb].split()[0]
    return with_ed(verb)


def participle(verb: str) -> str:
    if verb in IRREGULAR_VERBS:
        return IRREGULAR_VERBS[verb].split()[-1]
    return with_ed(verb)


def with_ed(verb: str) -> str:
    if verb in DOUBLES_ITS_CONSONANT:
        return verb + verb[-1] + "ed"
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ied"
    return verb + "ed"


def ing(verb: str) -> str:
    if verb in DOUBLES_ITS_CONSONANT:
        return verb + verb[-1] + "ing"
    if verb.endswith("e") and not verb.endswith("ee") and verb != "be":
        return verb[:-1] + "ing"
    return verb + "ing"


def comparative(adjective: str) -> str:
    """taller, bigger, happier, nicer: for the adjectives that take an ending."""
    return _graded(adjective, "er")


def superlative(adjective: str) -> str:
    return _graded(adjective, "est")


def _graded(adjective: str, ending: str) -> str:
    if adjective in ("big", "hot"):
        adjective += adjective[-1]
    elif adjective.endswith("y"):
        adjective = adjective[:-1] + "i"
    elif adjective.endswith("e"):
        adjective = adjective[:-1]
    return adjective + ending


def sentence_case(text: str) -> str:
    return text[0].upper() + text[1:]

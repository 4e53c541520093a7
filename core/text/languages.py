"""Language codes as people write them: "zh", "zh-CN", "zh_Hans", "cmn"."""

from __future__ import annotations

import re

# ISO 639-2 and 639-3 (Tatoeba, OPUS-MT), and the dialects that are written alike, to ISO 639-1.
_TWO_LETTERS = dict(pair.split("=") for pair in """
    eng=en deu=de ger=de fra=fr fre=fr spa=es ita=it por=pt rus=ru pol=pl ces=cs cze=cs nld=nl dut=nl swe=sv
    dan=da nor=no fin=fi hun=hu ron=ro rum=ro bul=bg ell=el gre=el tur=tr ara=ar heb=he hin=hi mar=mr ben=bn
    urd=ur fas=fa per=fa isl=is ice=is ukr=uk vie=vi ind=id cat=ca hrv=hr srp=sr slk=sk slo=sk slv=sl est=et
    lav=lv lit=lt kat=ka geo=ka hye=hy arm=hy tam=ta tel=te fil=tl nob=nb nno=nn iw=he
""".split()) | {  # noqa: SIM905  (readable)
    "cmn": "zh", "zho": "zh", "chi": "zh", "yue": "zh", "wuu": "zh", "lzh": "zh", "jpn": "ja",
    "kor": "ko", "tha": "th", "lao": "lo", "khm": "km", "mya": "my", "bur": "my",
}
_RIGHT_TO_LEFT = ("ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "arz", "ary", "pes")
_UNSPACED = ("zh", "ja", "th", "lo", "km", "my")


def base(code: str) -> str:
    """The language alone, in two letters where this module knows them: "cmn_Hans" -> "zh"."""
    language = re.split("[-_]", code.strip().lower())[0]
    return _TWO_LETTERS.get(language, language)


def is_spaced(code: str) -> bool:
    """Does the language put spaces between words? (Where nobody said which it is: yes.)"""
    return base(code) not in _UNSPACED


def is_right_to_left(code: str) -> bool:
    """Is the language written from right to left? (Where nobody said which it is: no.)"""
    return base(code) in _RIGHT_TO_LEFT


def code_named(text: str) -> str:
    """The code of a language named in English or in itself, as headers of tables have it; "" for others."""
    return _NAMED.get(text.strip().casefold(), "")


def is_code(text: str) -> bool:
    """Does it look like a language tag that this module can be sure of? "en", "pt-BR", "cmn"; not "id no"."""
    parts = re.split("[-_]", text.strip().lower())
    return bool(parts) and (parts[0] in _KNOWN or parts[0] in _TWO_LETTERS) and all(
        re.fullmatch("[a-z0-9]{2,8}", part) for part in parts[1:])


def matches(wanted: str, tag: str) -> bool:
    """Does text tagged `tag` serve who asked for `wanted`? Case and "_" do not count.

    "en" takes every region ("EN-US"); "en-US" takes itself and an "en" that names no region, not "en-GB". So
    with scripts, and a region of Chinese names one: "zh-TW" is "zh-Hant-TW" and "zh-Hant", not "zh-Hans".
    """
    (language, script, region, rest), (tagged, *others) = map(_parts, (wanted, tag))
    if language != tagged or any(ours and theirs and ours != theirs
                                 for ours, theirs in zip((script, region), others, strict=False)):
        return False
    return rest == others[2][:len(rest)] or others[2] == rest[:len(others[2])]


_CHINESE = {"tw": "hant", "hk": "hant", "mo": "hant", "cn": "hans", "sg": "hans"}  # region -> script


def _parts(code: str) -> tuple[str, str, str, list[str]]:
    """(language, script or "", region or "", what follows)."""
    first, *rest = re.split("[-_]", code.strip().lower())
    language = base(first)
    script = rest.pop(0) if rest and len(rest[0]) == 4 and rest[0].isalpha() else ""
    region = rest.pop(0) if rest and (len(rest[0]) == 2 or rest[0].isdecimal()) else ""
    return language, script or (_CHINESE.get(region, "") if language == "zh" else ""), region, rest


# ISO 639-1, and some of ISO 639-3 that corpora come in without having two letters.
_KNOWN = frozenset("""
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
    ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu
    lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu
    rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr
    ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu eng deu fra spa ita por rus pol ces nld swe
    dan nor fin hun ron bul ell tur ara heb hin mar ben urd fas isl ukr vie ind cat hrv srp slk slv est
    lav lit kat hye tam tel fil
""".split())  # noqa: SIM905  (readable)

_NAMED = {name: code for code, names in (pair.split("=") for pair in """
    en=english de=german|deutsch fr=french|français es=spanish|español it=italian|italiano
    pt=portuguese|português ru=russian|русский pl=polish|polski cs=czech|čeština nl=dutch|nederlands
    sv=swedish|svenska da=danish|dansk no=norwegian|norsk fi=finnish|suomi hu=hungarian|magyar
    ro=romanian|română bg=bulgarian|български el=greek|ελληνικά tr=turkish|türkçe ar=arabic|العربية
    he=hebrew|עברית hi=hindi|हिन्दी mr=marathi|मराठी bn=bengali|বাংলা ur=urdu|اردو fa=persian|farsi|فارسی
    is=icelandic|íslenska uk=ukrainian|українська vi=vietnamese id=indonesian ca=catalan|català
    hr=croatian|hrvatski sr=serbian|српски sk=slovak|slovenčina sl=slovenian|slovenščina et=estonian|eesti
    lv=latvian|latviešu lt=lithuanian|lietuvių ka=georgian hy=armenian ta=tamil|தமிழ் te=telugu|తెలుగు
    th=thai|ไทย ko=korean|한국어 ja=japanese|日本語|日语 zh=chinese|中文|汉语|简体中文 cy=welsh|cymraeg
    ga=irish|gaeilge eu=basque|euskara gl=galician|galego sw=swahili|kiswahili mt=maltese|malti
    af=afrikaans sq=albanian|shqip mk=macedonian|македонски be=belarusian|беларуская tl=tagalog|filipino
""".split()) for name in names.split("|")}  # noqa: SIM905  (readable)

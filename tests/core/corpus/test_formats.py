"""Each format by small files: what is read, what is skipped with which words, encodings and choices."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.corpus.cleaning import Rules
from core.corpus.importing import Request, import_corpus
from core.corpus.pairing import LanguagesError, Pairing
from core.corpus.readers import read_corpus, read_tsv
from core.corpus.report import FileReport, Report
from core.corpus.rows import rows
from core.corpus.sources import open_all
from core.corpus.unit import UNTRANSLATED, CorpusError, Reading


def write(folder: Path, content: str | bytes, name: str = "file", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read(*paths: Path, **reading) -> tuple[list[tuple[str, str]], FileReport]:
    """(pairs, report) of the first source among the files."""
    options = Reading(**reading)
    source = open_all(list(paths), options)[0]
    report = FileReport(source.path, source.format, source.files[0].encoding)
    pairs = [(row.src, row.tgt) for row in
             rows(source, 0, options, report, Pairing(source.path, options.src, options.tgt))]
    return pairs, report


def tmx(*units: str, head: str = "", srclang: str = "en") -> str:
    return f'<?xml version="1.0"?>\n{head}<tmx version="1.4"><header srclang="{srclang}"/><body>\n' + \
        "\n".join(units) + "\n</body></tmx>\n"


def tu(**texts: str) -> str:
    return "<tu>" + "".join(f'<tuv xml:lang="{lang.replace("_", "-")}"><seg>{text}</seg></tuv>'
                            for lang, text in texts.items()) + "</tu>"


# --- TMX and inline tags

CODES = ('<bpt i="1">&lt;b></bpt>bold<ept i="1">&lt;/b></ept> <ph>{1}</ph><it pos="begin">x</it>and'
         '<ut>u</ut> <hi>high</hi> <ph>[<sub>a title</sub>]</ph>end')


def test_codes_are_dropped_and_text_is_kept(tmp_path):
    pairs, _ = read(write(tmp_path, tmx(tu(en=CODES, de="x"))))
    assert [" ".join(src.split()) for src, _ in pairs] == ["bold and high a title end"]


def test_codes_as_placeholders(tmp_path):
    coded = '<bpt i="7">x</bpt>b<ept i="7">y</ept><ph x="2">z</ph>'
    pairs, _ = read(write(tmp_path, tmx(tu(en=coded, de="x"))), codes="keep")
    assert pairs == [("<1>b</1><2/>", "x")]


def test_each_placeholder_has_a_number_of_its_own(tmp_path):
    coded = ('<hi>the <bpt i="2">x</bpt>red<ept i="2">y</ept></hi><hi x="2">tip</hi><ph/><ph/><ph x="1"/>'
             '<bpt i="2">x</bpt>b<ept i="2">y</ept>')
    pairs, _ = read(write(tmp_path, tmx(tu(en=coded, de="x"))), codes="keep")
    assert pairs == [("<1>the <2>red</2></1><3>tip</3><4/><5/><6/><7>b</7>", "x")]


def test_source_language_of_the_header_comes_first(tmp_path):
    pairs, _ = read(write(tmp_path, tmx(tu(de="Hund", en="dog"), srclang="EN")))
    assert pairs == [("dog", "Hund")]


def test_languages_match_without_case_and_by_region(tmp_path):
    path = write(tmp_path, tmx(tu(EN_US="color", fr="couleur"), tu(en_gb="colour", FR_ca="couleur")))
    assert len(read(path)[0]) == 2
    assert read(path, src="fr", tgt="en-GB")[0] == [("couleur", "colour")]
    assert read(path, src="en_us", tgt="FR")[0] == [("color", "couleur")]


@pytest.mark.parametrize(("units", "src", "tgt", "pairs"), [
    ("en:dog fr:chien fr:toutou", "", "", [("dog", "chien"), ("dog", "toutou")]),
    ("en:dog fr:chien fr:toutou", "fr", "en", [("chien", "dog"), ("toutou", "dog")]),
    ("EN_us:color en-GB:colour fr:couleur", "EN", "fr", [("color", "couleur"), ("colour", "couleur")]),
    ("EN_us:color en-GB:colour fr:couleur", "en-gb", "fr", [("colour", "couleur")])])
def test_a_unit_of_several_translations_is_a_pair_with_each(tmp_path, units, src, tgt, pairs):
    texts = "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>'
                    for tag, text in (unit.split(":") for unit in units.split()))
    path, out = write(tmp_path, tmx(f"<tu>{texts}</tu>")), tmp_path / "out"
    report = import_corpus(Request([path], out, Reading(src=src, tgt=tgt)))
    assert (report.files[0].units, report.pairs, report.kept, report.further) == (1, 1, 1, len(pairs) - 1)
    assert sum(report.parts.values()) == report.kept_to_learn == len(pairs)
    assert list(read_tsv(out / "train.tsv")) == pairs


def test_three_languages_want_a_choice(tmp_path):
    path = write(tmp_path, tmx(tu(en="a", de="b"), tu(en="c", fr="d")))
    with pytest.raises(LanguagesError) as caught:
        read(path)
    assert caught.value.counts == {"en": 2, "de": 1, "fr": 1}
    with pytest.raises(LanguagesError, match=r'has no "is"; its languages are en \(2\), de \(1\), fr \(1\)'):
        read(path, src="en", tgt="is")
    assert read(path, src="fr", tgt="en")[0] == [("d", "c")]


def test_a_file_of_other_languages_than_those_before_it_is_refused_with_the_reason(tmp_path):
    paths = [write(tmp_path, tmx(tu(en="a", de="b")), "a"), write(tmp_path, tmx(tu(en="a", fr="b")), "b")]
    with pytest.raises(LanguagesError, match='b: has no "de", the language of the files before it; its lang'):
        import_corpus(Request(paths, None))
    write(tmp_path, tmx(tu(en="a", de="")), "a")  # which gives nothing
    assert import_corpus(Request(paths, None)).tgt_lang == "fr"


def test_bad_units_are_skipped_with_line_and_reason_and_the_good_stay(tmp_path):
    lacking = "<tu tuid='x7'><tuv><seg>a</seg></tuv><tuv xml:lang='de'><seg>b</seg></tuv></tu>"
    path = write(tmp_path, tmx(tu(en="1", de="2"), lacking, tu(en="a\x02", de="b"), tu(en="&#3;", de="b"),
                               tu(en="&nbsp;", de="b"), tu(en="x" * 30_000, de="b"), tu(en="3", de="4")))
    pairs, report = read(path)
    assert pairs == [("1", "2"), ("3", "4")]
    assert [(problem["line"], problem["unit"], problem["reason"]) for problem in report.problems] == [
        (4, "x7", "tuv has no language"),
        (5, "tu 3", "holds the control character U+0002 (line 5)"),
        (6, "tu 4", "holds the character U+0003, which XML does not allow (line 6)"),
        (7, "tu 5", "holds the entity &nbsp;, which nothing declares (line 7)"),
        (8, "tu 6", "30000 characters on one side; expected a sentence of at most 20000")]
    assert (report.units, report.pairs) == (7, 2)


def test_line_numbers_of_units_beyond_65535(tmp_path):
    """libxml2 counts lines in 16 bits by default."""
    bad = "<tu><tuv><seg>a</seg></tuv></tu>"
    _, report = read(write(tmp_path, tmx(tu(en="1", de="2"), "\n" * 70_000, bad)))
    assert report.problems[0]["line"] == 70_000 + 5


# --- XLIFF

def xliff(*units: str, langs: str = 'source-language="en" target-language="de"') -> str:
    return f'<xliff version="1.2"><file {langs}><body>' + "\n".join(units) + "</body></file></xliff>"


def test_suggestions_and_old_versions_are_no_targets(tmp_path):
    path = write(tmp_path, xliff(
        "<trans-unit id='1'><source>dog</source><alt-trans><source>dog</source><target>Katze</target>"
        "</alt-trans></trans-unit>",
        "<trans-unit id='2'><source>cat</source><target>Katze</target><mq:old xmlns:mq='m'>"
        "<target>Hund</target></mq:old><alt-trans><target>Maus</target></alt-trans></trans-unit>"))
    pairs, report = read(path)
    assert pairs == [("cat", "Katze")]
    assert report.dropped == {"empty side": 1}


@pytest.mark.parametrize(("state", "mark"), [
    ("new", UNTRANSLATED), ("needs-translation", UNTRANSLATED), ("needs-review-translation", ""),
    ("final", "")])
def test_a_target_that_is_to_be_translated_still_is_marked(tmp_path, state, mark):
    path = write(tmp_path, xliff(
        f"<trans-unit id='1'><source>dog</source><target state='{state}'>dog</target></trans-unit>",
        "<trans-unit id='2'><source>cat</source><target>Katze</target></trans-unit>"))
    assert [unit.mark for unit in open_all([path], Reading())[0].units(Reading())] == [mark, ""]


def test_the_initial_state_of_xliff_2(tmp_path):
    segments = "".join(f"<segment {state}><source>a</source><target>b</target></segment>"
                       for state in ("state='initial'", "", "state='reviewed'"))
    path = write(tmp_path, '<xliff version="2.1" srcLang="en" trgLang="de"><file><unit>'
                           f"{segments}</unit></file></xliff>")
    assert [unit.mark for unit in open_all([path], Reading())[0].units(Reading())] == [UNTRANSLATED, "", ""]


def test_what_is_not_translated_yet_is_left_out_under_its_own_reason(tmp_path):
    units = [f"<trans-unit id='{n}'><source>cat {n}</source><target state='{state}'>Katze {n}</target>"
             "</trans-unit>" for n, state in enumerate(("new", "translated"))]
    path = write(tmp_path, xliff(*units))
    report = import_corpus(Request([path], None))
    assert (report.pairs, report.kept, report.dropped) == (2, 1, {UNTRANSLATED: 1})
    assert import_corpus(Request([path], None, rules=Rules().without(["untranslated"]))).kept == 2
    assert read_corpus([path]).skipped[UNTRANSLATED] == 1


@pytest.mark.parametrize(("content", "words"), [
    (xliff("<trans-unit id='1'><source>dog</source><alt-trans><target>Hund</target></alt-trans></trans-unit>",
           "<trans-unit id='2'><source>cat</source><target/></trans-unit>"),
     "found 2 units with no target. Suggestions (alt-trans, matches) are no translations"),
    ('msgid "dog"\nmsgstr ""\n', "found 1 unit with no target. Its msgstr are empty"),
    (tmx(), "found a TMX without units"),
    ("a\t\n\tb\nc\t\n", "found 2 units with no target, 1 unit with no source"),
    ('{"source": 1}\n{"source": "a", "target": ""}\n',
     "found 1 unit with no target, 1 unit that cannot be read, the first at line 1: expected"),
])
def test_a_file_without_pairs_is_refused_with_what_was_found(tmp_path, content, words):
    path = write(tmp_path, content)
    with pytest.raises(CorpusError) as caught:
        import_corpus(Request([path], tmp_path / "out"))
    assert str(caught.value).startswith(f"{path}: expected units with a source and a target, {words}")
    assert list(tmp_path.iterdir()) == [path]
    good = write(tmp_path, "a\tb\n", "good")
    assert words in import_corpus(Request([path, good], None)).warnings[0]


def test_segments_pair_by_their_ids(tmp_path):
    path = write(tmp_path, xliff(
        "<trans-unit id='1'><source>One. Two.</source><seg-source><mrk mtype='seg' mid='1'>One.</mrk> "
        "<mrk mtype='seg' mid='2'>Two <g id='4'>now</g>.</mrk></seg-source><target>"
        "<mrk mtype='seg' mid='2'>Zwei.</mrk> <mrk mtype='seg' mid='1'>Eins<x id='9'/>.</mrk></target>"
        "</trans-unit>"))
    assert read(path)[0] == [("One.", "Eins."), ("Two now.", "Zwei.")]


def test_xliff_2(tmp_path):
    path = write(tmp_path, (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de">'
        '<file id="f"><unit id="u"><mtc:matches xmlns:mtc="m"><mtc:match><source>no</source>'
        '<target>nein</target></mtc:match></mtc:matches><segment id="s1">'
        '<source>A <pc id="1">bold</pc> dog<cp hex="0021"/></source>'
        '<target>Ein <ph id="2"/>Hund</target></segment><ignorable><source> </source></ignorable>'
        '<segment><source>untranslated</source></segment></unit></file></xliff>'))
    pairs, report = read(path)
    assert pairs == [("A bold dog!", "Ein Hund")]
    assert (report.units, report.languages) == (2, {"en": 2, "de": 1})


# --- PO

PO = '''msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

#, fuzzy
msgid "old"
msgstr "alt"

#~ msgid "gone"
#~ msgstr "weg"

msgctxt "menu"
msgid "Open \\"it\\"\\n"
"now"
msgstr "Öffnen"
msgid "%d dog"
msgid_plural "%d dogs"
msgstr[0] "%d Hund"
msgstr[1] "%d Hunde"

msgid broken
msgstr "kaputt"
'''


def test_po(tmp_path):
    pairs, report = read(write(tmp_path, PO))
    assert pairs == [("old", "alt"), ('Open "it"\nnow', "Öffnen"), ("%d dog", "%d Hund"),
                     ("%d dogs", "%d Hunde")]
    assert [problem["line"] for problem in report.problems] == [21]


@pytest.mark.parametrize(("plurals", "forms"), [("first", [("%d dog", "%d Hund")]), ("skip", [])])
def test_po_plurals_by_choice(tmp_path, plurals, forms):
    assert read(write(tmp_path, PO), plurals=plurals)[0][2:] == forms


def claimed(tmp_path, language: str, **asked) -> Report:
    """Of an import of a PO whose header says `language` and whose msgstr are French."""
    french = ["La maison est très grande et le jardin est plus petit",
              "Nous avons mangé du pain avec du beurre", "Il ne veut pas venir avec nous ce soir",
              "Les enfants jouent dans la rue devant l'école"]
    entries = "".join(f'msgid "This is the sentence of day {n}, as said"\nmsgstr "{text}, le jour {n}"\n\n'
                      for n, text in enumerate(french * 6))
    path = write(tmp_path, f'msgid ""\nmsgstr "Language: {language}\\n"\n\n{entries}', "a.po")
    return import_corpus(Request([path], None, Reading(**asked)))


def test_the_language_of_a_po_is_a_claim(tmp_path):
    fine = claimed(tmp_path, "fr_CA")
    assert (fine.tgt_lang, fine.files[0].languages, fine.files[0].doubts()) == ("fr_CA", {"fr_CA": 24}, [])
    wrong = claimed(tmp_path, "de")
    assert [(doubt["side"], doubt["claimed"], doubt["found"]) for doubt in wrong.files[0].doubts()] == [
        ("target", "de", "fr")]
    assert "its target claims to be de, but reads like fr" in wrong.warnings[0]
    assert claimed(tmp_path, "LANGUAGE").tgt_lang == ""
    asked = claimed(tmp_path, "de", src="en", tgt="fr")
    assert (asked.kept, asked.files[0].overruled, asked.files[0].doubts()) == (24, {"de": "fr"}, [])
    assert "says that it is in de, but is read as fr" in asked.warnings[0]
    swapped = claimed(tmp_path, "fr", src="fr", tgt="en")
    assert (swapped.src_lang, swapped.tgt_lang, swapped.warnings) == ("fr", "en", [])
    assert swapped.files[0].found[0].most_common(1)[0][0] == "fr"


def test_po_in_its_declared_encoding(tmp_path):
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=windows-1251\\n"\n\n' \
           'msgid "dog"\nmsgstr "собака"\n'
    pairs, report = read(write(tmp_path, text, encoding="windows-1251"))
    assert (pairs, report.encoding) == ([("dog", "собака")], "cp1251")


# --- JSON

@pytest.mark.parametrize("line", ['{"source": "dog", "target": "Hund"}',
                                  '{"translation": {"en": "dog", "de": "Hund"}}',
                                  '["dog", "Hund"]', '{"id": 1, "src": "dog", "tgt": "Hund"}'])
def test_jsonl(tmp_path, line):
    pairs, report = read(write(tmp_path, f'{line}\n{{"source": 1}}\n'))
    assert (pairs, report.format) == ([("dog", "Hund")], "jsonl")
    assert report.problems[0]["line"] == 2


# --- pairs of files

def test_moses_pair_in_the_direction_asked_for(tmp_path):
    en, de = write(tmp_path, "a,b\nc,d\n", "x.en"), write(tmp_path, "A,B\nC,D\n", "x.de")
    assert read(de, en, src="en", tgt="de")[0] == [("a,b", "A,B"), ("c,d", "C,D")]
    assert read(de, en)[0] == [("A,B", "a,b"), ("C,D", "c,d")]


def test_srt_cues_pair_by_time(tmp_path):
    first = write(tmp_path, "1\n00:00:01,000 --> 00:00:02,000\n<i>Hello</i>\nthere\n\n2\n00:00:05,000 --> "
                            "00:00:06,000\nAlone\n", "a.srt")
    second = write(tmp_path, "7\n00:00:01,100 --> 00:00:02,200\nHallo\n\n8\n00:01:00,000 --> "
                             "00:01:01,000\nNiemand\n", "b.srt")
    pairs, report = read(first, second)
    assert pairs == [("Hello there", "Hallo")]
    assert report.dropped == {"empty side": 1}
    assert "no cue of a.srt is shown for most of its time" in report.problems[0]["reason"]


def subtitles(*cues: tuple[float, float, str]) -> str:
    return "".join(f"{number}\n00:00:{begins:06.3f} --> 00:00:{ends:06.3f}\n{text}\n\n".replace(".", ",", 2)
                   for number, (begins, ends, text) in enumerate(cues, 1))


def test_srt_cues_that_share_the_time_of_one_are_joined(tmp_path):
    """Only one of them was taken, and the other was said to stand alone."""
    whole = write(tmp_path, subtitles((1, 2, "Hi!"), (3, 4.5, "How are you?\nFine.")), "a.srt")
    parts = write(tmp_path, subtitles((1, 2, "Hallo!"), (3.1, 3.7, "Gut?"), (3.8, 4.6, "Ja.")), "b.srt")
    for files, turn in (((whole, parts), 1), ((parts, whole), -1)):
        pairs, report = read(*files)
        assert pairs == [("Hi!", "Hallo!")[::turn], ("How are you? Fine.", "Gut? Ja.")[::turn]]
        assert (dict(report.dropped), report.problems) == ({}, [])


def test_srt_a_cue_that_stays_all_the_time_takes_only_few_with_it(tmp_path):
    first = write(tmp_path, subtitles(*((n, n + 0.9, f"Line {n}") for n in range(1, 9))), "a.srt")
    always = write(tmp_path, subtitles((0, 9, "By me")), "b.srt")
    pairs, report = read(first, always)
    assert pairs == [("Line 1 Line 2 Line 3", "By me")]
    assert (dict(report.dropped), report.problems) == ({"empty side": 5}, [])
    pairs, report = read(always, first)
    assert pairs == [("By me", "Line 1 Line 2 Line 3")]
    assert "more cues of b.srt are shown at its time than are joined" in report.problems[0]["reason"]
    second = write(tmp_path, subtitles((0, 9, "By me"), *((n, n + 0.9, f"Zeile {n}") for n in range(2, 9))),
                   "c.srt")
    pairs, _ = read(first, second)
    assert pairs == [("Line 1", "By me"), *((f"Line {n}", f"Zeile {n}") for n in range(2, 9))]


# --- encodings

@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_told_by_mark_or_content(tmp_path, encoding):
    assert read(write(tmp_path, "dog\tHündin\n", encoding=encoding))[0] == [("dog", "Hündin")]
    assert read(write(tmp_path, tmx(tu(en="dog", de="Hündin")), encoding=encoding))[0] == [("dog", "Hündin")]


@pytest.mark.parametrize("order", ["utf-32-le", "utf-32-be"])
def test_utf_32_without_a_mark_nor_ascii(tmp_path, order):
    path = write(tmp_path, "我爱购物\t私は買い物\n" * 9, encoding=order)
    assert (read(path)[0][0], read(path)[1].encoding) == (("我爱购物", "私は買い物"), order)


def test_iso_2022_jp_is_asked_about(tmp_path):
    path = write(tmp_path, "dog\t犬です\n", encoding="iso-2022-jp")
    with pytest.raises(CorpusError, match="say --encoding iso-2022-jp if it is that"):
        read(path)
    assert read(path, encoding="iso-2022-jp")[0] == [("dog", "犬です")]


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["我爱购物\t我們都喜歡買東西\n" * 9, "собака\tдом\n", "안녕하세요\t네\n"])
def test_utf_16_without_a_mark_nor_ascii(tmp_path, order, text):
    path = write(tmp_path, text, encoding=order)
    pairs, report = read(path)
    assert (pairs[0], report.encoding) == (tuple(text.split("\n")[0].split("\t")), order)
    assert read(path, encoding="utf-16")[0] == pairs


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf_16_of_private_characters_is_asked_about(tmp_path, order):
    path = write(tmp_path, "我爱购物\t我們\ue000\n", encoding=order)
    with pytest.raises(CorpusError, match=rf'--encoding \(.*{order} reads "我爱购物"'):
        read(path)
    assert read(path, encoding=order)[0] == [("我爱购物", "我們\ue000")]


@pytest.mark.parametrize(("encoding", "written", "text"), [
    ("windows-1252", "windows-1252", "Hündin €"), ("windows-1251", "windows-1251", "собака"),
    ("shift_jis", "cp932", "①髙～"), ("gb2312", "gbk", "朱镕基"), ("iso-8859-1", "windows-1252", "“Hündin”")])
def test_declared_legacy_encodings_as_windows_writes_them(tmp_path, encoding, written, text):
    content = tmx(tu(en="dog", de=text)).replace('"1.0"', f'"1.0" encoding="{encoding}"', 1)
    assert read(write(tmp_path, content, encoding=written))[0] == [("dog", text)]


def test_an_undeclared_encoding_is_asked_for(tmp_path):
    path = write(tmp_path, "dog\tсобака\n", encoding="windows-1251")
    with pytest.raises(CorpusError, match=r'line 1: expected UTF-8.*windows-1251 reads "собака"'):
        read(path)
    assert read(path, encoding="windows-1251")[0] == [("dog", "собака")]


def test_joiners_stay(tmp_path):
    assert read(write(tmp_path, "dog\tक\u200dष\u200c\n"))[0] == [("dog", "क\u200dष\u200c")]

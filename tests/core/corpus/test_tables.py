"""Tables: what divides and surrounds their cells, which columns are the sentences, and what is asked."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from core import cli
from core.corpus.files.delimited import ColumnsError, check
from core.corpus.pairing import LanguagesError
from core.corpus.sources import UndividedError, open_all, unclear
from core.corpus.textfile import TextFile
from core.corpus.unit import CorpusError, Reading
from tests.core.corpus.test_formats import read, write

NAMED = "English\tDeutsch\nThe dog barks.\tDer Hund bellt.\nThe cat sleeps.\tDie Katze schläft.\n"


@pytest.mark.parametrize("delimiter", [",", ";", "|"])
def test_csv_of_any_delimiter(tmp_path, delimiter):
    text = f'"a, b; c | ""d""\n e"{delimiter}x\nf{delimiter}"g"\n'
    pairs, report = read(write(tmp_path, text))
    assert (pairs, report.format) == ([('a, b; c | "d"\n e', "x"), ("f", "g")], "csv")


def test_a_table_may_begin_with_a_tag_of_its_text(tmp_path):
    pairs, report = read(write(tmp_path, "<b>Bold</b>,<b>Fett</b>\ncat,Katze\n"))
    assert (pairs, report.format) == ([("<b>Bold</b>", "<b>Fett</b>"), ("cat", "Katze")], "csv")


@pytest.mark.parametrize(("odd", "reason"), [("dog;cat;bird", "expected 2 columns, found 3"),
                                             ("alone", "found no")])
def test_an_odd_row_is_listed_and_the_good_stay(tmp_path, odd, reason):
    rows = [f"dog {n};Hund {n}" for n in range(50)]
    rows[20:20] = [odd]
    pairs, report = read(write(tmp_path, "\n".join(rows) + "\n"))
    assert pairs == [(f"dog {n}", f"Hund {n}") for n in range(50)]
    assert (report.format, report.num_problems, report.problems[0]["line"]) == ("csv", 1, 21)
    assert reason in report.problems[0]["reason"]


def test_a_stray_tab_is_listed_and_not_cut_off(tmp_path):
    path = write(tmp_path, "dog\tHund\ncat\tKat\tze\nbird\tVogel\t\nfish\tFisch\nfox\tFuchs\ncow\tKuh\n")
    pairs, report = read(path)
    assert pairs == [("dog", "Hund"), ("bird", "Vogel"), ("fish", "Fisch"), ("fox", "Fuchs"), ("cow", "Kuh")]
    assert [(item["line"], item["reason"]) for item in report.problems] == [
        (2, 'expected 2 columns, found 3 in "cat | Kat | ze"; a TAB may stand in a sentence')]
    assert len(read(path, columns=(1, 2))[0]) == 6  # who says the columns knows that there are others


def test_columns_that_half_the_rows_have_are_asked_about(tmp_path):
    """Only those of the first five rows were counted."""
    path = write(tmp_path, "".join(f"dog {n}\tHund {n}{notes}\n" for n in range(9)
                                   for notes in [chr(9) + "a note" if n > 4 else ""]))
    with pytest.raises(ColumnsError, match="has 3 columns"):
        check(TextFile(path), Reading())
    assert len(read(path, columns=(1, 2))[0]) == 9


def test_an_array_of_three_is_listed_unless_it_is_said_which_two(tmp_path):
    path = write(tmp_path, '["dog", "Hund"]\n["cat", "Katze", "Kater"]\n["a", "b", ""]\n', "a.jsonl")
    pairs, report = read(path)
    assert pairs == [("dog", "Hund"), ("a", "b")]
    assert [item["line"] for item in report.problems] == [2]
    assert report.problems[0]["reason"] == (
        'expected two texts in the array, found 3 in "["cat", "Katze", "Kater"]"; leave the others out')
    pairs, report = read(path, columns=(1, 3))
    assert pairs == [("cat", "Kater")]
    assert [(item["line"], item["reason"]) for item in report.problems] == [
        (1, 'expected 3 texts in the array, found 2 in "["dog", "Hund"]"')]


def test_only_texts_of_arrays_are_suggested_and_taken(tmp_path):
    rows = [[1, "a dog", "ein Hund", {"score": 0.5, "by": "a long name"}], [2, "a cow", "eine Kuh", None]]
    path = write(tmp_path, "".join(f"{json.dumps(row)}\n" for row in rows), "a.jsonl")
    preview = unclear(TextFile(path), Reading())
    assert preview.likely == (2, 3)
    assert preview.rows[1] == ["2", "a cow", "eine Kuh", "null"]
    pairs, _ = read(path, columns=preview.likely)
    assert pairs == [("a dog", "ein Hund"), ("a cow", "eine Kuh")]
    write(tmp_path, '["a", "b", "c"]\n["d", "e", 1]\n', "a.jsonl")
    pairs, report = read(path, columns=(1, 3))
    assert pairs == [("a", "c")]
    assert report.problems[0]["reason"] == (
        'expected texts in columns 1 and 3 of the array, found "["d", "e", 1]"')


def test_an_array_of_names_before_the_others_is_told(tmp_path):
    path = write(tmp_path, '["source", "target", "note"]\n["a dog", "ein Hund", "a long note"]\n', "a.jsonl")
    preview = unclear(TextFile(path), Reading())
    assert (preview.is_headed, preview.likely) == (True, (1, 2))
    write(tmp_path, '["source", "target"]\n["a dog", "ein Hund"]\n', "a.jsonl")
    with pytest.raises(ColumnsError, match="looks like names of its columns"):
        open_all([path], Reading())
    for said, count in ({"headers": frozenset([path])}, 1), ({"no_headers": frozenset([path])}, 2):
        [source] = open_all([path], Reading(**said))
        assert len(list(source.units(Reading(**said)))) == count


def test_arrays_of_which_many_have_three_are_asked_about(tmp_path):
    rows = [["id", "source", "target"], ["1", "a small dog", "ein kleiner Hund"], ["2", "a cow", "eine Kuh"]]
    path = write(tmp_path, "".join(f"{json.dumps(row)}\n" for row in rows), "a.jsonl")
    with pytest.raises(ColumnsError, match=r"a.jsonl: has 3 columns, .* --columns .*a.jsonl=2,3") as caught:
        open_all([path], Reading())
    assert caught.value.preview.rows == rows
    assert unclear(TextFile(path), Reading()) == caught.value.preview
    said = Reading(columns_of={path: (2, 3)}, headers=frozenset([path]))
    [source] = open_all([path], said)
    assert [[text for _, text in unit.texts] for unit in source.units(said)] == [row[1:] for row in rows[1:]]


@pytest.mark.parametrize("line", [
    "[" * 9000, "[1e999, {}, null]", '{"a": [1, 2, 3]}', "[]", '["' + "a" * 99, f"[{'9' * 5000}]"])
def test_what_is_no_array_of_texts_is_no_question(tmp_path, line):
    path = write(tmp_path, f'["dog", "Hund"]\n["cat", "Katze"]\n["cow", "Kuh"]\n{line}\n', "a.jsonl")
    assert unclear(TextFile(path), Reading()) is None
    assert len(read(path)[0]) == 3


def test_an_array_of_very_many_texts_shows_some(tmp_path):
    path = write(tmp_path, json.dumps(["a"] * 5000) + "\n", "a.jsonl")
    assert unclear(TextFile(path), Reading()).columns == 20


@pytest.mark.parametrize("sign", [",", ";", "|"])
def test_a_csv_with_rows_of_a_cell_too_many_is_one(tmp_path, sign):
    rows = [["a dog", "ein Hund", "a note"][:2 + (number == 1)] for number in range(8)]
    few = write(tmp_path, "".join(f"{sign.join(row)}\n" for row in rows), "few.csv")
    pairs, report = read(few)
    assert pairs == [("a dog", "ein Hund")] * 7
    assert [(item["line"], item["reason"]) for item in report.problems] == [
        (2, f'expected 2 columns, found 3 in "a dog{sign}ein Hund{sign}a note"; a cell that holds a "{sign}" '
            "stands in quotes")]
    rows = [["a dog", "ein Hund", "a note"][:2 + number % 2] for number in range(8)]
    many = write(tmp_path, "".join(f"{sign.join(row)}\n" for row in rows), "many.csv")
    with pytest.raises(ColumnsError, match=r"many.csv: has 3 columns"):
        open_all([many], Reading())
    assert len(read(many, columns=(1, 2))[0]) == 8


def test_prose_of_commas_is_no_csv_of_uneven_rows(tmp_path):
    prose = "Well, it rains.\nYes, today, and tomorrow.\nNo, it does not, does it, Tom?\nSo, so.\n"
    for text in (prose, "It cost 1,000 euros\nIt cost 2,000,000 euros\nAbout 3,500 people\n"):
        with pytest.raises(UndividedError):
            open_all([write(tmp_path, text, "prose.txt")], Reading())


def test_commas_of_prose_do_not_hide_the_sign_of_uneven_rows(tmp_path):
    """There was no way to choose it."""
    rows = ["a dog, big;ein Hund, gross", "a cow, small;eine Kuh, klein;a note"] * 4
    path = write(tmp_path, "\n".join(rows), "semicolons.csv")
    with pytest.raises(ColumnsError) as caught:
        open_all([path], Reading())
    preview = caught.value.preview
    assert [one.delimiter for one in (preview, *preview.others)] == [";", ","]


def test_a_cell_of_several_lines_may_stand_where_the_beginning_ends(tmp_path):
    text = "".join(f'"a {n}\nsecond\nthird","b {n}"\n' for n in range(300))  # 200 lines are looked at
    pairs, report = read(write(tmp_path, text))
    assert (len(pairs), report.format, report.num_problems) == (300, "csv", 0)


@pytest.mark.parametrize(("text", "pairs"), [
    ("«a, b»,«c»\n«d»,«e»\n", [("a, b", "c"), ("d", "e")]), ("„a“;„b“\n„c“;„d“\n", [("a", "b"), ("c", "d")]),
    ("'a, b','c'\n'it''s','d'\n", [("a, b", "c"), ("it's", "d")]),
    ('"Hi" he said;"Ho" er\n"No" she;ja\n', [('"Hi" he said', '"Ho" er'), ('"No" she', "ja")]),
    ('say "hi" now,sag\n"a, b",c\n', [('say "hi" now', "sag"), ("a, b", "c")]),
])
def test_the_quotes_of_a_table_are_told_where_they_are_clear(tmp_path, text, pairs):
    found, report = read(write(tmp_path, text))
    assert (found, report.format) == (pairs, "csv")


def test_unclear_quotes_are_asked_about(tmp_path):
    path = write(tmp_path, '"Hi" he said;"Ho" er\n"No.";Nein.\n')
    with pytest.raises(CorpusError, match=r'others are letters, such as in "Hi" he said;.*--quote none'):
        read(path)
    assert read(path, quote="none")[0] == [('"Hi" he said', '"Ho" er'), ('"No."', "Nein.")]
    assert read(path, quote='"')[0] == [("Hi he said", "Ho er"), ("No.", "Nein.")]
    mixed = write(tmp_path, "«a»;b\n«c»;«d»\n")
    assert read(mixed, quote="«", delimiter=";")[0] == [("«a»", "b"), ("c", "d")]


def test_quotes_of_a_plain_tsv_are_letters_and_those_of_excel_are_not(tmp_path):
    assert read(write(tmp_path, '"Hi," he said.\t„Hallo“\n"\t"\n'))[0] == [
        ('"Hi," he said.', "„Hallo“"), ('"', '"')]
    assert read(write(tmp_path, '"He said ""hi"""\tx\n'))[0] == [('He said "hi"', "x")]


def test_header_rows(tmp_path):
    assert read(write(tmp_path, "id,target,source\n1,Hund,dog\n"))[0] == [("dog", "Hund")]
    path = write(tmp_path, "en\tde\tfr\ndog\tHund\tchien\n")
    with pytest.raises(LanguagesError):
        read(path)
    assert read(path, src="fr", tgt="en")[0] == [("chien", "dog")]


@pytest.mark.parametrize(("text", "said", "options"), [
    ("1,Hund,dog\n2,Katze,cat\n", "has 3 columns, and nothing says which two", ["--columns", "{}=2,3"]),
    ("n,theirs,ours\n1,ein Hund bellt laut,a dog barks\n2,die Katze schläft fest,a cat sleeps\n",
     "has 3 columns, and nothing says which two", ["--columns", "{}=2,3", "--header", "{}"]),
    ("Go.,Va !,CC-BY 2.0 (France) Attribution: a.org #123\nHi.,Salut !,CC-BY 2.0 (France) #45\n",
     "has 3 columns, and nothing says which two", ["--columns", "{}=1,2"]),
    ("ours,theirs\na dog barks,ein Hund bellt\na cat sleeps,eine Katze schläft\n",
     'its first row ("ours", "theirs") looks like names of its columns', ["--header", "{}"]),
])
def test_a_table_that_does_not_say_its_columns_is_refused(tmp_path, capsys, text, said, options):
    path, out = write(tmp_path, text, "my table.csv"), tmp_path / "out"
    options = [option.format(path) for option in options]
    assert cli.main(["import", str(path), "--out", str(out), "--json"]) == 2
    captured = capsys.readouterr()
    lines = captured.err.split("\n")
    assert said in lines[0]
    assert shlex.join(options) in lines[0]
    assert [cell.strip() for cell in lines[2].split("|")] == [
        cell if len(cell) <= 30 else f"{cell[:30]}…" for cell in text.split("\n")[0].split(",")]
    refusal = json.loads(captured.out)
    assert (refusal["kept"], refusal["out"]) == (0, None)
    assert lines[0] == f"pellucid: {refusal['error']}"
    assert not out.exists()
    assert cli.main(["import", str(path), "--out", str(out), "--json", "--no-clean", *options]) == 0
    assert json.loads(capsys.readouterr().out)["kept"] == 2


def test_columns_by_choice(tmp_path):
    assert read(write(tmp_path, "1,Hund,dog\n2,Katze,cat\n"), columns=(3, 2))[0] == [
        ("dog", "Hund"), ("cat", "Katze")]


def test_a_number_called_id_is_no_indonesian(tmp_path):
    path = write(tmp_path, "id\ten\tde\n1\tcats\tKatzen\n2\tdogs\tHunde\n")
    assert read(path)[0] == [("cats", "Katzen"), ("dogs", "Hunde")]
    path = write(tmp_path, "en\tid\ncats\tkucing\ndogs\tanjing\n")  # with one other it is
    assert read(path)[0] == [("cats", "kucing"), ("dogs", "anjing")]


def test_the_same_code_twice_is_a_pair_of_words(tmp_path):
    assert read(write(tmp_path, "no\tno\nyes\tja\n"))[0] == [("no", "no"), ("yes", "ja")]


def test_a_header_of_language_names_is_one(tmp_path):
    pairs, report = read(write(tmp_path, NAMED))
    assert pairs[0] == ("The dog barks.", "Der Hund bellt.")
    assert report.languages == {"en": 2, "de": 2}
    assert read(write(tmp_path, "German\tDeutsch\nEnglish\tEnglisch\n"))[0][0] == ("German", "Deutsch")


def test_a_first_row_of_other_names_is_left_out_where_it_is_said_to_be_one(tmp_path):
    path = write(tmp_path, NAMED.replace("English", "Ours").replace("Deutsch", "Theirs"))
    assert read(path, columns=(1, 2))[0][0] == ("Ours", "Theirs")
    assert read(path, headers=frozenset({path}))[0][0] == ("The dog barks.", "Der Hund bellt.")
    assert unclear(TextFile(path), Reading()).is_headed
    assert unclear(TextFile(write(tmp_path, NAMED.split("\n", 1)[1], "b")), Reading()) is None


ENGLISH_WORDS = """
be have house water child mother father brother sister morning evening yesterday tomorrow always
never thought through enough knowledge weather breakfast friendship neighbour something everything
nothing window kitchen bread cheese apple winter summer spring autumn wednesday thursday saturday
mountain valley forest language sentence question answer children people woman women teacher student
mountains rivers lakes cloud wind whether although because however beautiful difficult interesting
expensive cheap quickly slowly quietly
""".split()  # noqa: SIM905
SPANISH_WORDS = """
ser haber casa agua niño madre padre hermano hermana mañana tarde ayer mañana siempre nunca
pensamiento por suficiente conocimiento tiempo desayuno amistad vecino algo todo nada ventana cocina
pan queso manzana invierno verano primavera otoño miércoles jueves sábado montaña valle bosque
lenguaje oración pregunta respuesta niños gente mujer mujeres maestro estudiante montañas ríos lagos
nube viento si aunque porque embargo hermoso difícil interesante caro barato rápidamente lentamente
silenciosamente
""".split()  # noqa: SIM905


def words_file(tmp_path, first: str, count: int) -> Path:
    rows = zip(ENGLISH_WORDS * 3, SPANISH_WORDS * 3, strict=False)
    return write(tmp_path, first + "".join(f"{en}\t{es}\n" for en, es in list(rows)[:count]))


def test_two_words_that_are_codes_too_head_a_list_of_words(tmp_path):
    """"is<TAB>es" is a pair where the columns read like others than Icelandic and Spanish."""
    pairs, report = read(words_file(tmp_path, "is\tes\n", 200))
    assert (pairs[0], report.languages) == (("is", "es"), {})
    for codes in ("en\tes", "en\tde"):  # no words that people list
        assert read(words_file(tmp_path, f"{codes}\n", 200))[0][0] == ("be", "ser")
    sentences = "This is a longer sentence.\tEsta es una frase larga.\n" * 3
    pairs, _ = read(write(tmp_path, "is\tes\n" + sentences))
    assert len(pairs) == 3


def test_a_short_list_below_two_codes_is_asked_about(tmp_path):
    path = words_file(tmp_path, "is\tes\n", 5)
    with pytest.raises(ColumnsError, match=r'its first row \("is", "es"\) looks like names of its columns'):
        check(TextFile(path), Reading())
    assert read(path, columns=(1, 2))[0][0] == ("is", "es")
    assert read(path, headers=frozenset({path}))[0][0] == ("be", "ser")


ROWS = "".join(f"source {n},Ziel {n}\n" for n in range(1000))


@pytest.mark.parametrize(("before", "after"), [(0, 1000), (500, 500), (1000, 0)])
def test_a_quote_that_nobody_closes_costs_its_line(tmp_path, before, after):
    """It took a thousand good rows into one cell."""
    rows = ROWS.split("\n")
    text = "\n".join([*rows[:before], '"left open,offen', *rows[before:]])
    pairs, report = read(write(tmp_path, text))
    assert len(pairs) == 1000
    [problem] = report.problems
    assert problem["line"] == before + 1
    assert 'a quote opens in ""left open,offen" and does not close within 100 lines' in problem["reason"]


def test_an_open_quote_does_not_take_the_next_quoted_cell_for_its_end(tmp_path):
    pairs, report = read(write(tmp_path, '"open,offen\na,b\n"c, d",e\n' + '"x, y",z\n' * 20))
    assert (len(pairs), pairs[:2], [one["line"] for one in report.problems]) == (
        22, [("a", "b"), ("c, d", "e")], [1])


@pytest.mark.parametrize("rows", [1, 30])
def test_quotes_may_be_escaped_by_a_backslash(tmp_path, rows):
    escaped = r'"He said \"no\", twice","Er sagte \"nein\", zweimal"' + "\n"
    pairs, report = read(write(tmp_path, '"one, 1","eins, 1"\n' * 30 + escaped * rows))
    assert (pairs[-1], len(pairs), report.problems) == (
        ('He said "no", twice', 'Er sagte "nein", zweimal'), 30 + rows, [])


def test_a_backslash_at_the_end_of_a_cell_is_one(tmp_path):
    assert read(write(tmp_path, '"C:\\dir\\","D:\\x, y"\n' * 3))[0][0] == ("C:\\dir\\", "D:\\x, y")


@pytest.mark.parametrize("text", ["dog\tHund\rcat\tKatze\r", '"dog",Hund\r"cat",Katze\r',
                                  '{"source": "dog", "target": "Hund"}\r["cat", "Katze"]\r'])
def test_carriage_returns_alone_end_lines(tmp_path, text):
    path = tmp_path / "a"
    path.write_bytes(text.encode())
    assert read(path)[0] == [("dog", "Hund"), ("cat", "Katze")]


def test_three_bars_between_the_sides(tmp_path):
    text = "a | b, c ||| d\nthe dog ||| der Hund\n"
    assert read(write(tmp_path, text))[0] == [("a | b, c", "d"), ("the dog", "der Hund")]
    assert read(write(tmp_path, text), delimiter="|||")[0][1] == ("the dog", "der Hund")


@pytest.mark.parametrize("row", [
    '"hello, you number {n}";"hallo du Nummer {n}"', '"hello, you {n}";hallo du {n}',
    '"hello, you {n}";"hallo, du {n}"'])
def test_a_delimiter_that_cuts_through_quotes_is_none(tmp_path, row):
    pairs, report = read(write(tmp_path, "".join(row.format(n=n) + "\n" for n in range(40))))
    source, target = row.format(n=0).replace('"', "").split(";")
    assert (pairs[0], len(pairs), report.problems) == ((source, target), 40, [])


@pytest.mark.parametrize("first", ["en;de\n", "dog;Hund\n"])
def test_a_delimiter_that_fits_the_header_or_every_row_is_it(tmp_path, first):
    pairs, _ = read(write(tmp_path, first + "".join(f"hello, you {n};hallo du {n}\n" for n in range(40))))
    assert pairs[-1] == ("hello, you 39", "hallo du 39")


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\r\n', "\ufeffSEP=;\nen;de\n"])
def test_the_line_in_which_excel_says_the_delimiter_is_none_of_the_table(tmp_path, first):
    path = write(tmp_path, first + "".join(f"hello, you {n};hallo du {n}\n" for n in range(3)))
    pairs, report = read(path)
    assert (pairs[0], len(pairs), report.problems) == (("hello, you 0", "hallo du 0"), 3, [])
    path = write(tmp_path, "sep=\t\ndog\tHund\n")
    assert (read(path)[0], read(path)[1].units) == ([("dog", "Hund")], 1)


def test_two_delimiters_that_may_be_meant_are_asked_about(tmp_path, capsys):
    path = write(tmp_path, "".join(f"hello, you {n};hallo du {n}\n" for n in range(40)), "my table.csv")
    out = tmp_path / "out"
    assert cli.main(["import", str(path), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    option = ["--delimiter", f"{path}=;"]
    assert 'divided by "," or by ";"; say it' in said
    assert shlex.join(option) in said
    assert '  by ",":\n    1     | 2\n    hello |  you 0;hallo du 0\n' in said
    assert '  by ";":\n    1            | 2\n    hello, you 0 | hallo du 0\n' in said
    assert not out.exists()
    assert cli.main(["import", str(path), "--out", str(out), "--no-clean", *option]) == 0
    assert "hello, you 0\thallo du 0\n" in "".join(
        (out / f"{part}.tsv").read_text(encoding="utf-8") for part in ("train", "dev", "test"))


def test_a_sign_that_is_not_guessed_is_named_as_a_way_out(tmp_path, capsys):
    for text in ("dog^Hund\ncat^Katze\n", "".join(f"hello, you; {n}^hallo, du; {n}\n" for n in range(4))):
        path = write(tmp_path, text, "a.csv")
        assert cli.main(["import", str(path), "--dry-run"]) == 2
        assert "if another sign divides them" in (said := capsys.readouterr().err) or "a.csv=SIGN" in said
        assert "--delimiter" in said
        assert cli.main(["import", str(path), "--dry-run", "--delimiter", "^"]) == 0
        assert f" of {text.count('^')} pairs" in capsys.readouterr().out


def test_a_file_is_named_by_another_spelling_of_its_path(tmp_path, capsys, monkeypatch):
    path = write(tmp_path, "English\tDeutsch\ndog\tHund\n", "r.tsv")
    monkeypatch.chdir(tmp_path.parent)
    spelled = f"{tmp_path.name}/r.tsv"
    assert cli.main(["import", str(path), "--dry-run", "--no-clean", "--no-header", spelled]) == 0
    assert "2 of 2 pairs" in capsys.readouterr().out
    assert cli.main(["import", str(path), "--dry-run", "--no-header", "other.tsv"]) == 2

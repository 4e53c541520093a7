"""What is left out and why, what is changed and said so, and parts that share no sentence."""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from core.cli import main
from core.corpus.alike import Alike
from core.corpus.cleaning import RULE_OF, Cleaner, Rules, RulesError, tidied
from core.corpus.importing import Request, import_corpus
from core.corpus.language_guess import Sample
from core.corpus.measures import Measures
from core.corpus.normal import normalised
from core.corpus.project import development
from core.corpus.readers import read_corpus, read_tsv
from core.corpus.unit import Reading
from resources import guide
from tests.core.corpus.test_formats import write

REASONS = [
    ("x" * 1001, "y" * 900, "too long"), ("cafÃ© au lait", "coffee and milk", "broken encoding"),
    ("Well, well.", "?!", "no words"),
    ("a\x07bell", "eine Glocke", "non-printing character"),
    ("Part 10455 fits", "Ein Teil passt", "different digits"),
    ("Rooms 12 and 45", "Zimmer 12", "different digits"), ("Same text", "same text", "identical sides"),
    ("Hi.", "This goes on and on and on and never comes to an end.", "length ratio"),
    ("Room 12 is free", "Zimmer 13 ist frei", "different digits"),
    ("No!!!!!!!!!", "Nein!!!!!!!!!", "repeated punctuation"),
    ("The dog barks", "Собака лает", "wrong script"),
]
FINE = [("1,000 people", "1.000 Menschen"), ("It opens at 9:00.", "Es öffnet um 9 Uhr."),
        ("until 10.30", "bis 10:30"), ("at ten", "um 10"), ("ABC 42", "ABC 42!"), ("No…", "Nein!!!"),
        ("Tom", "Tom und Mary"), ("It was built in 1806.", "Es wurde achtzehnhundertsechs gebaut."),
        ("two of 6 dogs", "2 der 6 Hunde"), ("10,000 yen", "zehntausend Yen"), ("...", "!"), ("क्‍ष", "Ksha")]


@pytest.mark.parametrize(("src", "tgt", "reason"), REASONS)
def test_each_rule_and_its_switch(src, tgt, reason):
    assert Cleaner(Rules(), "en", "de").reason(src, tgt)[0] == reason
    assert Cleaner(Rules.none(), "en", "de").reason(src, tgt) is None


@pytest.mark.parametrize(("rule", "limit", "pair", "odd"), [
    ("identical", 2, ("Berlin", "Berlin"), False), ("identical", 2, ("Kota Kinabalu", "Kota Kinabalu"), True),
    ("digits", 4, ("since 1806", "seit damals"), True), ("digits", 4, ("since 1800", "seit damals"), False),
    ("min_letters", 3, ("One two", "B."), True), ("min_letters", 3, ("A.", "B."), False)])
def test_thresholds(rule, limit, pair, odd):
    assert bool(Cleaner(replace(Rules.none(), **{rule: limit})).reason(*pair)) == odd


@pytest.mark.parametrize(("limit", "text", "detail"), [(8, "No!!!!!!!!!", '9 × "!"'), (9, "No!!!!!!!!", None),
                                                       (2, "a--b...", '2 × "-"'), (1e9, "......", None)])
def test_so_often_in_a_row_is_too_often(limit, text, detail):
    found = Cleaner(replace(Rules.none(), max_repeat=limit)).reason("good", text)
    assert found == (("repeated punctuation", detail) if detail else None)


def test_characters_are_counted_in_both_sides():
    measures = Measures()
    for _ in range(3):
        measures.add("ab c", "字a")
    measures.add("d\U0001f600", "字d")
    assert measures.facts()["characters"] == len("ab c字d\U0001f600")
    assert measures.facts()["rare_characters"] == "d\U0001f600"
    assert measures.facts()["src_words"] == [[1, 1], [2, 3]]


@pytest.mark.parametrize(("src", "tgt"), FINE)
def test_good_pairs_stay(src, tgt):
    assert Cleaner(Rules(), "", "de").reason(src, tgt) is None


def test_figures_are_not_judged_beside_chinese():
    assert Cleaner(Rules(), "en", "zh").reason("School begins at 8:30.", "学校8点半开始上课。") is None


def test_tidied_composes_and_keeps_joiners():
    assert tidied(" e\u0301\t a\u00a0b\r\n") == "é a b"
    assert tidied("क\u200dष\u200c") == "क\u200dष\u200c"


@pytest.mark.parametrize("text", ["Hello, World_1! «½»", "ＡＢＣ １２", "क्‍ष र्\u200dक।", "他说：“好。”",
                                  "ǅ ẞ İ", "a\u0301 \ud800", "\x07 \xa0\u3000\u2003", "²③Ⅷ٣‿_", ""])
def test_normalised_drops_all_that_is_no_letter_mark_or_number(text):
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(char for char in plain if unicodedata.category(char)[0] in "LNMC")
    assert normalised(text) == (kept or text)


def test_marks_alone_make_no_two_sentences_one(tmp_path):
    """A held-out "..." left out all pairs whose target is marks alone, or is "..." too."""
    (tmp_path / "dev.tsv").write_text("he was silent\t...\n")
    report, _ = imported(tmp_path, "what\t?\nyes\t!\nwell\t...\n", dev=[tmp_path / "dev.tsv"],
                         rules=Rules().without(["min_letters"]))
    assert report["dropped"] == {}
    assert report["facts"]["leaks"] == 0
    near = Rules(near_duplicates=True, min_letters=None)
    other, _ = imported(tmp_path, "well\t...\nwell\t...\nwell\t!\n", rules=near)
    assert other["dropped"] == {"duplicate": 1}  # as pairs they are compared as ever


def test_rules_from_json_are_checked():
    assert Rules.from_dict(Rules().to_dict()) == Rules()
    older = Rules.from_dict({"identical": True, "digits": False})  # once they had no threshold
    assert (older.identical, older.digits) == (1, None)
    for bad in ({"colour": True}, {"fuzzy": 1}, {"max_chars": -1}, {"max_ratio": "x"}, []):
        with pytest.raises(RulesError):
            Rules.from_dict(bad)


def imported(tmp_path, text: str, **options) -> tuple[dict, Path]:
    out = tmp_path / f"corpus{len(list(tmp_path.iterdir()))}"
    import_corpus(Request([write(tmp_path, text, "c.tsv")], out, **options))
    return json.loads((out / "report.json").read_text(encoding="utf-8")), out


def test_every_unit_that_cannot_be_read_is_in_dropped_tsv(tmp_path):
    good = "".join(f"a{i}\tb{i}\n" for i in range(1300))  # enough to be known as TSV
    report, out = imported(tmp_path, good + "no tab here\n" * 1200)
    assert report["files"][0]["num_problems"] == 1200
    assert len(report["files"][0]["problems"]) == 1000
    listed = (out / "dropped.tsv").read_text().split("\n")[1:-1]
    assert len(listed) == 1200
    assert listed[-1].split("\t")[1:3] == ["2500", "not readable"]


def test_a_nul_within_a_sentence_makes_it_unreadable(tmp_path):
    """JSON can write one; the training that reads the corpus refuses it."""
    corpus = tmp_path / "c.jsonl"
    targets = [f"b{n}" for n in range(9)]
    targets[3] += "\0"
    corpus.write_text("".join(json.dumps({"source": f"a{n}", "target": target}) + "\n"
                              for n, target in enumerate(targets)))
    report = import_corpus(Request([corpus], tmp_path / "out", rules=Rules.none()))
    assert (report.files[0].pairs, report.files[0].problems) == (
        8, [{"line": 4, "unit": "", "reason": "expected text, found a NUL"}])


def test_duplicates_are_named_with_the_line_they_repeat(tmp_path):
    report, out = imported(tmp_path, "a b\tc\nd\te\na b\tc\nA b!\tC\n")
    assert report["dropped"] == {"duplicate": 1}
    assert report["examples"]["duplicate"][0]["detail"] == "as line 1"
    assert (out / "dropped.tsv").read_text().split("\n")[1].split("\t")[1:] == ["3", "duplicate", "as line 1",
                                                                              "a b", "c"]
    other, _ = imported(tmp_path, "Hello.\tHallo.\n" + "hello\thallo\n" * 3)  # a second spelling
    assert other["dropped"] == {"duplicate": 2}
    assert {example["detail"] for example in other["examples"]["duplicate"]} == {"as line 2"}
    near, _ = imported(tmp_path, "a b\tc\nA b!\tC\n", rules=Rules(near_duplicates=True))
    assert near["dropped"] == {"near-duplicate": 1}


def test_units_that_lack_a_side_are_listed_too(tmp_path):
    report, out = imported(tmp_path, "a b\tc\nd\t\n")
    assert (report["pairs"], report["dropped"]) == (1, {"empty side": 1})
    assert [report["examples"]["empty side"][0][name] for name in ("line", "src", "tgt")] == [2, "d", ""]
    listed = (out / "dropped.tsv").read_text().split("\n")[1]
    assert listed.split("\t")[1:] == ["2", "empty side", "no target", "d", ""]


def test_kept_on_wish(tmp_path):
    path = str(tmp_path / "c.tsv")
    report, _ = imported(tmp_path, "a\ta\nb\tb\n", keep=frozenset({(path, 2)}))
    assert (report["kept"], report["dropped"]) == (1, {"identical sides": 1})


def test_a_dry_run_says_what_an_import_would_leave_out_and_writes_nothing(tmp_path, capsys):
    text = "".join(f"source {i}\ttarget {i}\n" for i in range(200)) + "a\ta\n" * 2 + "b\x1b[2J\tc\n"
    path = write(tmp_path, text, "c.tsv")
    dry = import_corpus(Request([path], None))
    assert list(tmp_path.iterdir()) == [path]
    report, _ = imported(tmp_path, text)
    for name in ("dropped", "parts", "facts", "examples", "kept", "changed"):
        assert dry.full()[name] == report[name]
    assert main(["import", str(path), "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert "c.tsv:201  a | a\n" in shown
    assert "c.tsv:203  b\\u001b[2J | c   (U+001B)\n" in shown
    assert "200 of 203 pairs would be kept (train 160, dev 20, test 20). Nothing was written" in shown


def test_parts_share_no_sentence_and_are_the_same_for_a_seed(tmp_path):
    text = "".join(f"source {i // 3}\ttarget {i}\n" for i in range(900))
    report, out = imported(tmp_path, text, sizes=(30, 30), rules=Rules.none())
    parts = {name: list(read_tsv(out / f"{name}.tsv")) for name in ("train", "dev", "test")}
    assert {name: len(rows) for name, rows in parts.items()} == report["parts"]
    assert (len(parts["dev"]), len(parts["test"]), report["facts"]["leaks"]) == (30, 30, 0)
    sources = [{normalised(src) for src, _ in rows} for rows in parts.values()]
    assert sum(map(len, sources)) == len(set().union(*sources)) == 300
    assert all(len([1 for src, _ in parts["dev"] if src == chosen]) == 3 for chosen, _ in parts["dev"])
    _, again = imported(tmp_path, text, sizes=(30, 30), rules=Rules.none())
    assert (again / "dev.tsv").read_bytes() == (out / "dev.tsv").read_bytes()


def test_a_given_development_set_that_overlaps_is_told_with_its_rows(tmp_path):
    dev = write(tmp_path, "Source 3.\tother\n", "dev.tsv")
    report, out = imported(tmp_path, "".join(f"source {i}\ttarget {i}\n" for i in range(10)), dev=[dev])
    assert report["dropped"] == {"in the given development set": 1}
    assert report["examples"]["in the given development set"][0]["line"] == 4
    assert report["warnings"][0].startswith("pairs sharing a sentence with the development set: 1, left out")
    assert (out / "dev.tsv").read_text() == "Source 3.\tother\n"


def test_a_training_takes_the_parts_of_an_imported_folder(tmp_path):
    _, out = imported(tmp_path, "".join(f"source {i}\ttarget {i}\n" for i in range(100)),
                      reading=Reading(src="en", tgt="de"))
    corpus, dev = read_corpus([out]), development(out)
    assert (len(corpus.pairs), len(dev), corpus.langs) == (80, 10, ("en", "de"))
    assert not set(corpus.pairs) & set(dev)


ENGLISH = ["The weather was fine in the morning.", "She has forgotten her keys at home again.",
           "We are going to visit our grandparents.", "He reads the newspaper every evening.",
           "They would rather stay here for a while.", "Nobody knows what happened to the old house."]
GERMAN = ["Das Wetter war am Morgen schön.", "Sie hat ihre Schlüssel wieder zu Hause vergessen.",
          "Wir besuchen bald unsere Großeltern.", "Er liest jeden Abend die Zeitung.",
          "Sie würden lieber noch eine Weile hier bleiben.", "Niemand weiß, was mit dem alten Haus geschah."]


@pytest.mark.parametrize(("tgt", "odd"), [("fr", True), ("de", False), ("deu", False), ("tlh", False)])
def test_languages_found_are_held_against_those_claimed(tmp_path, tgt, odd):
    text = "".join(f"{en}\t{de}\n" for en, de in zip(ENGLISH * 3, GERMAN * 3, strict=True))
    report, _ = imported(tmp_path, text, reading=Reading(src="en", tgt=tgt), rules=Rules.none())
    facts = report["facts"]
    assert (facts["src_language"]["found"], facts["tgt_language"]["found"]) == ("en", "de")
    assert (facts["src_language"]["fits"], facts["tgt_language"]["fits"]) == (True, not odd)
    assert [doubt["side"] for doubt in report["files"][0]["doubts"]] == ["target"] * odd
    assert len(report["warnings"]) == odd


def test_too_little_text_says_nothing_of_its_language(tmp_path):
    report, _ = imported(tmp_path, "dog\tHund\n", reading=Reading(src="fr", tgt="is"))
    assert report["facts"]["src_language"]["fits"]
    assert report["facts"]["src_language"]["found"] == ""


def test_a_sample_is_of_all_of_a_file():
    sample = Sample()
    for number in range(100_000):
        sample.add(str(number))
    places = list(map(int, sample.texts))
    assert 200 <= len(places) < 400
    assert places[-1] > 99_000 - 512
    assert len({after - before for before, after in itertools.pairwise(places)}) == 1


def test_a_given_development_set_is_reported_as_every_other_file(tmp_path, capsys):
    train, out = write(tmp_path, "one\teins\ntwo\tzwei\n", "c.tsv"), tmp_path / "corpus"
    dev = write(tmp_path, "cafe\u0301\tKaffee\n"
                "tea\tTee\nmilk\t\ntea\tTee\nju\x1fice\tSaft\nwater\tWas\tser\n",
                "dev.tsv")
    assert main(["import", str(train), "--dev", str(dev), "--out", str(out), "--json"]) == 0
    file = json.loads(capsys.readouterr().out)["files"][1]
    assert (file["path"], file["units"], file["pairs"]) == (str(dev), 6, 4)
    assert file["dropped"] == {"empty side": 1, "duplicate": 1}
    assert [item["line"] for item in file["problems"]] == [6]
    rows = [line.split("\t") for line in (out / "dropped.tsv").read_text("utf-8").splitlines()[1:]]
    assert [(row[0], row[1], row[2]) for row in rows] == [
        (str(dev), "3", "empty side"), (str(dev), "4", "duplicate"), (str(dev), "6", "not readable")]
    assert rows[1][3] == "as line 2"
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["changed"] == {"composed (Unicode NFC)": 1, "control characters made spaces": 1}
    assert (report["pairs"], report["kept"], report["kept_to_learn"]) == (6, 5, 2)
    assert report["parts"] == {"train": 2, "dev": 3, "test": 0}
    assert (out / "dev.tsv").read_text("utf-8") == "caf\u00e9\tKaffee\ntea\tTee\nju ice\tSaft\n"
    assert [member["dev"] for member in json.loads((out / "project.json").read_text())["corpora"]] == [0, 3]
    assert main(["import", str(train), "--dev", str(dev), "--no-clean", "--dry-run"]) == 0
    assert f"{dev} (to validate on): tsv" in (said := capsys.readouterr().out)
    assert "6 of 6 pairs would be kept (train 2, dev 4, test 0)" in said


HELD = "one dog\tHund\n"
OVERLAPPING = "one dog\tein Hund\ntwo\tzwei\nOne dog!\tein Hund!\n"


@pytest.mark.parametrize(("options", "kept", "leaks"), [([], 1, 0), (["--off", "in_dev"], 3, 2),
                                                        (["--no-clean"], 3, 2)])
def test_what_a_given_development_set_has_too_stays_only_on_wish_and_is_said(tmp_path, capsys, options, kept,
                                                                            leaks):
    train, dev = write(tmp_path, OVERLAPPING, "c.tsv"), write(tmp_path, HELD, "dev.tsv")
    out = tmp_path / "corpus"
    assert main(["import", str(train), "--dev", str(dev), "--out", str(out), *options]) == 0
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert (report["kept_to_learn"], report["kept"]) == (kept, kept + 1)
    assert report["facts"]["leaks"] == leaks
    said = capsys.readouterr().out
    assert ("kept in training as asked (c.tsv:1, c.tsv:3)" in said) == bool(leaks)
    assert ("sharing a sentence with the development set: 2, left out" in said) != bool(leaks)


def test_every_rule_has_a_reason_and_sides_that_are_exchanged_are_noticed(tmp_path, capsys):
    assert set(RULE_OF.values()) == set(Rules().to_dict())
    path = write(tmp_path, "".join(f"I have {n} dogs\t我有{n}条狗\n" for n in range(9)) + "a\tb\n", "c.tsv")
    assert main(["import", str(path), "--dry-run", "--src", "zh", "--tgt", "en"]) == 0
    shown = capsys.readouterr().out
    assert "9  wrong script   (--off min_script keeps them)" in shown
    assert "c.tsv: one rule leaves out 9 of 10 pairs, over half: they are not in the letters of the " \
           "languages named. Are the sides the other way round" in shown
    assert "(--off min_script keeps them)" in shown
    assert main(["import", str(path), "--dry-run", "--src", "zh", "--tgt", "en", "--columns", "2,1"]) == 0
    assert "the other way round" not in capsys.readouterr().out


def test_rules_are_switched_off_by_name(tmp_path, capsys):
    path = write(tmp_path, "same\tsame\na\tb\n", "c.tsv")
    assert main(["import", str(path), "--out", str(tmp_path / "a"), "--off", "identical", "max_ratio"]) == 0
    assert "2 of 2 pairs kept" in capsys.readouterr().out
    assert main(["import", str(path), "--out", str(tmp_path / "b"), "--off", "colour"]) == 2
    assert 'unknown rule "colour"; expected one of: fuzzy, untranslated,' in capsys.readouterr().err


def test_held_out_sentences_that_are_nearly_in_training_are_counted_and_shown(tmp_path, capsys):
    animals = ("dog", "cat", "cow", "pig", "hen")
    text = "".join(f"{word} number {n} is here today\tx{word}{n}\n" for n in range(8) for word in animals)
    report, out = imported(tmp_path, text, rules=Rules.none())
    train, dev, test = ([src.split() for src, _ in read_tsv(out / f"{name}.tsv")]
                        for name in ("train", "dev", "test"))
    held_out = dev + test
    near = [one for one in held_out if any(sum(a != b for a, b in zip(one, other, strict=True)) == 1
                                           for other in train)]
    found = report["facts"]["alike"]
    assert (found["held_out"], found["count"]) == (len(held_out), len(near)) == (8, 8)
    assert all(len(set(one.split()) ^ set(other.split())) == 2 for one, other in found["examples"])
    assert main(["import", str(write(tmp_path, text, "d.tsv")), "--dry-run", "--no-clean"]) == 0
    assert "8  of 8 held-out sources differ by one word from one in training" in capsys.readouterr().out


@pytest.mark.parametrize(("one", "other", "alike"), [
    ("Give me the red book.", "Give me the book, the red!", True),  # one more
    ("I see a big dog", "I see a small dog", True), ("I see a big dog", "We see a small dog", False),
    ("a b c d", "a b c e", False),  # one of four words is much
    ("他昨天买了三本书。", "他昨天买了两本书。", True), ("他昨天买了三本书。", "他今天买了两本书。", False),
])
def test_alike_is_the_same_words_but_one(one, other, alike):
    found = Alike([one])
    found.add(other)
    assert found.count == alike


@pytest.mark.parametrize(("name", "on", "off"), [("guide.en.md", "on", "off"),
                                                 ("guide.zh_CN.md", "开", "关")])
def test_the_guide_lists_every_rule_with_its_default(name, on, off):
    text = (Path(guide.__path__[0]) / name).read_text("utf-8")
    rows = dict(re.findall(r"^\| (\w+) \| (\S+) \|", text, re.MULTILINE))
    for rule, value in Rules().to_dict().items():
        assert rows[rule] == (on if value is True else off if value is False else f"{value:g}")

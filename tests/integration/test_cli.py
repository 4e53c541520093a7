"""The command line as a person uses it: train, translate, step, evaluate, train further."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import date

import pytest
import sacrebleu

from core.commands import resume
from core.formats import native
from core.formats.trace_file import read_trace
from core.training.run_dir import RunDir, read_metrics, read_run
from tests.integration.conftest import PAIRS, ROOT, command, write_tsv

COMMANDS = ("train", "fine-tune", "resume", "runs", "compare", "translate", "step", "evaluate", "info")


def numpy(*args) -> tuple:
    return (*args, "--backend", "numpy", "--workers", "2")


def test_trained_model(trained):
    info = read_run(trained)
    assert (info.status, info.step, info.saved_step, info.has_model) == ("finished", 6, 6, True)
    assert (info.pairs, info.name, info.src_lang, info.tgt_lang) == (65, "fruit", "zh", "en")
    metrics = read_metrics(trained)
    assert [event["step"] for event in metrics if event["event"] == "validated"] == [0, 3, 6]
    assert "progress" in {event["event"] for event in metrics}  # six quick steps have a loss to show


def test_info(cli, trained):
    facts = json.loads(cli("info", trained, "--json").out)
    assert facts["run"]["status"] == "finished"
    assert facts["run"]["step"] == 6
    assert facts["model"]["src_lang"] == "zh"
    assert facts["model"]["weights"] > 1e6
    assert facts["model"]["step"] in (0, 3, 6)  # of the best, which need not be the run's last
    text = cli("info", trained)
    assert text.code == 0
    assert text.out.startswith("run\n  name ")
    assert "\n\nmodel\n  name " in text.out


def test_translate_text(cli, trained):
    result = cli(*numpy("translate", "我爱苹果。", "--model", trained))
    assert result.code == 0
    assert result.out.count("\n") == 1
    assert cli(*numpy("translate", "我爱苹果。", "--model", trained)).out == result.out


@pytest.mark.parametrize("options", [["--beam", "2"], ["--beam", "2", "--length-penalty", "0"],
                                     ["--sample", "--temperature", "0.5", "--top-k", "5", "--top-p", "0.9"]])
def test_translate_by_other_methods(cli, trained, options):
    assert cli(*numpy("translate", "我爱苹果。", "--model", trained, *options)).out.count("\n") == 1


def test_the_seed_of_sampling_decides(cli, trained):
    def sampled(seed):
        return cli(*numpy("translate", "我爱苹果。", "--model", trained, "--sample", "--seed", seed)).out

    assert sampled(1) == sampled(1)
    assert len({sampled(seed) for seed in range(4)}) > 1


def test_unknown_characters_and_long_sources_are_said(cli, trained, tmp_path):
    model = shutil.copytree(trained, tmp_path / "short")
    document = json.loads((model / "config.json").read_text(encoding="utf-8"))
    document["model"]["max_len"] = 5
    (model / "config.json").write_text(json.dumps(document))
    said = cli(*numpy("step", "我爱购物和苹果。", "--model", model)).err.splitlines()
    assert "never seen in training: 购 物 和" in said
    assert "longer than the model takes; its end was not read" in said
    said = cli(*numpy("translate", "我爱购物和苹果。", "--model", model)).err.splitlines()
    assert "line 1: longer than the model takes; translated in parts" in said
    unknown = [line.split(": ")[-1] for line in said if line.startswith("line 1: never seen in training: ")]
    assert " ".join(unknown) == "购 物 和"


def test_stdin_lines_become_as_many_lines(pellucid, trained):
    """Blank lines stay, CRLF and a byte order mark are no text, the last line needs no end."""
    lines = "\ufeff我爱鱼。\r\n\n我爱茶。你爱鱼。\n \n你卖米饭。"
    result = pellucid(*numpy("translate", "--model", trained), stdin=lines.encode())
    assert result.code == 0
    assert result.out.count("\n") == 5
    assert "\r" not in result.out
    translations = result.out.split("\n")
    assert translations[1] == ""
    assert translations[3].strip() == ""
    again = pellucid(*numpy("translate", "--model", trained), stdin="我爱鱼。\n你卖米饭。\n".encode())
    assert again.out.split("\n") == [translations[0], translations[4], ""]


def test_stdin_with_nothing_or_no_text(pellucid, trained):
    assert pellucid("translate", "--model", trained).sentence == \
        "nothing to translate: give a text, lines on stdin, or --file"
    assert pellucid("translate", "--model", trained, stdin="我\n".encode() + b"ab\xff\n").sentence == \
        "stdin, line 2: expected UTF-8, found the byte 0xff at column 3"


def test_step(cli, trained, tmp_path):
    facts = json.loads(cli(*numpy("step", "我爱苹果。", "--model", trained, "--json", "--top", "3")).out)
    assert facts["src"] == ["我", "爱", "苹", "果", "。", "</s>"]
    for position, step in enumerate(facts["steps"]):
        assert step["position"] == position
        assert step["tgt_in"] == ["<s>", *(before["choice"] for before in facts["steps"][:position])]
        probs = [candidate["prob"] for candidate in step["candidates"]]
        assert len(probs) == 3
        assert probs == sorted(probs, reverse=True)
        # PAD, BOS and UNK are never candidates, so a little may be missing; 1e-4: float32 sums.
        assert sum(probs) + step["rest_prob"] <= 1 + 1e-4
    assert facts["log_prob"] == pytest.approx(sum(step["choice_log_prob"] for step in facts["steps"]))
    translated = cli(*numpy("translate", "我爱苹果。", "--model", trained)).out.rstrip("\n")
    assert facts["text"] == translated

    shown = cli(*numpy("step", "我爱苹果。", "--model", trained, "--top", "3",
                       "--trace", tmp_path / "a.trace")).out
    assert shown.startswith("source   我 | 爱 | 苹 | 果 | 。 | </s>\n\nstep 1   decoder input   <s>\n  →")
    assert shown.count("→") == shown.count("decoder input") == len(facts["steps"])  # one choice a step
    recording = read_trace(tmp_path / "a.trace")
    assert recording.sentences[len(facts["steps"])] == facts["text"]
    assert [step.token_log_prob for step in recording.steps[1:]] == [
        step["choice_log_prob"] for step in facts["steps"]]


def test_evaluate(cli, trained, tmp_path):
    src, ref, other = (tmp_path / name for name in ("src", "ref", "other"))
    sources = [zh for zh, _ in PAIRS[:6]]
    src.write_text("\n".join(sources) + "\n", encoding="utf-8")
    ref.write_text("".join(f"{en}\n" for _, en in PAIRS[:6]), encoding="utf-8")
    other.write_text("x\n" * 6, encoding="utf-8")
    facts = json.loads(cli(*numpy("evaluate", "--model", trained, src, ref, "--json")).out)
    outputs = [cli(*numpy("translate", text, "--model", trained)).out.rstrip("\n") for text in sources]
    references = [en for _, en in PAIRS[:6]]
    assert facts["bleu"] == sacrebleu.corpus_bleu(outputs, [references]).score
    assert facts["chrf"] == sacrebleu.corpus_chrf(outputs, [references]).score
    assert (facts["sentences"], facts["truncated"]) == (6, 0)
    assert facts["bleu_signature"].startswith("nrefs:1|case:mixed|eff:no|tok:13a|")
    noted = native.read_card(trained).facts["evaluated"]
    assert noted == [{"corpus": src.name, "sentences": 6, "bleu": round(facts["bleu"], 2), "decode": "greedy",
                      "chrf": round(facts["chrf"], 2), "date": date.today().isoformat()}]
    text = cli(*numpy("evaluate", "--model", trained, src, ref, other))
    assert len(native.read_card(trained).facts["evaluated"]) == 1  # the same sentences: in its place
    assert text.code == 0
    assert [line.split()[0] for line in text.out.splitlines()] == ["BLEU", "chrF", "exact"]
    assert "nrefs:2" in text.out


def test_all_references_of_a_source_are_scored(cli, trained, tmp_path):
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("".join(f"{zh}\t{text}\n" for zh, en in PAIRS[:3] for text in (en, f"x {en}")),
                     encoding="utf-8")
    facts = json.loads(cli(*numpy("evaluate", "--model", trained, pairs, "--json")).out)
    assert facts["sentences"] == 3
    assert facts["bleu_signature"].startswith("nrefs:2|")
    outputs = [cli(*numpy("translate", zh, "--model", trained)).out.rstrip("\n") for zh, _ in PAIRS[:3]]
    references = [[en for _, en in PAIRS[:3]], [f"x {en}" for _, en in PAIRS[:3]]]
    assert facts["bleu"] == sacrebleu.corpus_bleu(outputs, references).score


def test_fine_tune(cli, trained, tmp_path):
    """On a tiny corpus, which is allowed; the model it starts from stays as it was."""
    corpus = write_tsv(tmp_path / "tiny.tsv",
                       [("我爱购物。", "I love shopping."), ("我爱中国。", "I love China.")])
    before = {path.name: path.read_bytes() for path in trained.iterdir() if path.is_file()}
    out = tmp_path / "tuned"
    result = cli(*numpy("fine-tune", trained, corpus, "--out", out, "--steps", "5", "--name", "shopping"))
    assert result.code == 0
    assert "sentences that it also learns from" in result.err
    info = read_run(out)
    assert (info.status, info.step, info.name, info.preset) == ("finished", 5, "shopping", "fine-tuned")
    assert (info.src_lang, info.tgt_lang) == ("zh", "en")
    losses = [event["dev_loss"] for event in read_metrics(out) if event["event"] == "validated"]
    assert len(losses) == 2
    assert losses[1] < losses[0]
    assert {path.name: path.read_bytes() for path in trained.iterdir() if path.is_file()} == before
    assert cli(*numpy("translate", "我爱中国。", "--model", out)).code == 0


def test_moses_pair_and_own_development_set(cli, tmp_path):
    paths = [tmp_path / name for name in ("c.zh", "c.en", "d.zh", "d.en")]
    for path, side, rows in zip(paths, (0, 1, 0, 1), (PAIRS, PAIRS, PAIRS[:4], PAIRS[:4]), strict=True):
        path.write_text("".join(f"{row[side]}\n" for row in rows), encoding="utf-8")
    out = tmp_path / "out"
    result = cli(*numpy("train", *paths[:2], "--dev", *paths[2:], "--out", out, "--steps", "1"))
    assert result.code == 0
    assert "4 left out: in the development set too" in result.err  # nothing is left out in silence
    info = read_run(out)
    assert (info.status, info.pairs) == ("finished", len(PAIRS) - 4)
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["dev_pairs"] == 4


def test_a_corpus_that_cannot_be_split(cli, tmp_path):
    """One source with all the targets: the development set was empty, and the run failed half-made."""
    corpus = write_tsv(tmp_path / "c.tsv", [("我", f"target {i}") for i in range(30)])
    result = cli(*numpy("train", corpus, "--out", tmp_path / "out", "--steps", "1"))
    assert result.code == 0
    assert "sentences that it also learns from" in result.err


def test_every_backend(cli, backend, corpus, tmp_path):
    out, one_pair = tmp_path / "out", write_tsv(tmp_path / "dev.tsv", PAIRS[:1])
    chosen = ("--backend", backend.name)
    assert cli("train", corpus, "--dev", one_pair, "--out", out, "--steps", "1", *chosen).code == 0
    assert cli("translate", "我", "--model", out, *chosen).out.count("\n") == 1
    assert json.loads(cli("step", "我", "--model", out, "--json", *chosen).out)["steps"]


def test_time_budget(cli, corpus, tmp_path):
    result = cli(*numpy("train", corpus, "--out", tmp_path / "out", "--time-budget", "0.1s"))
    assert result.code == 0
    assert result.err.count("time is up at step ") == 1


@pytest.mark.parametrize("args", [[], *([name] for name in COMMANDS)])
def test_help_loads_no_engine(args):
    """--help is instant: argparse alone is loaded, and every command is described."""
    code = ("import sys\nfrom core.cli import main\n"
            "try:\n    main([*sys.argv[1:], '--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
            "heavy = {'numpy', 'mlx', 'tokenizers', 'sacrebleu', 'tqdm', 'psutil', 'PySide6'}\n"
            "assert not heavy & set(sys.modules), heavy & set(sys.modules)")
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, cwd=ROOT, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    shown = done.stdout.decode()
    assert shown.startswith("usage: pellucid")
    assert all(name in shown for name in (args or COMMANDS))


@pytest.mark.skipif(os.name == "nt", reason="pipes of a shell")
@pytest.mark.parametrize("args", [["step", "我爱苹果。"], ["translate"]])
def test_a_reader_that_has_seen_enough(trained, args):
    """As in `pellucid step ... | head -1`: no traceback, and no complaint at the interpreter's end."""
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(command(*numpy(*args, "--model", trained)), input="我爱鱼。\n".encode() * 3,
                              stdout=write, stderr=subprocess.PIPE, cwd=ROOT, timeout=60)
    finally:
        os.close(write)
    assert done.returncode == 0
    assert b"Error" not in done.stderr
    assert b"Exception" not in done.stderr


def test_output_is_utf8_in_any_locale(pellucid, trained):
    """Windows gives pipes an old code page, in which Chinese cannot be written."""
    result = pellucid(*numpy("step", "我爱苹果。", "--model", trained),
                      env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert result.code == 0
    assert result.out.startswith("source   我 | 爱 ")


def test_n_best_and_alignments(pellucid, trained):
    lines = "我爱苹果。\n你爱鱼。\n".encode()
    shown = pellucid(*numpy("translate", "--model", trained, "--nbest", "3"), stdin=lines).out.splitlines()
    assert [line.split(" ||| ")[0] for line in shown] == ["0"] * 3 + ["1"] * 3
    scores = [float(line.split(" ||| ")[2]) for line in shown]
    assert all(score < 0 for score in scores)
    options = ("--json", "--alignments", "--nbest", "2")
    shown = pellucid(*numpy("translate", "--model", trained, *options), stdin=lines).out
    facts = [json.loads(line) for line in shown.splitlines()]
    assert [fact["source"] for fact in facts] == ["我爱苹果。", "你爱鱼。"]
    sentence = facts[0]["sentences"][0]
    assert len(sentence["nbest"]) == 2
    assert all(source < len(sentence["src_tokens"]) and target < len(sentence["tgt_tokens"])
               for source, target in sentence["alignments"])
    assert pellucid("translate", "--model", trained, "--nbest", "2", "--sample", stdin=lines).code == 2


def test_documents(cli, trained, tmp_path):
    first, second, bad = (tmp_path / name for name in ("a.md", "b.txt", "c.docx"))
    first.write_text("# 我爱鱼。\n\n**我**爱茶。\n", encoding="utf-8")
    second.write_text("我爱鱼。\n", encoding="utf-8")
    bad.write_bytes(b"no document")
    result = cli(*numpy("translate", "--model", trained, "--file", first, bad, second, "--out",
                        tmp_path / "out", "--json"))
    assert result.code == 2  # one of them could not be read; the others are there
    assert "damaged" in result.err
    assert [json.loads(line)["total"] for line in result.out.splitlines()] == [2, 1]
    assert (tmp_path / "out" / "a.md").read_text(encoding="utf-8").count("**") == 2
    assert cli(*numpy("translate", "--model", trained, "--file", second)).code == 0
    assert (tmp_path / "b.en.txt").is_file()
    refused = cli(*numpy("translate", "--model", trained, "--file", second, "--out", second))
    assert "never written over" in refused.sentence


def test_no_translation_is_written_over(cli, trained, tmp_path):
    """It may have been corrected by hand."""
    source, mine, folder = tmp_path / "a.txt", tmp_path / "a.en.txt", tmp_path / "o"
    folder.mkdir()
    source.write_text("我爱鱼。\n", encoding="utf-8")
    for path in (mine, folder / "a.txt"):
        path.write_text("mine", encoding="utf-8")
    translate = numpy("translate", "--model", trained, "--file", source)
    assert "a.en-2.txt" in cli(*translate).err
    assert cli(*translate, "--out", folder).code == 0
    assert "--replace" in cli(*translate, "--out", mine).sentence
    assert "--replace" in cli(*numpy("translate", "--model", trained, "我爱鱼。", "--out", mine)).sentence
    assert mine.read_text(encoding="utf-8") == (folder / "a.txt").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "a-2.txt", "a.en-2.txt", "a.en.txt", "a.txt", "a.txt", "o"]
    assert "is there" not in cli(*translate, "--out", "-").err
    assert cli(*translate, "--out", f"{tmp_path}/new/").code == 0
    assert (tmp_path / "new" / "a.txt").is_file()
    made = (tmp_path / "a.en-2.txt").read_text(encoding="utf-8")
    assert cli(*translate, "--replace").code == 0
    assert mine.read_text(encoding="utf-8") == made != "mine"


def test_settings_of_a_run(cli, corpus, tmp_path):
    out = tmp_path / "run"
    assert cli("train", corpus, "--out", out, "--steps", 1, "--backend", "numpy", "--workers", 2,
               "--ema", 0.99, "--dropout", 0.3, "--label-smoothing", 0.2, "--set", "norm_first=true", "--set",
               "tied_output=false", "--set", "d_model=32", "--set", "beta2=0.99").code == 0
    spec = RunDir(out).read_spec()
    assert (spec.model.dropout, spec.model.norm_first, spec.model.tied_output, spec.model.d_model) == (
        0.3, True, False, 32)
    assert (spec.train.ema_decay, spec.train.label_smoothing, spec.train.beta2) == (0.99, 0.2, 0.99)
    assert spec.train.dropout_rise == 0  # a dropout that is chosen stays
    assert cli("fine-tune", out, corpus, "--out", tmp_path / "tuned", "--steps", 1, "--dropout", 0.2,
               "--backend", "numpy", "--workers", 2).code == 0
    assert RunDir(tmp_path / "tuned").read_spec().model.dropout == 0.2


@pytest.mark.parametrize(("setting", "message"), [
    ("depth=3", "--set depth=3: expected NAME=VALUE with one of: accumulate, "),
    ("d_model", "--set d_model: expected NAME=VALUE with one of: accumulate, "),
    ("vocab_size=9", "--set vocab_size=9: expected NAME=VALUE with one of: accumulate, "),
    ("d_model=wide", "--set d_model should be int, and is 'wide'"),
    ("dropout=2", "dropout should be at least 0 and less than 1, and is 2.0"),
])
def test_settings_that_cannot_be(cli, corpus, tmp_path, setting, message):
    refused = cli("train", corpus, "--out", tmp_path / "run", "--set", setting)
    assert refused.sentence.startswith(message)
    assert not (tmp_path / "run").exists()


def test_the_shape_of_a_model_that_is_trained_further_is_settled(cli, corpus, trained, tmp_path):
    refused = cli("fine-tune", trained, corpus, "--out", tmp_path / "run", "--set", "d_model=32")
    assert refused.sentence == "d_model is part of the model that is trained further, and cannot be set"


def test_a_finished_run_trains_longer(cli, trained, tmp_path):
    run = shutil.copytree(trained, tmp_path / "run")
    assert cli("resume", run).sentence.endswith("`--time-budget TIME` trains it longer")
    assert cli("resume", run, "--steps", 6).sentence.endswith("expected more than that, not 6")
    done = cli("resume", run, "--steps", 8)  # by the engine and the workers that trained it
    assert (done.code, read_run(run).step, read_run(run).status) == (0, 8, "finished")
    assert "goes on with" not in done.err
    assert cli("resume", run, "--steps", 9, "--workers", 1).code == 0
    assert "expected a time of the day such as 18:00, got 'noon'" in cli("resume", run, "--until", "noon").err


def test_a_finished_run_trains_until_a_time_of_the_day(cli, trained, tmp_path, monkeypatch):
    """It guards against "this run is finished" where a time was given to train it longer."""
    run = shutil.copytree(trained, tmp_path / "run")
    monkeypatch.setattr(resume, "follow", lambda find, *_, until, **__: int(
        until < time.time() or find(None).info().status != "interrupted"))
    assert cli("resume", run, "--until", "18:00").code == 0
    assert RunDir(run).read_spec().train.max_steps > 6


def test_runs_and_compare(cli, corpus, trained, tmp_path):
    root = tmp_path / "runs"
    first = shutil.copytree(trained, root / "first")
    general = write_tsv(tmp_path / "general.tsv", [(f"昨天{zh}", f"Yesterday {en}") for zh, en in PAIRS])
    tuned = root / "tuned"
    done = cli(*numpy("fine-tune", first, corpus, "--out", tuned, "--steps", 20, "--validate-every", 10,
                      "--name", "second", "--learning-rate", 0.003, "--general", general, "--mix", 0.1))
    assert done.code == 0
    assert "; general BLEU " in done.err
    listed = json.loads(cli("runs", root, "--json").out)
    assert {(run["name"], run["step"], run["path"]) for run in listed} == {
        ("fruit", 6, str(first)), ("second", 20, str(tuned))}
    assert str(tuned) in cli("runs", root).out
    assert cli("runs", tmp_path / "none").sentence.endswith("expected a folder with runs")
    columns = json.loads(cli("compare", first, tuned, "--json").out)
    assert [column["lineage"] for column in columns] == [[], ["fruit"]]
    assert [column["differs"]["max_steps"] for column in columns] == [6, 20]
    assert "seed" not in columns[0]["differs"]
    shown = cli("compare", first, tuned).out
    assert "max_steps" in shown
    assert "other sentences" not in shown  # both were split alike from one corpus
    report = cli("compare", tuned).out
    assert report.startswith("before: step 0; after: the best, step ")
    assert "general, " in report
    assert json.loads(cli("compare", tuned, "--json").out)["dev"]["bleu"]["p_value"] <= 1
    assert cli("compare", tuned, "--roll-back").out == f"{tuned}: now the model of before\n"
    assert "finished, rolled back" in cli("runs", root).out
    assert cli("compare", tuned, "--keep").code == 0
    assert "rolled back" not in cli("runs", root).out
    assert cli("compare", tuned, "--keep").sentence == f"{tuned}: is the tuned model already"
    assert cli("compare", first, tuned, "--keep").sentence == "--roll-back and --keep are for one run"
    assert cli("compare", first, "--keep").sentence == (
        f"{first}: is not a model trained further: there is nothing to keep instead of it")


def test_terms_words_to_keep_and_rules(cli, trained, tmp_path):
    glossary, before, after = (tmp_path / name for name in ("g.csv", "before.tsv", "after.tsv"))
    glossary.write_text("苹果,quince|quinces\n,x\n", encoding="utf-8")
    before.write_text("苹苹果\t苹果\n", encoding="utf-8")
    after.write_text("/quinces?/\tpears\n")
    options = ["--model", trained, "--glossary", glossary]
    result = cli("translate", "我爱苹果。", *options)
    assert "quince" in result.out
    assert f"{glossary}, line 2: the source term is empty" in result.err
    assert "pears" in cli("translate", "我爱苹苹果。", *options, "--before", before, "--after", after).out
    [sentence] = json.loads(cli("translate", "我爱苹果。", *options, "--json").out)["sentences"]
    [use] = sentence["terms"]
    assert (use["source"], use["used"], use["why"]) == ("苹果", True, "")
    kept = cli("translate", "看 https://a.example 。", "--model", trained, "--keep-addresses").out
    assert kept.count("https://a.example") == 1
    assert cli("translate", "我", "--model", trained, "--prefer").sentence.startswith("--prefer goes with")


def test_text_of_another_language_is_said(cli, trained):
    assert "is it the right model?" in cli("translate", "These are English words.", "--model", trained).err
    assert "is it the right model?" not in cli("translate", "我爱苹果。", "--model", trained).err

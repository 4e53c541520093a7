"""What the commands of `pellucid` are told: their arguments, with the words of `--help`."""

from __future__ import annotations

import argparse

from core.argument_values import clock, duration, port, positive

_USAGE_ERROR = 2


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence; argparse would put the usage of all options before it."""

    def error(self, message: str):
        self.exit(_USAGE_ERROR, f"pellucid: {message}; `{self.prog} --help` shows what is possible\n")


def parser() -> argparse.ArgumentParser:
    """Of all commands; each sets `module`, the one of `core.commands` that runs it."""
    parser = _Parser(
        prog="pellucid", description="Train a small Transformer on your own sentences, translate with it, "
        "and watch it decode. Everything stays on this machine.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_train(commands)
    _add_fine_tune(commands)
    _add_resume(commands)
    _add_again(commands)
    _add_runs(commands)
    _add_compare(commands)
    _add_import(commands)
    _add_preflight(commands)
    _add_translate(commands)
    _add_serve(commands)
    _add_step(commands)
    _add_evaluate(commands)
    _add_info(commands)
    _add_import_model(commands)
    _add_export_model(commands)
    return parser


def _add(commands, name: str, module: str, text: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(module=module)
    return parser


def _add_engine(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--backend", choices=("numpy", "mlx", "auto"), default="auto",
                        help="what computes; auto takes MLX where it has a GPU (default: auto)")
    parser.add_argument("--workers", type=positive, metavar="N",
                        help="NumPy threads (default: one a core)")


def _add_decoding(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--greedy", action="store_true",
                        help="the best token each time (the default, but for models imported with another)")
    parser.add_argument("--beam", type=positive, metavar="N", help="beam search with N hypotheses")
    parser.add_argument("--length-penalty", type=float, metavar="A",
                        help="for --beam: alpha of the length penalty (default: 0.6, or as the makers of an "
                        "imported model have it)")
    parser.add_argument("--length-norm", choices=("wu", "power"),
                        help="for --beam: what a score is divided by: wu, ((5 + |Y|) / 6)^alpha of Wu et al. "
                        "2016, or power, |Y|^alpha as Hugging Face has it (default: wu, or as the makers "
                        "of an imported model have it)")
    parser.add_argument("--sample", action="store_true", help="draw each token at random")
    parser.add_argument("--temperature", type=float, default=1.0, metavar="T", help="for --sample")
    parser.add_argument("--top-k", type=int, default=0, metavar="K", help="for --sample; 0 is all")
    parser.add_argument("--top-p", type=float, default=1.0, metavar="P", help="for --sample")
    parser.add_argument("--seed", type=int, default=1, help="for --sample (default: 1)")
    _add_weights(parser)
    parser.add_argument("--no-shortlist", action="store_true",
                        help="choose among all target tokens, also where the model has learned likely ones")


def _add_weights(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weights", choices=("float32", "half", "8bit", "4bit"), default="float32",
                        help="fewer bits a weight, a little less exact: half size (float16) on a CPU, 8 or 4 "
                        "bits on the MLX backend (default: float32)")


def _add_training(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, metavar="DIR",
                        help="a new folder; it holds the run and the finished model")
    parser.add_argument("--dev", nargs="+", metavar="FILE",
                        help="a TSV or a pair to validate on (default: a part of the corpus)")
    parser.add_argument("--src-lang", default="", metavar="CODE", help="such as zh")
    parser.add_argument("--tgt-lang", default="", metavar="CODE", help="such as en")
    parser.add_argument("--name", help="what the model is called (default: as the corpus)")
    parser.add_argument("--time-budget", type=duration, metavar="TIME",
                        help="ends after this long, such as 20m or 2h")
    parser.add_argument("--until", type=clock, metavar="HH:MM", help="stops and saves when it is that time")
    parser.add_argument("--patience", type=positive, metavar="N",
                        help="ends after N validations in a row without a better one")
    parser.add_argument("--steps", type=positive, metavar="N", help="optimizer steps at the most")
    parser.add_argument("--batch-tokens", type=positive, metavar="N",
                        help="target tokens a step (default: by the size of the corpus)")
    parser.add_argument("--learning-rate", type=float, metavar="X",
                        help="its peak (default: the size's own)")
    parser.add_argument("--validate-every", type=positive, metavar="N",
                        help="steps from one validation to the next")
    parser.add_argument("--seed", type=int, metavar="N", help="the same seed, the same model (default: 1)")
    parser.add_argument("--dropout", type=float, metavar="P", help="at least 0 and less than 1")
    parser.add_argument("--label-smoothing", type=float, metavar="E", help="(default: 0.1)")
    parser.add_argument("--ema", type=float, metavar="DECAY", help="validate and keep a moving average "
                        "of the weights, such as 0.999")
    _add_settings(parser)
    _add_events(parser)


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--set", action="append", default=[], dest="settings", metavar="NAME=VALUE",
                        help="any other setting of run.json, such as norm_first=true, d_model=192 or "
                        "weight_decay=0.01; may be repeated")


def _add_events(parser: argparse.ArgumentParser) -> None:
    _add_engine(parser)
    parser.add_argument("--events", action="store_true",
                        help="JSON lines on stdout; pause, resume and stop are read from stdin")


def _add_train(commands) -> None:
    parser = _add(commands, "train", "train", "Train a model on your sentences.")
    parser.add_argument("corpus", nargs="+", metavar="CORPUS",
                        help="a folder that `pellucid import` made, or files: TSV, CSV, JSONL, TMX, XLIFF, "
                        "PO, or two line-aligned texts or SRT files")
    parser.add_argument("--preset", choices=("tiny", "small", "base"),
                        help="the model's size (default: by the size of the corpus)")
    parser.add_argument("--vocab-size", type=positive, metavar="N", help="pieces at the most")
    parser.add_argument("--alone", metavar="REGEX",
                        help=r"characters that always stand alone as tokens (default: \p{Han})")
    _add_training(parser)


def _add_fine_tune(commands) -> None:
    parser = _add(commands, "fine-tune", "train", "Train an existing model further on more sentences. At "
                  "its end `pellucid compare RUN` tells before and after.")
    parser.add_argument("init", metavar="MODEL", help="a model folder; it is left as it is")
    parser.add_argument("corpus", nargs="+", metavar="CORPUS", help="as for `pellucid train`")
    _add_training(parser)
    parser.add_argument("--general", nargs="+", metavar="FILE", help="sentences of all sorts: the score on a "
                        "part of them shows what is forgotten")
    parser.add_argument("--mix", type=float, default=0.0, metavar="SHARE", help="of them among the sentences "
                        "trained on, such as 0.3 (default: 0)")


def _add_resume(commands) -> None:
    parser = _add(commands, "resume", "resume", "Continue a run that was stopped or interrupted, or train "
                  "one that is finished longer.")
    parser.add_argument("run", metavar="RUN", help="the folder given to --out")
    parser.add_argument("--steps", type=positive, metavar="N", help="train longer: this many steps in all")
    parser.add_argument("--time-budget", type=duration, metavar="TIME",
                        help="train longer: this much more, such as 20m or 2h")
    parser.add_argument("--until", type=clock, metavar="HH:MM", help="stops and saves when it is that time")
    _add_events(parser)


def _add_again(commands) -> None:
    parser = _add(commands, "again", "again", "Train a run once more from its start: the same sentences, "
                  "model and settings, but those given here.")
    parser.add_argument("run", metavar="RUN", help="the folder of a run; it is left as it is")
    parser.add_argument("--out", required=True, metavar="DIR", help="a new folder")
    parser.add_argument("--name", help="what the model is called (default: as that of the run)")
    parser.add_argument("--learning-rate", type=float, metavar="X", help="its peak")
    parser.add_argument("--seed", type=int, metavar="N", help="for other random numbers")
    parser.add_argument("--steps", type=positive, metavar="N", help="optimizer steps at the most")
    parser.add_argument("--time-budget", type=duration, metavar="TIME",
                        help="ends after this long, such as 20m or 2h")
    parser.add_argument("--until", type=clock, metavar="HH:MM", help="stops and saves when it is that time")
    _add_events(parser)


def _add_runs(commands) -> None:
    parser = _add(commands, "runs", "runs", "List the runs of a folder, newest first.")
    parser.add_argument("folder", nargs="?", metavar="DIR",
                        help="the folder that holds the runs (default: the window's)")
    parser.add_argument("--json", action="store_true", help="one JSON array")


def _add_compare(commands) -> None:
    parser = _add(commands, "compare", "compare", "Compare runs; or of one run, its model before and after.")
    parser.add_argument("runs", nargs="+", metavar="RUN", help="one: scores before and after with intervals, "
                        "and the sentences that changed; several: scores and the settings that differ")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--roll-back", action="store_true", help="of one tuned run: its model is the one of "
                        "before again; the tuned one is put aside")
    choice.add_argument("--keep", action="store_true", help="the tuned model again")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _add_import(commands) -> None:
    parser = _add(commands, "import", "import_files",
                  "Read sentence pairs from any files, clean and split them, and report what was found.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="TMX, XLIFF, PO, TSV, CSV, JSONL, pairs of "
                        "line-aligned texts or of SRT files; told by their content")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--out", metavar="CORPUS", help="a new folder: train.tsv, dev.tsv, test.tsv, "
                       "report.json, dropped.tsv")
    where.add_argument("--dry-run", action="store_true", help="write nothing; show what would be kept, and "
                       "for each reason rows that would be dropped")
    parser.add_argument("--src", default="", metavar="CODE", help="the language to translate from")
    parser.add_argument("--tgt", default="", metavar="CODE", help="the language to translate into")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--no-clean", action="store_true", help="keep every pair that has both sides, also "
                        "one that stands in the development set given with --dev")
    parser.add_argument("--off", nargs="+", action="extend", default=[], metavar="RULE",
                        help="rules that shall leave nothing out, as report.json names them: fuzzy and "
                        "untranslated (what a PO or XLIFF marks as not finished), rejected, protected (not "
                        "to be translated), in_dev (what the development set has too), ...")
    parser.add_argument("--rules", metavar="FILE", help="JSON: the rules of report.json, changed at will")
    parser.add_argument("--dev", nargs="+", metavar="FILE", help="a development set of your own")
    parser.add_argument("--general", nargs="+", action="extend", default=[], metavar="FILE",
                        help="which of the files are general text beside your own field: kept apart in "
                        "validation")
    parser.add_argument("--weight", nargs="+", action="extend", default=[], metavar="FILE=X",
                        help="how often a training sees a file's pairs: 2 is twice an epoch, 0.5 half of "
                        "them; project.json keeps it")
    parser.add_argument("--encoding", default="", metavar="NAME", help="of files that do not say it, such as "
                        "windows-1252")
    parser.add_argument("--columns", action="append", default=[], metavar="[FILE=]S,T",
                        help="which columns of the tables, or of one: 1,2 are the first two")
    parser.add_argument("--header", nargs="+", action="extend", default=[], metavar="FILE",
                        help="tables whose first row names the columns (needless where it says source and "
                        "target, or the languages)")
    parser.add_argument("--no-header", nargs="+", action="extend", default=[], metavar="FILE",
                        help="tables whose first row is a pair, though it looks like names of the columns")
    parser.add_argument("--delimiter", action="append", default=[], metavar="[FILE=]CHAR",
                        help=r"between the columns of the tables, or of one; \t is a TAB")
    parser.add_argument("--quote", default="", metavar="CHAR", help="around cells, such as ' or «; "
                        "none: quotes are letters")
    parser.add_argument("--plurals", choices=("each", "first", "skip"), default="each",
                        help="forms of a PO plural: each a pair (default), the singular alone, none")
    parser.add_argument("--codes", choices=("drop", "keep"), default="drop",
                        help="inline tags: dropped (default), or kept as placeholders such as <1>")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the split (default: 1)")
    parser.add_argument("--events", action="store_true", help="JSON lines of progress on stdout; end of "
                        "file on stdin cancels")


def _add_translate(commands) -> None:
    parser = _add(commands, "translate", "translate",
                  "Translate a text, stdin line by line, or documents with their structure kept.")
    parser.add_argument("text", nargs="?", metavar="TEXT", help="default: the lines of stdin")
    parser.add_argument("--file", nargs="+", metavar="FILE", dest="files",
                        help="documents: TXT, MD, DOCX, SRT, XLIFF, PO, TMX, CSV")
    parser.add_argument("--out", metavar="PATH", help="a file, a folder for several documents, or - for "
                        "stdout (default for documents: NAME.LANG.SUFFIX beside the original)")
    parser.add_argument("--replace", action="store_true", help="write over files of an earlier translation "
                        "(default: documents get a name that is free, such as NAME.LANG-2.SUFFIX)")
    parser.add_argument("--column", default="", metavar="NAME",
                        help="of a CSV: a header's name or a number (default: the one with most text)")
    parser.add_argument("--into", default="", metavar="NAME",
                        help="of a CSV: the column for the translations (default: in place)")
    parser.add_argument("--header", choices=("yes", "no"), default="", help="of a CSV: does its first row "
                        "name the columns? (default: by the look of it)")
    _add_model(parser)
    parser.add_argument("--glossary", action="append", metavar="FILE", dest="glossaries",
                        default=[], help="CSV, TSV or TBX of terms, such as 猫,cat|cats: each found in a "
                        "sentence stands in its translation, in one of its forms; of several files "
                        "the first counts")
    parser.add_argument("--prefer", action="store_true",
                        help="with --glossary: leave a term out where it makes the sentence much less likely")
    parser.add_argument("--keep", action="append", metavar="WORD", default=[],
                        help="a word not to translate (again for another); /.../ is a regular expression")
    parser.add_argument("--keep-addresses", action="store_true",
                        help="URLs, e-mail addresses, placeholders, tags and `code` come out as they went in")
    parser.add_argument("--before", metavar="FILE", help="rules for the source, one a line: what is looked "
                        "for, TAB, what replaces it; /.../ is a regular expression")
    parser.add_argument("--after", metavar="FILE", help="rules for the translation, likewise")
    parser.add_argument("--nbest", type=positive, default=1, metavar="N",
                        help="up to N translations a line (those that read the same count once), if N is 2 "
                        "or more: NUMBER ||| TEXT ||| LOG-PROBABILITY (default: 1, the translation alone)")
    parser.add_argument("--alignments", action="store_true",
                        help="after each line ||| and pairs SOURCE-TARGET: numbers of the model's tokens, "
                        "not of words, from 0 through the whole line without </s>; --json has the tokens, "
                        "numbered in each sentence anew")
    parser.add_argument("--json", action="store_true", help="one JSON object a line, or a document's report")
    parser.add_argument("--terms", metavar="FILE", help="the terms.json of the window: its glossaries, words "
                        "to keep and rules for the model's languages")
    parser.add_argument("--events", action="store_true", help="of one document: JSON lines of progress on "
                        "stdout; stop is read from stdin")
    _add_decoding(parser)
    _add_engine(parser)


def _add_serve(commands) -> None:
    parser = _add(commands, "serve", "serve", "Translate for plug-ins on this machine, as a LibreTranslate "
                  "server does: /translate, /languages, /detect.")
    parser.add_argument("--port", type=port, default=5000, metavar="N",
                        help="of 127.0.0.1 (default: 5000; 0: a free one)")
    parser.add_argument("--model", action="append", default=[], metavar="DIR", dest="models",
                        help="again for another (default: the bundled two)")
    parser.add_argument("--key-file", metavar="FILE", help="where the key is kept; made where there is none "
                        "(default: a new key each time, printed)")
    parser.add_argument("--terms", metavar="FILE", help="the terms.json of the window: its glossaries, words "
                        "to keep and rules for each model's languages")
    parser.add_argument("--events", action="store_true", help="JSON lines on stdout; stop is read from stdin")
    _add_weights(parser)
    _add_engine(parser)


def _add_step(commands) -> None:
    parser = _add(commands, "step", "step", "Decode one sentence and show every step.")
    parser.add_argument("text", metavar="TEXT")
    _add_model(parser)
    parser.add_argument("--top", type=positive, default=5, metavar="N", help="candidates (default: 5)")
    parser.add_argument("--trace", metavar="FILE", help="keep the whole decoding in a .trace file, which the "
                        "Step page opens without the model")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    _add_engine(parser)


def _add_evaluate(commands) -> None:
    parser = _add(commands, "evaluate", "evaluate", "Score a model: BLEU and chrF with their signatures.")
    parser.add_argument("src", metavar="SRC", help="sentences, one a line; or, alone, a TSV of pairs or "
                        "the folder of an import, whose test part is taken: a source that occurs "
                        "several times has several references")
    parser.add_argument("refs", nargs="*", metavar="REF", help="their translations; several files are "
                        "several references")
    parser.add_argument("--model", required=True, metavar="DIR")
    _add_language(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    _add_decoding(parser)
    _add_engine(parser)


def _add_info(commands) -> None:
    parser = _add(commands, "info", "info", "Say what a model folder or a run holds.")
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _add_preflight(commands) -> None:
    parser = _add(commands, "preflight", "preflight", "Time a few steps of each size on your sentences: what "
                  "an epoch would take here, how much memory, and how the vocabulary cuts a sentence.")
    parser.add_argument("corpus", nargs="+", metavar="CORPUS", help="as for `pellucid train`")
    parser.add_argument("--preset", choices=("tiny", "small", "base"), help="this size alone (default: all)")
    parser.add_argument("--tokenizer", metavar="FILE", help="with --preset: write the vocabulary there too")
    parser.add_argument("--json", action="store_true", help="one JSON object, or a list of all sizes'")
    _add_settings(parser)
    _add_events(parser)


def _add_import_model(commands) -> None:
    parser = _add(commands, "import-model", "import_model", "Open a model made elsewhere: OPUS-MT (Hugging "
                  "Face or Marian), CTranslate2 and Argos, or a .pellucid file.")
    parser.add_argument("path", metavar="PATH", help="a folder, or a zip or tar of one")
    parser.add_argument("--out", metavar="DIR", help="a new folder for the model (default: one among "
                        "Pellucid's own data)")
    parser.add_argument("--name", help="what it is called (default: as the file)")
    for side in ("src", "tgt"):
        parser.add_argument(f"--{side}-lang", default="", metavar="CODE",
                            help="such as en (default: what its files say)")
    _add_language(parser)
    parser.add_argument("--preview", action="store_true", help="say what it is and import nothing")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--events", action="store_true", help="JSON lines on stdout; stop is read from stdin")


def _add_export_model(commands) -> None:
    parser = _add(commands, "export-model", "export_model", "Give a model back: to the Hugging Face layout "
                  "of Marian, or as one .pellucid file.")
    parser.add_argument("model", metavar="MODEL", help="a model folder")
    parser.add_argument("out", metavar="OUT", help="a new folder, or a file that ends in .pellucid")
    parser.add_argument("--replace", action="store_true", help="write a .pellucid file that is there anew")
    parser.add_argument("--events", action="store_true", help="JSON lines on stdout; stop is read from stdin")


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--into-language", metavar="CODE", help="for models that translate into several: "
                        "such as fra or >>fra<<")


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="DIR",
                        help="a model folder (default: bundled; zh-en for mostly Han letters, else en-zh)")
    _add_language(parser)

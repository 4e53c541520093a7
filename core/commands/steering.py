"""The translator of `pellucid translate`, with the glossaries, words to keep and rules of its options."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from core.commands.options import translator
from core.corpus.scripts import script_share
from core.decoding.translator import Translator

_LOOKED_AT = 20_000  # characters


def steered_translator(args: Namespace, text: str) -> Translator:
    """As `options.translator`; says which lines of a glossary are not used."""
    if args.prefer and not args.glossaries:
        raise ValueError("--prefer goes with --glossary: name a file of terms")
    engine = translator(args, text)
    share = script_share(text[:_LOOKED_AT], engine.model.src_lang)
    if share is not None and share < 0.3:
        print(f"little of this text is in the script of {engine.model.src_lang}, from which the model "
              "translates; is it the right model?", file=sys.stderr)
    if args.glossaries or args.keep or args.keep_addresses or args.before or args.after:
        engine.steering = _steered(args, engine)
    return engine


def _steered(args: Namespace, engine: Translator):
    from core.terms.glossary import read_glossary
    from core.terms.keeping import Kept, joined_words
    from core.terms.rules import Rule, read_rules
    from core.terms.steering import Steered

    model = engine.model
    glossaries = tuple(read_glossary(Path(name), model.src_lang, model.tgt_lang) for name in args.glossaries)
    for name, glossary in zip(args.glossaries, glossaries, strict=True):
        for problem in glossary.problems:
            print(f"{name}, {problem}", file=sys.stderr)
    patterns = [word for word in args.keep if len(word) > 2 and word[0] == word[-1] == "/"]
    kept = Kept(joined_words([word for word in args.keep if word not in patterns]),
                tuple(Rule(pattern[1:-1], "", is_regex=True) for pattern in patterns), args.keep_addresses)
    before, after = (read_rules(Path(name)) if name else () for name in (args.before, args.after))
    return Steered(glossaries, args.prefer, kept, before, after)

"""The translator of `pellucid translate`, with the glossaries, words to keep and rules of its options."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from core.commands.options import translator
from core.decoding.translator import Translator
from core.text.guess import unlike


def steered_translator(args: Namespace, text: str) -> Translator:
    """As `options.translator`; says which lines of a glossary are not used."""
    if args.prefer and not args.glossaries:
        raise ValueError("--prefer goes with --glossary: name a file of terms")
    engine = translator(args, text)
    for warning in wrong_language(text, engine.model.src_lang):
        print(warning, file=sys.stderr)
    steer(args, engine)
    return engine


def steer(args: Namespace, engine: Translator) -> None:
    """Puts what the options ask for in force, and nothing else."""
    engine.steering = None
    if args.glossaries or args.keep or args.keep_addresses or args.before or args.after:
        engine.steering = _steered(args, engine)
    elif args.terms:
        engine.steering = of_window(Path(args.terms), engine)


def wrong_language(text: str, src_lang: str) -> list[str]:
    """A sentence where a text is in another language than the model reads, as far as can be said."""
    found = unlike(text, src_lang)
    if found is None:
        return []
    seems = f"this text seems to be in another language ({' or '.join(found[:3])})" if found else \
        f"little of this text is in the script of {src_lang}"
    return [f"{seems}, and the model translates from {src_lang}; is it the right model?"]


def of_window(path: Path, engine: Translator):
    """What the window's terms.json wishes for a model's languages. Raises ValueError."""
    from core.terms import wishes

    found = wishes.load(path)
    if found.problem:
        raise ValueError(found.problem)
    return found.of(engine.model.src_lang, engine.model.tgt_lang).steered()


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

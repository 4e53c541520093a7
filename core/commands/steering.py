"""The translator of `pellucid translate`, with the glossaries that its options name."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from core.commands.options import translator
from core.decoding.translator import Translator


def steered_translator(args: Namespace, text: str) -> Translator:
    """As `options.translator`; says which lines of a glossary are not used."""
    if args.prefer and not args.glossaries:
        raise ValueError("--prefer goes with --glossary: name a file of terms")
    engine = translator(args, text)
    if not args.glossaries:
        return engine
    from core.terms.glossary import read_glossary
    from core.terms.steering import Steered

    model = engine.model
    glossaries = tuple(read_glossary(Path(name), model.src_lang, model.tgt_lang) for name in args.glossaries)
    for name, glossary in zip(args.glossaries, glossaries, strict=True):
        for problem in glossary.problems:
            print(f"{name}, {problem}", file=sys.stderr)
    engine.steering = Steered(glossaries, args.prefer)
    return engine

"""TBX, the exchange format of termbases (ISO 30042): versions 2 and 3 of its core.

A concept (`termEntry`, `conceptEntry`) holds a `langSet` or `langSec` a language, and these a `term` each
for their synonyms: any of the target language's will do.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from core.documents.xml_file import XML_LANG, name, parse
from core.terms.glossary import GlossaryError, Term, forms
from core.text import languages

_CONCEPTS, _SIDES = ("termEntry", "conceptEntry"), ("langSet", "langSec")


def read_tbx(data: bytes, src_lang: str, tgt_lang: str) -> Iterator[Term]:
    """Every concept that has both languages. Raises GlossaryError or DocumentError with the line."""
    if b"<!ENTITY" in data[:1 << 16].replace(b"\0", b""):
        raise GlossaryError("the file declares entities of its own, which Pellucid never reads; remove its "
                            "DOCTYPE, or export it again")
    root = parse(data).getroot()
    concepts = [element for element in root.iter() if name(element) in _CONCEPTS]
    if not concepts:
        raise GlossaryError(f"expected a TBX termbase with termEntry or conceptEntry, found <{name(root)}>")
    found = sorted({_lang(side) for concept in concepts for side in _sides(concept)})
    if not src_lang or not tgt_lang:
        if len(found) != 2:
            raise GlossaryError(f"holds the languages {', '.join(found)}, and the model does not say between "
                                "which it translates")
        src_lang, tgt_lang = (src_lang, *(lang for lang in found if lang != src_lang))[:2] if src_lang else \
            (*(lang for lang in found if lang != tgt_lang), tgt_lang)[:2] if tgt_lang else found
    some = False
    for concept in concepts:
        sources, targets = (_terms(concept, lang) for lang in (src_lang, tgt_lang))
        if not sources and not targets:
            continue
        some = True
        yield Term(sources, targets, f"line {concept.sourceline}")
    if not some:
        raise GlossaryError(f"holds the languages {', '.join(found)}; expected {src_lang} and {tgt_lang}, "
                            "between which the model translates")


def _sides(concept: etree._Element) -> list[etree._Element]:
    return [element for element in concept if name(element) in _SIDES]


def _lang(side: etree._Element) -> str:
    return side.get(XML_LANG) or side.get("lang") or ""


def _terms(concept: etree._Element, lang: str) -> tuple[str, ...]:
    texts = ["".join(term.itertext()).replace("|", " ")
             for side in _sides(concept) if languages.matches(lang, _lang(side))
             for term in side.iter() if name(term) == "term"]
    return tuple(dict.fromkeys(form for text in texts for form in forms(text)))

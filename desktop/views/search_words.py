"""How a model decodes, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.formats.native import ModelCard, ModelError
from desktop.core_words import in_words


def search_of(card: ModelCard) -> str:
    """As its card says; what is wrong with that where it cannot be."""
    try:
        decode = card.decode
    except ModelError as error:
        return in_words(str(error))
    if decode.method == "greedy":
        return QCoreApplication.translate("SearchWords", "greedy")
    if decode.method == "sample":
        return QCoreApplication.translate("SearchWords", "sampling, seed {}").format(decode.seed)
    words = {"wu": QCoreApplication.translate("SearchWords", "beam {size}, length penalty {penalty}"),
             "power": QCoreApplication.translate(
                 "SearchWords", "beam {size}, length penalty {penalty} as Hugging Face defines it")}
    return words[decode.length_norm].format(size=decode.beam_size, penalty=f"{decode.length_penalty:g}")

"""The numbers behind a picture as files: a matrix or a table as CSV, all of a step as NPZ."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence

import numpy as np

from desktop.controllers.walk import Walk

Table = Iterable[Sequence[str | int | float]]  # the first row says what stands below it


def as_csv(values: np.ndarray, rows: list[str], columns: list[str]) -> bytes:
    """[T,S] with its labels; hidden cells are empty."""
    return table_as_csv([["", *columns], *([label, *map(float, row)]
                                           for label, row in zip(rows, values, strict=True))])


def table_as_csv(table: Table) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read it; NaN is an empty cell."""
    text = io.StringIO()
    csv.writer(text).writerows(
        [value if not isinstance(value, float) else "" if math.isnan(value) else f"{value:.9g}"
         for value in row] for row in table)
    return text.getvalue().encode("utf-8-sig")


def as_text(values: np.ndarray, rows: list[str], columns: list[str]) -> str:
    """[T,S] with its labels and tabs between, as a spreadsheet takes it from the clipboard."""
    lines = ["\t".join(["", *columns])]
    for label, row in zip(rows, values, strict=True):
        lines.append("\t".join([label, *("" if np.isnan(value) else f"{float(value):.9g}" for value in row)]))
    return "\n".join(lines)


def as_npz(walk: Walk) -> bytes:
    """Every array of the encoder's pass and of the decoder's pass in view, and the tokens of both."""
    arrays = {**walk.encoder_trace, **walk.shown.trace}
    arrays["src_ids"] = np.array(walk.src_ids, np.int32)
    arrays["tgt_in_ids"] = np.array(walk.shown.tgt_in_ids, np.int32)
    arrays["src_tokens"] = np.array([piece.text for piece in walk.src_pieces])
    arrays["tgt_in_tokens"] = np.array([walk.piece(i).text for i in walk.shown.tgt_in_ids])
    data = io.BytesIO()
    np.savez(data, **arrays)
    return data.getvalue()

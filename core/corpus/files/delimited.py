"""Tables of text: TSV and CSV with any delimiter and quoting, and their header rows."""

from __future__ import annotations

import csv
import itertools
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from core.corpus.cleaning import length
from core.corpus.files import csv_rows, quoting
from core.corpus.files.header import Header, header_of, may_be_words
from core.corpus.files.quoting import LETTERS
from core.corpus.files.row_lengths import line_lengths, num_columns, row_lengths, usual
from core.corpus.textfile import TextFile
from core.corpus.unit import MAX_TEXT, CorpusError, Problem, Reading, Unit, quoted

_DECLARED = re.compile(r'"?sep=([^\w "\'\r])"?\r?\Z', re.IGNORECASE)  # Excel's own first line
_EXCEL_CELL = re.compile(r'"(?:[^"]|"")*"')


BARS = "|||"  # as word aligners have it: source ||| target
PREVIEWED = 5  # rows
LOOKED_AT = 200  # rows
_TRIED = 20  # columns, as source and as target
_LONGEST_NAME = 30  # characters of a column's name
_NO_NAME = re.compile(r"[\d.!?。！？%<>{}]")


@dataclass(frozen=True)
class Dialect:
    r"""How a table is written. `quote` is LETTERS where quotes are letters like others, as in plain TSV."""

    delimiter: str
    quote: str
    columns: int
    doubt: str = ""  # a row by which the quotes could as well be letters
    escapes: bool = False  # a quote within a cell is \\", not ""
    is_declared: bool = False  # the first line only says the delimiter
    is_uneven: bool = False  # many rows have more cells than others
    rivals: tuple[Dialect, ...] = ()  # other ways in which it may as well be written


def dialect(head: str, reading: Reading, whole: bool) -> Dialect | None:
    """How the table that begins with `head` is written, or None where it looks like no table.

    `whole`: the head is all of the file, its last line included.
    """
    declared = _DECLARED.match(head.split("\n", 1)[0])
    if declared:
        reading = replace(reading, delimiter=reading.delimiter or declared[1])
        head = head.partition("\n")[2]
    form = _dialect(head, reading, whole)
    return replace(form, is_declared=True) if form and declared else form


def _dialect(head: str, reading: Reading, whole: bool) -> Dialect | None:
    lines = [line for line in head.split("\n") if line.strip(" \r")]
    if not whole and len(lines) > 1:
        lines.pop()
    lines = lines[:200]
    if not lines:
        return None
    if reading.delimiter == "\t" or (not reading.delimiter
                                     and 2 * sum("\t" in line for line in lines) >= len(lines)):
        quote = reading.quote or _tab_quote(lines)
        return Dialect("\t", quote, num_columns(lines, "\t", quote))
    if reading.delimiter == BARS or (not reading.delimiter and 20 * sum(
            line.count(f" {BARS} ") == 1 for line in lines) >= 19 * len(lines)):
        return Dialect(BARS, LETTERS, num_columns(lines, BARS, LETTERS))
    delimiters = reading.delimiter or ",;|"
    around = None if reading.quote or len(lines) < 2 else quoting.pair_around(lines, delimiters)
    if around:
        return Dialect(*around)
    found = [form for delimiter in delimiters if (form := _written(lines, delimiter, reading.quote))]
    if not reading.delimiter and not any(_is_plain(lines, form.delimiter) for form in found):
        uneven = [form for delimiter in delimiters if (form := _uneven(lines, delimiter, reading.quote))]
        if uneven and found:  # commas of prose, and another sign
            return replace(uneven[0], rivals=(*uneven[1:], *found))
        found = found or uneven
    if found or not reading.delimiter:
        return _likeliest(lines, found) if found else None
    quote = reading.quote or '"'
    return Dialect(reading.delimiter, quote, num_columns(lines, reading.delimiter, quote))


def _written(lines: list[str], delimiter: str, asked: str) -> Dialect | None:
    """How lines are written that nearly all have as many columns, two or more."""
    escapes = asked in ("", '"') and quoting.are_escaped(lines, delimiter)
    if escapes:
        lines = list(map(quoting.unescaped, lines))
    counts = {quote: found for quote in ([asked] if asked else ['"', LETTERS, "'"])
              if (found := usual(row_lengths(lines, delimiter, quote))
                  or (quote != LETTERS and usual(line_lengths(lines, delimiter, quote))))}
    if asked:
        return Dialect(delimiter, asked, counts[asked], escapes=escapes) if counts else None
    said, row = quoting.verdict(lines, delimiter, '"')
    if "'" in counts and all(line.lstrip().startswith("'") for line in lines):
        return Dialect(delimiter, "'", counts["'"])
    if '"' in counts and (said == '"' or LETTERS not in counts):
        return Dialect(delimiter, '"', counts['"'], escapes=escapes)
    if LETTERS in counts and (said == LETTERS or '"' not in counts):
        return None if said == '"' else Dialect(delimiter, LETTERS, counts[LETTERS])
    return Dialect(delimiter, '"', counts['"'], row) if '"' in counts else None


def _uneven(lines: list[str], delimiter: str, asked: str) -> Dialect | None:
    """How lines are written of which many have a cell too many, such as a note, if the sign is plain."""
    if len(lines) < 2 or not _is_plain(lines, delimiter):
        return None
    said, row = (asked, "") if asked else quoting.verdict(lines, delimiter, '"')
    quote = '"' if said == quoting.DOUBT else said
    count = num_columns(lines, delimiter, quote)
    doubt = row if said == quoting.DOUBT else ""
    return Dialect(delimiter, quote, count, doubt, is_uneven=True) if count >= 2 else None


def _is_plain(lines: list[str], delimiter: str) -> bool:
    """Is it in 19 of 20 lines, without a space behind it, as a comma of prose has, nor within a number?"""
    sign = re.escape(delimiter)
    plain = re.compile(rf"(?<!\d){sign}\S|{sign}[^\s\d]")
    return 20 * sum(bool(plain.search(line)) for line in lines) >= 19 * len(lines)


def _likeliest(lines: list[str], forms: list[Dialect]) -> Dialect:
    """The one that leaves quoted cells whole; else by which the first row is a header; else by which all
    rows have as many columns. Those that are as good are its rivals."""
    def tidiness(form: Dialect) -> int:
        read = list(map(quoting.unescaped, lines)) if form.escapes else lines
        found = quoting.tidiness(read, form.delimiter, form.quote if form.quote in quoting.SIGNS else '"')
        return found + (found == 2 and form.quote == "'")  # which speaks for more than no quotes at all

    def is_headed(form: Dialect) -> bool:
        quote = '"' if form.quote == LETTERS else form.quote
        first = csv.reader([lines[0].rstrip("\r")], delimiter=form.delimiter, quotechar=quote)
        return header_of(next(first)) is not None

    def is_even(form: Dialect) -> bool:
        return len(set(row_lengths(lines, form.delimiter, form.quote))) == 1

    for worth in (tidiness, is_headed, is_even):
        if len(forms) > 1:
            best = max(map(worth, forms))
            forms = [form for form in forms if worth(form) == best]
    return replace(forms[0], rivals=tuple(forms[1:]))


def cells(file: TextFile, form: Dialect) -> Iterator[tuple[int, list[str] | Problem]]:
    """(line on which the row begins, its cells, or why it has none), but a line that says the delimiter."""
    found = _cells(file, form)
    return itertools.islice(found, 1, None) if form.is_declared else found


def _cells(file: TextFile, form: Dialect) -> Iterator[tuple[int, list[str] | Problem]]:
    if form.quote != LETTERS and form.quote not in quoting.PAIRS:
        yield from csv_rows.rows(file, form.delimiter, form.quote, form.escapes)
        return
    for number, line in file.lines():
        if line is None:
            yield number, Problem(number, "", file.too_long())
            continue
        within = form.quote != LETTERS and quoting.between(line, form.delimiter, form.quote)
        row = within or line.split(form.delimiter)
        yield number, [cell.strip(" ") for cell in row] if form.delimiter == BARS else row


def read(file: TextFile, reading: Reading) -> Iterator[Unit | Problem]:
    """Source and target of every row: the columns asked for, those a header names, else the first two."""
    whole = len(file.head.encode()) < 1 << 15
    form = dialect(file.head, reading, whole) or Dialect("\t", LETTERS, 2)
    chosen, names, is_first = reading.columns, None, True
    for line, row in cells(file, form):
        if isinstance(row, Problem):
            yield row
            continue
        if not any(cell.strip() for cell in row):  # editors leave blank lines at the end
            continue
        if is_first:
            is_first, header = False, header_in(file, form, row, reading)
            if header is not None:
                chosen, names = (chosen or header[0]), header[1]
                form = replace(form, columns=max(form.columns, len(row)))
                continue
        yield _unit(line, row, form, chosen, names, bool(reading.columns))


def header_in(file: TextFile, form: Dialect, row: list[str], reading: Reading) -> Header | None:
    """What the first row of a table says of its columns, or None where it is a pair like the others."""
    if file.path in reading.no_headers:
        return None
    found, is_said = header_of(row), file.path in reading.headers
    if found is not None and found[1] and not is_said:
        is_pair = may_be_words(row, first_rows(file, form)[1:])
        if is_pair or (is_pair is None and reading.columns):
            return None
    return found or ((None, None) if is_said else None)


class Preview(NamedTuple):
    """The beginning of a table that does not say which of its columns are the sentences."""

    rows: list[list[str]]
    columns: int
    is_headed: bool  # by the look of it
    likely: tuple[int, int]  # which columns may be meant, from 1
    delimiter: str  # "": none is known, and each row is a line
    others: tuple[Preview, ...] = ()  # the same by other delimiters, where any may be meant
    is_array: bool = False  # of JSON, in which no other sign divides anything

    def by(self, sign: str) -> Preview:
        """As it would be by a sign that a person names, but for quotes around cells."""
        rows = [self.delimiter.join(row).split(sign) for row in self.rows]
        columns = max(map(len, rows), default=1)
        if columns == 1:
            return Preview(rows, 1, False, (1, 2), sign)
        is_headed = header_of(rows[0]) is not None or looks_headed(rows)
        return Preview(rows, columns, is_headed, sentence_columns(rows[is_headed:] or rows, columns), sign)


class ColumnsError(CorpusError):
    """A table does not say which of its columns are the sentences, or what divides them; `preview` is its
    beginning."""

    def __init__(self, file: TextFile, preview: Preview):
        src, tgt = preview.likely
        columns = f"--columns {shlex.quote(f'{file.path}={src},{tgt}')}"
        header = f"--header {shlex.quote(str(file.path))}"
        if preview.others:
            all_ = [preview, *preview.others]
            what = "its columns may be divided by " + " or by ".join(f'"{one.delimiter}"' for one in all_)
            said = [f"--delimiter {shlex.quote(f'{file.path}={one.delimiter}')}" for one in all_]
            other = f"--delimiter {shlex.quote(f'{file.path}=SIGN')}"
            ways = f"say it to `pellucid import`: {' or '.join(said)}, or {other} for any other sign"
        elif preview.columns > 2:
            what = f"has {preview.columns} columns, and nothing says which two are the sentences"
            said = f"{columns} {header}" if preview.is_headed else columns
            ways = f"say it to `pellucid import`, such as {said}"
        else:
            names = ", ".join(map(quoted, preview.rows[0]))
            what = f"its first row ({names}) looks like names of its columns"
            no_header = f"--no-header {shlex.quote(str(file.path))}"
            ways = f"say {header} to `pellucid import` if it is, {no_header} if it is a pair like the others"
        super().__init__(f"{file.path}: {what}; {ways}. The Data page asks for it")
        self.path, self.preview = file.path, preview


def check(file: TextFile, reading: Reading) -> None:
    """Raises ColumnsError where neither the table nor `reading` says which columns are the sentences or what
    divides them, and CorpusError where it is not clear whether quotes are letters."""
    form = dialect(file.head, reading, len(file.head.encode()) < 1 << 15)
    if form and form.rivals:
        raise ColumnsError(file, unclear(file, reading))
    if form and form.doubt:
        raise CorpusError(
            f"{file.path}: some quotes stand around cells, others are letters, such as in "
            f"{quoted(form.doubt)[1:-1]}; say --quote none to `pellucid import` if all are letters, "
            "--quote '\"' if the others are slips. The Data page asks for it")
    if reading.columns:
        return
    preview, said = unclear(file, reading), file.path in reading.headers | reading.no_headers
    if preview is not None and preview.delimiter and (preview.columns > 2 or not said):
        raise ColumnsError(file, preview)


def unclear(file: TextFile, reading: Reading) -> Preview | None:
    """What to show a person who is to say which columns are meant; None where the table says it.

    It does with two columns, unless the first row looks like names of them, and with a header that names
    source and target, or languages.
    """
    form = dialect(file.head, reading, len(file.head.encode()) < 1 << 15)
    if form is None:  # nothing divides the lines that is known to
        lines = [line.rstrip("\r") for line in file.head.split("\n") if line.strip()]
        return Preview([[line] for line in lines[:PREVIEWED]], 1, False, (1, 2), "")
    if form.rivals:
        first, *others = (_preview(first_rows(file, one), one) for one in (form, *form.rivals))
        return first._replace(others=tuple(others))
    looked_at = first_rows(file, form)
    if not looked_at:
        return None
    found = _preview(looked_at, form)
    header = None if file.path in reading.no_headers else header_of(looked_at[0])
    if header is not None:
        is_doubtful = header[1] and may_be_words(looked_at[0], looked_at[1:]) is None
        return found._replace(columns=2, is_headed=True, likely=(1, 2)) if is_doubtful else None
    return None if found.columns < 2 or (found.columns == 2 and not found.is_headed) else found


def _preview(looked_at: list[list[str]], form: Dialect) -> Preview:
    """Of the first rows; where only later ones have all columns, one of those stands for the last."""
    columns, rows = min(form.columns, max(map(len, looked_at))), looked_at[:PREVIEWED]
    if max(map(len, rows)) < columns:
        rows[-1] = next(row for row in looked_at if len(row) >= columns)
    is_headed = looks_headed(rows)
    likely = sentence_columns(rows[is_headed:] or rows, columns) if columns > 1 else (1, 2)
    return Preview(rows, columns, is_headed, likely, form.delimiter)


def first_rows(file: TextFile, form: Dialect) -> list[list[str]]:
    """The first of a table."""
    return [row for _, row in itertools.islice(cells(file, form), LOOKED_AT)
            if not isinstance(row, Problem) and any(row)]


def sentence_columns(rows: list[list[str]], columns: int) -> tuple[int, int]:
    """The columns, from 1, whose texts are long and of like length row by row, as a licence beside is not."""
    sizes = [[0 if cell.strip().isdigit() else length(cell) for cell in (row + [""] * columns)[:columns]]
             for row in rows]
    longest = sorted(range(columns), key=lambda number: -sum(row[number] for row in sizes))[:_TRIED]

    def alike(pair: tuple[int, int]) -> float:
        both = [sorted(row[number] for number in pair) for row in sizes]
        return sum(low / (high + 1) for low, high in both) * sum(low for low, _ in both) ** 0.5

    src, tgt = max(itertools.combinations(sorted(longest), 2), key=alike)
    return src + 1, tgt + 1


def may_be_names(row: list[str]) -> bool:
    """Short words without figures?"""
    return all(0 < len(cell.strip()) <= _LONGEST_NAME and not _NO_NAME.search(cell) for cell in row)


def looks_headed(rows: list[list[str]]) -> bool:
    """Is the first row likely to be names? Short words without figures, over numbers or longer texts."""
    first, rest = [cell.strip() for cell in rows[0]], rows[1:]
    if len(rest) < 2 or len({cell.casefold() for cell in first}) < len(first):
        return False
    if not may_be_names(first):
        return False
    columns = [[row[number].strip() for row in rest if number < len(row)] for number in range(len(first))]
    unlike = [all(cell.isdigit() for cell in column) or
              sum(map(length, column)) > 2.5 * length(name) * len(column)
              for name, column in zip(first, columns, strict=True) if column]
    return sum(unlike) >= 2


def _unit(line: int, row: list[str], form: Dialect, chosen: tuple[int, int] | None,
          names: list[str] | None, is_told: bool) -> Unit | Problem:
    """`is_told`: a person said which columns are the sentences."""
    if any(cell.strip() for cell in row[form.columns:]) and not (is_told and form.delimiter == "\t"):
        if form.delimiter == "\t":
            return Problem(line, "", f"expected {form.columns} columns, found {len(row)} in "
                                     f"{quoted(' | '.join(row))}; a TAB may stand in a sentence")
        return Problem(line, "", f"expected {form.columns} columns, found {len(row)} in "
                                 f"{quoted(form.delimiter.join(row))}; a cell that holds a "
                                 f'"{form.delimiter}" stands in quotes')
    if names and not chosen:
        texts = [(name, cell) for name, cell in zip(names, row, strict=False) if name]
    else:
        src, tgt = chosen or (1, 2)
        if len(row) < max(src, tgt):
            if len(row) == 1:
                what = {"\t": "TAB"}.get(form.delimiter, f'"{form.delimiter}"')
                return Problem(line, "", f"expected source and target with a {what} between them, found no "
                                         f"{what} in {quoted(row[0])}")
            return Problem(line, "", f"expected {max(src, tgt)} columns, found {len(row)} in "
                                     f"{quoted(form.delimiter.join(row))}")
        texts = [("", row[src - 1]), ("", row[tgt - 1])]
    longest = max(len(text) for _, text in texts)
    if longest > MAX_TEXT:
        return Problem(line, "", f"{longest} characters on one side; expected a sentence of at most "
                                 f"{MAX_TEXT}")
    return Unit(line, "", texts)


def _tab_quote(lines: list[str]) -> str:
    """Excel quotes cells that hold quotes, and doubles those; in other TSV a quote is only a letter."""
    opened = [cell.rstrip("\r") for line in lines for cell in line.split("\t") if cell.startswith('"')]
    if any('""' in cell[1:-1] for cell in opened) and all(_EXCEL_CELL.fullmatch(cell) for cell in opened):
        return '"'
    return LETTERS

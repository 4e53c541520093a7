"""How numbers are written: a thin space for thousands, a true minus, fixed decimals."""

from __future__ import annotations

THIN = "\u2009"
MINUS = "\u2212"


def thousands(value: float, decimals: int = 0) -> str:
    """18600 -> "18 600" with a thin space."""
    return f"{value:,.{decimals}f}".replace(",", THIN).replace("-", MINUS)


def signed(value: float, decimals: int = 2) -> str:
    """-0.136 -> "−0.14"; what rounds to zero has no sign."""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", MINUS)


def short(count: int) -> str:
    """Large counts as "9.4 M" or "820 k", for facts where digits are noise."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if count >= size:
            decimals = 1 if count < 100 * size else 0
            return f"{count / size:.{decimals}f}{THIN}{letter}"
    return str(count)

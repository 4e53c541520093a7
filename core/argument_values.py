"""Values of arguments: what a text on the command line means, or in plain words why it means nothing."""

from __future__ import annotations

import argparse


def duration(text: str) -> float:
    """Seconds from "90", "90s", "20m" or "1.5h"."""
    units = {"s": 1, "m": 60, "h": 3600}
    number, unit = (text[:-1], units[text[-1]]) if text[-1:] in units else (text, 1)
    try:
        seconds = float(number) * unit
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"expected a time such as 90s, 20m or 1.5h, got {text!r}")
    return seconds


def clock(text: str) -> float:
    """The next time that it is HH:MM here, as `time.time()` tells it."""
    import datetime

    try:
        hour, minute = (int(part) for part in text.split(":"))
        now = datetime.datetime.now()
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a time of the day such as 18:00, got {text!r}") from None
    return (then if then > now else then + datetime.timedelta(days=1)).timestamp()


def port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"expected a port from 0 to 65535, got {text!r}")
    return int(text)


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, got {text!r}")
    return int(text)

"""What became of a term in one sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TermUse:
    """One term found in the source.

    start, end    its characters in the source
    targets       the forms that would do
    used          one of them stands in the translation
    why           where not: the reason
    cost          nats of log-probability that all terms of the sentence took together, against the
                  translation without them; 0 where it had them anyway. A wider search may even gain.
    """

    start: int
    end: int
    source: str
    targets: tuple[str, ...]
    used: bool
    why: str = ""
    cost: float = 0.0

    def words(self) -> str:
        """One line for a person."""
        wanted = " | ".join(self.targets)
        if not self.used:
            return f"“{self.source}” → “{wanted}” was not used: {self.why}"
        return f"“{self.source}” → “{wanted}”" + (f" (cost {self.cost:.2f} nats)" if self.cost else "")

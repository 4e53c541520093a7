"""Parameters that can be read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from core.params import Params, flatten

LARGE_BYTES = 1 << 26  # a smaller model may be held twice rather than be read again


class StoredParams(Mapping[str, Any]):
    """The parameters of a file as a tree like any other, but whoever lays them out anew can take them.

    A model that only translates needs them in the decoder's layout alone. Who asks for them afterwards, to
    step through the model or to look inside, has them read again. `read` may raise what reading raises.
    """

    def __init__(self, tree: Params, read: Callable[[], Params]):
        self._tree: Params | None = tree
        self._read = read

    @property
    def is_large(self) -> bool:
        return sum(array.nbytes for array in flatten(self._whole()).values()) >= LARGE_BYTES

    def hand_over(self) -> Params:
        """The tree, which from now on is the caller's to change."""
        tree, self._tree = self._whole(), None
        return tree

    def _whole(self) -> Params:
        if self._tree is None:
            self._tree = self._read()
        return self._tree

    def __getitem__(self, name: str) -> Any:
        return self._whole()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

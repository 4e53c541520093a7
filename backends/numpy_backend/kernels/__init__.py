"""The inner loops of the operations: NumPy's, or the same compiled by numba where that is installed.

numba takes half a second to import, so it is asked for only where it pays: `prefer_compiled` is called
when gradients are taken. It made a training step 1.2x (d_model 128) to 1.05x (512) as fast on 2 AVX2 cores.
Compiled kernels serve float32; float64, the oracle, is always NumPy's.
"""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType

import numpy as np

from backends.numpy_backend.kernels import plain
from backends.preparation import is_preparing

NO_MASK = np.ones((1, 0), bool)  # what a compiled kernel, whose arguments have fixed types, gets for None

_for_float32: ModuleType = plain
_here = threading.local()  # `kernels`: what one thread has instead while it loads them


def of(dtype: np.dtype) -> ModuleType:
    """The module whose functions compute arrays of this type at present."""
    return getattr(_here, "kernels", _for_float32) if dtype == np.float32 else plain


def for_few_rows(dtype: np.dtype) -> ModuleType | None:
    """`kernels.few_rows`, where the compiled kernels compute this type."""
    if of(dtype) is plain:
        return None
    from backends.numpy_backend.kernels import few_rows

    return few_rows


def require_halves() -> None:
    """Raises ValueError where weights cannot be kept at half size."""
    if not importlib.util.find_spec("numba"):
        raise ValueError("weights at half size need the package numba: pip install numba, or keep them whole")
    from backends.numpy_backend.kernels import few_rows

    if not few_rows.has_halves():
        raise ValueError("weights at half size need a processor that converts float16 (F16C, or ARM), which "
                         "this one does not: keep them whole")


def prefer_compiled(wanted: bool = True) -> bool:
    """Takes the compiled kernels from now on, where they can be had; False goes back. -> which ones it is."""
    global _for_float32
    _for_float32 = _compiled() if wanted else plain
    return _for_float32 is not plain


@contextmanager
def compiled_here() -> Iterator[None]:
    """While it lasts the calling thread, and no other, has the compiled kernels where they can be had. numba
    loads a function when it is first called, so that a thread for which nobody waits can do that."""
    _here.kernels = _compiled()
    try:
        yield
    finally:
        del _here.kernels


def _compiled() -> ModuleType:
    if importlib.util.find_spec("numba"):
        try:
            from backends.numpy_backend.kernels import compiled
        except ImportError:  # a numba that does not fit this Python or this NumPy
            return plain
        _tell_of_compiling()
        return compiled
    return plain


@cache
def _tell_of_compiling() -> None:
    """numba tells of what it compiles, not of what it has from its cache."""
    from numba.core import event

    class Compiling(event.Listener):
        def on_start(self, event) -> None:
            is_preparing()

        def on_end(self, event) -> None:
            is_preparing()

    event.register("numba:compile", Compiling())

"""Data parallelism over threads: the batch is split, each part runs on one core with one BLAS thread.

NumPy lets go of the interpreter lock in its loops and products, so threads do run side by side; and
one BLAS thread each beats a threaded BLAS on the small matrices of a small model.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import queue
import sys
import threading
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import psutil
from threadpoolctl import ThreadpoolController


def default_workers() -> int:
    """The cores that this process may use, each counted once; on Apple silicon the fast ones.

    A second thread on a core shares its multipliers, and a batch is only as fast as its slowest part.
    """
    physical = _performance_cores() or psutil.cpu_count(logical=False) or os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        physical = min(physical, len(os.sched_getaffinity(0)))
    return max(1, physical)


def _performance_cores() -> int:
    """How many an Apple chip has; 0 elsewhere."""
    if sys.platform != "darwin":
        return 0
    count, size = ctypes.c_int(0), ctypes.c_size_t(ctypes.sizeof(ctypes.c_int))
    ctypes.CDLL(None).sysctlbyname(
        b"hw.perflevel0.physicalcpu", ctypes.byref(count), ctypes.byref(size), None, 0)
    return count.value


_here = threading.local()


def _become_worker() -> None:
    _here.is_worker = True  # a worker that waited for workers could wait for ever


def is_worker() -> bool:
    """Whether this thread is a worker of some pool: then it does what it is asked for alone."""
    return getattr(_here, "is_worker", False)


class _Helper:
    """A thread that joins in calls made elsewhere. Nobody waits for it: an invitation that it finds too late
    has nothing left to do."""

    def __init__(self):
        self._calls: queue.SimpleQueue = queue.SimpleQueue()
        threading.Thread(target=self._run, name="pellucid-helper", daemon=True).start()

    def invite(self, fn: Callable, arguments: tuple) -> None:
        if self._calls.empty():  # it is behind: more would only keep arrays alive
            self._calls.put((fn, arguments))

    def end(self) -> None:
        self._calls.put(None)

    def _run(self) -> None:
        _become_worker()
        while (call := self._calls.get()) is not None:
            fn, arguments = call
            fn(*arguments)
            del call, fn, arguments  # what they hold is not kept until the next one


class Workers:
    """A pool of `count` threads with which to run the parts of a batch."""

    def __init__(self, count: int):
        self.count = count
        self._pool: ThreadPoolExecutor | None = None
        self._helpers: list[_Helper] | None = None
        self._blas = ThreadpoolController()

    def map(self, fn: Callable, parts: Sequence) -> list:
        """fn over the parts, results in the order of the parts; each with one BLAS thread."""
        if is_worker():
            return [fn(part) for part in parts]
        if len(parts) == 1:  # BLAS may use the cores that have no part, but no more than were asked for
            with contextlib.nullcontext() if self.count > 1 else self.one_thread_each():
                return [fn(parts[0])]
        results, numbers = [None] * len(parts), iter(range(len(parts)))

        def take_what_is_left() -> None:
            for number in numbers:  # under the interpreter's lock: no two threads get the same
                results[number] = fn(parts[number])

        with self.one_thread_each():
            # One call a worker, for hundreds of small parts too: each call costs more than some of them.
            calls = [self._threads().submit(take_what_is_left) for _ in range(min(self.count, len(parts)))]
            for call in calls:
                call.result()
        return results

    def one_thread_each(self) -> AbstractContextManager:
        """Within it BLAS has one thread, in the whole process."""
        return self._blas.limit(limits=1, user_api="blas")

    def share(self, fn: Callable[[int, int], None], size: int) -> None:
        """fn(start, stop) over equal ranges of 0 ... size, one a worker; fn asks nothing of BLAS."""
        bounds = [size * part // self.count for part in range(self.count + 1)]
        others = [self._threads().submit(fn, *bounds[part: part + 2]) for part in range(1, self.count)]
        fn(*bounds[:2])
        for other in others:
            other.result()

    def together(self, fn: Callable, arguments: tuple) -> None:
        """fn(*arguments) here, and the same call on the other workers as they come: what it does it shares
        out by itself, and is complete when this thread's call returns."""
        is_compiled = bool(getattr(fn, "signatures", True))  # numba's first call compiles: one thread's work
        if is_compiled and not is_worker():
            for helper in self._team():
                helper.invite(fn, arguments)
        fn(*arguments)

    def _team(self) -> list[_Helper]:
        if self._helpers is None:
            self._helpers = [_Helper() for _ in range(self.count - 1)]
            for helper in self._helpers:
                weakref.finalize(self, helper.end)
        return self._helpers

    def _threads(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.count, "pellucid-numpy", initializer=_become_worker)
        return self._pool


def split_batch(batch: dict, parts: int) -> list[dict]:
    """The rows of every array, dealt out to `parts` (fewer where rows are few).

    Dealt, not cut: a batch comes sorted by length, and its second half would take longer than its first.
    """
    rows = len(next(iter(batch.values())))
    return [{name: array[part::parts] for name, array in batch.items()} for part in range(min(parts, rows))]

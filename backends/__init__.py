"""Engines behind one protocol (`backends.base.Backend`); `get` imports the one that is asked for."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from backends.base import Backend

NAMES = ("numpy", "mlx")


class BackendUnavailable(ValueError):  # noqa: N818 (a state of the machine, not a mistake)
    """The backend asked for cannot run on this machine; the message says what to install."""


def available() -> list[str]:
    """The backends whose packages are installed, NumPy first."""
    return ["numpy"] + (["mlx"] if importlib.util.find_spec("mlx") else [])


def get(name: str = "auto", **options) -> Backend:
    """The backend called "numpy", "mlx" or "auto" (MLX only where it has a GPU, or launched this).

    The options are the engine's own: numpy takes `dtype` and `workers`, mlx takes `compile`.
    Raises BackendUnavailable with the package to install, ValueError for another name.
    """
    if name == "auto":
        name = "mlx" if is_launched() or _mlx_has_gpu() else "numpy"
    if name == "numpy":
        from backends.numpy_backend import NumpyBackend

        return NumpyBackend(**options)
    if name == "mlx":
        if not importlib.util.find_spec("mlx"):
            raise BackendUnavailable(
                "The MLX backend needs the package mlx (Apple silicon) or mlx[cpu] (Linux): "
                "pip install mlx, or choose --backend numpy."
            )
        from backends.mlx_backend import MlxBackend

        return MlxBackend(**options)
    raise ValueError(f'unknown backend "{name}": expected numpy, mlx or auto')


def is_launched() -> bool:
    """Whether `mlx.launch` started this process, beside others."""
    return "MLX_RANK" in os.environ


def _mlx_has_gpu() -> bool:
    if not _has_gpu_device() or not importlib.util.find_spec("mlx"):
        return False
    from backends.mlx_backend import has_gpu

    return has_gpu()


def _has_gpu_device() -> bool:
    """Whether asking MLX is worth the import: on Linux it computes on NVIDIA's alone, here or under WSL."""
    return sys.platform != "linux" or any(map(Path.exists, map(Path, ("/dev/nvidiactl", "/dev/dxg"))))

"""The NumPy engine: a small tape, fused operations, and threads over the batch."""

from backends.numpy_backend.backend import NumpyBackend

__all__ = ["NumpyBackend"]

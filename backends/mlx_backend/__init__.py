"""The MLX engine: thin forwards over `mlx.core`, for Apple and NVIDIA GPUs (and any CPU, slowly)."""

from backends.mlx_backend.backend import MlxBackend, has_gpu

__all__ = ["MlxBackend", "has_gpu"]

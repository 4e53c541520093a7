"""`backends.get`: which engine one gets, and what the message says where there is none."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import numpy as np
import pytest

import backends


@pytest.fixture
def no_mlx(monkeypatch):
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec",
                        lambda name, *args: None if name == "mlx" else find_spec(name, *args))


@pytest.mark.parametrize("name", backends.available())
def test_names(name):
    assert backends.get(name).name == name


def test_unknown_name():
    with pytest.raises(ValueError, match='unknown backend "torch": expected numpy, mlx or auto'):
        backends.get("torch")


@pytest.mark.usefixtures("no_mlx")
def test_missing_mlx_names_the_package():
    assert backends.available() == ["numpy"]
    with pytest.raises(backends.BackendUnavailable, match=r"pip install mlx, or choose --backend numpy"):
        backends.get("mlx")


@pytest.mark.usefixtures("no_mlx")
def test_auto_without_mlx_is_numpy():
    assert backends.get("auto").name == "numpy"


@pytest.mark.parametrize(("gpu", "name"), [(True, "mlx"), (False, "numpy")])
def test_auto_is_mlx_only_with_a_gpu(monkeypatch, gpu, name):
    pytest.importorskip("mlx")
    monkeypatch.setattr("backends._has_gpu_device", lambda: True)
    monkeypatch.setattr("backends.mlx_backend.has_gpu", lambda: gpu)
    assert backends.get().name == name


def test_options_reach_the_engine():
    assert backends.get("numpy", workers=3).device() == "CPU, 3 threads"
    assert backends.get("numpy", dtype=np.float64).zeros((1,)).dtype == np.float64


def test_mlx_takes_no_workers():
    """An option that would do nothing is an error, not silence."""
    pytest.importorskip("mlx")
    with pytest.raises(TypeError, match="workers"):
        backends.get("mlx", workers=2)


def test_numpy_does_not_import_mlx():
    code = "import sys, backends; backends.get('numpy'); sys.exit('mlx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

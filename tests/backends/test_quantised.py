"""Weights of fewer bits on MLX: the products are those of the weights as they were rounded."""

from __future__ import annotations

import numpy as np
import pytest

import backends
from core.cli import main
from core.config import DecodeConfig
from core.decoding import lean
from core.decoding.search import greedy
from core.params import flatten, unflatten
from tests.core.builders import SOURCES, model

mx = pytest.importorskip("mlx.core", reason="MLX is not installed")

WIDE = {"d_model": 64, "d_ff": 96, "vocab_size": 23}  # groups of 64, and of 32 where 64 does not divide


@pytest.fixture(params=["8bit", "4bit"])
def ops(request):
    return backends.get("mlx", weights=request.param)


def rounded(weight: np.ndarray, bits: int) -> np.ndarray:
    """scale * number + offset of each weight, by MLX's own functions."""
    group = 64 if weight.shape[1] % 64 == 0 else 32
    return np.array(mx.dequantize(*mx.quantize(mx.array(weight), group_size=group, bits=bits),
                                  group_size=group, bits=bits))


@pytest.mark.parametrize("shape", [(5, 64), (23, 128), (7, 96)])
def test_the_product_is_that_of_the_rounded_weights(ops, shape):
    rng = np.random.default_rng(0)
    weight, bias = rng.standard_normal(shape), rng.standard_normal(shape[0])
    x = rng.standard_normal((3, shape[1]))
    laid_out = ops.for_decoding({"weight": ops.asarray(weight), "bias": ops.asarray(bias)})
    assert laid_out["weight"].shape == shape
    found = ops.to_host(ops.linear(ops.asarray(x), laid_out["weight"], laid_out["bias"]))
    near = rounded(weight.astype(np.float32), ops._bits).astype(np.float64)
    np.testing.assert_allclose(found, x @ near.T + bias, atol=1e-4)  # float32 sums over 128
    # And those are near the weights: half a step of the group's range, at most a whole one at its end.
    assert np.abs(near - weight).max() <= np.ptp(weight) / (2**ops._bits - 1)


def test_rows_are_looked_up_and_a_choice_of_them_multiplies_alike(ops):
    rng = np.random.default_rng(1)
    table = rng.standard_normal((20, 64)).astype(np.float32)
    laid_out = ops.for_decoding({"weight": ops.asarray(table)})["weight"]
    near, ids = rounded(table, ops._bits), np.array([[3, 19], [0, 3]])
    np.testing.assert_allclose(ops.to_host(ops.embedding(laid_out, ops.asarray(ids))), near[ids], atol=1e-6)
    few = ops.take(laid_out, ops.asarray(np.array([7, 2, 19])), axis=0)
    x = rng.standard_normal((2, 64)).astype(np.float32)
    assert few.shape == (3, 64)
    product = ops.to_host(ops.linear(ops.asarray(x), few))
    np.testing.assert_allclose(product, x @ near[[7, 2, 19]].T, atol=1e-4)


def test_it_takes_fewer_bytes_and_what_no_group_divides_stays(ops):
    array = ops.asarray(np.ones((16, 64)))
    odd, vector = ops.asarray(np.ones((4, 48))), ops.asarray(np.ones(64))
    laid_out = ops.for_decoding({"a": array, "odd": odd, "vector": vector})
    assert laid_out["odd"] is odd
    assert laid_out["vector"] is vector
    # The numbers, and a scale and an offset of 32 bits for each group of 64.
    assert laid_out["a"].nbytes == 16 * (64 * ops._bits // 8 + 8)


def test_a_model_decodes_as_one_of_the_rounded_weights(ops):
    """Encoder, decoder, embedding and output projection: nothing is left out, nothing else is changed."""
    ctx, params = model(ops, **WIDE)
    plain = backends.get("mlx")
    near = {name: rounded(plain.to_host(array), ops._bits) if array.ndim == 2 else plain.to_host(array)
            for name, array in flatten(params).items()}
    other, other_params = model(plain, **WIDE)
    near_params = unflatten({name: plain.asarray(array) for name, array in near.items()})
    config = DecodeConfig(max_len=12)
    found, wanted, exact = (greedy(one, lean.prepared(one, tree), SOURCES, config)
                            for one, tree in ((ctx, params), (other, near_params), (other, other_params)))
    assert [one.token_ids for one in found] == [one.token_ids for one in wanted]
    log_probs = [np.concatenate([one.token_log_probs for one in ones]) for ones in (found, wanted)]
    np.testing.assert_allclose(*log_probs, atol=2e-4)  # float32, the products summed in another order
    assert [one.token_log_probs for one in found] != [one.token_log_probs for one in exact]


def test_the_command_takes_it_and_refuses_it_in_words_where_numpy_computes(capsys):
    assert main(["translate", "我爱购物", "--backend", "mlx", "--weights", "8bit"]) == 0
    assert "shopping" in capsys.readouterr().out
    assert main(["translate", "我爱购物", "--backend", "numpy", "--weights", "4bit"]) == 2
    assert "--weights 4bit needs the MLX backend" in capsys.readouterr().err

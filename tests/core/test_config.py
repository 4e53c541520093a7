"""Settings that cannot be used are refused with the reason."""

from __future__ import annotations

import dataclasses
import math
import re

import pytest

from core.config import ConfigError, DecodeConfig, ModelConfig, TrainConfig


@pytest.mark.parametrize(("changes", "message"), [
    ({"depth": 3}, 'f.json: unknown key "depth"; expected one of: vocab_size, d_model, '),
    ({"d_model": "256"}, "f.json: d_model should be int, and is '256'"),
    ({"d_model": True}, "f.json: d_model should be int, and is True"),
    ({"d_model": 256.0}, "f.json: d_model should be int, and is 256.0"),
    ({"d_model": None}, "f.json: d_model should be int, and is None"),
    ({"norm_first": 1}, "f.json: norm_first should be bool, and is 1"),
    ({"dropout": True}, "f.json: dropout should be float, and is True"),
    ({"dropout": math.nan}, "f.json: dropout should be float, and is nan"),
    ({"dropout": 10**400}, "f.json: dropout should be float, and is 10000"),
    ({"activation": ["relu"]}, "f.json: activation should be str, and is ['relu']"),
    ({"dropout": 1.0}, "f.json: dropout should be at least 0 and less than 1, and is 1.0"),
    ({"dropout": -0.1}, "f.json: dropout should be at least 0 and less than 1, and is -0.1"),
    ({"d_model": 30}, "f.json: d_model should be a multiple of num_heads (4), and is 30"),
    ({"d_model": 15, "num_heads": 3}, "f.json: d_model should be even (half sines, half cosines)"),
    ({"d_model": 0}, "f.json: d_model should be at least 2, and is 0"),
    ({"num_heads": 0}, "f.json: num_heads should be at least 1, and is 0"),
    ({"num_heads": -4}, "f.json: num_heads should be at least 1, and is -4"),
    ({"num_encoder_layers": 0}, "f.json: num_encoder_layers should be at least 1, and is 0"),
    ({"num_decoder_layers": 10**9}, "f.json: num_decoder_layers should be at most 200, and is 1000000000"),
    ({"max_len": 10**9}, "f.json: max_len should be at most 20000, and is 1000000000"),
    ({"vocab_size": 3}, "f.json: vocab_size should be at least 4, and is 3"),
    ({"activation": "tanh"}, "f.json: activation should be relu, gelu, gelu_erf or silu, and is 'tanh'"),
    ({"eos_id": 100}, "f.json: eos_id should be an id below vocab_size (100), and is 100"),
    ({"eos_id": -1}, "f.json: eos_id should be an id below vocab_size (100), and is -1"),
    ({"positions": "learned"}, "f.json: positions should be paper, marian or opennmt, and is 'learned'"),
    ({"src_vocab_size": 3}, "f.json: src_vocab_size should be more than pad_id, eos_id and unk_id, and is 3"),
    ({"banned_ids": [0, 100]}, "f.json: banned_ids should be ids below vocab_size (100), and is (0, 100)"),
    ({"banned_ids": [0, 2]}, "f.json: banned_ids should be without eos_id, and is (0, 2)"),
    ({"banned_ids": [0.0]}, "f.json: banned_ids should be a list of ids or null, and is [0.0]"),
    ({"bos_id": 2}, "f.json: pad_id, bos_id, eos_id and unk_id should differ, and are (0, 2, 2, 3)"),
    ({"eos_id": 1}, "f.json: pad_id, bos_id, eos_id and unk_id should differ, and are (0, 1, 1, 3)"),
])
def test_model_config(changes, message):
    with pytest.raises(ConfigError, match="^" + re.escape(message)):
        ModelConfig.from_dict({"vocab_size": 100, **changes}, "f.json")


def test_a_missing_key_and_what_is_no_object():
    with pytest.raises(ConfigError, match=re.escape('f.json: the key "vocab_size" is missing')):
        ModelConfig.from_dict({}, "f.json")
    with pytest.raises(ConfigError, match=r"f\.json: expected an object of settings, found list"):
        ModelConfig.from_dict([], "f.json")


def test_a_message_stays_short():
    with pytest.raises(ConfigError) as error:
        ModelConfig.from_dict({"vocab_size": "9" * 100_000}, "f.json")
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(("changes", "message"), [
    ({"max_steps": 0}, "max_steps should be at least 1, and is 0"),
    ({"learning_rate": 0}, "learning_rate should be more than 0, and is 0"),
    ({"learning_rate": math.inf}, "learning_rate should be more than 0, and is inf"),
    ({"learning_rate": math.nan}, "learning_rate should be more than 0, and is nan"),
    ({"weight_decay": math.inf}, "weight_decay should be at least 0, and is inf"),
    ({"beta2": 1.0}, "beta2 should be at least 0 and less than 1, and is 1.0"),
    ({"time_budget_s": 0}, "time_budget_s should be more than 0 seconds, and is 0"),
    ({"seed": 2**63}, "seed should be at least 0 and less than 2^63"),
])
def test_train_config(changes, message):
    with pytest.raises(ConfigError, match="^" + re.escape(message)):
        TrainConfig(**changes)


@pytest.mark.parametrize(("changes", "message"), [
    ({"method": "best"}, "method should be greedy, beam or sample, and is 'best'"),
    ({"beam_size": 0}, "beam_size should be at least 1, and is 0"),
    ({"temperature": 0.0}, "temperature should be at least 0.001 and at most 1000, and is 0.0"),
    # Both gave nan: -inf / inf, and -1 / 1e-39 beyond float32.
    ({"temperature": math.inf}, "temperature should be at least 0.001 and at most 1000, and is inf"),
    ({"temperature": 1e-39}, "temperature should be at least 0.001 and at most 1000, and is 1e-39"),
    ({"top_p": 0.0}, "top_p should be more than 0 and at most 1, and is 0.0"),
    ({"top_p": 1.01}, "top_p should be more than 0 and at most 1, and is 1.01"),
    ({"top_k": -1}, "top_k should be at least 0, and is -1"),
    ({"length_penalty": math.nan}, "length_penalty should be at least 0, and is nan"),
    ({"max_len": 0}, "max_len should be at least 1, and is 0"),
    ({"seed": -1}, "seed should be at least 0 and less than 2^63, and is -1"),
    ({"seed": 2**63}, "seed should be at least 0 and less than 2^63"),  # MLX takes no more
])
def test_decode_config(changes, message):
    with pytest.raises(ConfigError, match="^" + re.escape(message)):
        DecodeConfig(**changes)


@pytest.mark.parametrize("config", [ModelConfig(100, norm_first=True), TrainConfig(time_budget_s=60.0),
                                    DecodeConfig(max_len=7)])
def test_round_trip(config):
    assert type(config).from_dict(config.to_dict(), "f") == config


def test_a_whole_number_serves_as_a_float():
    config = DecodeConfig.from_dict({"temperature": 2, "max_len": None}, "f")
    assert (config.temperature, type(config.temperature)) == (2.0, float)


def test_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ModelConfig(100).d_model = 3

"""Checkpoints: exact, two at a time, and damage costs no more than the way from the one before."""

from __future__ import annotations

import errno
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from core import params as parameters
from core.config import ModelConfig
from core.formats import atomic
from core.training import checkpoints
from core.training.checkpoints import CheckpointError, Cursor, load_newest, save

CONFIG = ModelConfig(vocab_size=12, d_model=8, num_heads=2, d_ff=16, num_encoder_layers=1,
                     num_decoder_layers=1)


def state(backend, seed: int):
    """(parameters, optimizer state) of random numbers; v is positive, as a sum of squares is."""
    rng = np.random.default_rng(seed)

    def tree():
        return parameters.unflatten({name: backend.asarray(rng.standard_normal(shape).astype(np.float32))
                                     for name, shape in parameters.shapes(CONFIG).items()})

    return tree(), {"step": backend.asarray(seed), "m": tree(), "v": tree()}


def save_steps(folder: Path, backend, *steps: int) -> None:
    for step in steps:
        save(folder, backend, *state(backend, step), Cursor(step=step))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def assert_same(backend, found, expected) -> None:
    found, expected = (parameters.flatten(tree) for tree in (found, expected))
    assert list(found) == list(expected)
    for name in found:
        np.testing.assert_array_equal(backend.to_host(found[name]), backend.to_host(expected[name]))


def assert_loads(folder: Path, backend, step: int) -> list[str]:
    """The checkpoint of `step` is what loads, bit by bit; returns the messages about others."""
    params, opt_state, cursor, damaged = load_newest(folder, backend, CONFIG)
    expected_params, expected_state = state(backend, step)
    assert cursor.step == step
    assert_same(backend, params, expected_params)
    assert_same(backend, opt_state, expected_state)
    return damaged


def test_save_and_load_are_exact(backend, tmp_path):
    cursor = Cursor(step=7, epoch=2, batch=5, tokens=123_456, seconds=0.1 + 0.2, best_bleu=1 / 3,
                    best_loss=2.5, best_step=4, validated_step=6)
    params, opt_state = state(backend, 7)
    folder = tmp_path / "not yet there"
    save(folder, backend, params, opt_state, cursor)
    loaded_params, loaded_state, loaded_cursor, damaged = load_newest(folder, backend, CONFIG)
    assert loaded_cursor == cursor
    assert_same(backend, loaded_params, params)
    assert_same(backend, loaded_state, opt_state)
    assert damaged == []


def test_nothing_saved_yet(backend, tmp_path):
    assert load_newest(tmp_path / "none", backend, CONFIG) is None
    assert load_newest(tmp_path, backend, CONFIG) is None


def test_two_are_kept(backend, tmp_path):
    save_steps(tmp_path, backend, 0, 1, 2, 99_999_999)
    assert names(tmp_path) == ["step-00000002", "step-99999999"]
    assert assert_loads(tmp_path, backend, 99_999_999) == []


def cut_short(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1])


def flip_a_byte(folder: Path) -> None:
    path = folder / "optimizer.safetensors"
    data = bytearray(path.read_bytes())
    data[-100] ^= 1  # one bit of one number: no reader of the format would notice
    path.write_bytes(data)


def lose_the_optimizer(folder: Path) -> None:
    (folder / "optimizer.safetensors").unlink()


def lose_the_state(folder: Path) -> None:
    (folder / "state.json").unlink()


def scribble(text: str):
    def damage(folder: Path) -> None:
        (folder / "state.json").write_text(text)

    return damage


def lose_a_key(folder: Path) -> None:
    document = json.loads((folder / "state.json").read_text())
    del document["cursor"]
    (folder / "state.json").write_text(json.dumps(document))


DAMAGES = {
    "cut short": cut_short, "flipped bit": flip_a_byte, "no optimizer": lose_the_optimizer,
    "no state": lose_the_state, "not JSON": scribble("{"), "a list": scribble("[]"),
    "a list of sums": scribble('{"sha256": [], "cursor": {}}'), "null": scribble("null"),
    "unknown cursor": scribble('{"sha256": {}, "cursor": {"colour": 1}}'), "no cursor": lose_a_key,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_falls_back_to_the_one_before(tmp_path, numpy_backend, damage):
    save_steps(tmp_path, numpy_backend, 3, 5)
    damage(tmp_path / "step-00000005")
    message, = assert_loads(tmp_path, numpy_backend, 3)
    assert message.startswith("step-00000005 is damaged and was passed over: ")
    assert "\n" not in message


def test_all_damaged_is_said_and_nothing_starts_anew(tmp_path, numpy_backend):
    """Once the training began again at step 0 without a word, and its first validation replaced the
    best model."""
    save_steps(tmp_path, numpy_backend, 3, 5)
    for path in tmp_path.iterdir():
        cut_short(path)
    with pytest.raises(CheckpointError, match=r"every checkpoint is damaged .*step-00000005 is damaged"):
        load_newest(tmp_path, numpy_backend, CONFIG)


def test_a_damaged_checkpoint_is_replaced_when_its_step_comes_again(tmp_path, numpy_backend):
    """Guards against "the step is there already": the whole one was thrown away for the damaged."""
    save_steps(tmp_path, numpy_backend, 3, 5)
    flip_a_byte(tmp_path / "step-00000005")
    save_steps(tmp_path, numpy_backend, 5)
    assert assert_loads(tmp_path, numpy_backend, 5) == []


def test_a_damaged_checkpoint_does_not_count_among_the_two(tmp_path, numpy_backend):
    """The training passed over 9 and stands at 6: 3 and 6 are what it can fall back on."""
    save_steps(tmp_path, numpy_backend, 3, 9)
    cut_short(tmp_path / "step-00000009")
    save_steps(tmp_path, numpy_backend, 6)
    assert names(tmp_path) == ["step-00000003", "step-00000006"]


def test_the_same_step_again_takes_the_new_cursor(backend, tmp_path):
    """After the last validation only the cursor is new; a resumed run must know of that best model."""
    params, opt_state = state(backend, 4)
    save(tmp_path, backend, params, opt_state, Cursor(step=4))
    save(tmp_path, backend, params, opt_state, Cursor(step=4, best_bleu=30.0, best_step=4))
    assert names(tmp_path) == ["step-00000004"]
    assert names(tmp_path / "step-00000004") == ["model.safetensors", "optimizer.safetensors", "state.json"]
    assert load_newest(tmp_path, backend, CONFIG)[2] == Cursor(step=4, best_bleu=30.0, best_step=4)
    assert assert_loads(tmp_path, backend, 4) == []


def test_half_made_folders_are_ignored_and_cleared(tmp_path, numpy_backend):
    save_steps(tmp_path, numpy_backend, 3)
    shutil.copytree(tmp_path / "step-00000003", tmp_path / ".making-00000005")
    assert assert_loads(tmp_path, numpy_backend, 3) == []
    save_steps(tmp_path, numpy_backend, 7)
    assert names(tmp_path) == ["step-00000003", "step-00000007"]


@pytest.mark.parametrize("calls", range(4))
def test_a_failing_disk_leaves_earlier_checkpoints_whole(tmp_path, numpy_backend, monkeypatch, calls):
    """The disk is full from the n-th write on, or when the folder is renamed."""
    save_steps(tmp_path, numpy_backend, 3, 5)
    full = OSError(errno.ENOSPC, "No space left on device")
    left = iter(range(calls))

    def failing(write):
        def write_or_fail(*args, **kwargs):
            if next(left, None) is None:
                raise full
            return write(*args, **kwargs)

        return write_or_fail

    monkeypatch.setattr(checkpoints, "write_tensors", failing(checkpoints.write_tensors))
    monkeypatch.setattr(atomic, "write_text", failing(atomic.write_text))
    if calls == 3:
        monkeypatch.setattr(checkpoints, "_put", failing(checkpoints._put))
    with pytest.raises(OSError, match="No space left") as caught:
        save_steps(tmp_path, numpy_backend, 7)
    assert caught.value is full
    monkeypatch.undo()
    assert names(tmp_path) == ["step-00000003", "step-00000005"]  # and no half-made folder
    assert assert_loads(tmp_path, numpy_backend, 5) == []


def test_a_checkpoint_of_one_backend_opens_on_the_other(backend, numpy_backend, tmp_path):
    save_steps(tmp_path, backend, 3)
    assert assert_loads(tmp_path, numpy_backend, 3) == []


@pytest.fixture
def numpy_backend():
    """For what happens to files alone: once is enough."""
    import backends

    return backends.get("numpy", workers=1)

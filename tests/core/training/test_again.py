"""A run once more: from its own folder, equal to the bit where nothing is changed."""

from __future__ import annotations

import pytest

from core.config import ConfigError
from core.training.again import begin_again
from core.training.prepare import Request, prepare
from core.training.run_dir import RunError
from tests.core.training.runs import PAIRS, assert_equal_bits, final, follow, make_run


def test_unchanged_it_is_the_same_run(tmp_path, ops):
    old = make_run(tmp_path / "old", max_steps=6)
    follow(old, ops)
    new = begin_again(old, tmp_path / "new", {})
    follow(new, ops)
    assert_equal_bits(final(new, ops)[0], final(old, ops)[0])
    assert (new.info().status, new.info().name) == ("finished", "swap")


def test_all_but_the_rate_is_from_the_folder_of_the_old_run(tmp_path, ops):
    """Of two files that are gone, with weights of its pairs."""
    files = [tmp_path / name for name in ("a.en", "a.xx")]
    for file, side in zip(files, zip(*PAIRS, strict=True), strict=True):
        file.write_text("\n".join(side) + "\n", encoding="utf-8")
    old = prepare(Request(files, tmp_path / "old", name="pair", train={"learning_rate": 30.0}))
    old.write_weights([2.0] * 23)
    for file in files:
        file.unlink()
    new = begin_again(old, tmp_path / "new", {"learning_rate": 1e-3}, "slower")
    assert new.info().name == "slower"
    assert new.info().corpus == old.info().corpus
    assert new.read_spec().train.learning_rate == 1e-3
    assert new.read_spec().model == old.read_spec().model
    assert new.weights() == [2.0] * 23
    for part in ("train", "dev"):
        assert new.data(part).read_bytes() == old.data(part).read_bytes()
    assert old.info().step == 0  # and is left as it is


def test_a_tuning_begins_from_the_same_model_and_knows_it(tmp_path, ops):
    base = make_run(tmp_path / "base", max_steps=2)
    follow(base, ops)
    tsv = tmp_path / "own.tsv"
    tsv.write_text("".join(f"{src}\t{tgt}\n" for src, tgt in PAIRS), encoding="utf-8")
    general = tmp_path / "general.tsv"
    general.write_text("".join(f"{src} six\tsix {tgt}\n" for src, tgt in PAIRS), encoding="utf-8")
    old = prepare(Request([tsv], tmp_path / "old", init=base.path, general=[general], mix=0.2))
    new = begin_again(old, tmp_path / "elsewhere" / "new", {"max_steps": 2})
    assert new.info().lineage == ["swap"]
    assert new.info().parent == str(base.path)
    assert new.init_path.read_bytes() == old.init_path.read_bytes()
    assert new.data("general").read_bytes() == old.data("general").read_bytes()


@pytest.mark.parametrize(("changes", "error"), [
    ({"learning_rate": 0.0}, ConfigError), ({"max_steps": 0}, ConfigError)])
def test_what_cannot_be_leaves_no_folder(tmp_path, changes, error):
    old = make_run(tmp_path / "old")
    with pytest.raises(error):
        begin_again(old, tmp_path / "new", changes)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_taken_and_a_run_that_is_damaged(tmp_path):
    old = make_run(tmp_path / "old")
    with pytest.raises(RunError, match="holds a training run already"):
        begin_again(old, old.path, {})
    old.data("dev").unlink()
    with pytest.raises(RunError, match=r"dev\.tsv: the file is missing"):
        begin_again(old, tmp_path / "new", {})
    assert not (tmp_path / "new").exists()

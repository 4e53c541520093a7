"""The tour: what `make run` does without a screen, in small."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage

from desktop import tour

LINES = ["我爱购物\tI love shopping", "我爱你\tI love you", "他喜欢读书\tHe likes reading", "你好\tHello"]


def test_the_tour_trains_translates_steps_and_takes_pictures(qapp, models_dir, tmp_path, monkeypatch, capsys):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for part in ("train", "dev", "test"):
        corpus.joinpath(f"zh-en.{part}.tsv").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    # Training refuses pairs that are all in the development set too.
    corpus.joinpath("zh-en.dev.tsv").write_text("我们去学校\tWe go to school\n", encoding="utf-8")
    monkeypatch.setattr(tour, "sample_corpus_dir", lambda: corpus)
    monkeypatch.setattr(tour, "models_dir", lambda: models_dir)
    monkeypatch.setattr(tour, "STEPS", 2)
    monkeypatch.setattr(tour, "SENTENCES", 2)

    assert tour.main(["--out", str(tmp_path / "out")]) == 0

    printed = capsys.readouterr().out
    assert "step 1   decoder input   <s>\n" in printed
    assert printed.count("  → ") >= 2 + 2  # translations, and the choice at each step
    pictures = sorted(Path(tmp_path / "out").glob("*.png"))
    assert [path.name.split("_")[0] for path in pictures] == [
        "data", "guide", "models", "step", "train", "translate"]
    for path in pictures:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1440, 900)
        assert len({image.pixel(x, y) for x in range(0, 1440, 24) for y in range(0, 900, 24)}) > 5

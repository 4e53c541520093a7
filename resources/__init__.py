"""What the application ships besides code: the sample corpus, a trained model, icons, styles, the guide."""

from pathlib import Path


def models_dir() -> Path:
    """The folder of the bundled models: `zh-en` and `en-zh`, each a native model folder."""
    return Path(__file__).parent / "models"



def sample_corpus_dir() -> Path:
    """The folder of the sample corpus: `zh-en.train.tsv`, `zh-en.dev.tsv` and `zh-en.test.tsv`."""
    return Path(__file__).parent / "sample_corpus" / "data"

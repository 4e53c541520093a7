"""What the application ships besides code: the sample corpus, a trained model, icons, styles, the guide."""

from pathlib import Path


def models_dir() -> Path:
    """The folder of the bundled models: `zh-en` and `en-zh`, each a native model folder."""
    return Path(__file__).parent / "models"


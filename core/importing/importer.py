"""From what somebody has downloaded to a model in the native format: found out, looked at, then copied.

    preview(path)          what it is, before anything is written
    import_model(path, out)

`path` is a folder or an archive. `out` appears whole or not at all, also where the process is killed; what it
had written is then removed by the next import into that folder or beside it.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core import params as parameters
from core.config import ConfigError, DecodeConfig
from core.formats import atomic, native, scratch
from core.formats.native import ModelCard, ModelError
from core.formats.tensors import TensorFileError
from core.importing import archives, files
from core.importing.finding import KINDS, is_native, model_folder
from core.importing.fitting import check_sides, without_id
from core.importing.foreign import Foreign, check_finite
from core.text import shortlist
from core.text.shortlist import Shortlist
from core.text.tokenizer import Tokenizer, TokenizerError

_PARTS = (".json", ".safetensors", ".bin", ".spm", ".npz", ".yml")
# By which a kind is known, and what else of it is called so.
_SETTINGS_OF = (("config.json", (".safetensors", "pytorch_model.bin", "generation_config.json")),
                ("decoder.yml", (".npz", ".vocab.yml")))
_READMES = ("README.md", "README", "readme.md")
_LICENCES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING")
_PREVIEWED = 4000  # characters of the README

Stage = Callable[[str], None]


@dataclass(frozen=True)
class Preview:
    """What would be imported. `licence` is what its files say, or ""; `codes` as in `Tokenizer.codes`, and
    `code` the one of them that it would be told, or ""; `not_followed` and `assumed` as in `Foreign`;
    `without_id` as in `fitting.without_id`."""

    kind: str
    name: str
    src_lang: str
    tgt_lang: str
    num_weights: int
    size_bytes: int
    licence: str
    readme: str
    codes: tuple[str, ...]
    code: str = ""
    not_followed: tuple[str, ...] = ()
    without_id: tuple[tuple[str, int, int], ...] = ()
    assumed: tuple[str, ...] = ()


def preview(path: Path, code: str | None = None) -> Preview:
    """Everything is checked but the numbers themselves; `code` as for `import_model`. Raises ModelError."""
    path = Path(path)
    with _folder_of(path) as folder:
        if is_native(folder):
            return _native_preview(path, folder, code)
        foreign = _read(folder)
        languages = _languages(foreign, folder)
        size = sum(array.nbytes for array in foreign.weights.values())
        return Preview(foreign.kind, _name(path), *languages, parameters.count(foreign.config), size,
                       _licence(folder), files.read_text(folder, _READMES)[:_PREVIEWED],
                       foreign.tokenizer.codes, _told(path, foreign.tokenizer, code).code or "",
                       foreign.not_followed, without_id(foreign.tokenizer), foreign.assumed)


def import_model(path: Path, out: Path, name: str | None = None, code: str | None = None,
                 stage: Stage = lambda name: None, languages: tuple[str, str] = ("", "")) -> ModelCard:
    """Writes the model folder `out`, which must be new or empty; `languages` before what its files say.

    A model of several target languages is told `code`, or what it was told before, or the first of its codes.
    Raises ModelError.
    """
    path, out = Path(path), Path(out)
    try:
        scratch.check_free(out)
        stage("reading")
        with _folder_of(path) as folder:
            if is_native(folder):
                return _copy_native(path, folder, out, name, code, languages, stage)
            return _copy(path, folder, out, name, code, languages, stage)
    except OSError as error:
        if isinstance(error, FileExistsError) and not error.strerror:  # check_free's own words
            raise ModelError(str(error)) from None
        raise ModelError(f"{error.filename or out}: {error.strerror or error}") from None


def _copy(path: Path, folder: Path, out: Path, name: str | None, code: str | None,
          languages: tuple[str, str], stage: Stage) -> ModelCard:
    foreign = _read(folder)
    stage("checking")
    check_finite(foreign)
    tokenizer = _told(path, foreign.tokenizer, code)
    facts = {"origin": {
        "kind": foreign.kind, "file": path.name, "licence": _licence(folder), "imported": _today(),
        "sha256": _sha256(foreign.files)}}
    if foreign.decode:
        facts["decode"] = foreign.decode
    if foreign.not_followed:
        facts["origin"]["not_followed"] = list(foreign.not_followed)
    if foreign.assumed:
        facts["origin"]["assumed"] = list(foreign.assumed)
    src_lang, tgt_lang = (wanted or found for wanted, found in
                          zip(languages, _languages(foreign, folder), strict=True))
    card = ModelCard(name or _name(path), src_lang, tgt_lang, foreign.config, facts)
    stage("writing")
    with scratch.whole_folder(out, last=native.CONFIG) as made:
        native.save_model(made, card, parameters.unflatten(foreign.weights), tokenizer)
        _keep_texts(folder, made)
    return card


def _keep_texts(folder: Path, out: Path) -> None:
    """The README and the licence stay with the model."""
    for kept, names in zip(native.TEXTS, (_READMES, _LICENCES), strict=True):
        text = files.read_text(folder, names)
        if text:
            atomic.write_text(out / kept, text)


def _told(path: Path, tokenizer: Tokenizer, code: str | None) -> Tokenizer:
    """Without any code a model of several languages would translate into whichever."""
    code = code or tokenizer.code or next(iter(tokenizer.codes), None)
    try:
        return tokenizer.with_code(code) if code else tokenizer
    except TokenizerError as error:
        raise ModelError(f"{path}: {error}") from None


def _copy_native(path: Path, folder: Path, out: Path, name: str | None, code: str | None,
                 languages: tuple[str, str], stage: Stage) -> ModelCard:
    """A model of our own, out of an archive or another folder."""
    card, tensors, tokenizer, likely = _read_native(folder)
    tokenizer = _told(path, tokenizer, code)
    card = replace(card, name=name or card.name, src_lang=languages[0] or card.src_lang,
                   tgt_lang=languages[1] or card.tgt_lang)
    stage("writing")
    with scratch.whole_folder(out, last=native.CONFIG) as made:
        native.save_model(made, card, parameters.unflatten(tensors), tokenizer)
        if likely is not None:
            atomic.write_with(made / shortlist.FILE, shortlist.writer(likely))
        _keep_texts(folder, made)
    return card


def _read_native(folder: Path) -> tuple[ModelCard, dict[str, np.ndarray], Tokenizer, Shortlist | None]:
    """Also what its card says of how to decode, and its shortlist, which are read only where somebody
    translates."""
    found = native.read_model(folder)
    try:
        DecodeConfig.from_dict(found[0].facts.get("decode", {}), f"{folder / native.CONFIG}: facts: decode")
        return *found, shortlist.load(folder, found[0].config)
    except (ConfigError, TensorFileError) as error:
        raise ModelError(str(error)) from None


def _native_preview(path: Path, folder: Path, code: str | None) -> Preview:
    card, tensors, tokenizer, _ = _read_native(folder)
    return Preview("Pellucid", card.name, card.src_lang, card.tgt_lang, parameters.count(card.config),
                   sum(array.nbytes for array in tensors.values()),
                   str(card.origin.get("licence") or "") or _licence(folder),
                   files.read_text(folder, _READMES)[:_PREVIEWED], tokenizer.codes,
                   _told(path, tokenizer, code).code or "", card.not_followed, assumed=card.assumed)


@contextlib.contextmanager
def _folder_of(path: Path) -> Iterator[Path]:
    """The model's folder in a folder, or in an archive that is unpacked for the while."""
    if path.is_dir():
        yield model_folder(path)
    elif not path.exists():
        raise ModelError(f"{path}: there is no such file or folder")
    elif path.suffix in _PARTS:  # some of which are archives too
        raise ModelError(f"{path}: is one file of a model; expected the folder that it is in, with all of "
                         "them, or an archive (zip, tar)")
    elif archives.is_archive(path):
        with archives.unpacked(path) as folder:
            try:
                folder = model_folder(folder)
                yield folder
            except ModelError as error:  # a person knows the archive, not where it was unpacked for a while
                words = str(error).replace(f"{folder}{os.sep}", f"{path}: ").replace(str(folder), str(path))
                raise ModelError(words) from None
    else:
        files.check_present(path)
        raise ModelError(f"{path}: expected a folder or an archive (zip, tar) of a model, found another file")


def _read(folder: Path) -> Foreign:
    for kind in KINDS:
        if kind.applies(folder):
            foreign = kind.read(folder)
            check_sides(folder, foreign.tokenizer, _languages(foreign, folder))
            return foreign
    found = sorted(path.name for path in folder.iterdir())
    for settings, beside in _SETTINGS_OF:
        if any(name.endswith(beside) for name in found):  # a part of the download
            files.check_present(folder / settings)
    names = ", ".join(found[:8]) or "nothing"
    raise ModelError(f"{folder}: expected a model: config.json with model.safetensors or pytorch_model.bin "
                     f"(Hugging Face), decoder.yml with an .npz (Marian), or model.bin (CTranslate2); found "
                     f"{names}")


# What its files say about it

def _name(path: Path) -> str:
    name = path.name
    for suffix in (".tar.gz", ".tgz", ".zip", ".tar", ".argosmodel", ".pellucid"):
        name = name.removesuffix(suffix)
    return name or "model"


def _front_matter(readme: str) -> dict[str, str | list[str]]:
    """The settings at the head of a model card."""
    if not readme.startswith("---"):
        return {}
    head = readme[3:].partition("\n---")[0]
    with contextlib.suppress(ModelError):
        return files.flat_yaml(head, Path("README.md"))
    return {}


def _licence(folder: Path) -> str:
    stated = _front_matter(files.read_text(folder, _READMES)).get("license")
    if isinstance(stated, str) and stated:
        return stated[:60]
    lines = [line.strip(" #*") for line in files.read_text(folder, _LICENCES).splitlines()]
    return next((line for line in lines if line), "")[:60]


def _languages(foreign: Foreign, folder: Path) -> tuple[str, str]:
    """What the tokenizer says, else the README: its lines "source language(s): eng", or its two languages.

    Of several languages a side none is said.
    """
    found = (foreign.src_lang, foreign.tgt_lang)
    if all(found):
        return found
    readme = files.read_text(folder, _READMES)
    lines = [re.search(rf"^\W*{side} languages?(?:\(s\))?: *(\S.*)$", readme, re.MULTILINE | re.IGNORECASE)
             for side in ("source", "target")]
    words = [line[1].split() if line else [] for line in lines]
    stated = _front_matter(readme).get("language")
    if not any(words) and isinstance(stated, list) and len(stated) == 2:
        words = [[code] for code in stated]
    return tuple(code or (side[0][:20] if len(side) == 1 else "")
                 for code, side in zip(found, words, strict=True))


def _sha256(paths: tuple[Path, ...]) -> dict[str, str]:
    sums = {}
    for path in paths:
        with open(path, "rb") as file:
            sums[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return sums


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()

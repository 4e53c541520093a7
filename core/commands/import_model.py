"""`pellucid import-model`: a model made elsewhere, looked at or kept."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from core.commands.window_events import Emit, as_events
from core.formats import native
from core.importing.importer import Preview, import_model, preview
from core.text.tokenizer import Tokenizer


def run(args: Namespace) -> int:
    path = Path(args.path)
    if args.events:
        return as_events(lambda emit: _for_window(args, path, emit))
    if args.preview:
        found = preview(path, _code(args))
        print(json.dumps(asdict(found), ensure_ascii=False, indent=2) if args.json else _rendered(found))
        return 0
    out = Path(args.out) if args.out else _place(path)
    card = import_model(path, out, args.name, _code(args),
                        stage=lambda name: print(f"{name} ...", file=sys.stderr),
                        languages=(args.src_lang, args.tgt_lang))
    facts = {"model": str(out), "name": card.name, "src_lang": card.src_lang, "tgt_lang": card.tgt_lang,
             "licence": card.origin.get("licence", ""), "not_followed": card.not_followed,
             "assumed": card.assumed}
    tokenizer = Tokenizer.load(out / native.TOKENIZER)
    if tokenizer.code:
        facts["into"] = tokenizer.code
    if args.json:
        print(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        print(f"{card.name}: {card.src_lang or '?'} to {card.tgt_lang or '?'}, kept in {out}")
        if tokenizer.code and not args.into_language:
            print(f"It translates into {len(tokenizer.codes)} languages, and was told {tokenizer.code}: "
                  "--into-language CODE tells it another, here or at each translation; --preview lists "
                  "them.")
        if not (card.src_lang and (card.tgt_lang or tokenizer.code)):
            print("Its files do not say its languages; --src-lang and --tgt-lang do, at the import.")
        if card.not_followed:
            print(_said(card.not_followed))
        if card.assumed:
            print(_assumed(card.assumed))
    return 0


def _for_window(args: Namespace, path: Path, emit: Emit) -> None:
    if args.preview:
        emit({"event": "preview", **asdict(preview(path, _code(args)))})
        return
    out = Path(args.out) if args.out else _place(path)
    import_model(path, out, args.name, _code(args),
                 stage=lambda name: emit({"event": "stage", "stage": name}),
                 languages=(args.src_lang, args.tgt_lang))
    emit({"event": "imported", "model": str(out)})


def _code(args: Namespace) -> str | None:
    code = args.into_language
    return f">>{code}<<" if code and not code.startswith(">>") else code


def _place(path: Path) -> Path:
    """A new folder among Pellucid's own data."""
    import platformdirs

    root = platformdirs.user_data_path("Pellucid") / "models"
    stem = path.resolve().name.split(".")[0] or "model"
    names = [stem, *(f"{stem}-{number}" for number in range(2, 1000))]
    return next(root / name for name in names if not (root / name).exists())


def _rendered(found: Preview) -> str:
    codes = " ".join(found.codes[:30]) + (" …" if len(found.codes) > 30 else "")
    lines = [f"{found.name}: {found.kind}", f"languages  {found.src_lang or '?'} to {found.tgt_lang or '?'}",
             f"weights    {found.num_weights:,} ({found.size_bytes / 1e6:.0f} MB)",
             f"licence    {found.licence or 'not said'}"]
    if codes:
        lines.append(f"into       {codes} (told {found.code})")
    for side, count, total in found.without_id:
        lines += [f"pieces     {count} of {total} that {side} text is cut into have no id in the vocabulary: "
                  "they are read as unknown"]
    if found.not_followed:
        lines += ["", _said(found.not_followed)]
    if found.assumed:
        lines += ["", _assumed(found.assumed)]
    return "\n".join([*lines, *(["", found.readme.strip()] if found.readme.strip() else [])])


def _said(not_followed: tuple[str, ...]) -> str:
    return ("Its makers decode with settings that are not followed here, so translations can differ from "
            f"theirs: {', '.join(not_followed)}")


def _assumed(settings: tuple[str, ...]) -> str:
    return ("Without generation_config.json its files do not say all of how its makers decode; assumed, as "
            f"transformers does: {', '.join(settings)}. Their translations may be better")

"""Small models in the layouts of other toolkits, written from their descriptions with random weights.

Nothing of the code under test is used to write them, and no other toolkit.
"""

from __future__ import annotations

import functools
import io
import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import sentencepiece
from safetensors.numpy import save_file

LINES = [
    "the cat sat on the mat", "a dog saw the cat and the dog ran", "do not stop, it is the end",
    "we go to school today", "in the house there is a small table", "she reads a long book at night",
    "two men are walking along the road", "the water of the river is cold",
    "die Katze sitzt auf der Matte", "ein Hund sieht die Katze und läuft", "das ist das Ende der Straße",
    "wir gehen heute in die Schule", "im Haus steht ein kleiner Tisch", "sie liest nachts ein langes Buch",
    "zwei Männer gehen die Straße entlang", "das Wasser des Flusses ist kalt",
]
EOS, UNK, PAD = "</s>", "<unk>", "<pad>"


@functools.cache
def spm(side: str, size: int = 90) -> bytes:
    """A SentencePiece model of the English (source) or the German (target) lines."""
    written = io.BytesIO()
    lines = LINES[:8] if side == "source" else LINES[8:]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=written, vocab_size=size, minloglevel=3,
        character_coverage=1.0, hard_vocab_limit=False)
    return written.getvalue()


def pieces(*sides: str) -> list[str]:
    """Marian's vocabulary of them: EOS, UNK, pieces, PAD."""
    found: dict[str, None] = {}
    for side in sides:
        processor = sentencepiece.SentencePieceProcessor()
        processor.LoadFromSerializedProto(spm(side))
        found.update(dict.fromkeys(processor.IdToPiece(i) for i in range(len(processor))))
    for special in (EOS, UNK, "<s>"):
        found.pop(special, None)
    return [EOS, UNK, *found, PAD]


def huggingface(folder: Path, *, separate: bool = False, tied: bool = True,
                weights: str = "model.safetensors", codes: tuple[str, ...] = (), seed: int = 0,
                **settings) -> dict[str, np.ndarray]:
    """Writes a folder of the layout; returns its tensors. With two vocabularies each has its own PAD."""
    folder.mkdir(parents=True, exist_ok=True)
    source = pieces("source", "target")
    source[2:2] = codes
    target = pieces("target") if separate else source
    pad_id = len(target) - 1
    config = {
        "model_type": "marian", "architectures": ["MarianMTModel"], "activation_function": "swish",
        "d_model": 32, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4,
        "decoder_attention_heads": 4, "encoder_ffn_dim": 48, "decoder_ffn_dim": 48, "dropout": 0.1,
        "max_position_embeddings": 64, "scale_embedding": True, "vocab_size": len(source),
        "decoder_vocab_size": len(target), "share_encoder_decoder_embeddings": not separate,
        "tie_word_embeddings": tied, "pad_token_id": pad_id, "eos_token_id": 0,
        "decoder_start_token_id": pad_id, "forced_eos_token_id": 0, **settings}
    generation = {"bad_words_ids": [[pad_id]], "num_beams": 4, "length_penalty": 1.0, "max_length": 64,
                  "forced_eos_token_id": 0, "eos_token_id": 0, "pad_token_id": pad_id,
                  "decoder_start_token_id": pad_id}
    write_json(folder / "config.json", config)
    write_json(folder / "generation_config.json", generation)
    write_json(folder / "tokenizer_config.json", {
        "source_lang": "en", "target_lang": "de", "separate_vocabs": separate,
        "tokenizer_class": "MarianTokenizer", "model_max_length": 64})
    write_json(folder / "vocab.json", {piece: i for i, piece in enumerate(source)})
    if separate:
        write_json(folder / "target_vocab.json", {piece: i for i, piece in enumerate(target)})
    for side in ("source", "target"):
        (folder / f"{side}.spm").write_bytes(spm(side))
    (folder / "README.md").write_text("---\nlicense: apache-2.0\nlanguage:\n- en\n- de\n---\n# A model\n",
                                      encoding="utf-8")
    tensors = huggingface_tensors(config, seed)
    if tied and not separate:
        for name in ("lm_head.weight", "model.encoder.embed_tokens.weight",
                     "model.decoder.embed_tokens.weight"):
            del tensors[name]
    elif tied:
        del tensors["lm_head.weight"], tensors["model.shared.weight"]
    elif separate:
        del tensors["model.shared.weight"]
    if weights == "model.safetensors":
        save_file(tensors, folder / weights)
    elif weights:
        (folder / weights).write_bytes(pytorch_zip(tensors))
    return tensors


def huggingface_tensors(config: dict, seed: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    d_model, width = config["d_model"], config["encoder_ffn_dim"]

    def normal(*shape: int, scale: float = 0.2) -> np.ndarray:
        return (rng.standard_normal(shape) * scale).astype(np.float32)

    found = {}
    for side in ("encoder", "decoder"):
        size = config["vocab_size"] if side == "encoder" else config["decoder_vocab_size"]
        found[f"model.{side}.embed_tokens.weight"] = normal(size, d_model)
        for layer in range(config[f"{side}_layers"]):
            at = f"model.{side}.layers.{layer}"
            for attention in ("self_attn", "encoder_attn")[: 1 if side == "encoder" else 2]:
                for projection in ("q_proj", "k_proj", "v_proj", "out_proj"):
                    found[f"{at}.{attention}.{projection}.weight"] = normal(d_model, d_model)
                    found[f"{at}.{attention}.{projection}.bias"] = normal(d_model)
                found.update(_norm(f"{at}.{attention}_layer_norm", d_model, normal))
            found[f"{at}.fc1.weight"], found[f"{at}.fc1.bias"] = normal(width, d_model), normal(width)
            found[f"{at}.fc2.weight"], found[f"{at}.fc2.bias"] = normal(d_model, width), normal(d_model)
            found.update(_norm(f"{at}.final_layer_norm", d_model, normal))
    found["model.shared.weight"] = normal(config["vocab_size"], d_model)
    found["model.shared.weight"][config["pad_token_id"]] = 0
    found["lm_head.weight"] = normal(config["decoder_vocab_size"], d_model, scale=0.5)
    found["final_logits_bias"] = normal(1, config["decoder_vocab_size"], scale=1.0)
    return found


def _norm(name: str, size: int, normal) -> dict[str, np.ndarray]:
    return {f"{name}.weight": 1 + normal(size), f"{name}.bias": normal(size)}


def write_json(path: Path, document: dict) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


# PyTorch's layouts

def pytorch_zip(tensors: dict[str, np.ndarray], program: bytes | None = None) -> bytes:
    """As torch.save writes it; `program` is another data.pkl than the right one."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("archive/data.pkl", state_dict_pickle(tensors) if program is None else program)
        archive.writestr("archive/byteorder", "little")
        for number, array in enumerate(tensors.values()):
            archive.writestr(f"archive/data/{number}", np.ascontiguousarray(array).tobytes())
        archive.writestr("archive/version", "3\n")
    return written.getvalue()


def pytorch_legacy(tensors: dict[str, np.ndarray]) -> bytes:
    """As PyTorch wrote it before 1.6: five pickles and the numbers after them."""
    magic = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
    facts = b"\x80\x02}(" + text("little_endian") + b"\x88u."
    keys = b"\x80\x02](" + b"".join(text(str(i)) for i in range(len(tensors))) + b"e."
    storages = b"".join(struct.pack("<q", array.size) + np.ascontiguousarray(array).tobytes()
                        for array in tensors.values())
    return b"".join([magic, b"\x80\x02M\xe9\x03.", facts, state_dict_pickle(tensors, is_legacy=True), keys,
                     storages])


def state_dict_pickle(tensors: dict[str, np.ndarray], is_legacy: bool = False) -> bytes:
    """Protocol 2, instruction by instruction."""
    kinds = {"f4": "FloatStorage", "f2": "HalfStorage", "f8": "DoubleStorage", "u2": "BFloat16Storage"}
    parts = [b"\x80\x02", global_("collections", "OrderedDict"), b")R("]
    for number, (name, array) in enumerate(tensors.items()):
        steps, step = [], 1
        for extent in array.shape[::-1]:
            steps.insert(0, step)
            step *= extent
        parts += [text(name), global_("torch._utils", "_rebuild_tensor_v2"), b"((", text("storage"),
                  global_("torch", kinds[array.dtype.str[1:]]), text(str(number)), text("cpu"),
                  integer(array.size), b"N" if is_legacy else b"", b"tQ", integer(0), b"(",
                  *map(integer, array.shape), b"t(", *map(integer, steps), b"t\x89",
                  global_("collections", "OrderedDict"), b")RtR"]
    return b"".join([*parts, b"u."])


def global_(module: str, name: str) -> bytes:
    return f"c{module}\n{name}\n".encode()


def text(value: str) -> bytes:
    return b"X" + struct.pack("<I", len(value.encode())) + value.encode()


def integer(value: int) -> bytes:
    return b"J" + struct.pack("<i", value)


# Marian's own release

def marian(folder: Path, *, separate: bool = False, norm_first: bool = False, seed: int = 0,
           **settings: str) -> None:
    """decoder.yml, npz, vocabularies and SentencePiece models."""
    folder.mkdir(parents=True, exist_ok=True)
    sides = (["source"], ["target"]) if separate else (["source", "target"], ["source", "target"])
    source, target = (pieces(*side)[:-1] for side in sides)
    names = ["opus.src.vocab.yml", "opus.trg.vocab.yml"] if separate else ["opus.vocab.yml"] * 2
    for name, tokens in zip(names, (source, target), strict=True):
        lines = [f"{_quoted(token)}: {i}" for i, token in enumerate(tokens)]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for side in ("source", "target"):
        (folder / f"{side}.spm").write_bytes(spm(side))
    (folder / "decoder.yml").write_text(
        "relative-paths: true\nmodels:\n  - opus.npz\nvocabs:\n" + "".join(f"  - {name}\n" for name in names)
        + "beam-size: 6\nnormalize: 1\nword-penalty: 0\n", encoding="utf-8")
    config = {"type": "transformer", "dim-emb": "32", "enc-depth": "2", "dec-depth": "2",
              "transformer-heads": "4", "transformer-dim-ffn": "48", "transformer-ffn-activation": "swish",
              "transformer-preprocess": '"n"' if norm_first else '""',
              "transformer-postprocess": "da" if norm_first else "dan",
              "transformer-postprocess-emb": "d",
              "transformer-postprocess-top": '"n"' if norm_first else '""',
              "transformer-decoder-autoreg": "self-attention", "transformer-no-projection": "false",
              "transformer-guided-alignment-layer": "last", "tied-embeddings-all": "true", **settings}
    written = "\n".join(f"{key}: {value}" for key, value in config.items()) + "\n\0"
    arrays = marian_tensors(len(source), len(target), separate, norm_first, seed)
    arrays["special:model.yml"] = np.frombuffer(written.encode(), np.int8)
    np.savez(folder / "opus.npz", **arrays)


def _quoted(token: str) -> str:
    return '"' + token.replace("\\", "\\\\").replace('"', '\\"') + '"'


def marian_tensors(num_source: int, num_target: int, separate: bool, norm_first: bool,
                   seed: int) -> dict[str, np.ndarray]:
    rng, size, width = np.random.default_rng(seed), 32, 48

    def normal(*shape: int, scale: float = 0.2) -> np.ndarray:
        return (rng.standard_normal(shape) * scale).astype(np.float32)

    def norm(name: str, pre: str) -> None:
        found[f"{name}_ln_scale{pre}"], found[f"{name}_ln_bias{pre}"] = 1 + normal(1, size), normal(1, size)

    found: dict[str, np.ndarray] = {}
    if separate:
        found["encoder_Wemb"], found["decoder_Wemb"] = normal(num_source, size), normal(num_target, size)
    else:
        found["Wemb"] = normal(num_source, size)
    pre = "_pre" if norm_first else ""
    for side, attentions in (("encoder", ("self",)), ("decoder", ("self", "context"))):
        for layer in (1, 2):
            at = f"{side}_l{layer}"
            for attention in attentions:
                for letter in "qkvo":
                    found[f"{at}_{attention}_W{letter}"] = normal(size, size)
                    found[f"{at}_{attention}_b{letter}"] = normal(1, size)
                norm(f"{at}_{attention}_Wo", pre)
            found[f"{at}_ffn_W1"], found[f"{at}_ffn_b1"] = normal(size, width), normal(1, width)
            found[f"{at}_ffn_W2"], found[f"{at}_ffn_b2"] = normal(width, size), normal(1, size)
            norm(f"{at}_ffn_ffn", pre)
        if norm_first:
            norm(f"{side}_top", "")
    found["decoder_ff_logit_out_b"] = normal(1, num_target, scale=1.0)
    return found


# CTranslate2

def ctranslate2(folder: Path, seed: int = 0, older: dict[str, np.ndarray] | None = None) -> None:
    """model.bin of version 6 with one vocabulary, its variables as the specification lists them; with `older`
    of version 5, without config.json, and with these settings in model.bin."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = [*pieces("source", "target")[:-1], "<s>"]
    (folder / "shared_vocabulary.json").write_text(json.dumps(tokens), encoding="utf-8")
    if older is None:
        write_json(folder / "config.json", {"unk_token": UNK, "eos_token": EOS, "bos_token": "<s>",
                                            "decoder_start_token": "<s>", "add_source_eos": True})
    for side in ("source", "target"):
        (folder / f"{side}.spm").write_bytes(spm(side))
    variables = ctranslate2_variables(len(tokens), seed)
    if older is not None:
        variables = {name: array for name, array in variables.items() if array.ndim or "encoder" in name}
        variables = {name if array.ndim else name.removeprefix("encoder/"): array
                     for name, array in variables.items()} | older  # one setting for both sides
    version, revision = (6, 7) if older is None else (5, 4)
    written = [struct.pack("<I", version), counted("TransformerSpec"),
               struct.pack("<II", revision, len(variables))]
    for name, array in variables.items():
        kind = {"<f4": 0, "|i1": 1}[array.dtype.str]
        written += [counted(name), struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape),
                    struct.pack("<BI", kind, array.nbytes), array.tobytes()]
    written.append(struct.pack("<I", 1) + counted("decoder/projection/weight")
                   + counted("decoder/embeddings/weight"))
    (folder / "model.bin").write_bytes(b"".join(written))


def counted(name: str) -> bytes:
    return struct.pack("<H", len(name) + 1) + name.encode() + b"\0"


def ctranslate2_variables(num_tokens: int, seed: int) -> dict[str, np.ndarray]:
    rng, size, width = np.random.default_rng(seed), 32, 48

    def linear(name: str, rows: int, columns: int) -> None:
        found[f"{name}/weight"] = (rng.standard_normal((rows, columns)) * 0.2).astype(np.float32)
        found[f"{name}/bias"] = (rng.standard_normal(rows) * 0.2).astype(np.float32)

    def norm(name: str) -> None:
        found[f"{name}/gamma"], found[f"{name}/beta"] = np.ones(size, np.float32), np.zeros(size, np.float32)

    found: dict[str, np.ndarray] = {}
    for side, name in (("encoder", "embeddings_0"), ("decoder", "embeddings")):
        found[f"{side}/{name}/weight"] = (rng.standard_normal((num_tokens, size)) * 0.2).astype(np.float32)
        for key, value in (("num_heads", 4), ("pre_norm", 0), ("activation", 2), ("scale_embeddings", 1)):
            found[f"{side}/{key}"] = np.array(value, np.int8)
        for layer in (0, 1):
            at = f"{side}/layer_{layer}"
            linear(f"{at}/self_attention/linear_0", 3 * size, size)
            linear(f"{at}/self_attention/linear_1", size, size)
            norm(f"{at}/self_attention/layer_norm")
            if side == "decoder":
                linear(f"{at}/attention/linear_0", size, size)
                linear(f"{at}/attention/linear_1", 2 * size, size)
                linear(f"{at}/attention/linear_2", size, size)
                norm(f"{at}/attention/layer_norm")
            linear(f"{at}/ffn/linear_0", width, size)
            linear(f"{at}/ffn/linear_1", size, width)
            norm(f"{at}/ffn/layer_norm")
    return found

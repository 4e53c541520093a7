"""The decoding peers: Hugging Face generate and CTranslate2, on the weights of one of our models.

Runs in an environment of its own: `translating.py FOLDER hf|ct2|ct2-int8`. The folder holds weights.npz (our
dotted names, with `positions` and `logits_bias`) and sizes.json. Each line on stdin, {"sources": [[id]],
"beam": n, "max_len": [n]}, is answered by {"seconds", "outputs"}.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

PAD, BOS, EOS, UNK = 0, 1, 2, 3


def marian(folder: Path):
    """Our weights in Hugging Face's MarianMTModel, whose architecture is ours (post-norm, tied table)."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    sizes = json.loads((folder / "sizes.json").read_text())
    torch.set_num_threads(sizes["threads"])
    model = sizes["model"]
    config = MarianConfig(
        vocab_size=model["vocab_size"], d_model=model["d_model"], max_position_embeddings=model["max_len"],
        encoder_layers=model["num_encoder_layers"], decoder_layers=model["num_decoder_layers"],
        encoder_attention_heads=model["num_heads"], decoder_attention_heads=model["num_heads"],
        encoder_ffn_dim=model["d_ff"], decoder_ffn_dim=model["d_ff"], activation_function="relu",
        scale_embedding=True, dropout=0.0, pad_token_id=PAD, bos_token_id=BOS, eos_token_id=EOS,
        decoder_start_token_id=BOS, forced_eos_token_id=None, share_encoder_decoder_embeddings=True)
    network = MarianMTModel(config).eval()
    weights = {name: torch.from_numpy(array) for name, array in np.load(folder / "weights.npz").items()}
    state = network.state_dict()
    with torch.no_grad():
        for name in state:
            state[name].copy_(weights[_ours(name)])
    return network


_RENAMED = (
    ("model.", ""), ("self_attn_layer_norm", "self_attn_norm"), ("final_layer_norm", "ffn_norm"),
    ("encoder_attn_layer_norm", "cross_attn_norm"), ("encoder_attn", "cross_attn"),
    ("fc1", "ffn.fc1"), ("fc2", "ffn.fc2"),
)


def _ours(name: str) -> str:
    """Our name of a Marian parameter."""
    if name == "final_logits_bias":
        return "logits_bias"
    if name == "lm_head.weight" or "embed_tokens" in name or "shared" in name:
        return "embedding.weight"
    if "embed_positions" in name:
        return "positions"
    for theirs, ours in _RENAMED:
        name = name.replace(theirs, ours)
    return name


class HuggingFace:
    def __init__(self, folder: Path):
        self.network = marian(folder)

    def translate(self, sources, beam, max_len):
        import torch

        width = max(map(len, sources))
        ids = torch.tensor([source + [PAD] * (width - len(source)) for source in sources])
        with torch.inference_mode():
            outputs = self.network.generate(
                ids, attention_mask=(ids != PAD).long(), num_beams=beam, do_sample=False, length_penalty=0.0,
                max_new_tokens=max(max_len), suppress_tokens=[PAD, BOS, UNK], use_cache=True)
        return [_until_eos(output[1:]) for output in outputs.tolist()]


class CTranslate2:
    def __init__(self, folder: Path, compute_type: str):
        import ctranslate2

        if not (folder / "ct2" / "model.bin").exists():
            _convert(folder)
        threads = json.loads((folder / "sizes.json").read_text())["threads"]
        self.translator = ctranslate2.Translator(
            str(folder / "ct2"), device="cpu", compute_type=compute_type, intra_threads=threads,
            inter_threads=1)

    def translate(self, sources, beam, max_len):
        results = self.translator.translate_batch(
            [[str(token) for token in source] for source in sources], beam_size=beam, length_penalty=0.0,
            max_decoding_length=max(max_len), suppress_sequences=[[str(PAD)], [str(BOS)]], disable_unk=True,
            max_input_length=0)
        return [[*map(int, result.hypotheses[0])] for result in results]


def _convert(folder: Path) -> None:
    from ctranslate2.converters.transformers import BartLoader

    network = marian(folder)
    network.config.normalize_before = network.config.normalize_embedding = False
    loader = BartLoader()
    spec = loader.get_model_spec(network)
    names = [str(token) for token in range(network.config.vocab_size)]
    loader.set_vocabulary(spec, names)
    spec.config.bos_token = spec.config.decoder_start_token = str(BOS)
    spec.config.eos_token, spec.config.unk_token = str(EOS), str(UNK)
    spec.config.add_source_eos = spec.config.add_source_bos = False
    spec.validate()
    spec.optimize()
    (folder / "ct2").mkdir()
    spec.save(str(folder / "ct2"))


def _until_eos(ids: list[int]) -> list[int]:
    return ids[: ids.index(EOS)] if EOS in ids else [token for token in ids if token != PAD]


def main(folder: Path, name: str) -> None:
    engine = HuggingFace(folder) if name == "hf" else CTranslate2(
        folder, "int8" if name.endswith("int8") else "float32")
    print(json.dumps({"ready": name}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        started = time.perf_counter()
        outputs = engine.translate(request["sources"], request["beam"], request["max_len"])
        print(json.dumps({"seconds": time.perf_counter() - started, "outputs": outputs}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

"""Write a reader's weights as the package ships them: python -m readers.store IN.pt ENCODER_DIR OUT.safetensors.

The encoder of the accurate reader goes into OUT.onnx beside it, and every file's SHA-256 into the SHA256SUMS there.
"""

import argparse
import hashlib
from pathlib import Path

import torch
from safetensors.numpy import save
from torch import Tensor

from bilat.extract.readers.wordpiece import WordPieces
from readers.encoder import Encoder, eight_bits, exported
from readers.nets import SIZES

ENCODER = "encoder."
TABLES = ("signs", "place", "structure")


def converted(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Weights as (in, out) for `x @ w`; tables under their bare names."""
    out = {}
    for name, t in state.items():
        bare = name.removesuffix(".weight")
        if bare in TABLES:
            out[bare] = t
        elif name.startswith(("blocks.", "links.")) or name == "words" or t.dim() == 1:
            out[name] = t
        else:
            out[name] = t.T
    return out


def stored(state: dict[str, Tensor], kind: str, vocabulary: str, thresholds: tuple[float, float, float]) -> bytes:
    """A safetensors file: halves, and the table of pieces as bytes with a scale a row."""
    arrays = {}
    for name, t in converted(state).items():
        if name == "words":
            whole, scale = eight_bits(t)
            arrays[name], arrays[name + ".scale"] = whole.numpy(), scale.half().numpy()
        else:
            arrays[name] = t.half().contiguous().numpy()
    size = SIZES[kind]
    told = {
        "vocabulary": vocabulary,
        "before": str(size.before),
        "after": str(size.after),
        "steps": " ".join(map(str, size.steps)),
        "link_steps": " ".join(map(str, size.link_steps)),
        **{k: f"{v:g}" for k, v in zip(("least_cue", "least_word", "least_whole"), thresholds, strict=True)},
    }
    return save(arrays, told)


def encoder_of(state: dict[str, Tensor], minilm: Path, pieces: WordPieces) -> Encoder:
    """The encoder as it was trained; its table of pieces was not."""
    encoder = Encoder(minilm, 0.0, pieces)
    missing, unknown = encoder.load_state_dict(state, strict=False)
    if unknown or missing != ["words.weight"]:
        raise SystemExit(f"not the weights of an encoder: {missing} missing, {unknown} unknown")
    return encoder


def write(path: Path, data: bytes) -> None:
    """The file, and its line in the SHA256SUMS beside it."""
    path.write_bytes(data)
    sums = path.parent / "SHA256SUMS"
    lines = sums.read_text("utf-8").splitlines() if sums.exists() else []
    lines = [line for line in lines if not line.endswith(f"  {path.name}")]
    lines.append(f"{hashlib.sha256(data).hexdigest()}  {path.name}")
    sums.write_text("\n".join(sorted(lines)) + "\n", "utf-8")


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("weights", type=Path)
    p.add_argument("encoder", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--thresholds", type=float, nargs=3, default=(0.25, 0.5, 0.3), help="cue, word, whole")
    a = p.parse_args()
    vocabulary = (a.encoder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n")
    kept = torch.load(a.weights)
    of_encoder = {n.removeprefix(ENCODER): t for n, t in kept["model"].items() if n.startswith(ENCODER)}
    of_tagger = {n: t for n, t in kept["model"].items() if not n.startswith(ENCODER)}
    write(a.out, stored(of_tagger, kept["kind"], vocabulary, tuple(a.thresholds)))
    if of_encoder:
        pieces = WordPieces(vocabulary.split("\n"))
        encoder = encoder_of(of_encoder, a.encoder / "model.safetensors", pieces)
        write(a.out.with_suffix(".onnx"), exported(encoder))


if __name__ == "__main__":
    main()

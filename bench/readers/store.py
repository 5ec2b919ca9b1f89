"""Write a reader's weights as the package ships them: python -m readers.store IN.pt ENCODER_DIR OUT.safetensors.

The file's SHA-256 goes into the SHA256SUMS beside it.
"""

import argparse
import hashlib
from pathlib import Path

import torch
from safetensors.numpy import save
from torch import Tensor

from readers.nets import SIZES

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
            scale = t.abs().amax(1, keepdim=True).clamp(min=1e-6) / 127
            arrays[name] = torch.round(t / scale).to(torch.int8).contiguous().numpy()
            arrays[name + ".scale"] = scale.half().numpy()
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


def main() -> None:
    p = argparse.ArgumentParser()
    p.add_argument("weights", type=Path)
    p.add_argument("encoder", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--thresholds", type=float, nargs=3, default=(0.25, 0.5, 0.3), help="cue, word, whole")
    a = p.parse_args()
    vocabulary = (a.encoder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n")
    kept = torch.load(a.weights)
    data = stored(kept["model"], kept["kind"], vocabulary, tuple(a.thresholds))
    a.out.write_bytes(data)
    sums = a.out.parent / "SHA256SUMS"
    lines = sums.read_text("utf-8").splitlines() if sums.exists() else []
    lines = [line for line in lines if not line.endswith(f"  {a.out.name}")]
    lines.append(f"{hashlib.sha256(data).hexdigest()}  {a.out.name}")
    sums.write_text("\n".join(sorted(lines)) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""The accurate reader's encoder: MiniLM-L6 (Wang et al. 2020), trained on with everything behind it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from bilat.extract.readers.stretches import MOST_PIECES
from bilat.extract.readers.wordpiece import BREAK, WordPieces
from bilat.extract.readers.words import SIGNS

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6


class Layer(nn.Module):
    """A layer of BERT; a piece looks at those of its own stretch where `unseen` (b, 1, 1, n) is not far below 0."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm_a, self.norm_b = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = drop

    def forward(self, x: Tensor, unseen: Tensor | None) -> Tensor:
        b, n, w = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, w // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        look = (q * (w // HEADS) ** -0.5) @ k.transpose(-1, -2)
        look = torch.softmax(look if unseen is None else look + unseen, -1)
        y = self.out((look @ v).transpose(1, 2).reshape(b, n, w))
        x = self.norm_a(x + rows(y, self.drop, self.training))
        return self.norm_b(x + rows(self.down(F.gelu(self.up(x))), self.drop, self.training))


def rows(x: Tensor, drop: float, training: bool) -> Tensor:
    """Dropout with one draw a sequence and feature (x: b, n, d): as good here, and far cheaper on a CPU."""
    if not training or not drop:
        return x
    return x * ((torch.rand(x.shape[0], 1, x.shape[2]) >= drop).to(x.dtype) / (1 - drop))


class Encoder(nn.Module):
    """Pieces, signs of their words, and 0/1 whether there is one (each b, n; by default all) -> (b, n, WIDTH)."""

    def __init__(self, path: Path, drop: float, pieces: WordPieces) -> None:
        """`path`: MiniLM's safetensors. A line break, which MiniLM does not know, is like the end of a text."""
        super().__init__()
        w = load_file(str(path))
        table = w["embeddings.word_embeddings.weight"]
        table[pieces.ids[BREAK]] = table[pieces.end]
        self.words = nn.Embedding.from_pretrained(table)
        kind = w["embeddings.token_type_embeddings.weight"][0]
        places = w["embeddings.position_embeddings.weight"][:MOST_PIECES]
        self.places = nn.Embedding.from_pretrained(places + kind, freeze=False)
        self.marks = nn.Embedding.from_pretrained(torch.zeros(SIGNS, WIDTH), freeze=False)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(drop) for _ in range(LAYERS))
        for end in ("weight", "bias"):
            getattr(self.norm, end).data.copy_(w[f"embeddings.LayerNorm.{end}"])
            for i, layer in enumerate(self.layers):
                self._layer(layer, w, f"encoder.layer.{i}.", end)

    @staticmethod
    def _layer(layer: Any, w: dict[str, Tensor], base: str, end: str) -> None:
        parts = [w[f"{base}attention.self.{p}.{end}"] for p in ("query", "key", "value")]
        getattr(layer.qkv, end).data.copy_(torch.cat(parts))
        for mine, theirs in (
            ("out", "attention.output.dense"),
            ("norm_a", "attention.output.LayerNorm"),
            ("up", "intermediate.dense"),
            ("down", "output.dense"),
            ("norm_b", "output.LayerNorm"),
        ):
            getattr(getattr(layer, mine), end).data.copy_(w[f"{base}{theirs}.{end}"])

    def forward(self, pieces: Tensor, signs: Tensor, mask: Tensor | None = None) -> Tensor:
        x = self.norm(self.words(pieces) + self.marks(signs) + self.places.weight[: pieces.shape[1]])
        unseen = None if mask is None else ((1 - mask) * -1e4).to(x.dtype)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, unseen)
        return x


class EightBits(nn.Module):
    """A table of vectors as bytes with a scale a row."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        self.bytes, self.scale = (nn.Parameter(t, requires_grad=False) for t in eight_bits(table))

    def forward(self, index: Tensor) -> Tensor:
        return self.bytes[index].float() * self.scale[index]


def eight_bits(table: Tensor) -> tuple[Tensor, Tensor]:
    """(r, d) -> whole numbers of -127..127, and by how much to multiply each row (r, 1)."""
    scale = table.abs().amax(1, keepdim=True).clamp(min=1e-6) / 127
    return torch.round(table / scale).to(torch.int8).contiguous(), scale


def exported(encoder: Encoder) -> bytes:
    """An ONNX file: `pieces` and `signs` (each 1, n) to `vectors` (1, n, WIDTH), by eight bits a weight and product."""
    encoder = encoder.float().eval()
    encoder.words = EightBits(encoder.words.weight)  # type: ignore[assignment]
    with TemporaryDirectory() as folder:
        plain, small = Path(folder) / "plain.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            encoder, (torch.ones(1, 9, dtype=torch.long), torch.ones(1, 9, dtype=torch.long)), str(plain),
            input_names=["pieces", "signs"], output_names=["vectors"], opset_version=17, dynamo=False,
            dynamic_axes={name: {1: "n"} for name in ("pieces", "signs", "vectors")},
        )  # fmt: skip
        quantize_dynamic(plain, small, op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8, per_channel=True)
        return small.read_bytes()

"""The networks of the readers, as they are trained (PyTorch; only the training scripts need it)."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bilat.extract.readers.words import SIGNS, STRUCTURES


@dataclass(frozen=True)
class Size:
    """How large a reader is: widths, and how far apart the words lie that each convolution looks at."""

    input: int
    width: int
    link: int
    steps: tuple[int, ...]
    link_steps: tuple[int, ...]
    before: int = 44
    after: int = 56


SIZES = {
    "default": Size(96, 128, 64, (1, 2, 4, 8, 1), (1, 2, 4, 8, 16)),
    "accurate": Size(384, 192, 96, (1, 2, 4), (1, 2, 4, 8, 16)),
}


class Convolve(torch.autograd.Function):
    """(x + relu(convolution over three words, `step` apart)) * mask: by one matrix product, which a CPU does best."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor, mask: Tensor, step: int) -> Tensor:
        b, n, d = x.shape
        z = (x.reshape(-1, d) @ weight).view(b, n, 3 * d)
        y = z[..., d : 2 * d] + bias
        y[:, step:] += z[:, :-step, :d]
        y[:, :-step] += z[:, step:, 2 * d :]
        y.relu_()
        ctx.save_for_backward(x, weight, y > 0, mask)
        ctx.step = step
        return y.add_(x).mul_(mask)

    @staticmethod
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor | None, ...]:
        x, weight, live, mask = ctx.saved_tensors
        b, n, d = x.shape
        step = ctx.step
        g = g * mask
        y = g * live
        z = torch.empty(b, n, 3 * d, dtype=g.dtype)
        z[..., d : 2 * d] = y
        z[:, :-step, :d] = y[:, step:]
        z[:, -step:, :d] = 0
        z[:, step:, 2 * d :] = y[:, :-step]
        z[:, :step, 2 * d :] = 0
        flat = z.view(-1, 3 * d)
        return (flat @ weight.T).view(b, n, d) + g, x.reshape(-1, d).T @ flat, y.sum((0, 1)), None, None


class Block(nn.Module):
    """One Convolve with its weights: (d, 3 * d), taps left, middle, right."""

    def __init__(self, width: int, step: int) -> None:
        super().__init__()
        self.step = step
        self.weight = nn.Parameter(torch.randn(width, 3 * width) * (0.7 / (3 * width) ** 0.5))
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        out: Tensor = Convolve.apply(x, self.weight, self.bias, mask, self.step)
        return out


class Tagger(nn.Module):
    """Words -> cue tags; then for each cue, the words around it -> source or content."""

    def __init__(self, size: Size, drop: float) -> None:
        super().__init__()
        self.size, self.drop = size, drop
        self.signs = nn.Embedding(SIGNS, size.width)
        self.into = nn.Linear(size.input, size.width)
        self.blocks = nn.ModuleList(Block(size.width, s) for s in size.steps)
        self.cue = nn.Sequential(nn.Linear(size.width, 64), nn.ReLU(), nn.Linear(64, 3))
        self.share, self.centre = nn.Linear(size.width, size.link), nn.Linear(size.width, size.link)
        self.gate = nn.Linear(size.width, size.link)
        nn.init.zeros_(self.gate.weight)
        nn.init.ones_(self.gate.bias)
        self.place = nn.Embedding(size.before + size.after + 2, size.link)
        self.structure = nn.Embedding(STRUCTURES, size.link)
        nn.init.normal_(self.place.weight, std=0.3)
        nn.init.normal_(self.structure.weight, std=0.3)
        self.links = nn.ModuleList(Block(size.link, s) for s in size.link_steps)
        self.last = nn.Linear(size.link, 3)

    def rows(self, x: Tensor) -> Tensor:
        """Dropout with one draw a sequence and feature (x: b, n, d): as good here, and far cheaper on a CPU."""
        if not self.training or not self.drop:
            return x
        keep = (torch.rand(x.shape[0], 1, x.shape[2]) >= self.drop).to(x.dtype)
        return x * (keep / (1 - self.drop))

    def encode(self, vectors: Tensor, signs: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """(b, n, 3) cue logits and (b, n, width)."""
        m = mask[..., None]
        x = self.rows(F.relu(self.into(self.rows(vectors)) + self.signs(signs)) * m)
        for block in self.blocks:
            x = block(x, m)
        x = self.rows(x)
        return self.cue(x), x

    def link(
        self, words: Tensor, index: Tensor, place: Tensor, structure: Tensor, centre: Tensor, mask: Tensor
    ) -> Tensor:
        """`words` (b * n, width), `index` (c, k) into them, `centre` (c, width) -> (c, k, 3)."""
        m = mask[..., None]
        shared = F.embedding(index, self.share(words)) * self.gate(centre)[:, None]
        x = shared + self.place(place) + self.structure(structure) + self.centre(centre)[:, None]
        x = F.relu(x) * m
        for block in self.links:
            x = block(x, m)
        return self.last(self.rows(x))

"""Train a reader's networks on a corpus of attributions (from bench/; see bench/readers/README.md for the whole way).

python -m readers.train default CORPUS.jsonl ENCODER_DIR OUT.pt
"""

import argparse
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from bilat.extract.readers.stretches import Stretch, stretches
from bilat.extract.readers.wordpiece import WordPieces
from bilat.extract.readers.words import Lexicon
from readers.corpus import Article, article, in_order
from readers.encoder import Encoder
from readers.nets import SIZES, Size, Tagger

BF16 = torch.bfloat16
HIDDEN, HIDE = "[MASK]", 0.05


@dataclass
class Example:
    art: Article
    pieces: list[tuple[int, ...]]
    stretches: list[Stretch]


class Average:
    """A running mean of the weights, taken every few steps."""

    EVERY, KEEP = 4, 0.98

    def __init__(self, weights: list[Tensor]) -> None:
        self.weights, self.mean, self.seen = weights, [w.detach().clone() for w in weights], 0

    def update(self) -> None:
        self.seen += 1
        if self.seen % self.EVERY == 0:
            keep = min(self.KEEP, self.seen / (self.seen + 10 * self.EVERY))
            torch._foreach_lerp_(self.mean, [w.detach() for w in self.weights], 1 - keep)


def rate(done: float) -> float:
    """Learning rate as a part of its peak when `done` (0..1) of the work is done: a short rise, then a cosine fall."""
    return done / 0.05 if done < 0.05 else 0.5 * (1 + math.cos(math.pi * min(1.0, (done - 0.05) / 0.95))) + 0.005


def places(size: Size, first: int, end: int, low: int, high: int) -> np.ndarray:
    """For each word of low..high its place beside the cue first..end, as the reader numbers them."""
    i = np.arange(low, high)
    before = np.clip(i - first, -size.before, -1) + size.before
    after = np.clip(i - end + 1, 1, size.after) + size.before
    return np.where(i < first, before, np.where(i < end, size.before, after))


class PieceTable(nn.Module):
    """A vector a word, wherever it stands: the mean of those of its pieces."""

    def __init__(self, path: Path, vocabulary: int, width: int) -> None:
        super().__init__()
        self.words = nn.EmbeddingBag(vocabulary, width, mode="mean", sparse=True)
        self.words.weight.data.copy_(starting_table(path, width))

    def forward(self, batch: list[Example], n: int) -> Tensor:
        number: dict[tuple[int, ...], int] = {(): 0}
        rows = torch.zeros(len(batch), n, dtype=torch.long)
        for r, e in enumerate(batch):
            rows[r, : len(e.pieces)] = torch.tensor([number.setdefault(p, len(number)) for p in e.pieces])
        flat, offsets = [], []
        for p in number:
            offsets.append(len(flat))
            flat.extend(p)
        x = F.embedding(rows, self.words(torch.tensor(flat), torch.tensor(offsets)).to(BF16))
        return x * (torch.rand(*rows.shape, 1) >= 0.1).to(BF16) if self.training else x


class InContext(nn.Module):
    """A vector a word as the encoder sees it: that of its first piece."""

    def __init__(self, encoder: Encoder, hidden: int) -> None:
        """`hidden`: the piece that stands for another, now and then, so that what is around a word must tell too."""
        super().__init__()
        self.encoder, self.hidden = encoder, hidden

    def forward(self, batch: list[Example], n: int) -> Tensor:
        rows = [stretch for e in batch for stretch in e.stretches]
        width = max(len(s.pieces) for s in rows)
        pieces, signs, mask = (torch.zeros(len(rows), width, dtype=torch.long) for _ in range(3))
        for r, s in enumerate(rows):
            m = len(s.pieces)
            pieces[r, :m], signs[r, :m], mask[r, :m] = torch.from_numpy(s.pieces), torch.from_numpy(s.signs), 1
        if self.training:
            pieces = torch.where((torch.rand(pieces.shape) < HIDE) & (mask > 0), self.hidden, pieces)
        heads, r = torch.zeros(len(batch), n, dtype=torch.long), 0
        for i, e in enumerate(batch):
            own = np.concatenate([k * width + s.heads for k, s in enumerate(e.stretches, r)])
            heads[i, : len(own)] = torch.from_numpy(own)
            r += len(e.stretches)
        return F.embedding(heads, self.encoder(pieces, signs, mask).flatten(0, 1))


def text_inputs(vectors: nn.Module, batch: list[Example]) -> tuple[Tensor, Tensor, Tensor]:
    n = max(len(e.pieces) for e in batch)
    signs, mask = torch.zeros(len(batch), n, dtype=torch.long), torch.zeros(len(batch), n, dtype=BF16)
    for r, e in enumerate(batch):
        signs[r, : len(e.pieces)] = torch.from_numpy(e.art.words.signs)
        mask[r, : len(e.pieces)] = 1
    return vectors(batch, n), signs, mask


def cue_inputs(size: Size, words: Tensor, batch: list[Example], cues: list[tuple[int, int, int]]) -> tuple[Tensor, ...]:
    """What Tagger.link takes, for `cues` (row of the batch, first word, end)."""
    n = words.shape[1]
    k = size.before + size.after + max(e - f for _, f, e in cues)
    index, place, shape = (np.zeros((len(cues), k), np.int64) for _ in range(3))
    mask = torch.zeros(len(cues), k, dtype=BF16)
    for i, (r, f, e) in enumerate(cues):
        a, b = max(0, f - size.before), min(len(batch[r].pieces), e + size.after)
        index[i, : b - a] = np.arange(r * n + a, r * n + b)
        place[i, : b - a] = places(size, f, e, a, b)
        shape[i, : b - a] = batch[r].art.words.structure(np.array([f]), np.arange(a, b)[None])[0]
        mask[i, : b - a] = 1
    flat = words.reshape(-1, words.shape[-1])
    inside = torch.tensor([r * n + j for r, f, e in cues for j in range(f, e)])
    owner = torch.tensor([i for i, (_, f, e) in enumerate(cues) for _ in range(f, e)])
    share = torch.tensor([1 / (e - f) for _, f, e in cues for _ in range(f, e)], dtype=words.dtype)
    centre = torch.zeros(len(cues), words.shape[-1], dtype=words.dtype)
    centre = centre.index_add(0, owner, F.embedding(inside, flat) * share[:, None])
    return flat, torch.from_numpy(index), torch.from_numpy(place), torch.from_numpy(shape), centre, mask


def losses(model: Tagger, vectors: nn.Module, batch: list[Example], skip: float, rng: random.Random) -> Tensor:
    tags, words = model.encode(*text_inputs(vectors, batch))
    size = model.size
    y = torch.full(tags.shape[:2], -100)
    cues, answers = [], []
    for r, e in enumerate(batch):
        y[r, : len(e.pieces)] = torch.from_numpy(e.art.cues)
        for first, end, source, content in e.art.links:
            if rng.random() < skip:
                continue
            a, b = max(0, first - size.before), min(len(e.pieces), end + size.after)
            z = np.zeros(b - a, np.int64)
            z[content[(content >= a) & (content < b)] - a] = 2
            z[source[(source >= a) & (source < b)] - a] = 1
            cues.append((r, first, end))
            answers.append(z)
    loss = F.cross_entropy(tags.float().flatten(0, 1), y.flatten(), ignore_index=-100)
    if cues:
        out = model.link(*cue_inputs(size, words, batch, cues))
        target = torch.full(out.shape[:2], -100)
        for i, z in enumerate(answers):
            target[i, : len(z)] = torch.from_numpy(z)
        loss = loss + F.cross_entropy(out.float().flatten(0, 1), target.flatten(), ignore_index=-100)
    return loss


def starting_table(path: Path, width: int) -> Tensor:
    """MiniLM's table of pieces, its first `width` principal directions."""
    from safetensors.torch import load_file

    table = load_file(str(path))["embeddings.word_embeddings.weight"].float()
    table = table - table.mean(0)
    _, _, v = torch.pca_lowrank(table, q=width, center=False, niter=2)
    table = table @ v
    return table / table.std() * 0.5


def example(record: dict[str, Any], lexicon: Lexicon, pieces: WordPieces) -> Example:
    art = article(record, lexicon)
    return Example(art, [pieces.pieces(f) for f in art.words.forms], list(stretches(art.words, pieces)))


def options() -> argparse.Namespace:
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("kind", choices=sorted(SIZES))
    p.add_argument("corpus", type=Path)
    p.add_argument("encoder", type=Path)
    p.add_argument("out", type=Path)
    p.add_argument("--keep-aside", type=int, default=40, help="articles not trained on")
    p.add_argument("--epochs", type=int, default=16)
    p.add_argument("--minutes", type=float, default=1e9, help="the learning rate falls to nothing within this time")
    p.add_argument("--batch", type=int, default=6)
    p.add_argument("--rate", type=float, default=2.5e-3)
    p.add_argument("--encoder-rate", type=float, default=1.5e-4)
    p.add_argument("--drop", type=float, default=0.1)
    p.add_argument("--skip", type=float, default=0.3, help="part of the attributions left out, each time anew")
    p.add_argument("--threads", type=int, default=1)
    return p.parse_args()


class Trainer:
    """Half-precision networks with full-precision masters; a table of pieces is trained sparsely."""

    def __init__(self, a: argparse.Namespace, vocabulary: WordPieces) -> None:
        size, weights = SIZES[a.kind], a.encoder / "model.safetensors"
        self.a, self.model, self.sparse = a, Tagger(size, a.drop), None
        if a.kind == "default":
            self.vectors: nn.Module = PieceTable(weights, len(vocabulary.ids), size.input)
            self.sparse = torch.optim.SparseAdam(self.vectors.parameters(), lr=a.rate)
            dense = []
        else:
            self.vectors = InContext(Encoder(weights, a.drop, vocabulary), vocabulary.ids[HIDDEN]).to(BF16)
            dense = [(n, q) for n, q in self.vectors.named_parameters() if q.requires_grad]
        self.model.to(BF16)
        self.named = [*self.model.named_parameters(), *dense]
        self.weights = [q for _, q in self.named]
        self.masters = [q.detach().float().clone() for q in self.weights]
        heads = len(self.masters) - len(dense)
        self.peaks = (a.rate, a.encoder_rate)
        groups = [{"params": g} for g in (self.masters[:heads], self.masters[heads:]) if g]
        self.opt = torch.optim.AdamW(groups, lr=0.0, weight_decay=0.01, foreach=True)
        self.average = Average(self.masters)

    def step(self, batch: list[Example], done: float, rng: random.Random) -> float:
        loss = losses(self.model, self.vectors, batch, self.a.skip, rng)
        loss.backward()
        for q, m in zip(self.weights, self.masters, strict=True):
            m.grad = torch.zeros_like(m) if q.grad is None else q.grad.float()
            q.grad = None
        torch.nn.utils.clip_grad_norm_(self.masters, 1.0)
        for group, peak in zip(self.opt.param_groups, self.peaks, strict=False):
            group["lr"] = peak * rate(done)
        self.opt.step()
        with torch.no_grad():
            torch._foreach_copy_(self.weights, self.masters)
        if self.sparse is not None:
            self.sparse.param_groups[0]["lr"] = self.a.rate * rate(done)
            self.sparse.step()
            self.sparse.zero_grad()
        self.average.update()
        return float(loss.detach())

    def save(self) -> None:
        state = {n: m for (n, _), m in zip(self.named, self.average.mean, strict=True)}
        if self.sparse is not None:
            state["words"] = self.vectors.words.weight.detach()
        torch.save({"model": state, "kind": self.a.kind}, self.a.out)


def main() -> None:
    a = options()
    torch.set_num_threads(a.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    rng = random.Random(1)
    vocabulary = (a.encoder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    pieces = WordPieces(vocabulary)
    lexicon = Lexicon()
    data = [example(record, lexicon, pieces) for record in in_order(a.corpus)[a.keep_aside :]]
    trainer = Trainer(a, pieces)
    step, begun, done, steps = 0, time.time(), 0.0, a.epochs * -(-len(data) // a.batch)
    for epoch in range(a.epochs):
        rng.shuffle(data)
        chunks = [sorted(data[i : i + 96], key=lambda e: len(e.pieces)) for i in range(0, len(data), 96)]
        batches = [c[i : i + a.batch] for c in chunks for i in range(0, len(c), a.batch)]
        rng.shuffle(batches)
        total = 0.0
        trainer.model.train()
        trainer.vectors.train()
        for n, batch in enumerate(batches):
            done = max(step / steps, (time.time() - begun) / 60 / a.minutes)
            if done >= 1:
                break
            total += trainer.step(batch, done, rng)
            step += 1
            if step % 20 == 0:
                print(
                    f"epoch {epoch} {n + 1}/{len(batches)} done {done:.3f} loss {total / (n + 1):.4f} "
                    f"{time.time() - begun:.0f}s cpu {time.process_time():.0f}s",
                    flush=True,
                )
        trainer.save()


if __name__ == "__main__":
    main()

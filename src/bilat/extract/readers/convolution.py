"""Convolutions over words by plain matrix products, which is what NumPy does fastest."""

import numpy as np

from bilat.extract.readers.decoding import Floats
from bilat.extract.readers.words import Ints


class Convolution:
    """Weights (d, 3 * d) for the words -step, 0, +step, laid out so that one matrix product does all three."""

    def __init__(self, weight: Floats, bias: Floats, step: int) -> None:
        d = len(bias)
        self.weight = np.ascontiguousarray(weight.reshape(d, 3, d).transpose(1, 0, 2).reshape(3 * d, d))
        self.bias, self.step = bias, step


def stacked(stack: list[Convolution], x: Floats, sizes: Ints) -> Floats:
    """x + relu(convolution of x), one after the other; `x` (b, n, d), row i with words up to `sizes[i]`, zero beyond.

    All of it happens in three arrays that are made once, since making large arrays costs more than filling them.
    """
    b, n, d = x.shape
    edge = max(c.step for c in stack)
    short = [(row, size) for row, size in enumerate(sizes.tolist()) if size < n]
    padded = np.zeros((b, n + 2 * edge, d), np.float32)
    inner = padded[:, edge : edge + n]
    inner[:] = x
    columns, y = np.empty((b, n, 3, d), np.float32), np.empty((b * n, d), np.float32)
    for row, size in short:
        inner[row, size:] = 0
    for c in stack:
        for tap, shift in enumerate((-c.step, 0, c.step)):
            columns[:, :, tap] = padded[:, edge + shift : edge + shift + n]
        np.matmul(columns.reshape(b * n, 3 * d), c.weight, out=y)
        y += c.bias
        np.maximum(y, 0, out=y)
        inner += y.reshape(b, n, d)
        for row, size in short:
            inner[row, size:] = 0
    return inner

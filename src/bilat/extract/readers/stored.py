"""Model files: safetensors as published (a JSON head, then plain arrays), read without any library, hash checked."""

import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bilat.errors import PackError

MODELS = Path(__file__).parent / "models"
HASHES = MODELS / "SHA256SUMS"
KINDS = {"F32": np.float32, "F16": np.float16, "I8": np.int8, "U8": np.uint8, "I64": np.int64}
SCALE = ".scale"


def checked(path: Path, hashes: Path = HASHES) -> bytes:
    """The bytes of a model file. Raises PackError where it is missing, not listed, or not the file that is listed."""
    if not path.is_file():
        raise PackError(f"{path}: no such model; install bilat anew, or build it with bench/readers (see MODEL.md)")
    data = path.read_bytes()
    lines = [line.split() for line in hashes.read_text("utf-8").splitlines() if line.strip()]
    listed = {name: digest for digest, name in lines}
    if path.name not in listed:
        raise PackError(f"{path}: not listed in {hashes}; only a model whose SHA-256 is listed there is used")
    if hashlib.sha256(data).hexdigest() != listed[path.name]:
        raise PackError(f"{path}: SHA-256 is not the one in {hashes}; the file is damaged: install it anew")
    return data


def arrays(data: bytes) -> dict[str, NDArray[np.float32]]:
    """The arrays of a safetensors file as float32; an array of bytes is multiplied by the rows of its `.scale`."""
    length = int.from_bytes(data[:8], "little")
    head = json.loads(data[8 : 8 + length])
    raw = {}
    for name, entry in head.items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in entry["data_offsets"])
            raw[name] = np.frombuffer(data[begin:end], KINDS[entry["dtype"]]).reshape(entry["shape"])
    found = {name: array.astype(np.float32) for name, array in raw.items() if not name.endswith(SCALE)}
    for name, array in raw.items():
        if name.endswith(SCALE):
            found[name.removesuffix(SCALE)] *= array.astype(np.float32)
    return found


def metadata(data: bytes) -> dict[str, str]:
    """What the file's head says about it."""
    length = int.from_bytes(data[:8], "little")
    return dict(json.loads(data[8 : 8 + length]).get("__metadata__", {}))

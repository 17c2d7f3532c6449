"""What each trait weighs: `weights.toml`, made by bench/fit_summaries.py and bench/fit_keywords.py."""

import tomllib
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from service.errors import Misconfigured

FILE = Path(__file__).parent / "weights.toml"


@cache
def weights(of: Literal["sentences", "keywords"], names: Sequence[str]) -> NDArray[np.float64]:
    """The weights of these traits, in their order.

    Raises:
        Misconfigured: the file names other traits than the code.
    """
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))[of]
    if set(table) != set(names):
        raise Misconfigured(f"weights.toml and the code differ in {sorted(set(table) ^ set(names))}")
    return np.array([float(table[name]) for name in names])


def fingerprint() -> str:
    """A hash of the weights."""
    return sha256(FILE.read_bytes()).hexdigest()

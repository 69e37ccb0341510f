from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

def analyze(
    problem: Mapping[str, Any], X: NDArray[Any], Y: NDArray[Any], *, num_resamples: int = ...
) -> dict[str, NDArray[Any]]: ...

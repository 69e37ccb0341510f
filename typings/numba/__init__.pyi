from collections.abc import Callable
from typing import Any, TypeVar

_F = TypeVar("_F", bound=Callable[..., Any])

def njit(*args: Any, **kwargs: Any) -> Any: ...

prange: Callable[..., range]

def set_num_threads(n: int) -> None: ...
def get_num_threads() -> int: ...

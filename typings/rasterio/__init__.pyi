from os import PathLike
from typing import Any

from rasterio.io import DatasetReader as DatasetReader

def open(fp: str | PathLike[str], mode: str = ..., driver: str | None = ..., **options: Any) -> Any: ...

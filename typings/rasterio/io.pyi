from typing import Any

class DatasetReader:
    def __getattr__(self, name: str) -> Any: ...

from typing import Any

class AxeResults:
    response: dict[str, Any]
    violations_count: int

class Axe:
    def run(self, page: Any, context: Any = ..., options: Any = ...) -> AxeResults: ...

from downrange.physics.kernels.compiled import compiled, compiled_parallel


def _square(x: float) -> float:
    return x * x


def test_compiled_functions_give_the_same_numbers() -> None:
    assert compiled(_square)(3.0) == 9.0
    assert compiled_parallel(_square)(3.0) == 9.0

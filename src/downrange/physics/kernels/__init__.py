"""Numba kernels: arrays and floats only."""

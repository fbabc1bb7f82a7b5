"""The measurements, one module each, run by `make bench`; every figure is a ratio of two times of the same run."""

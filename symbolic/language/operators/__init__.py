"""The operators of the statement grammar, a family to a file. Importing this package publishes them all."""

from symbolic.language.operators import arrays, calculus, entrywise, piecewise, random, spectral

__all__ = ["arrays", "calculus", "entrywise", "piecewise", "random", "spectral"]

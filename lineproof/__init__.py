"""lineproof: judges matrix mathematics line by line, for matrices of every size.

Importing this package loads neither SymPy nor matplotlib, so that the command line answers at once.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"

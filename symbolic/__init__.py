"""Exact mathematics: language, canonical form, kernel, provers. Never imports NumPy."""

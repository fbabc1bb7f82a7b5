"""Soundness in the large: false statements, missing hypotheses and altered certificates are never taken for proofs.

Each campaign tries its cases one by one; the tests run a sample of each, `python -m bench.soundness` all of them.
"""

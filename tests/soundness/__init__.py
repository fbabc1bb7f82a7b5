"""Soundness: false statements, missing hypotheses and altered certificates are never taken for proofs."""

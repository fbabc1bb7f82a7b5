"""The derivations, one file each, runnable as `python -m proofs.NAME`."""

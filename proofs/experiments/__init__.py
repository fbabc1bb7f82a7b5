"""The simulations that belong to derivations, a family to a file; `proofs.figures` names them."""

"""What survives a test: evaluation, random matrices, exact trials, counterexamples, Monte Carlo, figures."""

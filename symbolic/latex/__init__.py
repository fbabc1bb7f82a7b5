"""Writing derivations as LaTeX, and reading formulas."""

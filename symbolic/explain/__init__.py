"""Explanations: theorems as proofs that people can read."""

from symbolic.explain.document import to_latex
from symbolic.explain.lines import Explanation, Line, Part, Reason
from symbolic.explain.minimal import needed
from symbolic.explain.proof import explained
from symbolic.explain.residues import Residue, residue
from symbolic.explain.text import reason_text, to_lines

__all__ = ["Explanation", "Line", "Part", "Reason", "Residue", "explained", "needed", "reason_text", "residue",
           "to_latex", "to_lines"]

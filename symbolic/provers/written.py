"""Terms as the problem writes them, found by what they are.

A denominator reaches the provers multiplied out: of 1/(e + c'*c/n) with c = x - sum(x)/n*ones(n) is left a sum of
three terms, of which no rule sees that it is positive. Two sums belong together when their reciprocals have one
factor in common; then one is the other times a unit: a product of exponentials, sizes and numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import Add, Basic, MatAdd

from symbolic.errors import LineproofError
from symbolic.kernel import Kernel
from symbolic.language.operator import apply
from symbolic.language.shapes import is_scalar
from symbolic.language.substitution import subterms
from symbolic.language.terms import power
from symbolic.network import forms
from symbolic.network.fuse import fused
from symbolic.network.labels import label
from symbolic.network.readable import Reader
from symbolic.network.tensor import Tensor


class Written:
    """The sums in the statements of a problem."""

    def __init__(self, kernel: Kernel, reader: Reader, statements: Iterable[Basic]) -> None:
        self.kernel, self.reader, self.statements = kernel, reader, tuple(statements)
        self._sums: dict[str, list[tuple[Any, Tensor]]] | None = None

    def factored(self, term: Any) -> list[tuple[Any, Any]]:
        """The pairs (w, u) with term = w times u (entry by entry), w a sum of the problem, u a unit; None for u = 1."""
        if not isinstance(term, Add | MatAdd):
            return []
        try:
            key, unit = self._reciprocal(term)
            found = self._written().get(key, [])
            return [(w, self._ratio(own, unit)) for w, own in found if key and w != term]
        except LineproofError:
            return []

    def _written(self) -> dict[str, list[tuple[Any, Tensor]]]:
        if self._sums is None:
            self._sums = {}
            sums = (t for s in self.statements for t in subterms(s) if isinstance(t, Add | MatAdd))
            for w in dict.fromkeys(sums):
                try:
                    key, unit = self._reciprocal(w)
                except LineproofError:
                    continue
                self._sums.setdefault(key, []).append((w, unit))
        return self._sums

    def _reciprocal(self, term: Any) -> tuple[str, Tensor]:
        """The label of the reciprocal of a sum, and what stands beside it. Raises TranslationError, LanguageError."""
        value = self.kernel.translator(power(term, -1) if is_scalar(term) else apply("powers", term, -1))
        if len(value.terms) != 1:
            return "", value
        (((ext, factors, scalars), c),) = value.terms.items()
        atoms = [a for a, _ in scalars if label(a).kind == "recip"]
        listed = [f for f in factors if label(f[0]).kind == "recip"]
        if len(atoms) + len(listed) != 1:
            return "", value
        rest = fused(ext, [f for f in factors if f not in listed], [s for s in scalars if s[0] not in atoms])
        return (atoms + [key for key, _ in listed])[0], Tensor(value.axes, {rest: c})

    def _ratio(self, own: Tensor, unit: Tensor) -> Any:
        value = own.hadamard(forms.reciprocal(unit))
        return None if value == forms.ones(*value.axes) else self.reader.term(value)

"""A model of hypotheses where one is plain to see: all matrices 1 x 1, and all of them 1 or all of them 0, but for
those that equations define by others.

Hypotheses that have a model do not contradict each other, and no search for a contradiction is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from sympy import Basic, Eq, Le, Lt, MatrixSymbol, Ne, S
from sympy.assumptions import AppliedPredicate

from symbolic.errors import LineproofError
from symbolic.kernel import Kernel
from symbolic.kernel.meaning import aligned_difference, difference
from symbolic.language.statements import property_name
from symbolic.language.substitution import subterms, symbols_in
from symbolic.network.labels import label
from symbolic.network.net import Exponent
from symbolic.network.tensor import Coefficient, Tensor

PROPERTIES: dict[str, Callable[[Coefficient], bool]] = {
    **dict.fromkeys(("symmetric", "diagonal", "lower triangular", "upper triangular"), lambda v: True),
    **dict.fromkeys(("invertible", "nonzero", "full column rank", "full row rank"), lambda v: v != 0),
    **dict.fromkeys(("positive definite", "positive"), lambda v: v > 0),
    **dict.fromkeys(("positive semidefinite", "nonnegative"), lambda v: v >= 0),
    "antisymmetric": lambda v: v == 0,
    "orthogonal": lambda v: v * v == 1,
    "idempotent": lambda v: v * v == v,
}
"""What a property says of a 1 x 1 matrix."""


def have_model(kernel: Kernel, hypotheses: Iterable[Basic]) -> bool:
    """Whether ones, or zeros, plainly satisfy all hypotheses."""
    listed = list(hypotheses)
    sized = (part for h in listed for part in subterms(h) if isinstance(part, MatrixSymbol))
    if not all(size == S.One or size.is_Symbol for part in sized for size in part.shape):
        return False
    try:
        return any(_Model(kernel, value).meets(listed) for value in (1, 0))
    except LineproofError:
        return False


class _Model:
    """A value for every symbol: `default`, or what an equation says."""

    def __init__(self, kernel: Kernel, default: int) -> None:
        self.translator, self.default = kernel.translator, default
        self.values: dict[str, Coefficient] = {}

    def meets(self, hypotheses: Sequence[Any]) -> bool:
        """Whether all hypotheses hold."""
        for symbol, term in (pair for h in hypotheses if isinstance(h, Eq) for pair in (h.args, h.args[::-1])):
            if symbol.is_symbol and not symbol.is_integer and symbol not in symbols_in(term):
                defined = self._at(self.translator(term))
                if defined is not None:
                    self.values.setdefault(symbol.name, defined)
        return all(map(self._holds, hypotheses))

    def _holds(self, statement: Any) -> bool:
        if isinstance(statement, AppliedPredicate):
            found = self._at(self.translator(statement.arguments[0]))
            return found is not None and PROPERTIES[property_name(statement) or ""](found)
        if not isinstance(statement, Eq | Ne | Le | Lt):
            return False
        if isinstance(statement, Eq):
            return self._at(difference(statement, self.translator)) == 0
        gap = self._at(aligned_difference(self.translator, *statement.args[::-1]))
        if gap is None:
            return False
        if isinstance(statement, Ne):
            return gap != 0
        return gap > 0 or (gap == 0 and isinstance(statement, Le))

    def _at(self, tensor: Tensor) -> Coefficient | None:
        """The value of a tensor where all sizes are 1; None where that is not plain, or there is none."""
        if any(len(axis) != 1 for axis in tensor.axes):
            return None
        total: Coefficient = 0
        for (_, factors, scalars), coefficient in tensor.terms.items():
            product = self._product((*((key, 1) for key, _ in factors), *scalars))
            if product is None:
                return None
            total += coefficient * product
        return total

    def _product(self, powers: Iterable[tuple[str, Exponent]]) -> Coefficient | None:
        product: Coefficient = 1
        for key, power in powers:
            factor = self._of_label(key)
            if factor is None or not isinstance(power, int) or (factor == 0 and power < 0):
                return None
            product *= factor**power if power >= 0 else Fraction(factor) ** power
        return product

    def _of_label(self, key: str) -> Coefficient | None:
        held = label(key)
        if held.kind == "dimension":
            return 1
        if held.kind == "symbol":
            return self.values.get(held.name, self.default)
        if held.kind == "closed":
            return self._product((inner, 1) for inner, _ in held.argument)
        if held.kind in ("inv", "pinv", "recip"):
            inside = self._of_label(held.argument) if isinstance(held.argument, str) else self._at(held.argument)
            if inside is None or (inside == 0 and held.kind != "pinv"):
                return None
            return 1 / Fraction(inside) if inside else inside
        return None

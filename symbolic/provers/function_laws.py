"""Functions of numbers by their arguments: roots, logarithms, exponentials, sines, signs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sympy import Inverse, Rational
from sympy import pi as PI

from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.symbols import scalar
from symbolic.language.terms import multiply
from symbolic.network.labels import Label
from symbolic.network.tensor import Tensor
from symbolic.provers.label_laws import LabelLaws, Maybe
from symbolic.provers.products import scalar_factors, without


class FunctionLaws(LabelLaws):
    """The laws of entrywise functions."""

    def kinds(self) -> Mapping[str, Callable[[Label], Maybe]]:
        return {"fn": self._function, "exp": self._exponential}

    def _exponential(self, held: Label) -> Maybe:
        monomial, coefficient = held.argument
        dims = tuple(((d,),) for d in held.dims)
        inner = operands_of(self.reader.term(Tensor(dims, {monomial: coefficient})), "log")
        if inner is not None:
            yield from self._logarithm_in_exponent(inner[0])

    def _logarithm_in_exponent(self, u: Any) -> Maybe:
        if is_scalar(u):
            yield self.law("exp_log", {"c": u}, self.known.positive(u))
        else:
            yield self.law("exp_log_entries", {"A": u}, self.positive_entries(u))

    def _function(self, held: Label) -> Maybe:
        u = self.reader.term(held.argument)
        match held.name:
            case "sqrt":
                yield from self._root(u)
            case "log":
                yield from self._logarithm(u)
            case "sin" | "cos":
                yield from self._circular(u, self.terms_of(held.argument))
            case "sign" if is_scalar(u):
                yield self.law("sign_square", {"c": u}, self.known.nonzero(u))
                yield self.law("abs_of_nonnegative", {"c": u}, self.known.nonnegative(u))

    def _root(self, u: Any) -> Maybe:
        if not is_scalar(u):
            known = self.known.nonnegative(u if shape_of(u)[1] == 1 else apply("vec", u))
            yield self.kernel.law("square_root_entries", {"A": u}, [known] if known else [])
            return
        known = self.known.nonnegative(u)
        yield self.kernel.law("square_root", {"c": u}, [known] if known else [])
        factors = scalar_factors(u)
        if len(factors) > 1:
            rest = multiply(*factors[1:])
            yield self.law(
                "square_root_of_product",
                {"c": factors[0], "d": rest},
                self.known.nonnegative(factors[0]),
                self.known.nonnegative(rest),
            )
            if len(factors) == 2 and factors[0] == factors[1]:
                yield self.law("root_of_square", {"c": factors[0]})

    def _logarithm(self, u: Any) -> Maybe:
        if not is_scalar(u):
            if (pair := operands_of(u, "hadamard")) is not None:
                yield self.law(
                    "log_product_entries", dict(zip("AB", pair, strict=True)), *map(self.positive_entries, pair)
                )
            if (inner := operands_of(u, "exp")) is not None:
                yield self.law("log_exp_entries", {"A": inner[0]})
            return
        if (inner := operands_of(u, "exp")) is not None:
            yield self.law("log_exp", {"c": inner[0]})
        if (inner := operands_of(u, "det")) is not None and isinstance(inner[0], Inverse):
            a, place = inner[0].args[0], scalar("PLACE")
            flipped = self.law("det_inverse", {"A": a}, self.known.has("invertible", a), conclusion=1)
            yield None if flipped is None else self.kernel.congruence(flipped, apply("log", place), place)
        if (inner := operands_of(u, "sqrt")) is not None:
            yield self.law("log_root", {"c": inner[0]}, self.known.positive(inner[0]))
        if u.is_Pow:
            base, exponent = u.args
            if exponent == -1:
                yield self.law("log_reciprocal", {"c": base}, self.known.positive(base))
            yield self.law("log_power", {"c": base, "k": exponent}, self.known.positive(base))
        factors = scalar_factors(u)
        if len(factors) > 1:
            rest = multiply(*factors[1:])
            yield self.law(
                "log_product", {"c": factors[0], "d": rest}, self.known.positive(factors[0]), self.known.positive(rest)
            )

    def _circular(self, u: Any, parts: list[Any]) -> Maybe:
        yield self.law("sine_cosine", {"c": u})
        if u in (PI, multiply(Rational(1, 2), PI)):
            for k in range(4):
                yield self.law("values_at_pi", {"c": u}, conclusion=k)
        if len(parts) > 1:
            rest = without(parts, 0)
            yield self.law("cosine_of_sum", {"c": parts[0], "d": rest})
            yield self.law("sine_of_sum", {"c": parts[0], "d": rest})

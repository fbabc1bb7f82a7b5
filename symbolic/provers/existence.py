"""Properties proved backwards through the structure of a term: invertible, definite, full rank, nonzero, positive.

`Existence.prove(statement)` returns a theorem, or None when no rule applies. Each step is an instance of a law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sympy import Basic, Identity, Inverse, Le, Lt, MatAdd, MatMul, MatrixExpr, Mul, Ne, Pow, Symbol, Transpose
from sympy import Add as ScalarAdd
from sympy.assumptions import AppliedPredicate

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.statements import has, property_name, relation
from symbolic.language.terms import add, identity, is_scalar, multiply, power, shape_of, transpose, zeros
from symbolic.provers.facts import Facts

DEPTH = 12


class Existence:
    """Backward search from the facts of a problem."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.kernel = facts, facts.kernel
        self._memo: dict[Basic, Theorem | None] = {}
        self._open: set[Basic] = set()
        self._rules: dict[str, Callable[[Any], Theorem | None]] = {
            "invertible": self._invertible, "positive definite": self._definite, "positive semidefinite": self._semidefinite,
            "full column rank": self._full_column_rank, "full row rank": self._full_row_rank, "symmetric": self._symmetric,
        }

    def prove(self, statement: Basic) -> Theorem | None:
        """A theorem that states this, or None."""
        if statement in self._memo:
            return self._memo[statement]
        if statement in self._open or len(self._open) > DEPTH:
            return None
        self._open.add(statement)
        try:
            found = self.facts.find(statement) or self._by_rule(statement)
            if found is not None and found.statement != statement:
                found = self.kernel.restate(found, statement)
        except LineproofError:
            found = None
        finally:
            self._open.discard(statement)
        if found is not None or not self._open:
            self._memo[statement] = found
        return found

    def take(self, statement: Basic, theorem: Theorem) -> None:
        """Remember a theorem of a statement that was found by other means."""
        self._memo[statement] = theorem

    def _by_rule(self, statement: Basic) -> Theorem | None:
        if isinstance(statement, AppliedPredicate):
            rule = self._rules.get(property_name(statement) or "")
            return rule(statement.arguments[0]) if rule else None
        if isinstance(statement, Ne) and is_scalar(statement.args[0]):
            return self._nonzero(_moved(statement))
        if isinstance(statement, Lt) and is_scalar(statement.args[0]):
            return self._positive(_moved(statement))
        if isinstance(statement, Le) and is_scalar(statement.args[0]):
            return self._nonnegative(_moved(statement))
        if isinstance(statement, Ne):
            return self._nonzero_matrix(statement.args[0]) if getattr(statement.args[1], "is_ZeroMatrix", False) else None
        return None

    def _law(self, name: str, binding: dict[str, Any], *needed: Theorem | None, conclusion: int = 0) -> Theorem | None:
        return None if any(n is None for n in needed) else self.kernel.law(name, binding, [n for n in needed if n], conclusion=conclusion)

    def _first(self, attempts: Iterable[Callable[[], Theorem | None]]) -> Theorem | None:
        for attempt in attempts:
            try:
                found = attempt()
            except LineproofError:
                continue
            if found is not None:
                return found
        return None

    # Matrices

    def invertible(self, a: Any) -> Theorem | None:
        """invertible(a)."""
        return self.prove(has("invertible", a))

    def _invertible(self, a: Any) -> Theorem | None:
        if is_scalar(a):
            return None
        return self._first((
            lambda: self._invertible_by_structure(a),
            lambda: self._law("invertible_orthogonal", {"A": a}, self.facts.has("orthogonal", a)),
            lambda: self._law("invertible_of_definite", {"A": a}, self.prove(has("positive definite", a))),
            lambda: self._law("invertible_of_column_rank", {"A": a}, self.facts.has("full column rank", a)),
            lambda: self._law("invertible_of_row_rank", {"A": a}, self.facts.has("full row rank", a)),
            lambda: self._law("invertible_of_det", {"A": a}, self.facts.find(relation(apply_det(a), "!=", 0))),
            lambda: self._law("invertible_of_det", {"A": a}, self._law("nonzero_of_positive", {"c": apply_det(a)},
                                                                        self.facts.find(relation(0, "<", apply_det(a))))),
            lambda: self._invertible_by_equation(a),
            lambda: self._invertible_by_swap(a),
            lambda: self._invertible_as_factor(a),
        ))

    def _invertible_by_structure(self, a: Any) -> Theorem | None:
        if isinstance(a, Identity):
            return self._law("invertible_identity", {"n": a.shape[0]})
        if isinstance(a, Inverse):
            return self._law("invertible_inverse", {"A": a.args[0]}, self.invertible(a.args[0]))
        if isinstance(a, Transpose):
            return self._law("invertible_transpose", {"A": a.args[0]}, self.invertible(a.args[0]))
        if (pair := operands_of(a, "kron")) is not None:
            return self._law("invertible_kron", dict(zip("AB", pair, strict=True)), *map(self.invertible, pair))
        number, factors = split_scalars(a)
        if number is not None and factors:
            rest = multiply(*factors)
            return self._law("invertible_scaled", {"A": rest, "c": number}, self.invertible(rest), self.prove(relation(number, "!=", 0)))
        if len(factors) > 1 and all(shape_of(f) == shape_of(a) for f in factors):
            rest = multiply(*factors[1:])
            return self._law("invertible_product", {"A": factors[0], "B": rest}, self.invertible(factors[0]), self.invertible(rest))
        return None

    def _invertible_by_equation(self, a: Any) -> Theorem | None:
        for theorem in self.facts.equations:
            for left, right in (theorem.statement.args, theorem.statement.args[::-1]):
                if not isinstance(right, Identity):
                    continue
                factors = split_scalars(left)[1]
                for k in range(1, len(factors)):
                    head, tail = multiply(*factors[:k]), multiply(*factors[k:])
                    for one, other, swapped in ((head, tail, False), (tail, head, True)):
                        if one == a and shape_of(other) == shape_of(a):
                            known = theorem if not swapped else self._law("one_sided_inverse", {"A": other, "B": one}, theorem)
                            return self._law("inverse_unique", {"A": one, "B": other}, known)
        return None

    def _invertible_by_swap(self, a: Any) -> Theorem | None:
        """I + U*V from I + V*U, where that is known."""
        parts = list(a.args) if isinstance(a, MatAdd) else []
        rest = [p for p in parts if not isinstance(p, Identity)]
        if len(parts) != 2 or len(rest) != 1:
            return None
        number, factors = split_scalars(rest[0])
        for k in range(1, len(factors)):
            u, v = multiply(*factors[:k]), multiply(*factors[k:])
            u = u if number is None else multiply(number, u)
            n = shape_of(v)[0]
            known = self.facts.has("invertible", add(identity(n), multiply(v, u)))
            if known is not None:
                return self._law("invertible_swap", {"A": v, "B": u}, known)
        return None

    def _invertible_as_factor(self, a: Any) -> Theorem | None:
        for theorem in list(self.facts.known.values()):
            if property_name(theorem.statement) != "invertible":
                continue
            factors = split_scalars(theorem.statement.arguments[0])[1]
            if a in factors and len(factors) > 1 and all(shape_of(f) == shape_of(a) for f in factors):
                k = factors.index(a)
                known: Theorem | None = theorem
                if k:
                    known = self._law("invertible_right_factor", {"A": multiply(*factors[:k]), "B": multiply(*factors[k:])}, known)
                return known if k == len(factors) - 1 else self._law("invertible_left_factor", {"A": a, "B": multiply(*factors[k + 1:])}, known)
        return None

    def _symmetric(self, a: Any) -> Theorem | None:
        return self._first((
            lambda: self._law("symmetric_of_semidefinite", {"A": a}, self.facts.has("positive semidefinite", a)),
            lambda: self._law("symmetric_of_definite", {"A": a}, self.facts.has("positive definite", a)),
            lambda: self._law("symmetric_of_eq", {"A": a}, self.facts.find(relation(transpose(a), "=", a))),
        ))

    def _definite(self, a: Any) -> Theorem | None:
        if isinstance(a, Identity):
            return self._law("definite_identity", {"n": a.shape[0]})
        if isinstance(a, Inverse):
            return self._law("definite_inverse", {"A": a.args[0]}, self.prove(has("positive definite", a.args[0])))
        if isinstance(a, MatAdd):
            return self._definite_sum(a)
        number, factors = split_scalars(a)
        if number is not None and factors:
            rest = multiply(*factors)
            return self._law("definite_scaled", {"A": rest, "c": number}, self.prove(has("positive definite", rest)),
                             self.prove(relation(0, "<", number)))
        return self._congruence(factors, "definite")

    def _definite_sum(self, a: Any) -> Theorem | None:
        for k, part in enumerate(a.args):
            known = self.prove(has("positive definite", part))
            if known is not None:
                rest = add(*(p for j, p in enumerate(a.args) if j != k))
                return self._law("definite_sum", {"A": part, "B": rest}, known, self.prove(has("positive semidefinite", rest)))
        return None

    def _semidefinite(self, a: Any) -> Theorem | None:
        if isinstance(a, MatAdd):
            rest = add(*a.args[1:])
            return self._law("semidefinite_sum", {"A": a.args[0], "B": rest}, self.prove(has("positive semidefinite", a.args[0])),
                             self.prove(has("positive semidefinite", rest)))
        number, factors = split_scalars(a)
        if number is not None and factors:
            rest = multiply(*factors)
            return self._law("semidefinite_scaled", {"A": rest, "c": number}, self.prove(has("positive semidefinite", rest)),
                             self.prove(relation(0, "<=", number)))
        return self._first((
            lambda: self._congruence(factors, "semidefinite"),
            lambda: self._law("semidefinite_of_definite", {"A": a}, self.prove(has("positive definite", a))),
        ))

    def _congruence(self, factors: list[Any], kind: str) -> Theorem | None:
        """Y'Y, YY' and B*A*B' by their outer factors."""
        half = len(factors) // 2
        if any(transpose(f) != factors[-1 - k] for k, f in enumerate(factors[:half])) or len(factors) < 2:
            return None
        left = multiply(*factors[:half])
        if len(factors) % 2:
            middle = factors[half]
            if kind == "definite":
                return self._law("definite_congruence", {"A": middle, "B": left}, self.prove(has("positive definite", middle)),
                                 self.prove(has("full row rank", left)))
            return self._law("semidefinite_congruence", {"A": middle, "B": left}, self.prove(has("positive semidefinite", middle)))
        root = transpose(left)
        if kind == "definite":
            return self._law("gram_definite", {"A": root}, self.prove(has("full column rank", root)))
        return self._law("gram_semidefinite", {"A": root})

    def _full_column_rank(self, x: Any) -> Theorem | None:
        rows, cols = shape_of(x)
        if isinstance(x, Transpose):
            return self._law("column_rank_of_transpose", {"A": x}, self.prove(has("full row rank", x.args[0])))
        return self._first((
            lambda: self._law("column_rank_of_gram", {"A": x}, self.facts.has("invertible", multiply(transpose(x), x))),
            lambda: self._law("column_rank_of_invertible", {"A": x}, self.facts.has("invertible", x) if rows == cols else None),
            lambda: self._left_inverse(x),
        ))

    def _left_inverse(self, x: Any) -> Theorem | None:
        for theorem in self.facts.equations:
            left, right = theorem.statement.args
            factors = split_scalars(left)[1]
            if isinstance(right, Identity) and len(factors) > 1 and factors[-1] == x:
                return self._law("column_rank_of_left_inverse", {"A": x, "B": multiply(*factors[:-1])}, theorem)
        return None

    def _full_row_rank(self, x: Any) -> Theorem | None:
        if isinstance(x, Transpose):
            return self._law("row_rank_of_transpose", {"A": x}, self.prove(has("full column rank", x.args[0])))
        return self._first((
            lambda: self._law("row_rank_of_gram", {"A": x}, self.facts.has("invertible", multiply(x, transpose(x)))),
            lambda: self._law("row_rank_of_transpose", {"A": x}, self.prove(has("full column rank", transpose(x)))),
        ))

    def _nonzero_matrix(self, a: Any) -> Theorem | None:
        number, factors = split_scalars(a)
        del number
        return self.facts.find(relation(factors[0], "!=", zeros(*shape_of(factors[0])))) if len(factors) == 1 else None

    # Scalars

    def _nonzero(self, c: Any) -> Theorem | None:
        if c.is_Rational:
            return self.kernel.arithmetic(relation(c, "!=", 0))
        if (inner := operands_of(c, "det")) is not None:
            found = self._law("det_nonzero", {"A": inner[0]}, self.invertible(inner[0]))
            if found is not None:
                return found
        factors = _scalar_factors(c)
        if len(factors) > 1:
            rest = multiply(*factors[1:])
            return self._law("nonzero_product", {"c": factors[0], "d": rest}, self.prove(relation(factors[0], "!=", 0)),
                             self.prove(relation(rest, "!=", 0)))
        if isinstance(c, Pow) and c.args[1].is_Integer:
            if c.args[1] == -1:
                return self._law("nonzero_reciprocal", {"c": c.args[0]}, self.prove(relation(c.args[0], "!=", 0)))
            if c.args[1] > 1:
                return self._nonzero(multiply(c.args[0], power(c.args[0], c.args[1] - 1)))
        return self._first((
            lambda: self._law("nonzero_of_positive", {"c": c}, self.prove(relation(0, "<", c))),
            lambda: self._law("nonzero_of_negative", {"c": c}, self.facts.find(relation(c, "<", 0))),
        ))

    def _positive(self, c: Any) -> Theorem | None:
        if c.is_Rational:
            return self.kernel.arithmetic(relation(0, "<", c))
        if isinstance(c, Symbol) and c.is_integer and c.is_positive:
            return self._law("positive_size", {"n": c})
        if isinstance(c, ScalarAdd | MatAdd):
            return self._positive_sum(c)
        factors = _scalar_factors(c)
        if len(factors) > 1:
            return self._positive_product(factors)
        if isinstance(c, MatMul):
            return self._positive_form(list(c.args))
        if isinstance(c, Pow) and c.args[1].is_Integer:
            base, exponent = c.args
            if exponent == -1:
                return self._law("positive_reciprocal", {"c": base}, self.prove(relation(0, "<", base)))
            if exponent == 2:
                return self._law("positive_square", {"c": base}, self.prove(relation(base, "!=", 0)))
            if exponent > 1:
                return self._positive_product([base, power(base, exponent - 1)])
        return self._positive_function(c)

    def _positive_function(self, c: Any) -> Theorem | None:
        for name, law in (("exp", "positive_exp"), ("tr", "definite_trace"), ("det", "definite_determinant"), ("abs", "positive_abs"),
                          ("norm", "norm_positive"), ("sqrt", "positive_root")):
            inner = operands_of(c, name)
            if inner is None:
                continue
            a = inner[0]
            if name == "exp":
                return self._law(law, {"c": a})
            if name in ("tr", "det"):
                return self._law(law, {"A": a}, self.prove(has("positive definite", a)))
            if name == "norm":
                return self._law(law, {"A": a}, self.prove(relation(a, "!=", zeros(*shape_of(a)))))
            return self._law(law, {"c": a}, self.prove(relation(a, "!=", 0) if name == "abs" else relation(0, "<", a)))
        if (inner := operands_of(c, "sum")) is not None:
            return self._positive_total(inner[0])
        return None

    def _positive_total(self, a: Any) -> Theorem | None:
        if (inner := operands_of(a, "exp")) is not None:
            return self._law("positive_exp_sum", {"A": inner[0]})
        return None

    def _positive_sum(self, c: Any) -> Theorem | None:
        for k, part in enumerate(c.args):
            known = self.prove(relation(0, "<", part))
            if known is not None:
                rest = add(*(p for j, p in enumerate(c.args) if j != k))
                return self._law("positive_sum", {"c": part, "d": rest}, known, self.prove(relation(0, "<=", rest)))
        return None

    def _positive_product(self, factors: list[Any]) -> Theorem | None:
        rest = multiply(*factors[1:])
        return self._law("positive_product", {"c": factors[0], "d": rest}, self.prove(relation(0, "<", factors[0])),
                         self.prove(relation(0, "<", rest)))

    def _positive_form(self, factors: list[Any]) -> Theorem | None:
        """x'*A*x and x'*x for x off zero."""
        matrices = split_scalars(multiply(*factors))[1]
        if len(matrices) < 2 or transpose(matrices[0]) != matrices[-1] or not isinstance(matrices[0], MatrixExpr):
            return None
        x = matrices[-1]
        off = self.prove(relation(x, "!=", zeros(*shape_of(x))))
        if len(matrices) == 2:
            return self._law("sum_of_squares_positive", {"A": x}, off)
        middle = multiply(*matrices[1:-1])
        return self._law("definite_form", {"A": middle, "x": x}, self.prove(has("positive definite", middle)), off)

    def _nonnegative(self, c: Any) -> Theorem | None:
        if c.is_Rational:
            return self.kernel.arithmetic(relation(0, "<=", c))
        found = self._law("nonnegative_of_positive", {"c": c}, self.prove(relation(0, "<", c)))
        if found is not None:
            return found
        if isinstance(c, ScalarAdd | MatAdd):
            rest = add(*c.args[1:])
            return self._law("nonnegative_sum", {"c": c.args[0], "d": rest}, self.prove(relation(0, "<=", c.args[0])),
                             self.prove(relation(0, "<=", rest)))
        if isinstance(c, Pow) and c.args[1] == 2:
            return self._law("nonnegative_square", {"c": c.args[0]})
        if (inner := operands_of(c, "norm")) is not None:
            return self._law("norm_nonnegative", {"A": inner[0]})
        factors = _scalar_factors(c)
        if len(factors) > 1:
            return self._nonnegative_product(factors)
        return self._nonnegative_form(list(c.args)) if isinstance(c, MatMul) else None

    def _nonnegative_product(self, factors: list[Any]) -> Theorem | None:
        rest = multiply(*factors[1:])
        return self._law("nonnegative_product", {"c": factors[0], "d": rest}, self.prove(relation(0, "<=", factors[0])),
                         self.prove(relation(0, "<=", rest)))

    def _nonnegative_form(self, factors: list[Any]) -> Theorem | None:
        matrices = split_scalars(multiply(*factors))[1]
        if len(matrices) < 2 or transpose(matrices[0]) != matrices[-1]:
            return None
        x = matrices[-1]
        if len(matrices) == 2:
            return self._law("sum_of_squares", {"A": x})
        middle = multiply(*matrices[1:-1])
        return self._law("semidefinite_form", {"A": middle, "x": x}, self.prove(has("positive semidefinite", middle)))


def apply_det(a: Any) -> Any:
    """det(a)."""
    return apply("det", a)


def _moved(statement: Any) -> Any:
    """right - left of an order or inequation of scalars; `left` where the right side is 0 of an inequation."""
    left, right = statement.args
    if isinstance(statement, Ne):
        return left if right == 0 else add(left, multiply(-1, right))
    return right if left == 0 else add(right, multiply(-1, left))


def _scalar_factors(c: Any) -> list[Any]:
    """The scalar factors of a scalar product; matrices that multiply to a scalar count as one."""
    if not isinstance(c, MatMul | Mul):
        return [c]
    matrices = [f for f in c.args if not is_scalar(f)]
    return [f for f in c.args if is_scalar(f)] + ([multiply(*matrices)] if matrices else [])


def split_scalars(a: Any) -> tuple[Any, list[Any]]:
    """The scalar factor of a product (None if there is none) and its matrix factors in order."""
    if not isinstance(a, MatMul | Mul):
        return None, [a]
    scalars = [f for f in a.args if is_scalar(f)]
    factors = [f for f in a.args if not is_scalar(f)]
    if not factors:
        return None, list(a.args)
    return (multiply(*scalars) if scalars else None), factors

"""Instances of laws for the composite letters of a problem: what a determinant, a rank, a power, a logarithm is, by
its argument.

For each label that turns up in a network the functions below give equations, as theorems; their own labels come
next, until nothing is new.
A law that needs a hypothesis is used where that has a proof by structure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sympy import Inverse, MatPow, MatrixSymbol, Rational
from sympy import pi as PI

from symbolic.errors import LineproofError
from symbolic.kernel import Kernel, Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.statements import equals, relation
from symbolic.language.substitution import substitute, subterms, symbols_in
from symbolic.language.symbols import dimension, matrix, natural, scalar
from symbolic.language.terms import add, identity, inverse, is_scalar, multiply, power, shape_of, transpose
from symbolic.network.labels import Label
from symbolic.network.readable import Reader
from symbolic.network.tensor import Tensor
from symbolic.provers.backward import Backward
from symbolic.provers.invertibility import swaps
from symbolic.provers.products import cuts, scalar_factors, split_scalars, summands, without

Maybe = Iterator[Theorem | None]


class Instances:
    """The laws of labels, over one backward search."""

    def __init__(self, known: Backward, reader: Reader) -> None:
        self.known, self.kernel, self.reader = known, known.kernel, reader
        self._kinds: dict[str, Callable[[Label], Maybe]] = {
            "det": self._det,
            "rank": self._rank,
            "pow": self._power,
            "inv": self._inverse,
            "pinv": self._pinv,
            "recip": self._reciprocal,
            "fn": self._function,
            "exp": self._exponential,
            "expm": self._expm,
            "unit": self._unit,
        }
        self._units: list[Any] = []

    def written_out(self, held: Label) -> Iterator[Theorem]:
        """f(s) = f(value), for a hypothesis s = value on a symbol s in the argument of a label."""
        if held.kind in ("symbol", "natural", "dimension", "moment", "closed"):
            return
        for theorem in list(self.known.facts.equations):
            for symbol, value in (theorem.statement.args, theorem.statement.args[::-1]):
                if not symbol.is_symbol or symbol.name not in held.symbols or symbol in symbols_in(value):
                    continue
                try:
                    term = self.reader.atom(held.key)
                    place = _place_of(symbol)
                    if not _in_sizes(symbol, term):
                        yield self.kernel.congruence(theorem, substitute(term, {symbol: place}), place)
                except LineproofError:
                    continue
                break
        yield from self._congruent(held)

    def _congruent(self, held: Label) -> Iterator[Theorem]:
        """f(a) = f(b), for a hypothesis a = b on the argument of a function of matrices."""
        if held.kind not in ("expm", "pow", "inv", "pinv", "rank"):
            return
        argument = held.argument[0] if held.kind == "pow" else held.argument
        for theorem in list(self.known.facts.equations):
            try:
                sides = [self.kernel.translator(side) for side in theorem.statement.args]
                if any(side in (argument, argument.transposed()) for side in sides):
                    place = matrix("PLACE", *shape_of(theorem.statement.args[0]))
                    if held.kind == "inv":
                        context = inverse(place)
                    elif held.kind == "pow":
                        context = power(place, self.reader.term(held.argument[1]))
                    else:
                        context = apply(held.kind, place)
                    yield self.kernel.congruence(theorem, context, place)
            except LineproofError:
                continue

    def of(self, held: Label) -> Iterator[Theorem]:
        """The equations that a label brings in."""
        yield from self.written_out(held)
        rule = self._kinds.get(held.kind)
        if rule is None:
            return
        listed = rule(held)
        while True:
            try:
                found = next(listed)
            except StopIteration:
                return
            except LineproofError:
                return
            if found is not None:
                yield found

    def _terms_of(self, argument: Tensor) -> list[Any]:
        """The terms of a sum, each by itself."""
        return [self.reader.term(Tensor(argument.axes, {net: c})) for net, c in sorted(argument.terms.items())]

    def _law(self, name: str, binding: dict[str, Any], *needed: Theorem | None, conclusion: int = 0) -> Theorem | None:
        try:
            return self.known.law(name, binding, *needed, conclusion=conclusion)
        except LineproofError:
            return None

    def _inverse(self, held: Label) -> Maybe:
        a = self.reader.term(held.argument)
        known = self.known.has("invertible", a)
        for k in (0, 1):
            yield self.kernel.law("inverse", {"A": a}, [known] if known else [], conclusion=k)
        if (inner := operands_of(a, "diag")) is not None:
            yield self._law("diagonal_inverse", {"v": inner[0]}, self.known.positive(apply("powers", inner[0], 2)))

    def _pinv(self, held: Label) -> Maybe:
        a = self.reader.term(held.argument)
        for k in range(4):
            yield self.kernel.law("pinv", {"A": a}, conclusion=k)
        yield self._law("pinv_of_column_rank", {"A": a}, self.known.has("full column rank", a))
        yield self._law("pinv_of_row_rank", {"A": a}, self.known.has("full row rank", a))

    def _reciprocal(self, held: Label) -> Maybe:
        c = self.reader.atom(held.argument) if isinstance(held.argument, str) else self.reader.term(held.argument)
        if is_scalar(c):
            known = self.known.nonzero(c)
            yield self.kernel.law("reciprocal", {"c": c}, [known] if known else [])
            return
        square = apply("powers", c, 2)
        known = self.known.positive(square if shape_of(c)[1] == 1 else apply("vec", square))
        yield self.kernel.law("reciprocal_entries", {"A": c}, [known] if known else [])

    # Determinants and ranks

    def _det(self, held: Label) -> Maybe:
        a = self.reader.term(held.argument)
        if isinstance(a, Inverse):
            for k in (0, 1):
                yield self._law("det_inverse", {"A": a.args[0]}, self.known.has("invertible", a.args[0]), conclusion=k)
        elif isinstance(a, MatPow):
            yield self._law("det_power", {"A": a.args[0], "k": a.args[1]})
        if (pair := operands_of(a, "kron")) is not None:
            yield self._law("det_kron", dict(zip("AB", pair, strict=True)))
        if (inner := operands_of(a, "expm")) is not None:
            yield self._law("det_expm", {"A": inner[0]})
        number, factors = split_scalars(a)
        if number is not None and factors:
            yield self._law("det_scaled", {"A": multiply(*factors), "c": number})
        for u, v, _ in swaps(a):
            yield self._law("det_sylvester", {"A": u, "B": v})
        yield from self._det_sum(a)
        yield from self._det_block(a)

    def _det_sum(self, a: Any) -> Maybe:
        """det(P + R) = det(P) det(I + P^-1 R)."""
        parts = summands(a)
        one = identity(shape_of(a)[0])
        if len(parts) < 2 or one in parts:
            return
        for k, part in enumerate(parts):
            known = self.known.has("invertible", part)
            if known is None:
                continue
            rest = without(parts, k)
            factor = add(one, multiply(inverse(part), rest))
            place = matrix("PLACE", *shape_of(a))
            unfolded = self.kernel.congruence(
                self.kernel.law("inverse", {"A": part}, [known]), add(part, multiply(place, rest)), place
            )
            equation = self.kernel.restate(unfolded, equals(multiply(part, factor), a))
            yield self.kernel.congruence(equation, apply("det", place), place)
            yield self._law("det_product", {"A": part, "B": factor})

    def _det_block(self, a: Any) -> Maybe:
        blocks = operands_of(a, "block")
        if blocks is None or blocks[:2] != (2, 2) or shape_of(blocks[2])[0] != shape_of(blocks[2])[1]:
            return
        p, q, r, s = blocks[2:]
        binding = {"A": p, "B": q, "C": r, "D": s}
        if not self._terms(r):
            yield self._law("det_block_upper", binding)
        if not self._terms(q):
            yield self._law("det_block_lower", binding)
        yield self._law("det_schur", binding, self.known.has("invertible", p))
        yield self._law("det_schur_lower", binding, self.known.has("invertible", s))

    def _terms(self, a: Any) -> Any:
        value: Tensor = self.kernel.translator(a)
        return value.terms

    def _rank(self, held: Label) -> Maybe:
        a = self.reader.term(held.argument)
        yield self._law("rank_columns", {"A": a}, self.known.has("full column rank", a))
        yield self._law("rank_rows", {"A": a}, self.known.has("full row rank", a))
        for u, v in cuts(a):
            if u == transpose(v):
                yield self._law("rank_gram", {"A": v})
            yield self._law("rank_column_factor", {"A": u, "B": v}, self.known.has("full column rank", u))
            yield self._law("rank_row_factor", {"A": u, "B": v}, self.known.has("full row rank", v))
            for k, (one, other) in enumerate(((v, u), (u, v))):
                if (inner := operands_of(other, "pinv")) is not None and inner[0] == one:
                    yield self._law("rank_pinv", {"A": one}, conclusion=k)
        if (pair := operands_of(a, "kron")) is not None:
            yield self._law("rank_kron", dict(zip("AB", pair, strict=True)))

    # Powers, exponentials, functions

    def _power(self, held: Label) -> Maybe:
        base, exponent = map(self.reader.term, held.argument)
        if not is_scalar(base):
            yield self._law("power_commutes", {"A": base, "k": exponent})
            for theorem in self.known.facts.equations:
                other = _commuting(base, *theorem.statement.args)
                if other is not None:
                    yield self._law("power_commutes_with", {"A": base, "B": other, "k": exponent}, theorem)
            return
        half = [f for f in scalar_factors(exponent) if f != 2]
        if len(half) < len(scalar_factors(exponent)):
            yield self._law("power_doubled", {"c": base, "k": multiply(*half)})
        factors = scalar_factors(base)
        if len(factors) > 1:
            yield self._law("power_of_product", {"c": factors[0], "d": multiply(*factors[1:]), "k": exponent})
        if base.is_Pow:
            yield self._law("power_of_power", {"c": base.args[0], "j": base.args[1], "k": exponent})

    def _unit(self, held: Label) -> Maybe:
        """Different basis vectors are orthogonal."""
        e = self.reader.atom(held.key)
        i, n = e.operands
        for other in self._units:
            j, m = other.operands
            if m == n:
                needed = (relation(i, "<=", n), relation(j, "<=", n), relation(i, "!=", j))
                yield self._law("unit_orthogonal", {"n": n, "i": i, "j": j}, *map(self.known.prove, needed))
        self._units.append(e)

    def _expm(self, held: Label) -> Maybe:
        a = self.reader.term(held.argument)
        yield self._law("expm_inverse", {"A": a})
        yield self._law("expm_commutes", {"A": a})
        _, factors = split_scalars(a)
        if len(factors) > 2 and isinstance(factors[-1], Inverse) and factors[-1].args[0] == factors[0]:
            yield self._law("expm_similar", {"A": multiply(*factors[1:-1]), "B": factors[0]}, self.known.has("invertible", factors[0]))
        parts = self._terms_of(held.argument)
        if len(parts) == 2:
            u, v = parts
            yield self._law("expm_sum", {"A": u, "B": v}, self.known.facts.find(equals(multiply(u, v), multiply(v, u))))

    def _exponential(self, held: Label) -> Maybe:
        monomial, coefficient = held.argument
        dims = tuple(((d,),) for d in held.dims)
        inner = operands_of(self.reader.term(Tensor(dims, {monomial: coefficient})), "log")
        if inner is not None:
            yield from self._logarithm_in_exponent(inner[0])

    def _logarithm_in_exponent(self, u: Any) -> Maybe:
        if is_scalar(u):
            yield self._law("exp_log", {"c": u}, self.known.positive(u))
        else:
            yield self._law("exp_log_entries", {"A": u}, self._positive_entries(u))

    def _positive_entries(self, u: Any) -> Theorem | None:
        return self.known.positive(u if shape_of(u)[1] == 1 else apply("vec", u))

    def _function(self, held: Label) -> Maybe:
        u = self.reader.term(held.argument)
        match held.name:
            case "sqrt":
                yield from self._root(u)
            case "log":
                yield from self._logarithm(u)
            case "sin" | "cos":
                yield from self._circular(u, self._terms_of(held.argument))
            case "sign" if is_scalar(u):
                yield self._law("sign_square", {"c": u}, self.known.nonzero(u))
                yield self._law("abs_of_nonnegative", {"c": u}, self.known.nonnegative(u))

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
            yield self._law(
                "square_root_of_product",
                {"c": factors[0], "d": rest},
                self.known.nonnegative(factors[0]),
                self.known.nonnegative(rest),
            )
            if len(factors) == 2 and factors[0] == factors[1]:
                yield self._law("root_of_square", {"c": factors[0]})

    def _logarithm(self, u: Any) -> Maybe:
        if not is_scalar(u):
            if (pair := operands_of(u, "hadamard")) is not None:
                yield self._law(
                    "log_product_entries", dict(zip("AB", pair, strict=True)), *map(self._positive_entries, pair)
                )
            if (inner := operands_of(u, "exp")) is not None:
                yield self._law("log_exp_entries", {"A": inner[0]})
            return
        if (inner := operands_of(u, "exp")) is not None:
            yield self._law("log_exp", {"c": inner[0]})
        if (inner := operands_of(u, "det")) is not None and isinstance(inner[0], Inverse):
            a, place = inner[0].args[0], scalar("PLACE")
            flipped = self._law("det_inverse", {"A": a}, self.known.has("invertible", a), conclusion=1)
            yield None if flipped is None else self.kernel.congruence(flipped, apply("log", place), place)
        if (inner := operands_of(u, "sqrt")) is not None:
            yield self._law("log_root", {"c": inner[0]}, self.known.positive(inner[0]))
        if u.is_Pow:
            base, exponent = u.args
            if exponent == -1:
                yield self._law("log_reciprocal", {"c": base}, self.known.positive(base))
            yield self._law("log_power", {"c": base, "k": exponent}, self.known.positive(base))
        factors = scalar_factors(u)
        if len(factors) > 1:
            rest = multiply(*factors[1:])
            yield self._law(
                "log_product", {"c": factors[0], "d": rest}, self.known.positive(factors[0]), self.known.positive(rest)
            )

    def _circular(self, u: Any, parts: list[Any]) -> Maybe:
        yield self._law("sine_cosine", {"c": u})
        if u in (PI, multiply(Rational(1, 2), PI)):
            for k in range(4):
                yield self._law("values_at_pi", {"c": u}, conclusion=k)
        if len(parts) > 1:
            rest = without(parts, 0)
            yield self._law("cosine_of_sum", {"c": parts[0], "d": rest})
            yield self._law("sine_of_sum", {"c": parts[0], "d": rest})


def determinants_of(kernel: Kernel, equations: Iterable[Theorem]) -> Iterator[Theorem]:
    """det(a) = det(b) for the equations a = b of square matrices."""
    for theorem in list(equations):
        left = theorem.statement.args[0]
        rows, cols = shape_of(left)
        if rows == cols and not is_scalar(left):
            place = matrix("PLACE", rows, cols)
            try:
                yield kernel.congruence(theorem, apply("det", place), place)
            except LineproofError:
                continue


def _commuting(a: Any, left: Any, right: Any) -> Any:
    """B where the equation is a*B = B*a; else None."""
    for u, v in cuts(left):
        if a in (u, v) and right == multiply(v, u):
            return v if u == a else u
    return None


def _place_of(symbol: Any) -> Any:
    """A symbol of the kind and shape of another, that stands nowhere else."""
    if shape_of(symbol) != (1, 1):
        return matrix("PLACE", *shape_of(symbol))
    if symbol.is_integer:
        return dimension("PLACE") if symbol.is_positive else natural("PLACE")
    return scalar("PLACE")


def _in_sizes(symbol: Any, term: Any) -> bool:
    """Whether the size of a matrix in the term depends on the symbol."""
    return any(
        symbol in size.free_symbols for part in subterms(term) if isinstance(part, MatrixSymbol) for size in part.shape
    )

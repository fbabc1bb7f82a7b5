"""Instances of laws for the composite letters of a problem: what a determinant, a rank, a power, a logarithm is, by
its argument.

For each label that turns up in a network the functions below give equations, as theorems; their own labels come
next, until nothing is new.
A law that needs a hypothesis is used where that has a proof by structure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sympy import MatrixSymbol

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.instances import is_whole
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import equals, relation
from symbolic.language.substitution import substitute, subterms, symbols_in
from symbolic.language.symbols import dimension, matrix, natural, scalar
from symbolic.language.terms import add, inverse, multiply, power
from symbolic.network.labels import Label, label
from symbolic.network.readable import Reader
from symbolic.network.tensor import Tensor, number
from symbolic.provers.backward import Backward
from symbolic.provers.determinant_laws import DeterminantLaws
from symbolic.provers.exponential_laws import ExponentialLaws, commuting
from symbolic.provers.function_laws import FunctionLaws
from symbolic.provers.label_laws import LabelLaws, Maybe
from symbolic.provers.products import cuts, is_symbolic_power, scalar_factors, split_scalars, turned

MOST = 4
"""Equal summands of an exponent that are taken apart."""


class Instances(LabelLaws):
    """The laws of all labels; those of inverses, powers and basis vectors stand here."""

    def __init__(self, known: Backward, reader: Reader) -> None:
        super().__init__(known, reader)
        families = (DeterminantLaws(known, reader), FunctionLaws(known, reader), ExponentialLaws(known, reader))
        self._rules = {**self.kinds(), **{kind: rule for family in families for kind, rule in family.kinds().items()}}
        self._units: list[Any] = []
        self._powers: list[tuple[Any, Any]] = []
        self._read = 0
        self._symbols: list[tuple[Theorem, Any, Any]] = []
        self._sides: dict[Tensor, list[Theorem]] = {}

    def kinds(self) -> Mapping[str, Callable[[Label], Maybe]]:
        return {
            "pow": self._power,
            "series": self._series,
            "inv": self._inverse,
            "pinv": self._pinv,
            "recip": self._reciprocal,
            "unit": self._unit,
        }

    def written_out(self, held: Label) -> Iterator[Theorem]:
        """f(s) = f(value), for a hypothesis s = value on a symbol s in the argument of a label."""
        if held.kind in ("symbol", "natural", "dimension", "moment", "closed"):
            return
        self._read_equations()
        used: set[int] = set()
        for theorem, symbol, value in list(self._symbols):
            if symbol.name not in held.symbols or id(theorem) in used or self._circular(symbol, value):
                continue
            try:
                term = self.reader.atom(held.key)
                place = _place_of(symbol)
                if not _in_sizes(symbol, term):
                    yield self.kernel.congruence(theorem, substitute(term, {symbol: place}), place)
            except LineproofError:
                continue
            used.add(id(theorem))
        yield from self._congruent(held)

    def _read_equations(self) -> None:
        """Take note of the symbols and of the arguments that the equations at hand are about."""
        fresh = self.known.facts.equations[self._read :]
        self._read += len(fresh)
        for theorem in fresh:
            sides = theorem.statement.args
            self._symbols += [(theorem, *pair) for pair in (sides, sides[::-1]) if pair[0].is_symbol]
            try:
                for side in dict.fromkeys(map(self.kernel.translator, sides)):
                    self._sides.setdefault(side, []).append(theorem)
            except LineproofError:
                continue

    def _circular(self, symbol: Any, value: Any) -> bool:
        """Whether writing symbols out by hypotheses leads from a value back to the symbol."""
        reached, new = set[Any](), set(symbols_in(value))
        while new - reached:
            reached |= new
            pairs = [p for t in self.known.facts.equations for p in (t.statement.args, t.statement.args[::-1])]
            chains = [(x, y) for x, y in pairs if x.is_symbol and not y.is_symbol and x in reached]
            new = {s for _, written in chains for s in symbols_in(written)}
        return symbol in reached

    def _congruent(self, held: Label) -> Iterator[Theorem]:
        """f(a) = f(b), for a hypothesis a = b on the argument of a function of matrices."""
        if held.kind not in ("expm", "pow", "inv", "pinv", "rank"):
            return
        argument = held.argument[0] if held.kind == "pow" else held.argument
        turned = argument.transposed() if self._sides else argument
        for theorem in {id(t): t for side in (argument, turned) for t in self._sides.get(side, ())}.values():
            try:
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
        rule = self._rules.get(held.kind)
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

    def _inverse(self, held: Label) -> Maybe:
        a = self.reader.term(held.argument)
        known = self.known.has("invertible", a)
        for k in (0, 1):
            yield self.kernel.law("inverse", {"A": a}, [known] if known else [], conclusion=k)
        if (inner := operands_of(a, "diag")) is not None:
            yield self.law("diagonal_inverse", {"v": inner[0]}, self.known.positive(apply("powers", inner[0], 2)))

    def _pinv(self, held: Label) -> Maybe:
        a = self.reader.term(held.argument)
        for k in range(4):
            yield self.kernel.law("pinv", {"A": a}, conclusion=k)
        yield self.law("pinv_of_column_rank", {"A": a}, self.known.has("full column rank", a))
        yield self.law("pinv_of_row_rank", {"A": a}, self.known.has("full row rank", a))

    def _reciprocal(self, held: Label) -> Maybe:
        c = self.reader.atom(held.argument) if isinstance(held.argument, str) else self.reader.term(held.argument)
        if is_scalar(c):
            known = self.known.nonzero(c)
            yield self.kernel.law("reciprocal", {"c": c}, [known] if known else [])
            return
        square = apply("powers", c, 2)
        known = self.known.positive(square if shape_of(c)[1] == 1 else apply("vec", square))
        yield self.kernel.law("reciprocal_entries", {"A": c}, [known] if known else [])

    def _power(self, held: Label) -> Maybe:
        base, exponent = map(self.reader.term, held.argument)
        parts = self._whole_parts(held.argument[1])
        if len(parts) > 1:
            law, name = ("exponents_add", "c") if is_scalar(base) else ("power_of_summed_exponent", "A")
            yield self.law(law, {name: base, "j": parts[0], "k": add(*parts[1:])})
        after = self.reader.term(held.argument[1] + number(1))
        if not is_whole(exponent, positive=False) and is_whole(after, positive=False):
            law, name = ("counted_power_of_number", "c") if is_scalar(base) else ("counted_power", "A")
            yield self.law(law, {name: base, "k": after})
            if (inner := operands_of(base, "diag")) is not None:
                yield self.law("counted_power_of_entries", {"v": inner[0], "k": after})
        if not is_scalar(base):
            yield from self._power_of_matrix(base, exponent)
            return
        half = [f for f in scalar_factors(exponent) if f != 2]
        if len(half) < len(scalar_factors(exponent)):
            yield self.law("power_doubled", {"c": base, "k": multiply(*half)})
        factors = scalar_factors(base)
        if len(factors) > 1:
            yield self.law("power_of_product", {"c": factors[0], "d": multiply(*factors[1:]), "k": exponent})
        if base.is_Pow:
            yield self.law("power_of_power", {"c": base.args[0], "j": base.args[1], "k": exponent})
        if base == -1:
            for k in (exponent, *(e.args[0] for e in (exponent, after) if e.is_Pow and e.args[1] == 2)):
                yield from (self.law("minus_one_power_square", {"k": k}, conclusion=n) for n in (0, 1))

    def _whole_parts(self, exponent: Tensor) -> list[Any]:
        """The summands of an exponent, a multiple as often as it counts; [] for an exponent that is no such sum."""
        counts = [int(c) if isinstance(c, int) and 0 < c <= MOST else 0 for c in exponent.terms.values()]
        if not all(counts) or sum(counts) > MOST:
            return []
        alone = [self.reader.term(Tensor(exponent.axes, {net: 1})) for net in exponent.terms]
        return [part for part, count in zip(alone, counts, strict=True) for _ in range(count)]

    def _power_of_matrix(self, base: Any, exponent: Any) -> Maybe:
        if base.is_symbol or _unreduced(exponent):  # completion need not end with it, and A^(k - 1) comes from A^k
            yield self.law("power_commutes", {"A": base, "k": exponent})
        if is_symbolic_power(base):
            yield self.law("power_of_matrix_power", {"A": base.args[0], "j": base.args[1], "k": exponent})
        yield from self._similar_power(base, exponent)
        yield from self._similar_power(turned(base), exponent)
        for theorem in self.known.facts.equations:
            other = commuting(base, *theorem.statement.args)
            if other is not None:
                yield self.law("power_commutes_with", {"A": base, "B": other, "k": exponent}, theorem)
        for other in (b for b, e in self._powers if e == exponent):
            for a, b in ((base, other), (base, turned(other)), (other, base), (other, turned(base))):
                for u, v in cuts(a):
                    if multiply(v, u) == b:
                        through = self.kernel.certificate(equals(multiply(a, u), multiply(u, b)), (), ())
                        yield self.law("power_intertwines", {"A": a, "B": b, "W": u, "k": exponent}, through)
        self._powers.append((base, exponent))

    def _between_powers(self, summand: Tensor, count: Tensor) -> Maybe:
        factors = [label(key) for net in summand.terms for key, _ in net[1]]
        if len(factors) != 2 or any(f.kind != "pow" or f.blocks for f in factors):
            return
        if factors[0].argument[0] != factors[1].argument[0]:
            return
        base, k = self.reader.term(factors[0].argument[0]), self.reader.term(count)
        fitting = [s for s in self.reader.symbols.values() if shape_of(s) == shape_of(base)]
        for b in (part for s in fitting[:MOST] for part in (s, turned(s))):
            for law, n in (("telescoping_sum", 0), ("telescoping_sum", 1), ("trace_of_telescoping_sum", 0)):
                yield self.law(law, {"A": base, "B": b, "k": k}, conclusion=n)

    def _similar_power(self, base: Any, exponent: Any) -> Maybe:
        """(B*A*B^-1)^k = B*A^k*B^-1, and the traces of both."""
        _, factors = split_scalars(base)
        if len(factors) < 3:
            return
        first, last = factors[0], factors[-1]
        for law, name in (("power_of_similar", "invertible"), ("power_of_rotated", "orthogonal")):
            if last == (turned(first) if name == "orthogonal" else inverse(first) if _square(first) else None):
                binding = {"A": multiply(*factors[1:-1]), "B": first, "k": exponent}
                found = self.law(law, binding, self.known.has(name, first))
                place = matrix("PLACE", *shape_of(base))
                yield found
                yield None if found is None else self.kernel.congruence(found, apply("tr", place), place)

    def _series(self, held: Label) -> Maybe:
        """A geometric sum telescopes, and so does the sum of A^r*B*A^(k - 1 - r)."""
        if len(held.dims) == 4:
            yield from self._between_powers(*held.argument)
            return
        body, index, first, last = self.reader.atom(held.key).operands
        if first == 0 and (body.is_Pow or is_symbolic_power(body)) and body.args[1] == index:
            base = body.args[0]
            binding = {"c" if is_scalar(body) else "A": base, "k": add(last, 1)}
            if index in symbols_in(base):
                return
            if is_scalar(body):
                yield self.law("geometric_sum_of_numbers", binding)
            else:
                yield from (self.law("geometric_sum", binding, conclusion=n) for n in (0, 1))

    def _unit(self, held: Label) -> Maybe:
        """Different basis vectors are orthogonal."""
        e = self.reader.atom(held.key)
        i, n = e.operands
        for other in self._units:
            j, m = other.operands
            if m == n:
                needed = (relation(i, "<=", n), relation(j, "<=", n), relation(i, "!=", j))
                yield self.law("unit_orthogonal", {"n": n, "i": i, "j": j}, *map(self.known.prove, needed))
        self._units.append(e)


def _square(a: Any) -> bool:
    rows, cols = shape_of(a)
    return bool(rows == cols)


def _unreduced(exponent: Any) -> bool:
    """Whether nothing is subtracted in an exponent."""
    return not any(part.is_Number and part.is_negative for part in exponent.args)


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

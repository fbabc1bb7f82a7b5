"""The Loewner order and inequalities of numbers: a difference read again, sums of known terms, completed squares."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from sympy import Inverse, Le, Lt, Rational

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import apply, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import Loewner, equals, has, relation
from symbolic.language.substitution import symbols_in
from symbolic.language.symbols import MatrixVariable
from symbolic.language.terms import add, identity, inverse, multiply, negative, power, transpose
from symbolic.provers.backward import subject
from symbolic.provers.order_bounds import OrderBounds
from symbolic.provers.patterns import opened
from symbolic.provers.products import split_scalars, summands, turned
from symbolic.provers.search import Search
from symbolic.provers.tactics.number_relations import combined
from symbolic.provers.tactics.statements import loewner

SQUARES = 12
ORDERED = ("positive definite", "positive semidefinite", "invertible", "<", "<=", "!=", "entries <", "entries <=")


def by_reading(search: Search, condition: Any) -> Theorem | None:
    """A condition on a term in another notation: multiplied out, common factors collected."""
    name, term = subject(condition)
    if name not in ORDERED:
        return None
    again = read_again(search, term)
    if again == term:
        return None
    found = search.existence.prove(said(name, again))
    return None if found is None else search.kernel.restate(found, condition)


def read_again(search: Search, term: Any) -> Any:
    """The term from its canonical form."""
    return search.equations.relations.reader.term(search.kernel.translator(term))


def said(name: str, term: Any) -> Any:
    """That a term has a property or sign."""
    sign = name.removeprefix("entries ")
    if sign in ("<", "<="):
        return relation(0, sign, term if is_scalar(term) or shape_of(term)[1] == 1 else apply("vec", term))
    return relation(term, "!=", 0) if sign == "!=" else has(name, term)


def by_known_order(search: Search, condition: Any) -> Theorem | None:
    """a (semi)definite where a - K is definite or semidefinite, for a K that is known to be."""
    name, a = subject(condition)
    if name not in ("positive semidefinite", "positive definite"):
        return None
    for known in _semidefinite(search, shape_of(a)):
        rest = read_again(search, add(a, negative(known)))
        if rest == a:
            continue
        low = search.existence.prove(has("positive semidefinite", known))
        if low is not None and name == "positive semidefinite" and getattr(rest, "is_ZeroMatrix", False):
            return search.kernel.restate(low, condition)
        other = search.existence.prove(has(name, rest))
        if low is None or other is None:
            continue
        if name == "positive definite":
            law, binding, premises = "definite_sum", {"A": rest, "B": known}, [other, low]
        else:
            law, binding, premises = "semidefinite_sum", {"A": known, "B": rest}, [low, other]
        return search.kernel.restate(search.kernel.law(law, binding, premises), condition)
    return None


def _semidefinite(search: Search, shape: Any) -> Iterator[Any]:
    for theorem in list(search.facts.known.values()):
        name, term = subject(theorem.statement)
        if name in ("positive semidefinite", "positive definite") and shape_of(term) == shape:
            yield term
    for x in [s for s in search.symbols.values() if isinstance(s, MatrixVariable)]:
        if shape_of(x)[1] == 1 and shape_of(x)[0] == shape[0] != 1:
            yield _outer_bound(search, x)


def _outer_bound(search: Search, x: Any) -> Any:
    """x'*x*I - x*x', which is made known to be semidefinite."""
    outer = multiply(x, transpose(x))
    gram = search.kernel.law("gram_semidefinite", {"A": transpose(x)})
    bound = search.kernel.law("loewner_trace", {"A": outer}, [gram])
    above, below = bound.statement.args
    gap = add(multiply(transpose(x), x, identity(shape_of(x)[0])), negative(below))
    low = search.kernel.law("semidefinite_of_loewner", {"A": above, "B": below}, [bound])
    said_ = has("positive semidefinite", gap)
    search.existence.take(said_, search.kernel.restate(low, said_))
    return gap


def of_inverses(search: Search, claim: Any) -> Theorem | None:
    """B^-1 >> A^-1 from A >> B."""
    b, a = claim.args
    if not (isinstance(a, Inverse) and isinstance(b, Inverse)):
        return None
    return _inverted(search, claim, search.statement(Loewner(a.args[0], b.args[0])))


def of_an_inverse(search: Search, claim: Any) -> Theorem | None:
    """B >> A^-1 from A >> B^-1, and B^-1 >> A from A^-1 >> B."""
    b, a = claim.args
    if isinstance(a, Inverse) == isinstance(b, Inverse):
        return None
    a, b = (x.args[0] if isinstance(x, Inverse) else inverse(x) for x in (a, b))
    return _inverted(search, claim, search.tried(loewner, Loewner(a, b)))


def _inverted(search: Search, claim: Any, order: Theorem | None) -> Theorem | None:
    if order is None:
        return None
    a, b = order.statement.args
    low = search.condition(has("positive definite", b))
    turned = None if low is None else search.kernel.law("loewner_inverse", {"A": a, "B": b}, [low, order])
    for side, again in zip(claim.args, (inverse(b), inverse(a)), strict=True):
        if turned is not None and side != again:
            same = search.lemma(side, again)
            turned = None if same is None else search.kernel.transfer(turned, same, claim)
    return turned


def by_both_orders(search: Search, goal: Any) -> Theorem | None:
    """A = B from A >> B and B >> A."""
    a, b = goal.args
    if is_scalar(a) or shape_of(a)[0] != shape_of(a)[1] or not any(isinstance(h, Loewner) for h in search.given):
        return None
    orders = [search.statement(Loewner(a, b)), search.statement(Loewner(b, a))]
    return (
        search.kernel.law("loewner_antisymmetric", {"A": a, "B": b}, [t for t in orders if t]) if all(orders) else None
    )


def by_completed_squares(search: Search, condition: Any) -> Theorem | None:
    """0 <= q for a q that is quadratic in a vector x: q = (x - x0)'*H*(x - x0)/2 + q0 with a semidefinite H, and 0
    <= q0.
    """
    name, q = subject(condition)
    if name != "<=":
        return None
    found = _nonnegative(search, q, 3)
    return None if found is None else search.kernel.restate(found, condition)


def _nonnegative(search: Search, q: Any, depth: int) -> Theorem | None:
    zero = search.lemma(q, 0)
    if zero is not None:
        return search.kernel.transfer(search.kernel.arithmetic(relation(0, "<=", 0)), zero, relation(0, "<=", q))
    low = search.existence.prove(relation(0, "<=", q))
    if low is not None or not depth:
        return low
    for x in sorted((s for s in symbols_in(q) if isinstance(s, MatrixVariable) and shape_of(s)[1] == 1), key=str):
        try:
            found = _completed(search, q, x, depth)
        except LineproofError:
            continue
        if found is not None:
            return found
    return None


def _completed(search: Search, q: Any, x: Any, depth: int) -> Theorem | None:
    hessian = read_again(search, apply("hess", q, x))
    if x in symbols_in(hessian) or is_scalar(hessian):
        return None
    slope = add(apply("grad", q, x), negative(multiply(hessian, x)))
    low = search.existence.prove(has("positive semidefinite", hessian))
    defined = search.existence.prove(has("invertible", hessian))
    if low is None:
        return None
    if defined is None:
        start = negative(_against_gram(hessian, read_again(search, slope)))
    else:
        start = negative(read_again(search, multiply(inverse(hessian), slope)))
    step = add(x, negative(start))
    square = multiply(Rational(1, 2), transpose(step), hessian, step)
    rest = read_again(search, add(q, negative(square)))
    rest = _without(search, rest, x)
    first = search.existence.prove(relation(0, "<=", square))
    if rest is None or first is None:
        return None
    whole, total = first, square
    if rest != 0:
        least = _nonnegative(search, rest, depth - 1)
        if least is None:
            return None
        total = add(square, rest)
        whole = search.kernel.restate(
            search.kernel.law("nonnegative_sum", {"c": square, "d": rest}, [first, least]), relation(0, "<=", total)
        )
    same = search.lemma(q, total)
    return None if same is None else search.kernel.transfer(whole, same, relation(0, "<=", q))


def _against_gram(hessian: Any, slope: Any) -> Any:
    """pinv(A)*v/c for the Hessian c*A'*A and the slope A'*v; pinv(hessian)*slope where they are not of this form."""
    number, factors = split_scalars(hessian)
    parts = [split_scalars(part) for part in summands(slope)]
    if len(factors) == 2 and all(len(f) > 1 and f[0] == factors[0] == turned(factors[1]) for _, f in parts):
        v = add(*(multiply(*f[1:]) if c is None else multiply(c, *f[1:]) for c, f in parts))
        return multiply(1 if number is None else power(number, -1), apply("pinv", factors[1]), v)
    return multiply(apply("pinv", hessian), slope)


def _without(search: Search, rest: Any, x: Any) -> Any:
    """The rest by the relations at hand, free of x; None where x stays."""
    equations = search.fresh_equations()
    equations.prove(equals(rest, 0), search.share())
    value = search.kernel.translator(rest)
    polynomial = equations.words.polynomial(value)
    if polynomial is None or equations.completion is None:
        return None if x in symbols_in(rest) else rest
    normal, _ = equations.completion.normal_form(polynomial)
    term = search.equations.relations.reader.term(equations.words.tensor(normal, value.axes))
    return None if x in symbols_in(term) else term


def by_bounds(search: Search, condition: Any) -> Theorem | None:
    """An order of numbers from squares, norms, inner products, forms and traces, cheap ones first."""
    if search.depth or subject(condition)[0] not in ("<=", "<") or not isinstance(condition, Le | Lt):
        return None
    bounds = OrderBounds(search, condition)
    known: list[Theorem] = []
    for stage in (bounds.norm_bounds, bounds.inner_products, bounds.forms, bounds.determinants):
        new = [theorem for theorem in stage() if theorem is not None]
        known += new
        found = (combined(search, condition, new) or combined(search, condition, known)) if new else None
        if found is not None:
            return found
    return _square_by_equations(search, condition, bounds) or _by_squares_of_sides(search, condition)


def _square_by_equations(search: Search, condition: Any, bounds: OrderBounds) -> Theorem | None:
    """0 <= q for a q that is, by the equations at hand, tr(Y'*Y) or half of it."""
    if not isinstance(condition, Le) or not search.facts.equations:
        return None
    gap = add(condition.args[1], negative(condition.args[0]))
    degree = _degree(search, gap)
    likely = sorted(bounds.roots(), key=lambda root: 2 * _degree(search, root) != degree)
    for root, weight in product(likely[:SQUARES], (Fraction(1), Fraction(1, 2))):
        number = Rational(weight.numerator, weight.denominator)
        square = multiply(number, apply("tr", multiply(transpose(root), root)))
        equation = search.lemma(gap, square) if search.remaining() else None
        if equation is not None:
            known = search.kernel.squares(relation(0, "<=", square), [(weight, root)])
            return search.kernel.transfer(known, equation, condition)
    return None


def _degree(search: Search, term: Any) -> int:
    """The most factors that a network of a term has."""
    return max((len(opened(net)[1]) for net in search.kernel.translator(term).terms), default=0)


def _by_squares_of_sides(search: Search, condition: Any) -> Theorem | None:
    """a <= b for norms, by a^2 <= b^2."""
    if not isinstance(condition, Le) or any(operands_of(side, "norm") is None for side in condition.args):
        return None
    a, b = condition.args
    low = search.existence.nonnegative(b)
    squares = None if low is None else search.condition(relation(multiply(a, a), "<=", multiply(b, b)))
    if low is None or squares is None:
        return None
    return search.kernel.law("order_of_squares", {"c": a, "d": b}, [low, squares])

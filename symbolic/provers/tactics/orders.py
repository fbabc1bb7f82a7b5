"""The Loewner order and inequalities of numbers: a difference read again, sums of known terms, completed squares."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

from sympy import Inverse, Rational

from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import apply
from symbolic.language.statements import Loewner, equals, has, relation
from symbolic.language.substitution import subterms, symbols_in
from symbolic.language.terms import MatrixVariable, add, inverse, is_scalar, multiply, negative, shape_of, transpose
from symbolic.provers.backward import subject
from symbolic.provers.products import split_scalars, summands
from symbolic.provers.search import Search

MOST = 40
"""Candidates for a root that are tried."""
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
    """a semidefinite where a - K is, for a K that is known to be."""
    name, a = subject(condition)
    if name != "positive semidefinite":
        return None
    for known in _semidefinite(search, shape_of(a)):
        rest = read_again(search, add(a, negative(known)))
        other = search.existence.prove(has(name, rest)) if rest != a else None
        if other is not None:
            premise = search.existence.prove(has(name, known))
            if premise is not None:
                return search.kernel.restate(
                    search.kernel.law("semidefinite_sum", {"A": known, "B": rest}, [premise, other]), condition
                )
    return None


def _semidefinite(search: Search, shape: Any) -> Iterator[Any]:
    for theorem in list(search.facts.known.values()):
        name, term = subject(theorem.statement)
        if name in ("positive semidefinite", "positive definite") and shape_of(term) == shape:
            yield term


def of_inverses(search: Search, claim: Any) -> Theorem | None:
    """B^-1 >> A^-1 from A >> B."""
    b, a = claim.args
    if not (isinstance(a, Inverse) and isinstance(b, Inverse)):
        return None
    a, b = a.args[0], b.args[0]
    order = search.statement(Loewner(a, b))
    low = search.condition(has("positive definite", b))
    return (
        None if order is None or low is None else search.kernel.law("loewner_inverse", {"A": a, "B": b}, [low, order])
    )


def by_both_orders(search: Search, goal: Any) -> Theorem | None:
    """A = B from A >> B and B >> A."""
    a, b = goal.args
    if is_scalar(a) or shape_of(a)[0] != shape_of(a)[1] or not any(isinstance(h, Loewner) for h in search.given):
        return None
    orders = [search.statement(Loewner(a, b)), search.statement(Loewner(b, a))]
    return (
        search.kernel.law("loewner_antisymmetric", {"A": a, "B": b}, [t for t in orders if t]) if all(orders) else None
    )


def by_root(search: Search, condition: Any) -> Theorem | None:
    """S semidefinite by S = D*D' with D = U - V, for a term U*U' of S and V of products of what is at hand."""
    name, a = subject(condition)
    if name != "positive semidefinite" or search.depth:
        return None
    for u, middle in _roots(a):
        for v in _candidates(search, a, shape_of(u)):
            root = add(u, negative(v))
            square = multiply(root, *middle, transpose(root))
            equation = search.lemma(a, square)
            known = search.existence.prove(has(name, square)) if equation is not None else None
            if equation is not None and known is not None:
                return search.kernel.transfer(known, equation, condition)
    return None


def _roots(a: Any) -> Iterator[tuple[Any, list[Any]]]:
    """(U, [M]) for the terms U*M*U' of a sum, (U, []) for U*U'."""
    for term in summands(a):
        number, factors = split_scalars(term)
        half = len(factors) // 2
        if number is None and half and all(transpose(f) == factors[-1 - k] for k, f in enumerate(factors[:half])):
            yield multiply(*factors[:half]), factors[half : len(factors) - half]


def _candidates(search: Search, a: Any, shape: Any) -> Iterator[Any]:
    """Products of symbols, their transposes and known inverses of a shape."""
    symbols = [s for s in search.symbols.values() if isinstance(s, MatrixVariable)]
    grams = [
        inverse(g)
        for s in symbols
        for g in (multiply(transpose(s), s), multiply(s, transpose(s)))
        if not is_scalar(g) and search.existence.prove(has("invertible", g)) is not None
    ]
    inverses = [
        inverse(s)
        for s in symbols
        if shape_of(s)[0] == shape_of(s)[1] and search.existence.prove(has("invertible", s)) is not None
    ]
    inside = [part for part in subterms(a) if isinstance(part, Inverse)]
    letters = list(dict.fromkeys([*symbols, *map(transpose, symbols), *grams, *inverses, *inside]))
    count = 0
    for length in (1, 2, 3):
        for factors in product(letters, repeat=length):
            if (
                all(shape_of(x)[1] == shape_of(y)[0] for x, y in pairwise(factors))
                and (shape_of(factors[0])[0], shape_of(factors[-1])[1]) == shape
                and count < MOST
            ):
                count += 1
                yield multiply(*factors)


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
    if low is None or defined is None:
        return None
    start = negative(read_again(search, multiply(inverse(hessian), slope)))
    step = add(x, negative(start))
    square = multiply(Rational(1, 2), transpose(step), hessian, step)
    rest = read_again(search, add(q, negative(square)))
    rest = _without(search, rest, x)
    least = None if rest is None else _nonnegative(search, rest, depth - 1)
    first = search.existence.prove(relation(0, "<=", square))
    if least is None or first is None:
        return None
    whole = search.kernel.law("nonnegative_sum", {"c": square, "d": rest}, [first, least])
    same = search.lemma(q, add(square, rest))
    return (
        None
        if same is None
        else search.kernel.transfer(
            search.kernel.restate(whole, relation(0, "<=", add(square, rest))), same, relation(0, "<=", q)
        )
    )


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


def by_cauchy_schwarz(search: Search, condition: Any) -> Theorem | None:
    """An instance of the inequality of Cauchy and Schwarz, for two vectors of the claim."""
    name, _ = subject(condition)
    if name != "<=":
        return None
    vectors = sorted(
        (s for s in symbols_in(condition) if isinstance(s, MatrixVariable) and shape_of(s)[1] == 1), key=str
    )
    said_ = search.kernel.meaning(condition)
    for (x, y), law in product(product(vectors, vectors), ("cauchy_schwarz", "cauchy_schwarz_norm", "triangle")):
        if x != y and shape_of(x) == shape_of(y):
            theorem = search.kernel.law(law, {"x": x, "y": y})
            if search.kernel.meaning(theorem.statement) == said_:
                return search.kernel.restate(theorem, condition)
    return None

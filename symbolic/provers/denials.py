"""Hypotheses that the others refute: a contradiction that no equation 1 = 0 shows.

x^2 = -1 is refuted by x^2 != -1, A != B by A = B, a < b by b <= a, `positive definite(A)` by tr(A) <= 0, A >> B by
tr(A) < tr(B): each hypothesis has *denials*, statements that cannot hold together with it, and the search is asked
whether one follows from the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Basic, Eq, Le, Lt, Ne

from symbolic.clock import clock
from symbolic.errors import LineproofError
from symbolic.kernel import Kernel
from symbolic.language.operator import Application, apply
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import Loewner, equals, property_name, relation
from symbolic.language.substitution import subterms, symbols_in
from symbolic.language.terms import add, zeros
from symbolic.network.labels import label
from symbolic.network.tensor import Tensor
from symbolic.provers.search import Search

EACH, ALL = 0.05, 0.2
"""Seconds for one denial, and for all of them."""
DEFINITE = frozenset({"positive definite", "positive semidefinite"})

Rest = tuple[Basic, ...]


def refuted_hypothesis(search: Search) -> Basic | None:
    """A hypothesis that cannot hold together with the others, as far as a short search shows."""
    until = clock() + ALL
    for k, hypothesis in enumerate(search.given):
        if impossible_shape(hypothesis):
            return hypothesis
        rest = (*search.given[:k], *search.given[k + 1 :])
        if isinstance(hypothesis, Eq) and traceless(search.kernel, *hypothesis.args):
            continue  # operators may satisfy it: a matter for a warning
        for denial, given in denials(hypothesis, rest):
            seconds = min(EACH, search.remaining())
            if clock() > until or not seconds:
                return None
            inner = Search(given, denial, search.strategy, seconds=seconds, kernel=search.kernel)
            inner.depth = search.depth + 1
            found = inner.tried(Search.statement, denial)
            if found is not None and inner.from_given(found):
                return hypothesis
    return None


def impossible_shape(hypothesis: Any) -> bool:
    """Whether a matrix is said to have more independent columns (rows) than it has rows (columns)."""
    name = property_name(hypothesis)
    if name not in ("full column rank", "full row rank"):
        return False
    rows, columns = shape_of(hypothesis.arguments[0])
    excess = columns - rows if name == "full column rank" else rows - columns
    return bool(excess.is_positive)


KEPT = frozenset({"symbol", "inv", "pinv"})
"""Kinds of factors that stay in a trace."""


def traceless(kernel: Kernel, left: Any, right: Any) -> bool:
    """Whether left = right holds for operators at most: the traces of its sides differ by sizes alone."""
    if is_scalar(left) or shape_of(left)[0] != shape_of(left)[1]:
        return False
    try:
        gap = kernel.difference(equals(left, right))
        if all(any(label(key).kind in KEPT for key, _ in factors) for _, factors, _ in gap.terms):
            return False  # a trace with one of these in it is no size
        return _never_zero(kernel.difference(equals(apply("tr", left), apply("tr", right))))
    except LineproofError:
        return False


def _never_zero(value: Tensor) -> bool:
    """Whether a scalar is a sum of sizes with coefficients of one sign."""
    sized = all(
        label(key).kind == "dimension" and isinstance(e, int) and e >= 0
        for _, _, scalars in value.terms
        for key, e in scalars
    )
    plain = sized and all(not factors for _, factors, _ in value.terms)
    return plain and bool(value.terms) and len({c > 0 for c in value.terms.values()}) == 1


def denials(hypothesis: Any, rest: Rest) -> Iterator[tuple[Basic, Rest]]:
    """Statements that cannot hold together with a hypothesis, each with the hypotheses that it may follow from.

    Of properties only those that orders, numbers or other properties of definite matrices may give; that a matrix is
    no negative multiple of the identity (A'*A = -I) follows from no hypotheses or not at all.
    """
    if isinstance(hypothesis, Eq | Le | Lt) and is_scalar(hypothesis.args[0]):
        left, right = hypothesis.args
        if isinstance(hypothesis, Eq):
            yield relation(left, "!=", right), rest
        else:
            yield relation(right, "<=" if isinstance(hypothesis, Lt) else "<", left), rest
        return
    if isinstance(hypothesis, Ne):
        yield equals(*hypothesis.args), rest
        return
    if isinstance(hypothesis, Eq):
        left, right = hypothesis.args
        if shape_of(left)[0] == shape_of(left)[1] and (_plain(left) or _plain(right)):
            yield relation(apply("tr", left), "!=", apply("tr", right)), ()
        return
    symbols = symbols_in(hypothesis)
    others = tuple(h for h in rest if symbols & symbols_in(h) and _speaks_of_numbers(h))
    if not others:
        return
    if isinstance(hypothesis, Loewner):
        traces = [apply("tr", side) for side in hypothesis.args]
        yield relation(traces[0], "<", traces[1]), rest
    elif property_name(hypothesis) == "positive definite":
        a = hypothesis.arguments[0]
        for other in (h.arguments[0] for h in others if property_name(h) in DEFINITE):
            if shape_of(other) == shape_of(a):
                yield equals(add(a, other), zeros(*shape_of(a))), rest
        for value in (apply("tr", a), *_diagonal_entries(a, others)):
            yield equals(value, 0), rest
            yield relation(value, "<=", 0), rest
    elif property_name(hypothesis) == "invertible":
        yield equals(apply("det", hypothesis.arguments[0]), 0), rest


def _plain(term: Any) -> bool:
    """Whether a matrix is a multiple of the identity, or the like: it has no symbols but sizes."""
    return all(symbol.is_integer for symbol in symbols_in(term) if is_scalar(symbol)) and all(
        is_scalar(symbol) for symbol in symbols_in(term)
    )


def _speaks_of_numbers(hypothesis: Any) -> bool:
    """Whether a hypothesis is an order, a number or a vector, or a definite matrix: no equation between matrices."""
    if isinstance(hypothesis, Eq):
        return bool(1 in shape_of(hypothesis.args[0])) or any(map(_plain, hypothesis.args))
    return isinstance(hypothesis, Le | Lt | Loewner) or property_name(hypothesis) in DEFINITE


def _diagonal_entries(a: Any, others: Rest) -> Iterator[Any]:
    """The entries A[i, i] that other hypotheses speak of."""
    for part in dict.fromkeys(t for h in others for t in subterms(h) if isinstance(t, Application)):
        if part.operator.name == "entry" and part.operands[0] == a and part.operands[1] == part.operands[2]:
            yield part

"""Star cancellation: Y = 0 from Y'Y = 0."""

from __future__ import annotations

from typing import Any

from sympy import MatrixSymbol

from symbolic.clock import clock
from symbolic.errors import LineproofError
from symbolic.kernel import Theorem
from symbolic.language.operator import Application, apply
from symbolic.language.shapes import shape_of
from symbolic.language.statements import equals
from symbolic.language.substitution import OPAQUE, subterms
from symbolic.language.terms import add, multiply, negative, transpose, zeros
from symbolic.provers.equations import Equations
from symbolic.provers.facts import Facts
from symbolic.provers.search import Search

DEPTH = 3
LETTERS, SECONDS = 2, 0.5
"""Matrices, and the time, for which short words are compared."""
LARGEST = {3: 60, 2: 16}
"""Parts of a square that is cancelled once more, and twice more."""


def by_star(search: Search, goal: Any) -> Theorem | None:
    """Y = 0 from Y'Y = 0 or YY' = 0, for Y = left - right; these perhaps again in this way."""
    return _cancelled(search, goal, DEPTH)


def by_closure(search: Search, goal: Any) -> Theorem | None:
    """The goal by A = W for letters A and words W of up to two letters: where (A - W)'(A - W) = 0 is known."""
    letters = [s for s in search.symbols.values() if isinstance(s, MatrixSymbol) and 1 not in s.shape]
    if len(letters) > LETTERS or search.depth:
        return None
    single = [*letters, *map(transpose, letters)]
    words = [*single, *(multiply(a, b) for a in single for b in single if shape_of(a)[1] == shape_of(b)[0])]
    until = clock() + min(SECONDS, search.share())
    found = False
    for letter, word in ((a, w) for a in letters for w in words if w != a and shape_of(w) == shape_of(a)):
        y = add(letter, negative(word))
        square = multiply(transpose(y), y)
        if clock() > until:
            break
        if not search.equations.reduced(search.kernel.translator(square), until - clock()).terms:
            known = search.equation(equals(square, zeros(*shape_of(square))))
            if known is not None:
                zero = search.kernel.law("zero_of_gram", {"A": y}, [known])
                search.equations.enlarge(search.kernel.restate(zero, equals(letter, word)))
                found = True
    return search.equation(goal) if found else None


def _cancelled(search: Search, goal: Any, depth: int) -> Theorem | None:
    left, right = goal.args
    y = left if getattr(right, "is_ZeroMatrix", False) else add(left, negative(right))
    rows, cols = shape_of(y)
    if (rows, cols) == (1, 1):
        return None
    symmetric = depth < DEPTH  # it is a square
    for root, size in ((y, cols), (transpose(y), rows))[: 1 if symmetric else 2]:
        square = equals(multiply(transpose(root), root), zeros(size, size))
        if root is y and (traced := search.equation(equals(apply("tr", square.args[0]), 0))) is not None:
            return search.kernel.restate(search.kernel.law("trace_gram_zero", {"A": root}, [traced]), goal)
        known = search.equation(square)
        if known is None and _is_small(square, LARGEST.get(depth, 0)):
            known = _cancelled(search, square, depth - 1)
        if known is not None:
            zero = search.kernel.law("zero_of_gram", {"A": root}, [known])
            return search.kernel.restate(zero, goal) if root is y else _turned(search, zero, goal)
    return None


def _is_small(square: Any, largest: int) -> bool:
    """Whether a square is short, and free of derivatives and expectations, whose squares are not."""
    parts = subterms(square)
    opaque = (part for part in parts if isinstance(part, Application) and part.operator.name in OPAQUE)
    return len(parts) < largest and next(opaque, None) is None


def _turned(search: Search, zero: Theorem, goal: Any) -> Theorem:
    """The goal Y = 0 from the theorem Y' = 0."""
    alone = Facts(search.kernel, ())
    alone.equations.append(zero)
    proved = Equations(search.kernel, alone, search.existence, search.symbols).prove(goal, search.remaining()).theorem
    if proved is None:
        raise LineproofError("a transposed zero did not give the goal")
    return proved

"""One theorem, or more, for every rule of the kernel, and theorems that the prover finds."""

from collections.abc import Callable, Iterator
from typing import Any

from sympy import Eq, Integer, Lt, S

from symbolic.kernel import CertificateTerm, Kernel, Theorem, absurd, induction
from symbolic.language.operator import apply
from symbolic.language.problem import Problem, parse_problem
from symbolic.language.statements import Exists, Loewner, Minimizes, distribution, equals, has, relation
from symbolic.language.substitution import substitute
from symbolic.language.symbols import dimensions, matrix, natural, scalar, vector
from symbolic.language.terms import add, identity, multiply, power, transpose, zeros
from symbolic.network.plug import hole
from symbolic.provers.piecewise import prove_piecewise
from symbolic.provers.prover import prove
from tests.support import require

n, m = dimensions("n m")
A, B, P = matrix("A", n, n), matrix("B", n, n), matrix("P", n, n)
X = matrix("X", m, n)
x, y, z = scalar("x"), scalar("y"), scalar("z")
v, w, e = vector("v", n), vector("w", n), vector("e", n, random=True)


def problem(let: dict[str, str], given: list[str], claim: str) -> Problem:
    """A problem from texts."""
    return parse_problem(let, given, [claim])


def proved(let: dict[str, str], given: list[str], claim: str) -> Theorem:
    """A theorem that the prover finds."""
    stated = problem(let, given, claim)
    found = prove(stated.hypotheses, stated.claims[0], seconds=20.0).theorem
    require(found is not None, f"{claim} is not proved")
    return found  # type: ignore[return-value]


def key(kernel: Kernel, symbol: Any) -> str:
    """The label of a symbol."""
    ((_, factors, scalars),) = kernel.translator(symbol).terms
    return str(factors[0][0] if factors else scalars[0][0])


def sandwich(kernel: Kernel, coefficient: Any = 2) -> Theorem:
    """2 A' (X'X - I) B = 0 from X'X = I: a certificate of one term with a context of two matrices."""
    known = kernel.assume(equals(multiply(X.T, X), identity(n)))
    goal = equals(multiply(2, A.T, X.T, X, B), multiply(2, A.T, B))
    return kernel.certificate(goal, (context(kernel, coefficient),), (known,))


def context(kernel: Kernel, coefficient: Any = 2) -> CertificateTerm:
    """coefficient * A' [hole] B."""
    net = (((0, -1), (0, -2)), ((key(kernel, A), (0, -1)), (hole(2), (0, 1)), (key(kernel, B), (1, -2))), ())
    return CertificateTerm(coefficient, net, 1, 0)


def star(kernel: Kernel) -> Theorem:
    """A replacement: S = A + A' symmetric."""
    symmetric = kernel.certificate(equals(transpose(add(A, A.T)), add(A, A.T)), (), ())
    return kernel.replace(symmetric, kernel.assume(equals(B, add(A, A.T))), equals(B.T, B))


def shifted(kernel: Kernel) -> Theorem:
    """0 < y from 0 < x and x = y."""
    return kernel.transfer(kernel.assume(relation(0, "<", x)), kernel.assume(equals(x, y)), relation(0, "<", y))


def inverse_exists(kernel: Kernel) -> Theorem:
    """exists W: A*W = I for invertible A."""
    known = kernel.law("inverse", {"A": A})
    return kernel.witness([known], Exists(B, equals(multiply(A, B), identity(n))), A.I)


def least(kernel: Kernel) -> Theorem:
    """0 minimises the square of a number, and adding a constant does not change that."""
    value = add(power(x, 2), y)
    known = kernel.squares(relation(add(power(S.Zero, 2), y), "<=", value), [(1, x)])
    return kernel.minimum(known, Minimizes(Integer(0), value, x))


def expected_least(kernel: Kernel) -> Theorem:
    """y minimises E[r*x] - E[r*x] + (x - y)^2."""
    expected = apply("E", multiply(scalar("r", random=True), x))
    value = add(expected, multiply(-1, expected), power(add(x, multiply(-1, y)), 2))
    known = kernel.squares(relation(0, "<=", value), [(1, add(x, multiply(-1, y)))])
    goal = Minimizes(y, value, x)
    return kernel.minimum(kernel.restate(known, relation(substitute(value, {x: y}), "<=", value)), goal)


def doubled(kernel: Kernel) -> Theorem:
    """A >> 0 => 2A >> 0."""
    law = kernel.law("semidefinite_sum", {"A": A, "B": A}, [kernel.assume(has("positive semidefinite", A))])
    return kernel.imply(law, has("positive semidefinite", A))


def not_equal(kernel: Kernel) -> Theorem:
    """x != y, where x = 1 and y = 2."""
    one, two = kernel.assume(equals(x, 1)), kernel.assume(equals(y, 2))
    same = kernel.assume(equals(x, y))
    at = (((0,), (0,)), ((hole(0), ()),), ())
    terms = tuple(CertificateTerm(c, at, 0, k) for c, k in ((1, 0), (-1, 1), (-1, 2)))
    clash = kernel.certificate(Eq(S.One, S.Zero, evaluate=False), terms, (one, two, same))
    return absurd(kernel, clash, equals(x, y))


def every_power(kernel: Kernel) -> Theorem:
    """P^(k+1) = P for idempotent P, by induction."""
    k = natural("k")
    goal = equals(power(P, add(k, 1)), P)
    base = kernel.certificate(equals(power(P, add(S.Zero, 1)), P), (), ())
    idempotent, before = kernel.law("idempotent", {"A": P}), kernel.assume(goal)
    after = equals(power(P, add(k, 1, 1)), P)
    beside = (((0, -1), (0, -2)), ((key(kernel, P), (-1, 0)), (hole(2), (0, -2))), ())
    alone = (((0, -1), (0, -2)), ((hole(2), (-1, -2)),), ())
    terms = (CertificateTerm(1, beside, 1, 0), CertificateTerm(1, alone, 0, 1))
    return induction(kernel, goal, k, base, kernel.certificate(after, terms, (before, idempotent)))


def gaussian(order: int) -> Callable[[Kernel], Theorem]:
    """The moment of an order of a Gaussian vector with covariance A."""
    return lambda kernel: kernel.moment(kernel.assume(distribution(e, "gaussian", mean=v, covariance=A)), order)


def independent(order: int, law: str, **parameters: Any) -> Callable[[Kernel], Theorem]:
    """The moment of an order of a vector with independent entries."""
    return lambda kernel: kernel.moment(kernel.assume(distribution(e, law, **parameters)), order)


def discharged(kernel: Kernel) -> Theorem:
    """A*A^-1 = I, from positive definiteness."""
    definite = kernel.assume(has("positive definite", A))
    return kernel.discharge(kernel.law("inverse", {"A": A}), kernel.law("invertible_of_definite", {"A": A}, [definite]))


def by_cases(kernel: Kernel) -> Theorem:
    """relu(x) - relu(-x) = x, by the sign of x."""
    answer = prove_piecewise(kernel, (), problem({"x": "scalar"}, [], "relu(x) - relu(-x) = x").claims[0])
    require(isinstance(answer, Theorem), "a proof by cases")
    return answer  # type: ignore[return-value]


EXAMPLES: dict[str, Callable[[Kernel], Theorem]] = {
    "assume": lambda k: k.assume(relation(0, "<", x)),
    "restate": lambda k: k.restate(k.assume(equals(multiply(2, A), multiply(2, B))), equals(B, A)),
    "certificate": sandwich,
    "certificate of a derivative": lambda k: k.certificate(
        equals(apply("grad", apply("tr", multiply(A.T, X.T, X)), X), multiply(X, add(A, A.T))), (), ()
    ),
    "certificate off a kink": lambda k: k.certificate(
        equals(apply("grad", apply("relu", x), x), apply("step", x)), (), ()
    ),
    "law": lambda k: k.law("pinv", {"A": X}, conclusion=2),
    "law with premises": lambda k: k.law("definite_sum", {"A": A, "B": B}, [k.assume(has("positive definite", A))]),
    "moment": gaussian(2),
    "moment of order 4": gaussian(4),
    "moment of signs": independent(4, "rademacher"),
    "moment of zeros and ones": independent(3, "bernoulli", mean=x),
    "moment of entries": independent(3, "iid", mean=x, variance=y),
    "squares": lambda k: k.squares(Loewner(multiply(X.T, X), zeros(n, n)), [(1, X)]),
    "arithmetic": lambda k: k.arithmetic(Lt(Integer(2), Integer(3), evaluate=False)),
    "discharge": discharged,
    "replace": star,
    "transfer": shifted,
    "witness": inverse_exists,
    "minimum": least,
    "minimum of an expectation": expected_least,
    "imply": doubled,
    "absurd": not_equal,
    "induction": every_power,
    "congruence": lambda k: k.congruence(k.assume(equals(x, y)), add(power(z, 2), x), z),
    "cases": by_cases,
}


PROVED: list[tuple[dict[str, str], list[str], str]] = [
    ({"A": "n x n, invertible", "B": "n x n, invertible"}, [], "(A*B)^-1 = B^-1*A^-1"),
    ({"A": "m x n, full column rank"}, [], "(A*(A'*A)^-1*A')*(A*(A'*A)^-1*A') = A*(A'*A)^-1*A'"),
    (
        {"A": "m x n", "B": "n x m", "C": "n x m"},
        [
            "A*B*A = A",
            "B*A*B = B",
            "(A*B)' = A*B",
            "(B*A)' = B*A",
            "A*C*A = A",
            "C*A*C = C",
            "(A*C)' = A*C",
            "(C*A)' = C*A",
        ],
        "B = C",
    ),
    (
        {"x": "n, random, mean m, covariance S", "m": "n", "S": "n x n, positive semidefinite", "A": "n x n"},
        [],
        "E[x'*A*x] = tr(A*S) + m'*A*m",
    ),
    ({"X": "n x d", "w": "d", "t": "n"}, [], "grad((X*w - t)'*(X*w - t), w) = 2*X'*(X*w - t)"),
    ({"P": "n x n, idempotent"}, [], "rank(P) = tr(P)"),
    (
        {"A": "n x n, invertible", "u": "n", "v": "n"},
        ["invertible(1 + v'*A^-1*u)"],
        "(A + u*v')^-1 = A^-1 - A^-1*u*v'*A^-1/(1 + v'*A^-1*u)",
    ),
    ({"x": "n"}, [], "relu(x) - relu(-x) = x"),
    ({"A": "n x n, symmetric", "x": "n"}, [], "grad(x'*A*x, x) = 2*A*x"),
    ({"x": "n"}, [], "grad(sum(sigmoid(x)), x) = sigmoid(x).*(1 - sigmoid(x))"),
]


def examples() -> Iterator[tuple[str, Theorem]]:
    """All theorems, each from a kernel of its own."""
    for name, make in EXAMPLES.items():
        yield name, make(Kernel())
    for case in PROVED:
        yield case[2], proved(*case)

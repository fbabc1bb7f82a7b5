"""Steps that would prove something false, each refused by the kernel.

Every one of these looks like a use of a rule; the comments say what it would lead to.
"""

import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from sympy import Integer, Lt, Rational, S

from symbolic.errors import KernelError, LineproofError
from symbolic.kernel import CertificateTerm, Kernel, Theorem
from symbolic.language.operator import apply
from symbolic.language.statements import Exists, Minimizes, distribution, equals, has, relation
from symbolic.language.symbols import dimension, dimensions, matrix, natural, scalar, vector
from symbolic.language.terms import add, divide, identity, multiply, ones, power
from symbolic.network.plug import hole
from tests.support import require

n, m = dimensions("n m")
x, y, z, c = (scalar(name) for name in "xyzc")
A, B = matrix("A", n, n), matrix("B", n, n)
v, e, f = vector("v", n), vector("e", n, random=True), vector("f", n, random=True)
s = scalar("s", random=True)
FLOATING: Any = (1.0, x)
Step = Callable[[Kernel], object]


def key(kernel: Kernel, symbol: Any) -> str:
    ((_, factors, scalars),) = kernel.translator(symbol).terms
    return str(factors[0][0] if factors else scalars[0][0])


def term(
    factors: Any = (), scalars: Any = (), coefficient: Any = 1, hole_at: int = 0, premise: int = 0
) -> CertificateTerm:
    """A term over scalars with a hole in front of other factors."""
    return CertificateTerm(coefficient, (((0,), (0,)), ((hole(0), ()), *factors), tuple(scalars)), hole_at, premise)


def product_is_zero(k: Kernel, made: Callable[[str], CertificateTerm]) -> Theorem:
    """y = 0 from x*y = 0, by a context on x: false for x = 0."""
    return k.certificate(equals(y, 0), (made(key(k, x)),), (k.assume(equals(multiply(x, y), 0)),))


def one_sided(k: Kernel, made: CertificateTerm) -> Theorem:
    """x = y from x = y, by a term."""
    return k.certificate(equals(x, y), (made,), (k.assume(equals(x, y)),))


def minimum_of_expectation(k: Kernel, point: Any, variable: Any, factor: Any = None) -> Theorem:
    """That any point minimizes E[s*v] - E[s*v], which is 0: as a rule it would put the point under the expectation."""
    expected = apply("E", multiply(s, variable if factor is None else factor))
    return k.minimum(nothing_least(k), Minimizes(point, add(expected, multiply(-1, expected)), variable))


def nothing_least(k: Kernel) -> Theorem:
    """0 <= 0."""
    return k.arithmetic(relation(0, "<=", 0))


def kink_elsewhere(k: Kernel) -> Theorem:
    """grad(x^2) sign(y)^2 = 2x, after a derivative of abs(y): false for y = 0."""
    k.certificate(equals(apply("grad", apply("abs", y), y), apply("sign", y)), (), ())
    squared = power(apply("sign", y), 2)
    return k.certificate(equals(multiply(apply("grad", power(x, 2), x), squared), multiply(2, x)), (), ())


def captured(k: Kernel) -> Theorem:
    """minimizes(0, x*y, x) from minimizes(0, y*y, y): the bound variable would be replaced."""
    known = k.assume(Minimizes(Integer(0), multiply(y, y), y))
    return k.replace(known, k.assume(equals(x, y)), Minimizes(Integer(0), multiply(x, y), x))


def captured_witness(k: Kernel) -> Theorem:
    """exists B: A*C = I from exists B: A*B = I and C = B: a free matrix taken for the bound one."""
    free = matrix("C", n, n)
    known = k.assume(Exists(B, equals(multiply(A, B), identity(n))))
    return k.replace(known, k.assume(equals(free, B)), Exists(B, equals(multiply(A, free), identity(n))))


def two_random(k: Kernel) -> Theorem:
    """E[x] = x for a constant, used for a random symbol of the same name."""
    constant, drawn = scalar("r"), scalar("r", random=True)
    k.certificate(equals(apply("E", constant), constant), (), ())
    return k.assume(equals(apply("E", drawn), 0))


def gaussian(k: Kernel, **binding: Any) -> Theorem:
    """The moment generating function, bound otherwise than to a Gaussian symbol and a constant."""
    return k.law("gaussian_exponential", {"x": e, "m": v, "S": A, "a": v, **binding})


UNSOUND: dict[str, Step] = {
    "a context divides by what may be 0": lambda k: product_is_zero(k, lambda q: term(scalars=[(q, -1)])),
    "a context with a fraction of what may be 0": lambda k: product_is_zero(
        k, lambda q: term(scalars=[(q, Fraction(-1, 2))])),
    "a context with a hole to a power": lambda k: product_is_zero(k, lambda q: term(scalars=[(hole(0), 1), (q, 1)])),
    "a context with two holes": lambda k: one_sided(k, term(factors=[(hole(0), ())])),
    "a context with a label that is none": lambda k: one_sided(k, term(factors=[("nothing", ())])),
    "a factor with another number of indices": lambda k: one_sided(k, term(factors=[(key(k, A), (0,))])),
    "a coefficient in floating point": lambda k: one_sided(k, term(coefficient=1.0)),
    "a premise counted from the end": lambda k: one_sided(k, term(premise=-1)),
    "a hole counted from the end": lambda k: one_sided(k, term(hole_at=-1)),
    "a kink met in another statement": kink_elsewhere,
    "the variable of a minimum replaced": captured,
    "a term put under exists": captured_witness,
    "sizes equated under a matrix": lambda k: k.congruence(k.assume(equals(n, m)), apply("tr", A), n),
    "sizes equated in a hypothesis": lambda k: k.replace(
        k.law("symmetric", {"A": matrix("A", m, m)}), k.assume(equals(n, m)), equals(A.T, A)),
    "equals put under a derivative": lambda k: k.congruence(k.assume(equals(x, 2)), apply("grad", power(x, 2), x), x),
    "equals put under an expectation": lambda k: k.congruence(k.assume(equals(z, 2)), apply("E", multiply(z, e)), z),
    "a unit vector with an index that is no number": lambda k: k.law("unit_norm", {"i": x, "n": n}),
    "a unit vector with the index 0": lambda k: k.law("unit_norm", {"i": Integer(0), "n": n}),
    "a unit vector of a length that may be 0": lambda k: k.certificate(
        equals(apply("sum", apply("unit", Integer(1), natural("q"))), 1), (), ()),
    "a size that may be 0": lambda k: k.law("definite_trace", {"A": matrix("B", natural("q"), natural("q"))}),
    "the reciprocal of a size that may be 0": lambda k: k.certificate(
        equals(divide(apply("tr", identity(natural("q"))), apply("tr", identity(natural("q")))), 1), (), ()),
    "a power of a real exponent split": lambda k: k.certificate(
        equals(power(x, add(c, 1)), multiply(power(x, c), x)), (), ()),
    "two symbols of one name": two_random,
    "two sizes of one name": lambda k: k.certificate(
        equals(apply("grad", add(apply("tr", A), apply("tr", matrix("A", m, m))), A), identity(n)), (), ()),
    "a derivative by a size": lambda k: k.certificate(equals(apply("grad", apply("sum", A), n), 0), (), ()),
    "a symbol called like the tie of an expectation": lambda k: k.assume(equals(dimension("~"), 1)),
    "the law of what is no random symbol": lambda k: k.moment(
        k.assume(distribution(multiply(A, e), "moments", mean=v)), 1),
    "uncorrelated entries that are not said to be": lambda k: k.moment(
        k.assume(distribution(e, "gaussian", iid=0, mean=0, variance=1)), 2),
    "a law of a Gaussian vector with a random factor": lambda k: gaussian(k, a=e),
    "a law of a Gaussian vector with another random factor": lambda k: gaussian(k, a=f),
    "a law of a Gaussian vector for a constant": lambda k: gaussian(k, x=v),
    "a law of a Gaussian vector for a function of one": lambda k: gaussian(k, x=multiply(A, e)),
    "a law's conclusion counted from the end": lambda k: k.law("inverse_unique", {"A": A, "B": B}, conclusion=-1),
    "a law's symbol left unbound": lambda k: k.law("semidefinite_sum", {"A": A}),
    "a law over sizes that differ": lambda k: k.law("semidefinite_sum", {"A": A, "B": matrix("M", m, m)}),
    "orthogonal up to a factor": lambda k: k.restate(k.assume(has("orthogonal", A)), has("orthogonal", multiply(2, A))),
    "idempotent up to a factor": lambda k: k.restate(k.assume(has("idempotent", A)), has("idempotent", multiply(2, A))),
    "definite up to a negative factor": lambda k: k.restate(
        k.assume(has("positive definite", A)), has("positive definite", multiply(-1, A))),
    "an order up to a negative factor": lambda k: k.restate(k.assume(relation(x, "<", 1)), relation(1, "<", x)),
    "strict for not strict": lambda k: k.restate(k.assume(relation(0, "<=", x)), relation(0, "<", x)),
    "a square with a negative weight": lambda k: k.squares(relation(power(x, 2), "<=", 0), [(-1, x)]),
    "a square with a weight in floating point": lambda k: k.squares(relation(0, "<=", power(x, 2)), [FLOATING]),
    "arithmetic that is false": lambda k: k.arithmetic(Lt(Integer(3), Integer(2), evaluate=False)),
    "arithmetic of what is no number": lambda k: k.arithmetic(relation(0, "<", n)),
    "a lemma that states no hypothesis": lambda k: k.discharge(
        k.assume(relation(0, "<", x)), k.assume(relation(0, "<=", x))),
    "a minimum under a hypothesis on the variable": lambda k: k.minimum(
        k.assume(relation(power(S.Zero, 2), "<=", power(x, 2))), Minimizes(Integer(0), power(x, 2), x)),
    "a random point put under an expectation": lambda k: minimum_of_expectation(k, s, x),
    "an expectation minimized over a random variable": lambda k: minimum_of_expectation(k, y, s),
    "a minimum over the variable of a derivative": lambda k: minimum_of_expectation(
        k, y, x, apply("grad", power(x, 2), x)),
    "a witness of a minimum": lambda k: k.witness(
        [k.assume(relation(0, "<", x))], Minimizes(x, relation(0, "<", x), x), x),
}  # fmt: skip


def test_a_constant_may_minimize_an_expectation() -> None:
    assert isinstance(minimum_of_expectation(Kernel(), y, x).statement, Minimizes)


@pytest.mark.soundness
@pytest.mark.parametrize("name", UNSOUND)
def test_refused(name: str) -> None:
    try:
        theorem = UNSOUND[name](Kernel())
    except LineproofError:
        return
    raise AssertionError(f"{name}: {theorem}")


@pytest.mark.soundness
def test_a_derivative_at_a_kink_is_a_hypothesis() -> None:
    k = Kernel()
    slope = apply("grad", apply("abs", x), x)
    theorem = k.certificate(equals(multiply(slope, slope), 1), (), ())
    require(relation(x, "!=", 0) in theorem.hypotheses, "the slope of abs is squared at 0")
    entries = vector("u", n)
    slopes = apply("grad", apply("sum", apply("relu", entries)), entries)
    wide = k.certificate(equals(slopes, apply("step", entries)), (), ())
    signs = apply("sign", entries)
    require(wide.hypotheses == {equals(apply("hadamard", signs, signs), ones(n))}, "entries that are 0 are left out")


@pytest.mark.soundness
@pytest.mark.parametrize(
    ("body", "condition"),
    [
        (power(x, Rational(1, 2)), relation(0, "<", x)),
        (apply("sqrt", x), relation(0, "<", x)),
        (apply("pinv", x), relation(x, "!=", 0)),
        (apply("norm", v), relation(v, "!=", 0)),
    ],
)
def test_conditions_of_derivatives_are_hypotheses(body: Any, condition: Any) -> None:
    variable = v if v in body.atoms(type(v)) else x
    theorem = Kernel().certificate(equals(apply("grad", body, variable), apply("grad", body, variable)), (), ())
    require(theorem.hypotheses == {condition}, f"{theorem}")


@pytest.mark.soundness
def test_expectations_do_not_depend_on_what_was_asked_before() -> None:
    """With w random elsewhere, the expectation of exp(w*r) is no constant function of a w that is not."""
    drawn, other = scalar("w", random=True), scalar("r", random=True)
    Kernel().difference(equals(apply("E", apply("exp", multiply(drawn, other))), 1))
    w = scalar("w")
    with pytest.raises(LineproofError):
        Kernel().certificate(equals(apply("grad", apply("E", apply("exp", multiply(w, other))), w), 0), (), ())


def test_theorems_that_were_not_made_here_are_refused() -> None:
    k = Kernel()
    theorem = k.assume(equals(x, y))
    strangers: list[Any] = [pickle.loads(pickle.dumps(theorem)), Kernel(explicit=True).assume(equals(x, y)), "x = y"]
    for stranger in strangers:
        with pytest.raises(KernelError):
            k.restate(stranger, equals(y, x))
    with pytest.raises(KernelError):
        Theorem(equals(1, 0), frozenset(), frozenset(), "assume", (), None, None)

"""Every point that is handed out satisfies its hypotheses; families reach what they must; contradictions have none."""

import numpy as np
import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from numeric.namespaces import Rational
from numeric.sampling import Sampler, analyse, sizes
from numeric.sampling.families import FAMILIES
from numeric.sampling.linear import affine_draw, secant
from numeric.sampling.propagation import rational_roots, solve, substituted
from numeric.sampling.rationals import solutions
from numeric.sampling.variables import definitions, degree, free_symbols
from numeric.statements import holds
from symbolic.language.problem import parse_problem
from symbolic.language.statements import PROPERTIES, SQUARE, has
from symbolic.language.symbols import matrix
from tests.numeric.statement_files import expected, problem

XP = Rational()

SYSTEMS = {
    "penrose": (
        {"A": "m x n", "B": "n x m"},
        ["A*B*A = A", "B*A*B = B", "(A*B)' = A*B", "(B*A)' = B*A"],
    ),
    "one-sided inverse": ({"A": "m x n", "B": "n x m"}, ["A*B = I"]),
    "commuting idempotents": ({"P": "n x n", "Q": "n x n"}, ["P*P = P", "Q*Q = Q", "P*Q = Q*P"]),
    "nested projectors": (
        {"P": "n x n", "Q": "n x n"},
        ["P*P = P", "P' = P", "Q*Q = Q", "Q' = Q", "P*Q = Q"],
    ),
    "group inverse": ({"A": "n x n", "G": "n x n"}, ["A*G*A = A", "G*A*G = G", "A*G = G*A"]),
    "drazin inverse": ({"A": "n x n", "D": "n x n"}, ["D*A*D = D", "A*D = D*A", "A^3*D = A^2"]),
    "sylvester": ({"A": "n x n", "B": "m x m", "C": "n x m", "X": "n x m"}, ["A*X + X*B = C"]),
    "normal equations": ({"X": "n x k", "y": "n", "b": "k"}, ["X'*X*b = X'*y"]),
    "orthonormal columns": ({"A": "m x n"}, ["A'*A = I"]),
    "partial isometry": ({"A": "m x n"}, ["A*A'*A = A"]),
    "eigenpair": ({"A": "n x n", "v": "n, nonzero", "l": "scalar"}, ["A*v = l*v"]),
    "characteristic equation": ({"A": "2 x 2", "l": "scalar"}, ["l^2 - l*tr(A) + det(A) = 0"]),
    "riccati": (
        {"A": "n x n", "S": "n x n, symmetric", "X": "n x n, symmetric"},
        ["A'*X + X*A - X*S*X = 0"],
    ),
    "square root": ({"R": "n x n, positive semidefinite", "S": "n x n"}, ["R*R = S"]),
    "perpendicular unit vectors": ({"x": "n", "y": "n"}, ["x'*x = 1", "y'*y = 1", "x'*y = 0"]),
    "weights": ({"p": "n, nonnegative"}, ["sum(p) = 1"]),
    "schur complement": (
        {"A": "n x n", "B": "n x k", "C": "k x n", "D": "k x k", "S": "k x k"},
        ["invertible(A)", "S = D - C*A^-1*B", "invertible(S)"],
    ),
    "update of rank one": (
        {"A": "p x q", "c": "p", "d": "q"},
        ["A*pinv(A)*c = c", "pinv(A)*A*d != d", "1 + d'*pinv(A)*c = 0"],
    ),
    "range inclusion": ({"A": "m x n", "B": "m x p"}, ["range(B) <= range(A)"]),
    "solvable": ({"A": "m x n", "B": "m x p"}, ["exists W: A*W = B"]),
    "loewner": ({"A": "n x n, symmetric", "B": "n x n, symmetric"}, ["A >> B"]),
    "interval": ({"l": "scalar", "u": "scalar", "q": "scalar"}, ["l <= u", "0 < q", "q < 1"]),
    "lower triangular and orthogonal": ({"A": "n x n, lower triangular, orthogonal"}, []),
    "anticommuting": ({"A": "n x n", "B": "n x n"}, ["A*B = -B*A"]),
    "third moments": (
        {
            "x": "n, random, independent entries, mean m, covariance M",
            "m": "n",
            "v": "n",
            "M": "n x n, diagonal, positive semidefinite",
        },
        ["E[(x - m).^3] = v"],
    ),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_points_satisfy_all_hypotheses_at_several_sizes(name):
    let, given_ = SYSTEMS[name]
    stated = parse_problem(let, given_).hypotheses
    sampler, rng = Sampler(stated), np.random.default_rng(11)
    found, seen = set(), set()
    for chosen in sizes(sampler.system.sized, stated, 3):
        for level in (0, 1, 2, 3) * 3:
            point = sampler.draw(chosen, rng, level)
            if point is not None:
                assert all(holds(h, point, XP) is True for h in stated)
                found.add(tuple(point.sizes.values()))
                seen.add(str(point))
    assert len(seen) >= 6
    assert len(found) >= (2 if sampler.system.sized else 1)


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_property_has_points_that_are_not_all_alike(name):
    rng = np.random.default_rng(5)
    for rows, cols in ((1, 1), (2, 2), (3, 3), (4, 4)) if name in SQUARE else ((2, 2), (3, 3)):
        rows, cols = (rows + (name == "full column rank"), cols + (name == "full row rank"))
        value = matrix("A", rows, cols)
        sampler = Sampler([has(name, value)])
        points = [sampler.draw({}, rng, 1) for _ in range(12)]
        assert all(p is not None and holds(has(name, value), p, XP) is True for p in points)
        assert len({str(p) for p in points}) > (1 if rows > 1 or name == "positive" else 0)


@pytest.mark.parametrize(("let", "stated"), [
    ({"D": "n x n", "X": "n x n"}, ["D*X - X*D = I"]),
    ({"A": "2 x 3, full column rank"}, []),
    ({"A": "n x n"}, ["A*A = A", "invertible(A)", "det(A) = 2"]),
    ({"x": "n"}, ["x'*x = -1"]),
    ({"a": "scalar"}, ["0 < a", "a < 0"]),
])  # fmt: skip
def test_contradictory_hypotheses_have_no_points(let, stated):
    stated = parse_problem(let, stated).hypotheses
    sampler, rng = Sampler(stated), np.random.default_rng(2)
    for chosen in sizes(sampler.system.sized, stated, 3):
        assert all(sampler.draw(chosen, rng, level) is None for level in (0, 1, 2))


def test_low_and_full_rank_both_appear():
    stated = parse_problem({"A": "m x n", "B": "n x m"}, ["A*B*A = A"])
    sampler, rng = Sampler(stated.hypotheses), np.random.default_rng(0)
    A, m, n = stated.symbols["A"], stated.dimensions["m"], stated.dimensions["n"]
    ranks = {
        fmpq_mat([[fmpq(x.numerator, x.denominator) for x in row] for row in p.values[A]]).rank()
        for p in (sampler.draw({m: 3, n: 2}, rng, 1) for _ in range(60))
        if p is not None
    }
    assert ranks == {0, 1, 2}


def test_sizes_obey_conditions_and_grow():
    stated = parse_problem(
        {"A": "n x n", "k": "natural", "d": "natural", "nu": "natural"}, ["n = 2*k + 1", "d < n", "n + 1 < nu"]
    )
    names = {str(s): s for s in analyse(stated.hypotheses).sized}
    found = list(sizes(list(names.values()), stated.hypotheses, 3))
    assert found
    for f in found:
        n, k, d, nu = (f[names[x]] for x in ("n", "k", "d", "nu"))
        assert n == 2 * k + 1 and d < n and n + 1 < nu
    assert [sum(f.values()) for f in found] == sorted(sum(f.values()) for f in found)


def test_draws_depend_on_the_generator_alone():
    stated = problem("group_ep").hypotheses
    texts = []
    for _ in range(2):
        sampler, rng = Sampler(stated), np.random.default_rng(8)
        texts.append([str(sampler.draw(c, rng, 1)) for c in sizes(sampler.system.sized, stated, 3)])
    assert texts[0] == texts[1]


@pytest.mark.parametrize("name", expected("refuted") + expected("needs"))
def test_every_file_hypothesis_set_has_points(name):
    stated = problem(name)
    sampler, rng = Sampler(stated.hypotheses, stated.claims), np.random.default_rng(3)
    points = [sampler.draw(c, rng, 1) for c in list(sizes(sampler.system.sized, stated.hypotheses, 2))[:12]]
    assert any(p is not None for p in points)


entries = st.integers(-3, 3)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 3), st.integers(1, 4), st.data())
def test_solutions_solve_and_are_complete(rows, cols, data):
    system = fmpq_mat(rows, cols, data.draw(st.lists(entries, min_size=rows * cols, max_size=rows * cols)))
    target = fmpq_mat(rows, 1, data.draw(st.lists(entries, min_size=rows, max_size=rows)))
    solved = solutions(system, target)
    joined = fmpq_mat([[*a, *b] for a, b in zip(system.tolist(), target.tolist(), strict=True)])
    assert (solved is None) == (joined.rank() > system.rank())
    if solved is not None:
        particular, kernel = solved
        assert system * particular == target
        assert len(kernel) == cols - system.rank()
        assert all(system * k == fmpq_mat(rows, 1) for k in kernel)


def test_affine_draw_finds_generalised_inverses_of_a_rectangle():
    a = fmpq_mat(2, 3, [1, 2, 3, 2, 4, 6])
    rng = np.random.default_rng(0)
    places = [(i, j) for i in range(3) for j in range(2)]
    found = [affine_draw(lambda x: (a * x * a - a).entries(), 3, 2, places, rng, 1) for _ in range(5)]
    assert all(a * x * a == a for x in found)
    assert len({str(x) for x in found}) > 1
    assert affine_draw(lambda x: (a * x - fmpq_mat(2, 2, [1, 0, 0, 1])).entries(), 3, 2, places, rng, 1) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(entries, min_size=3, max_size=3))
def test_secants_stay_on_the_sphere(direction):
    start = fmpq_mat(3, 1, [fmpq(2, 3), fmpq(2, 3), fmpq(1, 3)])
    moved = secant(lambda x: [sum(e * e for e in x.entries()) - 1], start, fmpq_mat(3, 1, direction))
    assert sum(e * e for e in moved.entries()) == 1


@settings(max_examples=40, deadline=None)
@given(st.fractions(-4, 4, max_denominator=4), st.fractions(-4, 4, max_denominator=4))
def test_rational_roots_of_a_product(r, s):
    r, s = fmpq(r.numerator, r.denominator), fmpq(s.numerator, s.denominator)
    polynomial = {m: c for m, c in {(0, 0): fmpq(1), (0,): -r - s, (): r * s}.items() if c}
    assert set(rational_roots(polynomial)) == {r, s}


def test_propagation_solves_a_coupled_system():
    system = [
        {(0, 1): fmpq(1), (): fmpq(-6)},
        {(0,): fmpq(1), (1,): fmpq(1), (2,): fmpq(-1)},
        {(2,): fmpq(1), (): fmpq(-5)},
    ]
    rng = np.random.default_rng(0)
    x, y, z = solve(system, 3, rng, 1)
    assert x * y == 6 and x + y == z == 5
    assert solve([{(0, 0): fmpq(1), (): fmpq(1)}], 1, rng, 1) is None


def test_substitution_in_polynomials():
    assert substituted({(0, 0, 1): fmpq(2)}, 0, {(1,): fmpq(3), (): fmpq(1)}) == {
        (1, 1, 1): fmpq(18), (1, 1): fmpq(12), (1,): fmpq(2)}  # fmt: skip


@pytest.mark.parametrize(("text", "symbol", "value"), [
    ("A*B*A'", "A", 2), ("A*B*A'", "B", 1), ("B^-1*A", "B", None), ("kron(A, A)", "A", 2), ("tr(A)*A", "A", 2),
    ("(A + B)^3", "A", 3), ("pinv(A)", "A", None), ("A.*B", "A", 1), ("det(A)*B", "A", None), ("B", "A", 0),
])  # fmt: skip
def test_degrees_in_a_symbol(text, symbol, value):
    scope = parse_problem({"A": "n x n", "B": "n x n"}).scope
    assert degree(scope.expression(text), scope.symbols[symbol]) == value


def test_definitions_have_no_circles_and_bound_symbols_are_not_free():
    stated = parse_problem({"A": "n x n", "B": "n x n", "C": "n x n"}, ["A = B*C", "B = A + C", "C*C = C"])
    assert list(definitions(stated.hypotheses)) == [stated.symbols["A"]]
    series = stated.scope.expression("sum(A^r, r, 0, 3)")
    assert {str(s) for s in free_symbols(series)} == {"A", "n"}


def test_families_keep_their_shapes():
    rng = np.random.default_rng(1)
    for family in FAMILIES:
        for rows, cols in ((1, 1), (2, 2), (3, 3), (2, 4), (4, 1), (1, 3)):
            for level in range(5):
                value = family.draw(rng, rows, cols, level)
                assert value is None or (value.nrows(), value.ncols()) == (rows, cols)

"""Piecewise statements: a table of true and false ones, mutants of the true ones, certificates tampered with."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from numeric.evaluation import Point
from numeric.namespaces import Rational
from numeric.statements import holds
from symbolic.errors import KernelError, LineproofError
from symbolic.kernel import Kernel, Theorem
from symbolic.kernel.cases import cases
from symbolic.language.problem import Problem, parse_problem
from symbolic.language.shapes import shape_of
from symbolic.network.case_tree import Cases, Leaf, Split, Summand, Tree
from symbolic.provers.case_explanation import explained
from symbolic.provers.piecewise import Counterexample, Unknown, applicable, prove_piecewise
from symbolic.replay.store import replay_theorem
from tests.support import require
from tests.symbolic.provers.piecewise_table import TABLE

TRUE = [row for row in TABLE if row[4]]
MUTANTS = 2000


def read(let: Any, given: Any, claim: str) -> Problem:
    return parse_problem(let, given, [claim])


def verify(found: Counterexample, problem: Problem) -> None:
    """The numeric layer agrees that the hypotheses hold and the claim fails."""
    values = {s: v if isinstance(v, tuple) else ((v,),) for s, v in found.values.items()}
    for symbol in problem.symbols.values():
        values.setdefault(symbol, grid(symbol, found.sizes, lambda: Fraction(0)))
    point = Point(dict(found.sizes), values)
    require(all(holds(h, point, Rational()) is True for h in problem.hypotheses), f"{found.to_text()}: hypotheses")
    require(holds(problem.claims[0], point, Rational()) is False, f"{found.to_text()}: the claim holds")


def grid(symbol: Any, sizes: Any, draw: Any) -> tuple[tuple[Fraction, ...], ...]:
    rows, cols = (int(sizes.get(s, s)) for s in shape_of(symbol))
    return tuple(tuple(draw() for _ in range(cols)) for _ in range(rows))


BY_BOUNDS = [
    ("max(abs(a + d), abs(b + e)) <= max(abs(a), abs(b)) + max(abs(d), abs(e))", True),
    ("max(a, b, c) - max(d, e, f) <= abs(a - d) + abs(b - e) + relu(c - f)", True),
    ("abs(a + b) - abs(c - d) <= relu(a) + abs(b) + min(c, d) - c", False),
]


@pytest.mark.parametrize(("claim", "true"), BY_BOUNDS)
def test_orders_of_many_kinks(claim: str, *, true: bool) -> None:
    problem = read(dict.fromkeys("abcdef", "scalar"), [], claim)
    answer = prove_piecewise(Kernel(), problem.hypotheses, problem.claims[0])
    assert isinstance(answer, Theorem if true else Counterexample)
    if isinstance(answer, Theorem):
        assert not answer.hypotheses
        assert replay_theorem(answer).steps


AROUND_SUMS = [
    ("abs(sum(x)) <= sum(abs(x))", True),
    ("max(sum(x), sum(y)) <= sum(max(x, y))", True),
    ("abs(sum(relu(x)) - sum(relu(y))) <= sum(abs(x - y))", True),
    ("abs(x'*y) <= (x'*x + y'*y)/2", True),
    ("relu(sum(x)) <= sum(relu(x))/2", False),
    ("sum(abs(x)) <= abs(sum(x))", False),
]


@pytest.mark.parametrize(("claim", "true"), AROUND_SUMS)
def test_kinks_around_sums(claim: str, *, true: bool) -> None:
    problem = read({"x": "n", "y": "n"}, [], claim)
    answer = prove_piecewise(Kernel(), problem.hypotheses, problem.claims[0])
    assert isinstance(answer, Theorem if true else Counterexample)
    if isinstance(answer, Theorem):
        assert not answer.hypotheses
        assert replay_theorem(answer).steps


@pytest.mark.soundness
def test_a_bound_of_a_closed_term_is_not_taken_for_granted() -> None:
    """Without its bounds as hypotheses a certificate with a closed maximum proves nothing."""
    claim = read({"a": "scalar", "b": "scalar"}, [], "a <= max(a, b)").claims[0]
    theorem = prove_piecewise(Kernel(), [], claim)
    assert isinstance(theorem, Theorem)
    certificate = replace(theorem.data[1], opaque=(claim.args[1],))
    with pytest.raises(KernelError):
        cases(Kernel(), claim, [], certificate)


@pytest.mark.parametrize(("name", "let", "given", "claim", "truth"), TABLE, ids=[row[0] for row in TABLE])
def test_table(name: str, let: Any, given: Any, claim: str, truth: bool) -> None:
    problem = read(let, given, claim)
    assert applicable(problem.hypotheses, problem.claims[0])
    answer = prove_piecewise(Kernel(), problem.hypotheses, problem.claims[0])
    if truth:
        assert isinstance(answer, Theorem), answer
        assert answer.statement == problem.claims[0]
        assert answer.hypotheses <= set(problem.hypotheses)
    else:
        assert isinstance(answer, Counterexample), answer
        verify(answer, problem)


def test_only_the_hypotheses_that_are_needed() -> None:
    problem = read({"a": "scalar", "b": "scalar"}, ["a <= b", "0 <= a"], "max(a, b) = b")
    answer = prove_piecewise(Kernel(), problem.hypotheses, problem.claims[0])
    assert isinstance(answer, Theorem)
    assert answer.hypotheses == {problem.hypotheses[0]}


def test_contradictory_hypotheses_are_said() -> None:
    problem = read({"a": "scalar", "b": "scalar"}, ["a < b", "b < a"], "max(a, b) = a + 1")
    answer = prove_piecewise(Kernel(), problem.hypotheses, problem.claims[0])
    assert isinstance(answer, Unknown)
    assert "contradict" in answer.reason


@pytest.mark.parametrize(("claim", "point"), [
    ("relu(a) = a", "a = -1"), ("relu(a) <= 1", "a = 2"), ("0 <= a => a^2 <= a^3", "a = 1/2"),
    ("abs(3*a - 1) = abs(1 - 3*a) + relu(1 - abs(6*a - 3))", "a = 1/2"), ("relu(5*a - 2) <= relu(7*a - 4)", "a = 1/2"),
])
def test_points_are_small(claim: str, point: str) -> None:
    answer = prove_piecewise(Kernel(), [], read({"a": "scalar"}, [], claim).claims[0])
    assert isinstance(answer, Counterexample)
    assert answer.to_text() == point


def test_a_size_above_one_where_it_is_needed() -> None:
    problem = read({"A": "n x n"}, [], "abs(A) = abs(A')")
    answer = prove_piecewise(Kernel(), [], problem.claims[0])
    assert isinstance(answer, Counterexample)
    assert list(answer.sizes.values()) == [2]
    verify(answer, problem)


def test_cases_are_explained() -> None:
    problem = read({"x": "scalar", "t": "scalar"}, ["abs(x) <= t"], "x^2 <= t*abs(x)")
    answer = prove_piecewise(Kernel(), problem.hypotheses, problem.claims[0])
    assert isinstance(answer, Theorem)
    assert explained(answer).to_text().splitlines() == [
        "case 0 <= x: the difference is x*(t - x), no term of which is negative",
        "case x < 0: the difference is -x*(t + x), no term of which is negative"]
    sign = prove_piecewise(Kernel(), [], read({"x": "scalar"}, [], "sign(x)*abs(x) = x").claims[0])
    assert isinstance(sign, Theorem)
    assert [case.to_text() for case in explained(sign).cases] == [
        "case x = 0: the difference -x is 0", "case x < 0: both sides are x", "case 0 < x: both sides are x"]


def test_time_is_kept() -> None:
    names = "abcdefgh"
    claim = f"max({', '.join(names)}) = -min({', '.join('-' + x for x in reversed(names))})"
    problem = read(dict.fromkeys(names, "scalar"), [], claim)
    answer = prove_piecewise(Kernel(), [], problem.claims[0], seconds=0.001)
    assert isinstance(answer, Unknown)


CLAIMS = tomllib.loads((Path(__file__).parents[2] / "claims" / "piecewise.toml").read_text(encoding="utf-8"))["claim"]


@pytest.mark.parametrize("claim", CLAIMS, ids=[claim["id"] for claim in CLAIMS])
def test_claim_file(claim: Any) -> None:
    problem = parse_problem(claim["let"], claim.get("given", []), claim["claim"])
    answers = [prove_piecewise(Kernel(), problem.hypotheses, statement) for statement in problem.claims]
    assert all(isinstance(answer, Theorem) for answer in answers) == (claim["expect"] == "proved")
    for statement, answer in zip(problem.claims, answers, strict=True):
        assert not isinstance(answer, Unknown)
        if isinstance(answer, Counterexample):
            verify(answer, replace(problem, claims=(statement,)))


def test_six_wires() -> None:
    """Twelve comparators sort six wires: neighbours in order."""
    wires, names = list("abcdef"), []
    comparators = [(0, 5), (1, 3), (2, 4), (1, 2), (3, 4), (0, 3), (2, 5), (0, 1), (2, 3), (4, 5), (1, 2), (3, 4)]
    for k, (i, j) in enumerate(comparators):
        names += [f"p{k} = min({wires[i]}, {wires[j]})", f"q{k} = max({wires[i]}, {wires[j]})"]
        wires[i], wires[j] = f"p{k}", f"q{k}"
    for small, large in pairwise(wires):
        problem = read(dict.fromkeys("abcdef", "scalar"), [], f"let {'; '.join(names)}; {small} <= {large}")
        assert isinstance(prove_piecewise(Kernel(), [], problem.claims[0]), Theorem)
    shortened = [name for name in names if not name.startswith(("p11", "q11"))]
    problem = read(dict.fromkeys("abcdef", "scalar"), [], f"let {'; '.join(shortened)}; q8 <= p9")
    assert isinstance(prove_piecewise(Kernel(), [], problem.claims[0]), Counterexample)


def mutants(count: int) -> Iterator[tuple[Any, list[str], str]]:
    """True statements with one place changed: a function, a sign, a number, a name, a relation, a hypothesis."""
    draw = random.Random(20240229)
    swaps = {"max": "min", "min": "max", "relu": "abs", "abs": "relu", "step": "sign", "sign": "step", "<=": "<",
             "<": "<=", "+": "-", "-": "+", "=": "<="}
    while count:
        _, let, given, claim, _ = draw.choice(TRUE)
        given, texts = list(given), [claim, *given]
        at = draw.randrange(len(texts))
        tokens = re.findall(r"\w+|<=|=>|!=|\S|\s+", texts[at])
        place = draw.randrange(len(tokens))
        token = tokens[place]
        if given and draw.random() < 0.1:
            given.pop(draw.randrange(len(given)))
        elif token in swaps:
            tokens[place] = swaps[token]
        elif token.isdigit():
            tokens[place] = str(int(token) + 1)
        elif token in let and len(let) > 1:
            tokens[place] = draw.choice([x for x in let if x != token])
        else:
            continue
        texts[at] = "".join(tokens)
        count -= 1
        yield let, texts[1:] if len(texts) == len(given) + 1 else given, texts[0]


@pytest.mark.soundness
def test_no_false_mutant_is_proved() -> None:
    draw = random.Random(7)
    proved = refuted = 0
    for let, given, claim in mutants(MUTANTS):
        try:
            problem = read(let, given, claim)
        except LineproofError:
            continue
        answer = prove_piecewise(Kernel(), problem.hypotheses, problem.claims[0], seconds=1)
        if isinstance(answer, Counterexample):
            refuted += 1
            if "exp" not in claim:
                verify(answer, problem)
        elif isinstance(answer, Theorem):
            proved += 1
            for _ in range(12):
                sizes = {s: draw.randint(1, 2) for s in problem.dimensions.values()}
                values = {s: grid(s, sizes, lambda: Fraction(draw.randint(-4, 4), draw.choice((1, 1, 2))))
                          for s in problem.symbols.values()}
                point = Point(sizes, values)
                if all(holds(h, point, Rational()) is True for h in answer.hypotheses):
                    held = holds(answer.statement, point, Rational())
                    require(held is not False, f"{given} |- {claim} fails at {point}")
    require(proved > 200 and refuted > 800, f"{proved} proved, {refuted} refuted")


THEOREMS = [("max(a, b) = (a + b)/2 + abs(a - b)/2", []), ("abs(a) - abs(b) <= abs(a - b)", []),
            ("max(a, c*a) = relu(a) - c*relu(-a)", ["0 <= c", "c <= 1"]), ("max(a, b) < c", ["a < c", "b < c"]),
            ("step(a) + step(-a) = 1", ["a != 0"]), ("a*abs(a) = b*abs(a)", ["a = b"])]


def altered(tree: Tree, draw: random.Random) -> Tree:
    """One change somewhere in a tree."""
    if isinstance(tree, Split):
        kind = draw.randrange(4)
        if kind == 0:
            monomial, coefficient = tree.form[0]
            return replace(tree, form=((monomial, coefficient + 1), *tree.form[1:]))
        if kind == 1:
            return replace(tree, above=tree.below, below=tree.above)
        if kind == 2:
            return replace(tree, above=altered(tree.above, draw))
        return replace(tree, below=altered(tree.below, draw))
    kind = draw.randrange(6)
    if kind == 0:
        return replace(tree, contradiction=not tree.contradiction)
    if kind == 1:
        return replace(tree, combinations=tree.combinations[:-1])
    places = [(i, k) for i, combination in enumerate(tree.combinations) for k in range(len(combination))]
    if not places:
        return Leaf(((Summand(1),),), True)
    i, k = draw.choice(places)
    old = tree.combinations[i][k]
    new = [replace(old, weight=-old.weight), replace(old, weight=old.weight + 1),
           replace(old, weight=float(old.weight) + 1e-9),  # type: ignore[arg-type]
           replace(old, constraints=tuple(c + 1 for c in old.constraints))][kind - 2]
    listed = tuple(new if (i, k) == (m, n) else s for m, combination in enumerate(tree.combinations)
                   for n, s in enumerate(combination) if m == i)
    return replace(tree, combinations=(*tree.combinations[:i], listed, *tree.combinations[i + 1:]))


@pytest.mark.soundness
def test_altered_certificates_are_refused() -> None:
    """Every alteration is refused, or still proves the very claim; for a false claim all are refused."""
    draw = random.Random(3)
    refused = 0
    for claim, given in THEOREMS:
        problem = read({"a": "scalar", "b": "scalar", "c": "scalar"}, given, claim)
        theorem = prove_piecewise(Kernel(), problem.hypotheses, problem.claims[0])
        require(isinstance(theorem, Theorem), claim)
        certificate: Cases = theorem.data[1]
        hypotheses = [h for h in problem.hypotheses if h in theorem.hypotheses]
        cases(Kernel(), theorem.statement, hypotheses, certificate)
        false = read({"a": "scalar", "b": "scalar", "c": "scalar"}, given, claim + " - 1").claims[0]
        for _ in range(60):
            changed = replace(certificate, trees=(altered(certificate.trees[0], draw),))
            for statement in (theorem.statement, false):
                try:
                    cases(Kernel(), statement, hypotheses, changed)
                except KernelError:
                    refused += 1
                else:
                    require(statement != false, f"{false} was proved")
        for given_less in [hypotheses[:k] + hypotheses[k + 1:] for k in range(len(hypotheses))]:
            with pytest.raises(KernelError):
                cases(Kernel(), theorem.statement, given_less, certificate)
    require(refused > 600, f"{refused} refused")

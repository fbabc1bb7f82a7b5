"""Explanations: every line holds by the kernel, the chains are whole, and no line hides behind its certificate."""

import tomllib
from pathlib import Path
from statistics import median

import pytest
from sympy import Eq

from symbolic.explain import Explanation, explained, needed, reason_text, to_latex, to_lines
from symbolic.explain.rearrangement import rearrangement
from symbolic.explain.reasons import RULES
from symbolic.kernel import Kernel
from symbolic.language.problem import Problem, parse_problem
from symbolic.network.translate import Translator
from symbolic.provers.prover import prove

OPERATORS = Path(__file__).parents[2] / "claims" / "operators.toml"
BARE = {RULES["certificate"], "certificate", ""}


def told(let: dict[str, str], given: list[str], claim: str) -> tuple[Problem, Explanation]:
    problem = parse_problem(let, given, [claim])
    theorem = prove(problem.hypotheses, problem.claims[0]).theorem
    assert theorem is not None
    return problem, explained(theorem, problem.hypotheses)


@pytest.fixture(scope="module")
def all_told() -> dict[str, Explanation]:
    """The explanations of all statements of the file that are proved."""
    found = {}
    for entry in tomllib.loads(OPERATORS.read_text(encoding="utf-8"))["claim"]:
        if entry["expect"] == "proved":
            problem = parse_problem(entry.get("let", {}), entry.get("given", []), entry["claim"])
            for number, claim in enumerate(problem.claims):
                theorem = prove(problem.hypotheses, claim, seconds=5.0).theorem
                if theorem is not None:
                    found[f"{entry['id']} {number}"] = explained(theorem, problem.hypotheses)
    return found


@pytest.mark.slow
def test_most_proofs_are_short(all_told: dict[str, Explanation]) -> None:
    assert len(all_told) > 90
    assert median(explanation.length for explanation in all_told.values()) <= 4


@pytest.mark.slow
def test_no_line_has_its_certificate_for_a_reason(all_told: dict[str, Explanation]) -> None:
    bare = [
        (name, reason_text(reason))
        for name, explanation in all_told.items()
        for reason in explanation.reasons()
        if reason_text(reason) in BARE
    ]
    assert not bare


@pytest.mark.slow
def test_chains_are_whole_and_each_line_is_a_theorem_of_what_it_shows(all_told: dict[str, Explanation]) -> None:
    for name, explanation in all_told.items():
        for part in explanation.parts:
            if part.start is None:
                continue
            here = part.start
            for line in part.lines:
                assert line.theorem.statement.args == (here, line.term), name
                here = line.term
            ends = Eq(part.start, here, evaluate=False)
            explicit, dependent = part.lines[0].theorem.origin[1]
            kernel = Kernel(explicit=explicit, dependent=dependent)
            assert kernel.meaning(ends) == kernel.meaning(part.statement), name


@pytest.mark.slow
def test_lines_use_the_stated_hypotheses_only(all_told: dict[str, Explanation]) -> None:
    for name, explanation in all_told.items():
        kernel = Kernel()
        stated = {kernel.meaning(h) for h in explanation.hypotheses}
        for part in explanation.parts:
            for line in part.lines:
                assert {kernel.meaning(h) for h in line.theorem.hypotheses} <= stated, name
        unused = {kernel.meaning(h) for h in explanation.unused}
        assert not stated & unused, name


@pytest.mark.slow
def test_latex_of_every_proof(all_told: dict[str, Explanation]) -> None:
    for explanation in all_told.values():
        text = "\n".join(to_latex(explanation))
        assert text.count(r"\begin{align*}") == text.count(r"\end{align*}") > 0 or explanation.parts[-1].start is None
        assert text.count("{") == text.count("}")


def test_the_trace_of_a_projection() -> None:
    _, explanation = told({"X": "n x d, full column rank"}, [], "tr(X*(X'*X)^-1*X') = d")
    lines = list(to_lines(explanation))
    assert lines[0] == "X'*X is positive definite   Gram matrix of full column rank"
    assert lines[-2].split("   ")[-1] == "the trace is cyclic"
    assert lines[-1].split() == ["=", "d", "definition", "of", "(X'*X)^-1"]


def test_what_is_not_needed_is_named() -> None:
    let = {"A": "n x n", "B": "n x n", "C": "n x n"}
    problem, explanation = told(let, ["A*B = I", "C*C = C", "B*A = I"], "A*B*C = C")
    assert explanation.hypotheses == (problem.hypotheses[0],)
    assert explanation.unused == problem.hypotheses[1:]
    assert list(to_lines(explanation))[-1] == "not needed: C*C = C, B*A = I(n)"


def test_a_side_condition_is_told_with_what_it_rests_on() -> None:
    let = {"H": "n x n, symmetric", "b": "scalar"}
    problem, explanation = told(let, [], "positive definite(expm(-b*H))")
    assert explanation.hypotheses == problem.hypotheses
    assert not explanation.unused
    assert list(to_lines(explanation))[-2] == "-b*H is symmetric   Lemma 1, equal to its transpose"


def test_hypotheses_that_follow_from_the_others_are_dropped() -> None:
    problem = parse_problem({"A": "n x n", "P": "n x n"}, ["P*P = P", "P*P*P = P", "A = P"], ["A*A*A = A"])
    theorem = prove(problem.hypotheses, problem.claims[0]).theorem
    assert theorem is not None
    assert len(needed(theorem, prove).hypotheses) == 2


def test_a_long_certificate_is_told_by_lemmas_or_a_shorter_way() -> None:
    let = {"P": "n x n", "Q": "n x n", "Z": "n x n"}
    given = ["P*P = P", "P' = P", "Q*Q = Q", "Q' = Q", "Z = 2*P*pinv(P + Q)*Q"]
    _, explanation = told(let, given, "Z*Q = Z")
    assert explanation.length <= 8


def test_star_cancellation_is_told_with_its_lemma() -> None:
    _, explanation = told({"A": "m x n", "X": "n x p", "Y": "n x p"}, ["A'*A*X = A'*A*Y"], "A*X = A*Y")
    lemma, last = explanation.parts
    assert lemma.number == 1 and lemma.lines
    assert "Lemma 1" in reason_text(last.reason)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("A*B + C", "C + A*B", ""),
        ("(A + C)*B", "A*B + C*B", "multiply out"),
        ("(A*B)'", "B'*A'", "transpose of a product"),
        ("(A*B)^-1", "B^-1*A^-1", "inverse of a product"),
        ("tr(A*B)", "tr(B*A)", "the trace is cyclic"),
        ("tr(A + B)", "tr(A) + tr(B)", "the trace is linear"),
        ("((A + C)*B)'", "B'*A' + B'*C'", "multiply out, transpose of a product"),
        ("A.*B", "B.*A", "compare entries"),
    ],
)
def test_rearrangements(before: str, after: str, reason: str) -> None:
    problem = parse_problem(dict.fromkeys("ABC", "n x n"), claim=[f"{before} = {after}"])
    [claim] = problem.claims
    translator = Translator()
    assert translator(claim.args[0]) == translator(claim.args[1])
    assert reason_text(rearrangement(*claim.args)) == reason


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("Cov[x, y] = 0", "independent random symbols"),
        ("E[x*y'] = E[x]*E[y]'", "independent random symbols"),
        ("Var[x + y] = Var[x] + Var[y]", "independent random symbols"),
        ("E[x + y] = E[x] + E[y]", "expectation is linear"),
    ],
)
def test_independence_is_a_reason_where_it_is_used(claim: str, reason: str) -> None:
    _, explanation = told({"x": "n, random", "y": "n, random"}, [], claim)
    assert [reason_text(r) for r in explanation.reasons()] == [reason]
    assert not explanation.unused


def test_a_statement_is_told_once() -> None:
    _, explanation = told({"A": "n x m", "B": "m x k"}, [], "rank(A*B) <= rank(A)")
    assert list(to_lines(explanation)) == ["rank(A*B) <= rank(A)   a product factors through both"]

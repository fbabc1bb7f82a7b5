"""`lineproof derive "grad(f, X)"`: gradients, Jacobians, Hessians and stationary points, line by line with reasons.

The derivative is found and proved, its derivation in differentials is judged like any other, and shown as text, as a
LaTeX document, or as one JSON object.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click
from sympy import Basic, Eq, Le, Lt, Ne

from lineproof.commands.check import exiting, settings
from lineproof.proving import as_result
from lineproof.report.document import document
from lineproof.report.model import JudgedProof, presented
from lineproof.results import as_json, exit_status
from lineproof.statement import LET, declarations
from lineproof.terminal import clean
from proofs.judge import SECONDS
from proofs.proving import said
from proofs.rows import judge_rows
from proofs.run import lines as shown
from symbolic.calculus import Derivative, Line, differentiate, lines, stationary
from symbolic.derivation import Derivation
from symbolic.errors import LanguageError
from symbolic.language.derivatives import smoothness
from symbolic.language.grammar import Scope
from symbolic.language.operator import Application, apply
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.language.statements import Implication, equals, has, relation
from symbolic.language.substitution import substitute
from symbolic.language.terms import zeros
from symbolic.latex import latex
from symbolic.provers.prover import prove

__all__ = ["command", "derivation_of"]

DERIVATIVES = ("grad", "jac", "hess")
SHORT = 0.25
"""Seconds for whether one condition follows from the others."""


@click.command("derive")
@click.argument("derivative")
@LET
@click.option("--given", multiple=True, metavar="STATEMENT", help="A hypothesis; may be repeated.")
@click.option("--stationary", "solve", is_flag=True, help="Solve gradient = 0, where it is affine.")
@click.option("--latex", "as_latex", is_flag=True, help="Print a LaTeX document instead of text.")
@click.option("--json", "as_object", is_flag=True, help="Print one JSON object instead of text.")
@click.option("--strict", is_flag=True, help="Fail on supported, needs and unread, too.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True, help="Seed of all draws.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.01, 3600),
    default=SECONDS,
    show_default=True,
    help="Budget of one line, in processor time.",
)
def command(
    derivative: str,
    let: str,
    given: tuple[str, ...],
    solve: bool,
    as_latex: bool,
    as_object: bool,
    strict: bool,
    seed: int,
    seconds: float,
) -> None:
    """Derive grad(f, X), jac(f, x) or hess(f, x), line by line with reasons.

    Example: lineproof derive "grad(norm(X*w - t)^2/n, w)" --let "X: n x d; w: d; t: n"

    Exit status: 0 every line proved or supported, 1 a line is wrong, 2 no derivative, or a usage error.
    """
    settings()
    if as_latex and as_object:
        raise click.UsageError("--latex and --json exclude each other")
    with exiting():
        work = derivation_of(derivative, let, given, solve=solve)
        rows = list(judge_rows(work, prove=prove, seconds=seconds, seed=seed))
    proof = JudgedProof(work, rows, seed, "command line")
    results = [as_result(proof)]
    if as_object:
        click.echo(as_json([replace(result, derivative=found_in(work)) for result in results]))
    elif as_latex:
        click.echo(document(presented(proof)))
    else:
        for k, statement in enumerate(work.hypotheses):
            click.echo(f"    {'given' if k < len(work.given) else 'needs'} {clean(said(statement))}")
        for row in rows:
            click.echo("\n".join(map(clean, shown(row))))
    sys.exit(exit_status(results, strict))


def derivation_of(text: str, let: str, given: tuple[str, ...] = (), *, solve: bool = False) -> Derivation:
    """The derivation of the derivative that `text` names. Raises ParseError, LanguageError, CalculusError."""
    scope = Scope()
    scope.declare_all(declarations(let))
    hypotheses = [*scope.hypotheses, *(scope.statement(g, f"given {k}") for k, g in enumerate(given, 1))]
    term = scope.expression(text)
    if not (isinstance(term, Application) and term.operator.name in DERIVATIVES):
        raise LanguageError(f"{text}: expected grad(f, X), jac(f, x) or hess(f, x)")
    operator, (f, x) = term.operator.name, term.operands
    found = differentiate(operator, f, x, hypotheses)
    work = Derivation("derive", text, given=hypotheses)
    needs = independent(found.needs, hypotheses)
    needed = [*needs, *(h for h in smoothness(term) if h not in found.needs)]
    if needed:
        work.assume(*needed)
    write(work, lines(found, work.hypotheses))
    if solve:
        write_stationary(work, f, x, found)
    return work


def found_in(work: Derivation) -> dict[str, object]:
    """The derivative that a derivation ends with, as the JSON output has it."""
    equations = (row.statement for row in reversed(work.rows) if isinstance(row.statement, Eq))
    found = next(e for e in equations if isinstance(e.lhs, Application) and e.lhs.operator.name in DERIVATIVES)
    known = len(work.given)
    return {
        "statement": said(found),
        "text": said(found.rhs),
        "latex": latex(found.rhs),
        "given": [said(h) for h in work.hypotheses[:known]],
        "needs": [said(h) for h in work.hypotheses[known:]],
    }


def independent(conditions: Sequence[Basic], given: Sequence[Basic]) -> list[Basic]:
    """The conditions without those that the others give: inequations go first, then orders, properties last."""
    kept = list(conditions)
    for condition in sorted(conditions, key=lambda c: (not isinstance(c, Ne), not isinstance(c, Le | Lt))):
        others = [c for c in kept if c is not condition]
        proof = prove((*given, *others), condition, seconds=SHORT)
        if proof.theorem is not None and not proof.needs:
            kept = others
    return kept


def write(work: Derivation, derived: list[Line]) -> None:
    """The lines as rows; those of one left side as a chain."""
    left: Any = None
    for line in derived:
        if line.left == left:
            work.then(line.right, line.reason)
        else:
            work.equal(line.left, line.right, line.reason)
        left = line.left


def write_stationary(work: Derivation, f: Any, x: Any, found: Derivative) -> None:
    """The rows that solve gradient = 0. Raises CalculusError, LanguageError."""
    if found.operator != "grad":
        raise LanguageError(f"--stationary solves grad(f, x) = 0: expected a gradient, got {found.operator}")
    point = stationary(f, x, work.hypotheses)
    if point.needs:
        work.assume(*point.needs)
    for matrix in point.matrices:
        work.claim(invertible(matrix), "what is inverted")
    zero = zeros(*shape_of(x))
    x0 = work.define(f"{x.name}0", point.term, "solve gradient = 0")
    work.claim(equals(substitute(point.gradient, {x: x0}), zero), "the gradient is 0 there")
    work.claim(Implication(equals(apply("grad", f, x), zero), equals(x, x0)), "and nowhere else")


def invertible(matrix: Any) -> Basic:
    """That a matrix, or number, has an inverse."""
    return relation(matrix, "!=", 0) if is_scalar(matrix) else has("invertible", matrix)

"""Tasks answered: claims and rows of derivations, judged with the prover that is handed in, as records that can be sent
away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from time import perf_counter
from typing import Any

from proofs.judge import judge
from proofs.proving import Disagreement, Prove, Replay, broken, said
from proofs.rows import generator, judge_row
from proofs.scripts import build
from proofs.tasks import Claim, ClaimTask, Mistake, Report, RowTask, Trouble
from symbolic.derivation import Derivation, StatementVerdict, Verdict
from symbolic.errors import LineproofError, ShapeError
from symbolic.explain import explained, to_lines
from symbolic.language.grammar import Scope
from symbolic.language.problem import parse_problem
from symbolic.network.budget import within

__all__ = ["check", "perform"]

TELLING = 1.0
"""Seconds that the explanation of a row's proof may take."""


def perform(prove: Prove, task: Any, replay: Replay | None = None) -> Any:
    """The answer to a task: a Report, a JudgedRow, or Trouble. Raises MemoryError."""
    try:
        if isinstance(task, ClaimTask):
            return check(task.claim, prove, task.seconds, task.seed, replay)
        if isinstance(task, RowTask):
            work = built(task.module)
            row = work.rows[task.number - 1]
            judged = judge_row(work, row, prove=prove, seconds=task.seconds, seed=task.seed, replay=replay)
            return replace(judged, verdict=told(judged.verdict))
        return Trouble(f"no task: {task!r}")
    except Disagreement as error:
        return Trouble(f"internal error, please report it: {error}")
    except LineproofError as error:
        return Trouble(str(error))
    except MemoryError:
        raise
    except Exception as error:  # one line that breaks the program must not cost the others their verdicts
        return Trouble(broken("the judge", error))


def told(verdict: StatementVerdict) -> StatementVerdict:
    """The verdict with its proofs told line by line, and outlines for theorems."""
    try:
        with within(TELLING):
            lines = [line for theorem in verdict.theorems for line in to_lines(explained(theorem))]
    except LineproofError:
        lines = []
    return replace(verdict.portable(), reasons=tuple(lines) or verdict.reasons)


def check(claim: Claim, prove: Prove, seconds: float, seed: int, replay: Replay | None = None) -> Report:
    """Read a claim and judge it. Of a claim that is read in part only, nothing can be said but that a statement that
    was read is false. Raises Disagreement.
    """
    started = perf_counter()
    try:
        problem = parse_problem(claim.let, claim.given)
    except LineproofError as error:
        return unread(error)
    statements, faults = read(problem.scope, claim.claim)
    shapes = [fault for fault in faults if isinstance(fault, ShapeError)]
    if shapes or not statements:
        return unread((shapes or faults)[0])
    judged = list(statements.values())
    verdict = judge(
        problem.hypotheses, judged, prove=prove, rng=generator(seed, claim.name), seconds=seconds, replay=replay
    )
    if faults and verdict.kind is not Verdict.REFUTED:
        return unread(faults[0])
    remarks = [f"not read: {fault}" for fault in faults]
    remarks += [f"of the others: {verdict.message}" if faults else verdict.message] if verdict.message else []
    message = "; ".join([*remarks, *problem.scope.hidden(*problem.hypotheses, *judged)])
    return report(replace(verdict, message=message), perf_counter() - started - verdict.checking)


def read(scope: Scope, texts: Sequence[str]) -> tuple[dict[int, Any], list[LineproofError]]:
    """The statements that can be read, by their numbers, and what is wrong with the others."""
    statements: dict[int, Any] = {}
    faults: list[LineproofError] = []
    for number, text in enumerate(texts, 1):
        try:
            statements[number] = scope.statement(text, f"claim {number}")
        except LineproofError as error:
            faults.append(error)
    return statements, faults


def unread(error: LineproofError) -> Report:
    """The report on a claim that is not understood, or whose shapes do not fit."""
    text, column = getattr(error, "text", ""), getattr(error, "column", 0)
    mistake = Mistake(getattr(error, "place", ""), text, column, max(len(getattr(error, "subterm", "")), 1), str(error))
    kind = Verdict.ILL_TYPED if isinstance(error, ShapeError) else Verdict.UNREAD
    return Report(kind, message=str(error), mistake=mistake if column else None)


def report(verdict: StatementVerdict, seconds: float) -> Report:
    """A verdict as text."""
    needs = tuple(said(n) for n in verdict.needs)
    return Report(
        verdict.kind,
        needs,
        verdict.witness,
        verdict.laws,
        verdict.reasons,
        verdict.message,
        numbers(verdict),
        stage=verdict.stage if verdict.kind is Verdict.SUPPORTED else "",
        residue=tuple((r.text, r.latex) for r in verdict.residue),
        seconds=seconds,
    )


def numbers(verdict: StatementVerdict) -> dict[str, Any] | None:
    """The cross-check as the JSON output has it; None where there was none."""
    tried = verdict.tried
    if tried is None:
        return None
    return {
        "trials": tried.trials,
        "bound": tried.bound,
        "kind": tried.kind,
        "differences": verdict.differences,
        "seed": tried.seed,
        "seconds": round(verdict.checking, 6),
    }


@cache
def built(module: str) -> Derivation:
    """The derivation of a module, built once in this process."""
    return build(module)

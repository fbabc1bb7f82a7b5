"""The rows of a derivation, judged one by one: the statement of each, and the step from the row before."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np

from proofs.judge import SECONDS, judge
from proofs.proving import Prove, Replay, attempt, settled
from symbolic.derivation import Derivation, JudgedRow, Row, StatementVerdict, Step, StepVerdict, Verdict, step_statement
from symbolic.errors import ParseError, ShapeError
from symbolic.language.grammar import Scope

STEPS = {Verdict.PROVED: Step.FOLLOWS, Verdict.NEEDS: Step.FOLLOWS, Verdict.REFUTED: Step.DOES_NOT_FOLLOW}


def generator(seed: int, name: str) -> np.random.Generator:
    """The generator of one line: of the run's seed and the line's name alone, whoever judges it and in whatever
    order.
    """
    return np.random.default_rng([seed, zlib.crc32(name.encode("utf-8", "surrogatepass"))])


def judge_rows(
    work: Derivation, *, prove: Prove, seconds: float = SECONDS, seed: int = 0, replay: Replay | None = None
) -> Iterator[JudgedRow]:
    """All rows of a derivation, refusals too, in order. `seconds` is the budget of each. Raises Disagreement."""
    for row in work.rows:
        yield judge_row(work, row, prove=prove, seconds=seconds, seed=seed, replay=replay)


def judge_row(
    work: Derivation, row: Row, *, prove: Prove, seconds: float = SECONDS, seed: int = 0, replay: Replay | None = None
) -> JudgedRow:
    """One row. Raises Disagreement."""
    started = perf_counter()
    rng = generator(seed, f"{work.name}:{row.number}")
    step = StepVerdict(Step.START)
    statement = row.statement
    if row.kind == "definition":
        verdict = StatementVerdict(Verdict.DEFINITION)
    elif row.kind == "refusal":
        statement, verdict = refusal(work, row, prove, rng, seconds)
    else:
        verdict = judge(row.hypotheses, [statement], prove=prove, rng=rng, seconds=seconds, replay=replay)
        if row.previous is not None:
            step = step_of(work.rows[row.previous - 1], row, verdict, prove, rng, seconds)
    return JudgedRow(row, verdict, step, perf_counter() - started, statement)


def step_of(
    before: Row, row: Row, verdict: StatementVerdict, prove: Prove, rng: np.random.Generator, seconds: float
) -> StepVerdict:
    """Whether the right side of `row` equals that of `before`. Where that is open, two proved rows of one left side
    settle it.
    """
    found = judge(row.hypotheses, [step_statement(before, row)], prove=prove, rng=rng, seconds=seconds)
    kind = STEPS.get(found.kind, Step.OPEN)
    if kind is Step.OPEN and verdict.kind is Verdict.PROVED:
        proof = attempt(prove, row.hypotheses, before.statement, seconds / 4)
        if settled(proof, row.hypotheses):
            kind = Step.FOLLOWS
    if kind is Step.FOLLOWS and verdict.kind is Verdict.REFUTED:
        kind = Step.INHERITS
    return StepVerdict(kind, found.witness if kind is Step.DOES_NOT_FOLLOW else None, found.reasons)


def refusal(
    work: Derivation, row: Row, prove: Prove, rng: np.random.Generator, seconds: float
) -> tuple[Any, StatementVerdict]:
    """The statement that a wrong line makes (None where it makes none) and the verdict on it."""
    scope = Scope()
    scope.symbols.update({**work.symbols(), **work.names})
    try:
        scope.declare_all(dict(row.let))
        statement = scope.statement(row.text)
    except ShapeError as error:
        return None, StatementVerdict(Verdict.ILL_TYPED, message=str(error))
    except ParseError as error:
        return None, StatementVerdict(Verdict.UNREAD, message=str(error))
    verdict = judge((*row.hypotheses, *scope.hypotheses), [statement], prove=prove, rng=rng, seconds=seconds)
    remarks = [verdict.message] if verdict.message else []
    return statement, replace(verdict, message="; ".join([*remarks, *scope.hidden(statement)]))

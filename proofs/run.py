"""A derivation run by itself: `python -m proofs.NAME` prints every line with its verdict and reason.

A proof file ends with

    if __name__ == "__main__":
        run(derivation)
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from inspect import getfile
from pathlib import Path

from proofs.judge import SECONDS
from proofs.proving import said
from proofs.readable import STEPS, readable
from proofs.rows import judge_rows
from proofs.scripts import BrokenProof, made, shown
from symbolic.derivation import Derivation, JudgedRow, Step, Verdict
from symbolic.provers.prover import prove
from symbolic.replay.store import replay_theorem

__all__ = ["lines", "run"]


def run(derivation: Callable[[], Derivation], *, seconds: float = SECONDS, seed: int = 0) -> None:
    """Build the derivation, judge all rows, print them as they are done, and exit: with status 1 where a row is not as
    it should be, 2 where the derivation cannot be built. Raises Disagreement.
    """
    try:
        if not callable(derivation):
            raise BrokenProof(f"run({derivation!r}): expected the function itself, run(derivation)")
        script = Path(getfile(derivation))
        work = made(derivation, script)
    except BrokenProof as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    wrong = 0
    try:
        print(work.title, "", sep="\n")
        for statement in work.given:
            print(f"    given {said(statement)}")
        for judged in judge_rows(work, prove=prove, seconds=seconds, seed=seed, replay=replay_theorem):
            wrong += not judged.right
            print("\n".join(lines(judged, shown(script))), flush=True)
        print(f"\n{len(work.rows)} lines, {wrong} not as they should be; seed {seed}", flush=True)
    except BrokenPipeError:
        sys.stdout = None
    sys.exit(int(wrong > 0))


def lines(judged: JudgedRow, script: str = "") -> Iterator[str]:
    """A judged row as text: the line, then verdict and reason; before these the place in the `script`, where the row is
    not as it should be.
    """
    row, verdict = judged.row, judged.verdict
    if row.kind == "definition":
        yield f"{row.number:>3}  {row.name} := {said(row.value)}"
    elif row.kind == "refusal":
        yield f"{row.number:>3}  wrong: {row.text}"
    elif row.previous is not None:
        yield f"{row.number:>3}      = {said(row.statement.rhs)}"
    else:
        yield f"{row.number:>3}  {said(row.statement)}"
    marks = [str(verdict.kind)] if verdict.kind is not Verdict.DEFINITION else []
    marks += [] if judged.step.kind in (Step.START, Step.FOLLOWS) else [STEPS[judged.step.kind]]
    marks += [] if judged.right else [f"expected {row.expects}"]
    place = f"{script}:{row.line}: " if script and not judged.right else ""
    yield f"         {place}{', '.join([*marks, row.because])}"
    needs, witness = said(*verdict.needs), readable(verdict.witness or "")
    refuted = verdict.kind is Verdict.REFUTED
    conditions = (("holds if" if refuted else "needs", needs), ("witness" if refuted else "without it", witness))
    for name, text in (*(reversed(conditions) if refuted else conditions), ("", verdict.message)):
        if text:
            yield f"         {name + ': ' if name else ''}{text}"

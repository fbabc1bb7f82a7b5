"""The front of the provers: one claim under hypotheses.

`prove(hypotheses, claim)` looks for a theorem of `claim` from the hypotheses alone, and for theorems that
everything in the claim is defined.
Effort grows by stages until the budget is spent; a claim that is not proved comes back with the stage and the residue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sympy import Basic, Eq

from symbolic.clock import clock
from symbolic.errors import BudgetError, LineproofError
from symbolic.kernel import Kernel, Theorem
from symbolic.kernel.meaning import smoothness
from symbolic.language.grammar import to_text
from symbolic.language.intake import ours
from symbolic.language.substitution import ascending
from symbolic.network.budget import within
from symbolic.network.tensor import number
from symbolic.provers.case_points import Counterexample
from symbolic.provers.definedness import requirements
from symbolic.provers.kinks import crossed, existence_note, held_at_kink
from symbolic.provers.randomness import random_by_definition, varied_parameter
from symbolic.provers.residue import Open, left_open
from symbolic.provers.search import Search, in_order
from symbolic.provers.tactics import STRATEGY
from symbolic.provers.vacuity import exclude_each_other, excluded, warning

NESTED = "nested too deeply"
CONTRADICTION = "the hypotheses contradict each other"


@dataclass(frozen=True)
class Proof:
    """What became of a claim.

    theorem: the theorem (its hypotheses are among the given ones and `needs`), or None. needs: conditions for the
    claim to be defined that
    could not be proved. contradictory: the hypotheses exclude each other. stage: how far the search came; spent: its
    time ended there. obstacle: what stood in the way, in words, where that can be said. left: looks, within so many
    seconds, for what is still to be shown of a claim that was not proved.
    warning: what a reader should know of the hypotheses, and of derivatives that need not exist everywhere.
    counterexample: a point where they hold and the claim fails.
    """

    theorem: Theorem | None
    needs: tuple[Basic, ...] = ()
    contradictory: bool = False
    stage: str = ""
    spent: bool = False
    obstacle: str = ""
    left: Callable[[float], tuple[Open, ...]] | None = None
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0
    warning: str = ""
    counterexample: Counterexample | None = None


def prove(hypotheses: Sequence[Basic], claim: Basic, *, seconds: float = 5.0) -> Proof:
    """Search for a proof of `claim`, for so many seconds of processor time. Never raises for a claim that is merely too
    hard. The theorem states orders with the smaller side first.
    """
    start = clock()
    hypotheses, claim = tuple(ascending(ours(h)) for h in hypotheses), ascending(ours(claim))
    attempts = [Proof(None, stage="start")]
    if (symbol := random_by_definition(hypotheses, claim)) is not None:
        said = f"{symbol} is random by its definition: write that out in expectations"
        return Proof(None, stage="start", obstacle=said)
    if (symbol := varied_parameter(hypotheses, claim)) is not None:
        return Proof(None, stage="start", obstacle=f"an expectation is varied by {symbol}, a parameter of its law")
    for explicit in (False, True):
        remaining = seconds - (clock() - start)
        if remaining <= 0:
            attempts.append(replace(attempts[-1], spent=True))
            break
        share = remaining if explicit else 0.8 * remaining
        with within(share):
            attempts.append(_attempt(hypotheses, claim, share, explicit=explicit))
        last = attempts[-1]
        if last.theorem is not None or last.contradictory or last.counterexample is not None:
            return replace(last, seconds=clock() - start)
    told = next((a for a in attempts if a.spent), attempts[-1])
    left = next((a.left for a in attempts if a.left is not None), None)
    return replace(told, left=left, seconds=clock() - start)


def completed(hypotheses: Sequence[Basic], theorem: Theorem, kernel: Kernel, *, seconds: float) -> Proof:
    """A theorem as a proof of its statement from hypotheses: what else it rests on is proved, or needed."""
    start = clock()
    with within(seconds):
        search = Search(hypotheses, theorem.statement, STRATEGY, seconds=seconds, kernel=kernel)
        proof = _completed(search, search.discharged(theorem))
    return replace(proof, seconds=clock() - start)


def _attempt(hypotheses: Sequence[Basic], claim: Basic, seconds: float, *, explicit: bool) -> Proof:
    try:
        search = Search(hypotheses, claim, STRATEGY, seconds=seconds, explicit=explicit)
    except BudgetError:
        return Proof(None, stage="canonical form", spent=True)
    except LineproofError as error:
        return Proof(None, stage="canonical form", obstacle=str(error))
    except RecursionError:
        return Proof(None, stage="canonical form", obstacle=NESTED)
    left = partial(left_open, search)
    try:
        theorem = search.statement(claim)
        if theorem is None or search.contradictory or is_false(search, theorem):
            contradictory = search.contradictory or theorem is not None
            if search.counterexample is None and not contradictory and not explicit and excluded(search):
                return Proof(None, contradictory=True, stage=search.stage, obstacle=CONTRADICTION)
            return Proof(None, contradictory=contradictory, stage=search.stage, spent=not search.remaining(), left=left,
                         counterexample=search.counterexample)
        if exclude_each_other(search, theorem):
            return Proof(None, contradictory=True, stage=search.stage, obstacle=CONTRADICTION)
        if (kink := held_at_kink(search)) is not None:
            obstacle = f"the hypotheses leave no point where the derivative exists: {to_text(kink)}"
            return Proof(None, stage=search.stage, obstacle=obstacle)
        return _completed(search, search.discharged(theorem))
    except BudgetError:
        return Proof(None, stage=search.stage, spent=True, left=left)
    except LineproofError as error:
        return Proof(None, stage=search.stage, obstacle=str(error), left=left)
    except RecursionError:
        return Proof(None, stage=search.stage, obstacle=NESTED, left=left)


def _completed(search: Search, theorem: Theorem) -> Proof:
    """The proof, with what must still hold for everything to be defined."""
    found = {c: search.condition(c) for c in requirements(search.claim)}
    missing = [c for c, lemma in found.items() if lemma is None]
    off_kinks = smoothness(search.claim)
    apart = set()
    smooth: list[Theorem | None] = []
    said = [warning(search)]
    if off_kinks and crossed(theorem, search.claim, search.kernel.settings):
        apart = {search.kernel.meaning(h) for h in off_kinks}
        said.append(existence_note([h for h in off_kinks if not search.is_given(h)]))
    else:
        smooth = [search.existence.prove(h) for h in off_kinks]
        missing += [h for h, lemma in zip(off_kinks, smooth, strict=True) if lemma is None]
    rest = [
        in_order(h for h in t.hypotheses if not search.is_given(h) and search.kernel.meaning(h) not in apart)
        for t in (theorem, *found.values(), *smooth)
        if t is not None
    ]
    extra = [h for listed in rest for h in listed]
    needs = tuple(dict.fromkeys((*missing, *extra)))
    return Proof(theorem, needs, stage=search.stage, reasons=reasons(theorem), warning="; ".join(filter(None, said)))


def is_false(search: Search, theorem: Theorem) -> bool:
    """Whether a theorem equates two numbers: then its hypotheses contradict each other."""
    gap = search.kernel.difference(theorem.statement) if isinstance(theorem.statement, Eq) else None
    return gap is not None and bool(gap.terms) and gap.is_scalar and gap == number(next(iter(gap.terms.values())))


def reasons(theorem: Theorem) -> tuple[str, ...]:
    """The rules and laws of a theorem, in the order of use."""
    return tuple(dict.fromkeys(f"{t.rule}: {t.data[0]}" if t.rule == "law" else t.rule for t in theorem.tree()))

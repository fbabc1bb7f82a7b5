"""What the judge expects of a prover, and how it calls one that may break down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sympy import Basic, Eq, Le, Lt, Ne
from sympy.assumptions import AppliedPredicate

from numeric.evaluation import Point
from symbolic.errors import LanguageError, LineproofError
from symbolic.explain import Residue, residue
from symbolic.language.derivatives import smoothness
from symbolic.language.operator import operands_of
from symbolic.language.problem import to_text
from symbolic.language.statements import Loewner, RangeInclusion
from symbolic.language.substitution import ascending, subterms
from symbolic.provers.definedness import requirements
from symbolic.provers.residue import Open

PLAIN = (AppliedPredicate, Eq, Le, Loewner, Lt, Ne, RangeInclusion)
"""Statements that are about their terms at a point: no implications, laws, or bound symbols."""
LONGEST = 300
"""Characters of a message from a part that broke down."""


class Disagreement(LineproofError):
    """A statement was proved, and fails at a point that satisfies its hypotheses: one of prover, kernel and evaluation
    is wrong.
    """


class Proof(Protocol):
    """What a prover returns (symbolic.provers.prover.Proof).

    `theorem` is None where none was found. `needs` are conditions that something in the claim is defined, and that
    could not be proved: the theorem is under them. `stage` is how far the prover came, `spent` whether its time ended
    there, `obstacle` what stood in the way, in words, `left` None or what looks, within so many seconds, for the
    statements that are still to be shown. `reasons` is the chain of steps, `warning` what a reader must be told of a
    theorem. `counterexample` is None, or `sizes` and `values` where the hypotheses hold and the claim fails.
    """

    @property
    def theorem(self) -> Any: ...
    @property
    def needs(self) -> tuple[Basic, ...]: ...
    @property
    def contradictory(self) -> bool: ...
    @property
    def stage(self) -> str: ...
    @property
    def spent(self) -> bool: ...
    @property
    def obstacle(self) -> str: ...
    @property
    def left(self) -> Callable[[float], tuple[Open, ...]] | None: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...
    @property
    def counterexample(self) -> Any: ...
    @property
    def warning(self) -> str: ...


Prove = Callable[..., Proof]
"""prove(hypotheses, claim, *, seconds) -> Proof"""
Replay = Callable[[Any], object]
"""replay(theorem), which raises where the theorem does not stand a second check."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A prover that broke down: no proof, and the reason."""

    obstacle: str
    theorem: Any = None
    needs: tuple[Basic, ...] = ()
    contradictory: bool = False
    stage: str = "broken"
    spent: bool = False
    left: None = None
    reasons: tuple[str, ...] = ()
    counterexample: Any = None
    warning: str = ""


def attempt(prove: Prove, hypotheses: Sequence[Basic], claim: Basic, seconds: float) -> Proof:
    """One call of the prover. Raises Disagreement where the theorem it returns is not of `claim`."""
    try:
        proof = prove(hypotheses, claim, seconds=max(seconds, 0.0))
    except Exception as error:  # search is untrusted: what breaks down in it costs its proof and nothing else
        return Failed(broken("the prover", error))
    if proof.theorem is not None and proof.theorem.statement not in (claim, ascending(claim)):
        raise Disagreement(f"to prove was {said(claim)}, proved is {said(proof.theorem.statement)}")
    return proof


def assumed(hypotheses: Sequence[Basic]) -> tuple[Basic, ...]:
    """What has to hold for the hypotheses to say anything: an inverse or a quotient in one of them exists."""
    plain = [h for h in hypotheses if isinstance(h, PLAIN) and not _sums(h)]
    found = dict.fromkeys(c for h in plain for c in requirements(h))
    return tuple(c for c in found if c not in hypotheses)


def _sums(statement: Basic) -> bool:
    """Whether a statement has sums over an index, which is no symbol outside of them."""
    return any(operands_of(part, "series") is not None for part in subterms(statement))


def extra(proof: Proof, hypotheses: Sequence[Basic]) -> tuple[Basic, ...]:
    """What a proof assumes beyond `hypotheses`, apart from the kinks of its own derivatives.

    A derivative is claimed only where it exists; where a claim needs more than that, the prover says so in `needs`.
    """
    given = {*hypotheses, *map(ascending, hypotheses)}
    needs = tuple(h for h in proof.needs if h not in given)
    if proof.theorem is None:
        return needs
    allowed = given | {*smoothness(proof.theorem.statement)}
    rest = (h for h in sorted(proof.theorem.hypotheses, key=str) if h not in allowed)
    return tuple(dict.fromkeys((*needs, *rest)))


def settled(proof: Proof, hypotheses: Sequence[Basic]) -> bool:
    """Whether there is a theorem from `hypotheses` alone."""
    return proof.theorem is not None and not proof.contradictory and not extra(proof, hypotheses)


def remaining(proof: Proof, seconds: float) -> tuple[Residue, ...]:
    """What a proof that was not found leaves to be shown; () where nothing can be said."""
    try:
        return () if proof.left is None else tuple(map(residue, proof.left(seconds)))
    except Exception:  # a residue is a help to the reader; a verdict does not need it
        return ()


def halt(proof: Proof) -> str:
    """Why a proof was not found, in words."""
    if proof.obstacle:
        return f"no proof found: {proof.obstacle}"
    return "no proof found: " + (f"out of time in stage '{proof.stage}'" if proof.spent else "all stages tried")


def point_of(counterexample: Any) -> Point:
    """The point of a counterexample; whole numbers stand among its sizes."""
    numbers = {s: v for s, v in counterexample.values.items() if not isinstance(v, tuple)}
    whole = {s: int(v) for s, v in numbers.items() if s.is_integer}
    rows = {s: [[v]] if s in numbers else v for s, v in counterexample.values.items() if s not in whole}
    return Point({**counterexample.sizes, **whole}, rows)


def said(*statements: Basic) -> str:
    """Statements as text of the grammar; what the grammar cannot say, as SymPy prints it."""
    return ", ".join(map(_text, statements))


def _text(statement: Basic) -> str:
    try:
        return to_text(statement)
    except LanguageError:
        return str(statement)


def broken(who: str, error: Exception) -> str:
    """One line on a part of this program that broke down, which is its own fault and no matter of the claim."""
    return f"internal error, please report it: {who} broke down: {type(error).__name__}: {error}".strip()[:LONGEST]


def bound_in(claims: Sequence[Basic]) -> frozenset[Any]:
    """The indices of sums in claims."""
    held = (operands_of(part, "series") for claim in claims for part in subterms(claim))
    return frozenset(found[1] for found in held if found is not None)

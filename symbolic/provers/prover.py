"""The front of the provers: one claim under hypotheses.

`prove(hypotheses, claim)` looks for a theorem of `claim` from the hypotheses alone, and for theorems that everything in the claim is defined.
Effort grows by stages until the budget is spent; a claim that is not proved comes back with the stage and the residue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from time import monotonic
from typing import Any

from sympy import Basic, Eq, Inverse, Le, Lt, MatMul, Ne, Rational
from sympy.assumptions import AppliedPredicate

from symbolic.errors import LineproofError
from symbolic.kernel import Kernel, Theorem
from symbolic.kernel.meaning import smoothness
from symbolic.language.intake import ours
from symbolic.language.operator import Application, apply
from symbolic.language.statements import (
    Exists, Implication, Loewner, Minimizes, RangeInclusion, equals, has, property_name, relation,
)
from symbolic.language.substitution import substitute, subterms, symbols_in
from symbolic.language.terms import RandomMatrix, RandomScalar, add, identity, inverse, multiply, negative, shape_of, transpose, zeros
from symbolic.provers.definedness import requirements
from symbolic.provers.equations import Equations
from symbolic.provers.existence import Existence
from symbolic.provers.facts import Facts


@dataclass(frozen=True)
class Proof:
    """What became of a claim.

    theorem: the theorem (its hypotheses are among the given ones and `needs`), or None. needs: conditions for the claim to be defined that
    could not be proved. contradictory: the hypotheses exclude each other. stage, residue: how far the search came and what was left.
    """

    theorem: Theorem | None
    needs: tuple[Basic, ...] = ()
    contradictory: bool = False
    stage: str = ""
    residue: str = ""
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0


def prove(hypotheses: Sequence[Basic], claim: Basic, *, seconds: float = 5.0) -> Proof:
    """Search for a proof of `claim`. Never raises for a claim that is merely too hard."""
    start = monotonic()
    hypotheses, claim = tuple(map(ours, hypotheses)), ours(claim)
    last = Proof(None, stage="start")
    for explicit in (False, True):
        remaining = seconds - (monotonic() - start)
        if remaining <= 0:
            break
        last = _Search(hypotheses, claim, explicit=explicit, seconds=remaining).run()
        if last.theorem is not None or last.contradictory:
            break
    return Proof(last.theorem, last.needs, last.contradictory, last.stage, last.residue, last.reasons, monotonic() - start)


class _Search:
    """One attempt with one set of translation settings."""

    def __init__(self, hypotheses: Sequence[Basic], claim: Basic, *, explicit: bool, seconds: float) -> None:
        self.deadline = monotonic() + seconds
        self.claim = claim
        self.given = tuple(hypotheses)
        self.kernel = Kernel(explicit=explicit, dependent=dependent_groups(hypotheses))
        self.symbols = {s.name: s for statement in (*hypotheses, claim) for s in symbols_in(statement)}
        self.facts = Facts(self.kernel, hypotheses)
        self.existence = Existence(self.facts)
        self.equations = Equations(self.kernel, self.facts, self.existence, self.symbols)
        self.residue = ""
        self.stage = "canonical form"
        self.contradictory = False

    def run(self) -> Proof:
        """The outcome."""
        try:
            theorem = self.statement(self.claim)
        except LineproofError as error:
            return Proof(None, stage=self.stage, residue=str(error))
        except RecursionError:
            return Proof(None, stage=self.stage, residue="nested too deeply")
        if theorem is None or self.contradictory:
            return Proof(None, contradictory=self.contradictory, stage=self.stage, residue=self.residue)
        theorem = self.discharged(theorem)
        missing = self.undefined(theorem)
        apart = {self.kernel.meaning(h) for h in smoothness(self.claim)}
        extra = [h for h in theorem.hypotheses if self.facts.find(h) is None and self.kernel.meaning(h) not in apart]
        return Proof(theorem, tuple(dict.fromkeys((*missing, *extra))), stage=self.stage, reasons=reasons(theorem))

    def remaining(self) -> float:
        return max(0.05, self.deadline - monotonic())

    def discharged(self, theorem: Theorem) -> Theorem:
        """Hypotheses that are not given replaced by their proofs, where there are some."""
        known = {self.kernel.meaning(h) for h in self.given}
        for h in sorted(theorem.hypotheses, key=str):
            if self.kernel.meaning(h) not in known and (lemma := self.property(h)) is not None:
                theorem = self.kernel.discharge(theorem, lemma)
        return theorem

    def undefined(self, theorem: Theorem) -> list[Basic]:
        """The requirements of the claim that have no proof."""
        missing = []
        for condition in requirements(self.claim):
            if self.property(condition) is None:
                missing.append(condition)
        del theorem
        return missing

    def property(self, statement: Basic) -> Theorem | None:
        """A proof of a side condition."""
        found = self.existence.prove(statement)
        if found is None and property_name(statement) == "invertible":
            found = self.exhibited_inverse(statement.arguments[0])  # type: ignore[attr-defined]
        return found

    def exhibited_inverse(self, a: Any) -> Theorem | None:
        """invertible(a), by a matrix of the claim that is a's inverse: the other side of a^-1 = R."""
        for left, right in ((self.claim.args, self.claim.args[::-1]) if isinstance(self.claim, Eq) else ()):
            if isinstance(left, Inverse) and left.args[0] == a:
                fresh = Equations(self.kernel, self.facts, self.existence, self.symbols)
                known = fresh.prove(equals(multiply(a, right), identity(shape_of(a)[0])), self.remaining()).theorem
                if known is not None:
                    return self.kernel.law("inverse_unique", {"A": a, "B": right}, [known])
        return self.similar_inverse(a)

    def similar_inverse(self, a: Any) -> Theorem | None:
        """invertible(a), where V*a*W is known to be invertible for known invertible V and W (or the identity)."""
        known = [t.statement.arguments[0] for t in self.facts.known.values() if property_name(t.statement) == "invertible"]  # type: ignore[attr-defined]
        n = shape_of(a)
        sides = [identity(n[0]), *(v for v in known if shape_of(v) == n)][:4]
        fresh = Equations(self.kernel, self.facts, self.existence, self.symbols)
        for left, right in product(sides, sides):
            for target in known:
                if shape_of(target) != n or left == right == sides[0]:
                    continue
                equation = fresh.prove(equals(multiply(left, a, right), target), min(0.3, self.remaining())).theorem
                if equation is None:
                    continue
                whole = self.kernel.transfer(self.facts.has("invertible", target), equation,  # type: ignore[arg-type]
                                             has("invertible", multiply(left, a, right)))
                if left != sides[0]:
                    whole = self.kernel.law("invertible_right_factor", {"A": left, "B": multiply(a, right)}, [whole])
                if right != sides[0]:
                    whole = self.kernel.law("invertible_left_factor", {"A": a, "B": right}, [whole])
                return self.kernel.restate(whole, has("invertible", a))
        return None

    # Statements by kind

    def statement(self, claim: Basic) -> Theorem | None:
        """A theorem of the claim."""
        found = self.facts.find(claim)
        if found is not None:
            return found
        if isinstance(claim, Eq):
            return self.equation(claim) or self.beyond(claim)
        if isinstance(claim, AppliedPredicate):
            return self.existence.prove(claim) or self.defining(claim)
        if isinstance(claim, Loewner):
            return self.loewner(claim)
        if isinstance(claim, RangeInclusion):
            return self.range_inclusion(claim)
        if isinstance(claim, Implication):
            return self.implication(claim)
        if isinstance(claim, Exists):
            return self.exists(claim)
        if isinstance(claim, Minimizes):
            return self.minimizes(claim)
        if isinstance(claim, Ne | Le | Lt):
            return self.existence.prove(claim) or self.by_squares(claim)
        return None

    def implication(self, claim: Any) -> Theorem | None:
        """P => Q by Q under P."""
        hypothesis, conclusion = claim.args
        inner = _Search((*self.given, hypothesis), conclusion, explicit=self.kernel.settings[0], seconds=self.remaining())
        inner.kernel = self.kernel
        inner.facts = Facts(self.kernel, (*self.given, hypothesis))
        inner.existence = Existence(inner.facts)
        inner.equations = Equations(self.kernel, inner.facts, inner.existence, self.symbols)
        found = inner.statement(conclusion)
        return None if found is None else self.kernel.imply(inner.discharged(found), hypothesis)

    def exists(self, claim: Any) -> Theorem | None:
        """exists W: L*W*R = C, with the witness pinv(L)*C*pinv(R); W alone on a side, with that side."""
        variable, parts = claim.args[0], claim.args[1:]
        for term in witnesses(variable, parts):
            try:
                proved = [self.statement(substitute(part, {variable: term})) for part in parts]
            except LineproofError:
                continue
            if all(proved):
                return self.kernel.witness([p for p in proved if p], claim, term)
        return None

    def minimizes(self, claim: Any) -> Theorem | None:
        """minimizes(w0, f, w) by f(w) - f(w0) = (w - w0)' H (w - w0) / 2 with the Hessian H semidefinite."""
        point, value, variable = claim.args
        order = relation(substitute(value, {variable: point}), "<=", value)
        found = self.by_squares(order) or self.by_hessian(order, point, value, variable)
        return None if found is None else self.kernel.minimum(self.discharged(found), claim)

    def by_hessian(self, order: Any, point: Any, value: Any, variable: Any) -> Theorem | None:
        """f(w0) <= f(w) for a quadratic f with semidefinite Hessian, stationary at w0."""
        if shape_of(variable)[1] != 1:
            return None
        hessian = self.equations.relations.reader.term(self.kernel.translator(apply("hess", value, variable)))
        step = add(variable, negative(point))
        form = multiply(Rational(1, 2), transpose(step), hessian, step)
        low = self.existence.prove(relation(0, "<=", form))
        same = self.equation(equals(add(order.args[1], negative(order.args[0])), form))
        return None if low is None or same is None else self.kernel.transfer(low, same, order)

    def by_squares(self, claim: Any) -> Theorem | None:
        """a <= b where b - a is a sum of squares by structure, up to the equations at hand."""
        return None

    def equation(self, goal: Basic) -> Theorem | None:
        """An equation by canonical form and completion."""
        self.stage = "completion"
        attempt = self.equations.prove(goal, self.remaining())
        self.contradictory |= attempt.contradictory
        if attempt.theorem is None and attempt.residue is not None:
            self.residue = f"{attempt.reason}: {len(attempt.residue.terms)} terms left"
        return attempt.theorem

    def beyond(self, goal: Any) -> Theorem | None:
        """Ways beyond the ideal of the relations, one after the other."""
        for stage, attempt in (("known inverses", self.by_known_inverses), ("definitions", self.by_definitions), ("inverse exhibited", self.by_inverse), ("pinv exhibited", self.by_pinv),
                               ("star cancellation", self.by_star), ("one-sided inverse", self.by_one_sided), ("rank", self.by_rank)):
            if monotonic() > self.deadline or self.contradictory:
                return None
            self.stage = stage
            try:
                found: Theorem | None = attempt(goal)
            except LineproofError:
                continue
            if found is not None:
                return found
        return None

    def by_known_inverses(self, goal: Any) -> Theorem | None:
        """The goal again with the inverses that the hypotheses provide."""
        new = False
        for theorem in list(self.facts.known.values()):
            name = property_name(theorem.statement)
            if name in ("full column rank", "full row rank"):
                x = theorem.statement.arguments[0]  # type: ignore[attr-defined]
                a = multiply(transpose(x), x) if name == "full column rank" else multiply(x, transpose(x))
            elif name in ("invertible", "positive definite"):
                a = theorem.statement.arguments[0]  # type: ignore[attr-defined]
            elif isinstance(theorem.statement, Ne) and getattr(theorem.statement.args[1], "is_ZeroMatrix", False):
                a = apply("sum", apply("hadamard", theorem.statement.args[0], theorem.statement.args[0]))
            elif isinstance(theorem.statement, Ne) and theorem.statement.args[1] == 0:
                a = theorem.statement.args[0]
            else:
                continue
            new |= self.equations.mention(inverse(a))
        return self.equation(goal) if new else None

    def by_definitions(self, goal: Any) -> Theorem | None:
        """Definitions S = expression among the hypotheses written out."""
        definitions = definitions_of(self.given)
        if not definitions:
            return None
        mapping = {symbol: value for symbol, value, _ in definitions}
        chain = [goal]
        for symbol, value, _ in definitions:
            chain.append(substitute(chain[-1], {symbol: value}))
        rest = [substitute(h, mapping) for h in self.given if all(h is not d[2] for d in definitions)]
        inner = _Search(rest, chain[-1], explicit=self.kernel.settings[0], seconds=self.remaining())
        inner.kernel, inner.facts = self.kernel, Facts(self.kernel, rest)
        inner.existence = Existence(inner.facts)
        inner.equations = Equations(self.kernel, inner.facts, inner.existence, self.symbols)
        theorem = inner.statement(chain[-1])
        self.residue = inner.residue or self.residue
        if theorem is None:
            return None
        theorem = inner.discharged(theorem)
        for (symbol, _, hypothesis), statement in zip(reversed(definitions), reversed(chain[:-1]), strict=True):
            del symbol
            theorem = self.kernel.replace(theorem, self.kernel.assume(hypothesis), statement)
        return self._with_definitions(theorem, definitions, mapping)

    def _with_definitions(self, theorem: Theorem, definitions: list[tuple[Any, Any, Basic]], mapping: dict[Any, Any]) -> Theorem:
        """Hypotheses with definitions written out, replaced by the hypotheses as given."""
        for h in self.given:
            written = substitute(h, mapping)
            if written == h or all(self.kernel.meaning(written) != self.kernel.meaning(x) for x in theorem.hypotheses):
                continue
            lemma = self.kernel.assume(h)
            for symbol, value, hypothesis in definitions:
                lemma = self.kernel.replace(lemma, self.kernel.assume(hypothesis), substitute(lemma.statement, {symbol: value}))
            theorem = self.kernel.discharge(theorem, lemma)
        return theorem

    def by_inverse(self, goal: Any) -> Theorem | None:
        """a^-1 = R from a*R = I."""
        for left, right in (goal.args, goal.args[::-1]):
            if isinstance(left, Inverse):
                a = left.args[0]
                known = self.equation(equals(multiply(a, right), identity(shape_of(a)[0]))) or self.equation(
                    equals(multiply(right, a), identity(shape_of(a)[0])))
                if known is None:
                    continue
                if known.statement.args[0] != multiply(a, right):
                    known = self.kernel.law("one_sided_inverse", {"A": right, "B": a}, [known])
                return self.kernel.restate(self.kernel.law("inverse_unique", {"A": a, "B": right}, [known], conclusion=1), goal)
        return None

    def by_pinv(self, goal: Any) -> Theorem | None:
        """pinv(a) = B from the four Penrose equations."""
        for left, right in (goal.args, goal.args[::-1]):
            if isinstance(left, Application) and left.operator.name == "pinv":
                a, b = left.operands[0], right
                four = [equals(multiply(a, b, a), a), equals(multiply(b, a, b), b), equals(transpose(multiply(a, b)), multiply(a, b)),
                        equals(transpose(multiply(b, a)), multiply(b, a))]
                proved = []
                for statement in four:
                    theorem = self.equation(statement)
                    if theorem is None:
                        break
                    proved.append(theorem)
                if len(proved) == 4:
                    return self.kernel.restate(self.kernel.law("pinv_unique", {"A": a, "B": b}, proved), goal)
        return None

    def by_star(self, goal: Any, depth: int = 2) -> Theorem | None:
        """Y = 0 from Y'Y = 0 or YY' = 0 (each perhaps again in this way), for Y = left - right."""
        left, right = goal.args
        y = left if getattr(right, "is_ZeroMatrix", False) else add(left, negative(right))
        rows, cols = shape_of(y)
        if (rows, cols) == (1, 1):
            return None
        roots = ((y, cols), (transpose(y), rows))
        for root, size in roots:
            square = equals(multiply(transpose(root), root), zeros(size, size))
            known = self.equation(square)
            if known is None and depth > 1 and len(subterms_of(square)) < 60:
                known = self.by_star(square, depth - 1)
            if known is not None:
                zero = self.kernel.law("gram_zero", {"A": root}, [known])
                if root is y:
                    return self.kernel.restate(zero, goal)
                return self.kernel.certificate(goal, *self._transposed(zero, goal))
        return None

    def _transposed(self, zero: Theorem, goal: Any) -> tuple[Any, list[Theorem]]:
        attempt = Equations(self.kernel, Facts(self.kernel, ()), self.existence, self.symbols)
        attempt.facts.equations.append(zero)
        proved = attempt.prove(goal, self.remaining())
        if proved.theorem is None or proved.theorem.rule != "certificate":
            raise LineproofError("a transposed zero did not give the goal")
        return proved.theorem.data, list(proved.theorem.premises)

    def by_one_sided(self, goal: Any) -> Theorem | None:
        """B*A = I for square matrices wherever A*B = I follows; then the goal again."""
        added = False
        for theorem in list(self.facts.equations):
            for left, right in (theorem.statement.args, theorem.statement.args[::-1]):
                n = shape_of(right)[0]
                if right != identity(n) or not hasattr(left, "args"):
                    continue
                factors = [left] if not left.is_MatMul else list(left.args)
                for k in range(1, len(factors)):
                    a, b = multiply(*factors[:k]), multiply(*factors[k:])
                    if shape_of(a) == shape_of(b) == (n, n):
                        self.equations.enlarge(self.kernel.law("one_sided_inverse", {"A": a, "B": b}, [theorem]))
                        added = True
        return self.equation(goal) if added else None

    def by_rank(self, goal: Any) -> Theorem | None:
        """Ranks: of a projection its trace, of a matrix of full rank its size."""
        added = False
        for part in subterms(goal):
            if not (isinstance(part, Application) and part.operator.name == "rank"):
                continue
            a = part.operands[0]
            column = self.existence.prove(has("full column rank", a))
            row = self.existence.prove(has("full row rank", a))
            square = shape_of(a)[0] == shape_of(a)[1]
            known = self.equation(equals(multiply(a, a), a)) if square else None
            for law, premise in (("rank_columns", column), ("rank_rows", row), ("rank_projection", known)):
                if premise is not None:
                    self.equations.enlarge(self.kernel.law(law, {"A": a}, [premise]))
                    added = True
        return self.equation(goal) if added else None

    def defining(self, claim: Any) -> Theorem | None:
        """A property by its defining equation."""
        name, a = property_name(claim), claim.arguments[0]
        laws: dict[str, tuple[str, Callable[[], Basic]]] = {
            "symmetric": ("symmetric_of_eq", lambda: equals(transpose(a), a)),
            "antisymmetric": ("antisymmetric_of_eq", lambda: equals(transpose(a), negative(a))),
            "idempotent": ("idempotent_of_eq", lambda: equals(multiply(a, a), a)),
            "orthogonal": ("orthogonal_of_eq", lambda: equals(multiply(transpose(a), a), identity(shape_of(a)[0]))),
        }
        if name not in laws:
            return None
        law, statement = laws[name]
        known = self.equation(statement()) or self.beyond(statement())
        return None if known is None else self.kernel.restate(self.kernel.law(law, {"A": a}, [known]), claim)

    def loewner(self, claim: Any) -> Theorem | None:
        """A >> B where A - B is semidefinite by structure."""
        a, b = claim.args
        gap = a if getattr(b, "is_ZeroMatrix", False) else add(a, negative(b))
        known = self.existence.prove(has("positive semidefinite", gap))
        return None if known is None else self.kernel.restate(self.kernel.law("loewner_of_semidefinite", {"A": a, "B": b}, [known]), claim)

    def range_inclusion(self, claim: Any) -> Theorem | None:
        """range(B) <= range(A) by B = A*pinv(A)*B."""
        b, a = claim.args
        witness = multiply(pinv(a), b)
        known = self.equation(equals(b, multiply(a, witness)))
        return None if known is None else self.kernel.law("range_of_witness", {"A": a, "B": b, "W": witness}, [known])


def subterms_of(statement: Basic) -> list[Any]:
    """All parts of a statement."""
    return list(subterms(statement))


def pinv(a: Any) -> Any:
    """pinv(a)."""
    return apply("pinv", a)


def witnesses(variable: Any, parts: Sequence[Any]) -> list[Any]:
    """Candidates for W in equations L*W*R = C."""
    found = []
    for part in parts:
        for side, other in (part.args, part.args[::-1]) if isinstance(part, Eq) else ():
            factors = list(side.args) if isinstance(side, MatMul) else [side]
            if factors.count(variable) == 1 and variable not in symbols_in(other):
                k = factors.index(variable)
                left = [pinv(multiply(*factors[:k]))] if k else []
                right = [pinv(multiply(*factors[k + 1:]))] if k + 1 < len(factors) else []
                found.append(multiply(*left, other, *right))
    return found


def definitions_of(hypotheses: Sequence[Basic]) -> list[tuple[Any, Any, Basic]]:
    """(symbol, value, hypothesis) for the hypotheses S = expression without S, in an order in which each may be written out."""
    found: list[tuple[Any, Any, Basic]] = []
    taken: set[Any] = set()
    for h in hypotheses:
        if not isinstance(h, Eq):
            continue
        for symbol, value in (h.args, h.args[::-1]):
            inside = symbols_in(value)
            if symbol.is_symbol and symbol not in inside and symbol not in taken and not (symbol.is_integer and symbol.is_positive) and not any(
                    symbol in symbols_in(v) and s in inside for s, v, _ in found):
                found = [(s, substitute(v, {symbol: value}), hyp) for s, v, hyp in found]
                value = substitute(value, {s: v for s, v, _ in found})
                if symbol in symbols_in(value):
                    continue
                found.append((symbol, value, h))
                taken.add(symbol)
                break
    return found


def dependent_groups(hypotheses: Sequence[Basic]) -> list[list[str]]:
    """Groups of random symbols that some hypothesis ties together: they are not taken as independent."""
    groups = []
    for h in hypotheses:
        if isinstance(h, Eq):
            names = sorted(s.name for s in symbols_in(h) if isinstance(s, RandomMatrix | RandomScalar))
            if len(names) > 1:
                groups.append(names)
    return groups


def reasons(theorem: Theorem) -> tuple[str, ...]:
    """The rules and laws of a theorem, in the order of use."""
    return tuple(dict.fromkeys(f"{t.rule}: {t.data[0]}" if t.rule == "law" else t.rule for t in theorem.tree()))



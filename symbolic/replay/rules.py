"""The check of every rule: from the steps before it, is this step what its rule says?

A rule is a function of the replay and a step; it gives the hypotheses, those that stay from the premises and those that
the step takes on, and the laws it adds; the replay compares them with what the step states. A rule that is not in the
table is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symbolic.replay.calculus import off_kinks
from symbolic.replay.cases import check_cases
from symbolic.replay.errors import ReplayError
from symbolic.replay.functions import times
from symbolic.replay.laws import instance
from symbolic.replay.matrices import total
from symbolic.replay.networks import Labels, flat_block
from symbolic.replay.plain import BINDERS, Plain, binds, frozen, parts, sizes_of, substituted, symbols
from symbolic.replay.statements import Meaning, Statements
from symbolic.replay.sums import Array, add_to, equal


@dataclass(frozen=True)
class Step:
    """One theorem of the tree: what it states, under what, by which rule from which steps."""

    statement: Plain
    hypotheses: frozenset[Plain]
    laws: frozenset[str]
    rule: str
    premises: tuple[Step, ...]
    data: Any


@dataclass
class Grounds:
    """What a rule says that a step rests on: hypotheses as they are written, conditions by their meaning, laws."""

    hypotheses: set[Plain] = field(default_factory=set)
    conditions: list[Meaning] = field(default_factory=list)
    laws: set[str] = field(default_factory=set)


@dataclass
class Workshop:
    """What rules work with."""

    statements: Statements
    labels: Labels

    def __post_init__(self) -> None:
        self.reader = self.statements.reader
        self.session = self.reader.session


Rule = Callable[[Workshop, Step], Grounds]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Put a check into the table, under its own name."""
    if function.__name__ in RULES:
        raise ReplayError(f"two checks of the rule {function.__name__}")
    RULES[function.__name__] = function
    return function


def require(holds: bool, message: str) -> None:
    """Raises ReplayError unless `holds`."""
    if not holds:
        raise ReplayError(message)


def passed_on(step: Step, conditions: Iterable[Meaning] = (), laws: Iterable[str] = ()) -> Grounds:
    """The hypotheses and laws of all premises, and more."""
    return Grounds(
        {h for p in step.premises for h in p.hypotheses},
        list(conditions),
        {name for p in step.premises for name in p.laws} | set(laws),
    )


def premises(step: Step, count: int) -> tuple[Step, ...]:
    """The premises, which must be `count`."""
    require(len(step.premises) == count, f"{step.rule} has {count} premises, got {len(step.premises)}")
    return step.premises


@rule
def assume(_: Workshop, step: Step) -> Grounds:
    """h |- h."""
    premises(step, 0)
    return Grounds({step.statement})


@rule
def restate(w: Workshop, step: Step) -> Grounds:
    """The same in other words."""
    (known,) = premises(step, 1)
    require(w.statements.same(known.statement, step.statement), "the restatement says something else")
    return passed_on(step, w.statements.conditions(step.statement))


@rule
def certificate(w: Workshop, step: Step) -> Grounds:
    """left - right is the combination of the premises' differences."""
    rest = w.statements.difference(step.statement).scaled(1)
    sides = [w.statements.difference(p.statement) for p in step.premises]
    for term in step.data:
        number = term["premise"]
        require(isinstance(number, int) and 0 <= number < len(sides), "a term names no premise")
        inner = flat_block(sides[number], tuple(term["blocks"]))
        factors = term["context"]["factors"]
        holes = [k for k, (label, _) in enumerate(factors) if w.labels.table[label]["kind"] == "hole"]
        require(holes == [term["hole"]], "a context has one hole")
        value = w.labels.network(term["context"], rest.axes, len(w.labels.table), term["hole"], inner)
        add_to(rest, value, -Fraction(term["coefficient"]))
    conditions = w.statements.conditions(step.statement)
    if not rest.is_zero:
        rest = off_kinks(w.session, rest, w.statements.kinks(step.statement))
        require(rest.is_zero, "the certificate does not multiply out")
        conditions += w.statements.smoothness(step.statement)
    return passed_on(step, conditions)


@rule
def law(w: Workshop, step: Step) -> Grounds:
    """An instance of a law of the printed table."""
    data = step.data
    binding, sizes = ({key: frozen(term) for key, term in data[part].items()} for part in ("binding", "sizes"))
    for term in (*binding.values(), *sizes.values()):
        w.reader.name(term)
    statement, needed = instance(w.reader, data["law"], binding, sizes, data["conclusion"])
    require(w.statements.same(statement, step.statement), f"that is not what law {data['law']} says")
    stated = [p.statement for p in step.premises]
    open_ = [w.statements.meaning(h) for h in needed if not any(w.statements.same(s, h) for s in stated)]
    for known in stated:
        require(any(w.statements.same(known, h) for h in needed), "a premise that the law does not ask for")
    return passed_on(step, [*open_, *w.statements.conditions(step.statement)], [data["law"]])


@rule
def moment(w: Workshop, step: Step) -> Grounds:
    """What a declared law says of a moment."""
    (known,) = premises(step, 1)
    require(step.statement[0] == "moment" and step.statement[1] == known.statement, "a moment of another law")
    require(step.statement[2] == str(step.data), "a moment of another order")
    w.statements.difference(step.statement)
    return passed_on(step, (), [f"moment {step.data}"])


@rule
def squares(w: Workshop, step: Step) -> Grounds:
    """A sum of squares with weights from 0."""
    kind, left, right = step.statement
    require(kind in (">>", "<="), "squares show an order")
    goal = w.statements.apart(left, right) if kind == ">>" else w.statements.apart(right, left)
    require(kind == ">>" or goal.is_scalar, "squares show an order of scalars")
    rest = goal.scaled(1)
    for weight, root in step.data:
        require(Fraction(weight) >= 0, "a negative weight")
        w.reader.name(root)
        y = w.reader(root)
        square = (
            w.session.einsum([y, y], ["ki", "kj"], "ij") if kind == ">>" else total(w.session, times(w.session, y, y))
        )
        rest = rest.plus(square, -Fraction(weight))
    require(rest.is_zero, "the squares do not add up")
    return passed_on(step, w.statements.conditions(step.statement))


@rule
def arithmetic(w: Workshop, step: Step) -> Grounds:
    """An order or inequation of numbers."""
    premises(step, 0)
    kind, left, right = step.statement
    require(kind in ("<=", "<", "!="), "arithmetic shows an order")
    gap = w.statements.apart(right, left)
    alone = gap.single
    require(
        gap.is_scalar and (gap.is_zero or (alone is not None and not alone[1].factors)),
        "that is no statement of numbers",
    )
    value = alone[2] if alone is not None else Fraction(0)
    require({"<=": value >= 0, "<": value > 0, "!=": value != 0}[kind], "that is false")
    return Grounds()


@rule
def discharge(w: Workshop, step: Step) -> Grounds:
    """A hypothesis replaced by those of a lemma."""
    theorem, lemma = premises(step, 2)
    require(theorem.statement == step.statement, "a discharge keeps the statement")
    kept = {h for h in theorem.hypotheses if not w.statements.same(h, lemma.statement)}
    require(len(kept) < len(theorem.hypotheses), "the lemma states no hypothesis")
    return Grounds(kept | lemma.hypotheses, [], set(theorem.laws | lemma.laws))


@rule
def replace(w: Workshop, step: Step) -> Grounds:
    """Equals for equals: a symbol and the other side of a definition."""
    theorem, definition = premises(step, 2)
    require(definition.statement[0] == "=", "a definition is an equation")
    left, right = definition.statement[1:]
    for symbol, value in ((left, right), (right, left)):
        if symbol not in symbols(symbol) or binds(step.statement, symbol) or binds(theorem.statement, symbol):
            continue
        new, old = (substituted(s, {symbol: value}) for s in (step.statement, theorem.statement))
        if w.statements.same(new, old):
            return passed_on(step, w.statements.conditions(step.statement))
    raise ReplayError("the statement does not follow by the definition")


@rule
def transfer(w: Workshop, step: Step) -> Grounds:
    """A property or order of an equal term."""
    known, equation = premises(step, 2)
    before, after = (w.statements.meaning(s) for s in (known.statement, step.statement))
    fixed = before.kind == after.kind and before.kind not in ("as written", "=")
    require(
        fixed and isinstance(before.value, Array) and before.value.axes == after.value.axes, "another kind of statement"
    )
    same, change = w.statements.difference(equation.statement), after.value - before.value
    require(same.axes == change.axes and (equal(same, change) or equal(same.scaled(-1), change)), "another equation")
    return passed_on(step, w.statements.conditions(step.statement))


@rule
def witness(w: Workshop, step: Step) -> Grounds:
    """exists W: ..., by a term in its place."""
    require(
        step.statement[0] == "exists" and len(step.statement) == len(step.premises) + 2, "no statement of existence"
    )
    variable, *claims = step.statement[1:]
    w.reader.name(step.data)
    require(w.reader(variable).axes == w.reader(step.data).axes, "a witness of another size")
    for claim, known in zip(claims, step.premises, strict=True):
        require(not binds(claim, variable), "the witness would stand under a binder")
        require(
            w.statements.same(substituted(claim, {variable: step.data}), known.statement), "not what the witness shows"
        )
    return passed_on(step, w.statements.conditions(step.statement))


@rule
def minimum(w: Workshop, step: Step) -> Grounds:
    """f(w0) <= f(w) for every w."""
    (known,) = premises(step, 1)
    require(step.statement[0] == "minimizes", "no statement of a minimum")
    point, value, variable = step.statement[1:]
    require(variable in symbols(variable), "a minimum over what is no variable")
    require(not binds(value, variable) and variable not in parts(point), "the variable is not free")
    require(not any(variable in parts(h) for h in known.hypotheses), "a hypothesis speaks of the variable")
    wanted = ("<=", substituted(value, {variable: point}), value)
    require(w.statements.same(wanted, known.statement), "not what a minimum is")
    return passed_on(step, w.statements.conditions(step.statement))


@rule
def imply(w: Workshop, step: Step) -> Grounds:
    """P => Q from Q under P."""
    (known,) = premises(step, 1)
    require(step.statement[0] == "=>" and step.statement[2] == known.statement, "another conclusion")
    kept = {h for h in known.hypotheses if not w.statements.same(h, step.statement[1])}
    return Grounds(kept, [], set(known.laws))


@rule
def absurd(w: Workshop, step: Step) -> Grounds:
    """a != b: from a = b two different numbers would be equal."""
    (known,) = premises(step, 1)
    require(step.statement[0] == "!=", "a contradiction shows an inequation")
    gap = w.statements.difference(known.statement)
    alone = gap.single
    require(gap.is_scalar and alone is not None and not alone[1].factors, "that is no contradiction")
    equation = ("=", *step.statement[1:])
    kept = {h for h in known.hypotheses if not w.statements.same(h, equation)}
    return Grounds(kept, w.statements.conditions(step.statement), set(known.laws))


@rule
def induction(w: Workshop, step: Step) -> Grounds:
    """A goal for every natural number, from the first one and from one to the next."""
    base, after = premises(step, 2)
    goal, variable = step.statement, step.data
    require(variable[0] == "symbol" and variable[2] in ("natural", "dimension"), "induction needs a natural number")
    require(goal[0] in ("=", "!=", "<=", "<", "has"), "a goal that is not proved by induction")
    require(
        not w.statements.conditions(goal) and not w.statements.smoothness(goal), "a derivative that needs a condition"
    )
    others = {h for h in after.hypotheses if not w.statements.same(h, goal)}
    require(not any(variable in parts(h) for h in base.hypotheses | others), "a hypothesis speaks of the number")
    for part in parts(goal):
        require(not any(variable in parts(size) for size in sizes_of(part)), "a size speaks of the number")
        require(part[:1] != ("apply",) or part[1] not in BINDERS or part[3:4] != (variable,), "the number is bound")
    first = ("number", "1" if variable[2] == "dimension" else "0")
    for known, value in ((base, first), (after, ("+", variable, ("number", "1")))):
        require(w.statements.same(substituted(goal, {variable: value}), known.statement), "not the goal at that number")
    return Grounds(set(base.hypotheses) | others, [], set(base.laws | after.laws))


@rule
def congruence(w: Workshop, step: Step) -> Grounds:
    """f(a) = f(b) from a = b."""
    (equation,) = premises(step, 1)
    context, place = step.data
    require(equation.statement[0] == "=" and place in symbols(place), "congruence needs an equation and a place")
    require(not binds(context, place), "the place stands under a binder")
    wanted = ("=", *(substituted(context, {place: side}) for side in equation.statement[1:]))
    require(w.statements.same(wanted, step.statement), "not what congruence gives")
    return passed_on(step, w.statements.conditions(step.statement))


@rule
def cases(w: Workshop, step: Step) -> Grounds:
    """A proof by cases."""
    premises(step, 0)
    return Grounds(set(check_cases(step.statement, step.data)), w.statements.conditions(step.statement))


__all__ = ["RULES", "Grounds", "Rule", "Step", "Workshop", "require", "rule"]

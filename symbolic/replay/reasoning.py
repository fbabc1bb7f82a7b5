"""The checks of the rules that reason about theorems: discharge, replacement, transfer, existence, minima, implication,
contradiction, induction, congruence.
"""

from __future__ import annotations

from symbolic.replay.arrays import Array, equal
from symbolic.replay.errors import ReplayError
from symbolic.replay.grounds import Grounds, Step, Workshop, passed_on, premises, require
from symbolic.replay.plain import BINDERS, EXPECTATIONS, binds, parts, sizes_of, substituted, symbols


def discharge(w: Workshop, step: Step) -> Grounds:
    """A hypothesis replaced by those of a lemma."""
    theorem, lemma = premises(step, 2)
    require(theorem.statement == step.statement, "a discharge keeps the statement")
    kept = {h for h in theorem.hypotheses if not w.statements.same(h, lemma.statement)}
    require(len(kept) < len(theorem.hypotheses), "the lemma states no hypothesis")
    return Grounds(kept | lemma.hypotheses, [], set(theorem.laws | lemma.laws))


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


def minimum(w: Workshop, step: Step) -> Grounds:
    """f(w0) <= f(w) for every w; a w0 without random symbols is a constant in expectations."""
    (known,) = premises(step, 1)
    require(step.statement[0] == "minimizes", "no statement of a minimum")
    point, value, variable = step.statement[1:]
    require(variable in symbols(variable), "a minimum over what is no variable")
    drawn = any(s[-1] == "random" for s in (variable, *symbols(point)))
    binders = BINDERS if drawn else BINDERS - EXPECTATIONS
    require(not binds(value, variable, binders) and variable not in parts(point), "the variable is not free")
    require(not any(variable in parts(h) for h in known.hypotheses), "a hypothesis speaks of the variable")
    wanted = ("<=", substituted(value, {variable: point}), value)
    require(w.statements.same(wanted, known.statement), "not what a minimum is")
    return passed_on(step, w.statements.conditions(step.statement))


def imply(w: Workshop, step: Step) -> Grounds:
    """P => Q from Q under P."""
    (known,) = premises(step, 1)
    require(step.statement[0] == "=>" and step.statement[2] == known.statement, "another conclusion")
    kept = {h for h in known.hypotheses if not w.statements.same(h, step.statement[1])}
    return Grounds(kept, [], set(known.laws))


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


def congruence(w: Workshop, step: Step) -> Grounds:
    """f(a) = f(b) from a = b."""
    (equation,) = premises(step, 1)
    context, place = step.data
    require(equation.statement[0] == "=" and place in symbols(place), "congruence needs an equation and a place")
    require(not binds(context, place), "the place stands under a binder")
    wanted = ("=", *(substituted(context, {place: side}) for side in equation.statement[1:]))
    require(w.statements.same(wanted, step.statement), "not what congruence gives")
    return passed_on(step, w.statements.conditions(step.statement))

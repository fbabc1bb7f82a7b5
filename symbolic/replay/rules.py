"""The check of every rule: from the steps before it, is this step what its rule says?

A rule is a function of the replay and a step; it gives the hypotheses, those that stay from the premises and those that
the step takes on, and the laws it adds; the replay compares them with what the step states. A rule that is not in the
table is refused.
"""

from __future__ import annotations

from symbolic.replay.calculus import off_kinks
from symbolic.replay.cases import check_cases
from symbolic.replay.functions import times
from symbolic.replay.grounds import Grounds, Rule, Step, Workshop, passed_on, premises, require
from symbolic.replay.laws import instance
from symbolic.replay.matrices import total
from symbolic.replay.networks import chosen_part
from symbolic.replay.plain import frozen
from symbolic.replay.rationals import rational
from symbolic.replay.reasoning import (
    absurd,
    congruence,
    discharge,
    imply,
    induction,
    minimum,
    replace,
    transfer,
    witness,
)


def assume(_: Workshop, step: Step) -> Grounds:
    """h |- h."""
    premises(step, 0)
    return Grounds({step.statement})


def restate(w: Workshop, step: Step) -> Grounds:
    """The same in other words."""
    (known,) = premises(step, 1)
    require(w.statements.same(known.statement, step.statement), "the restatement says something else")
    return passed_on(step, w.statements.conditions(step.statement))


def certificate(w: Workshop, step: Step) -> Grounds:
    """left - right is the combination of the premises' differences."""
    rest = w.statements.difference(step.statement).scaled(1)
    sides = [w.statements.difference(p.statement) for p in step.premises]
    for term in step.data:
        number = term["premise"]
        require(isinstance(number, int) and 0 <= number < len(sides), "a term names no premise")
        inner = chosen_part(sides[number], tuple(term["blocks"]))
        factors = term["context"]["factors"]
        holes = [k for k, (label, _) in enumerate(factors) if w.labels.table[label]["kind"] == "hole"]
        require(holes == [term["hole"]], "a context has one hole")
        w.labels.add_to(rest, -rational(term["coefficient"]), term["context"], len(w.labels.table), term["hole"], inner)
    conditions = w.statements.conditions(step.statement)
    if not rest.is_zero:
        rest = off_kinks(w.session, rest, w.statements.kinks(step.statement))
        require(rest.is_zero, "the certificate does not multiply out")
        conditions += w.statements.smoothness(step.statement)
    return passed_on(step, conditions)


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


def moment(w: Workshop, step: Step) -> Grounds:
    """What a declared law says of a moment."""
    (known,) = premises(step, 1)
    require(step.statement[0] == "moment" and step.statement[1] == known.statement, "a moment of another law")
    require(step.statement[2] == str(step.data), "a moment of another order")
    w.statements.difference(step.statement)
    return passed_on(step, (), [f"moment {step.data}"])


def squares(w: Workshop, step: Step) -> Grounds:
    """A sum of squares with weights from 0."""
    kind, left, right = step.statement
    require(kind in (">>", "<="), "squares show an order")
    goal = w.statements.apart(left, right) if kind == ">>" else w.statements.apart(right, left)
    require(kind == ">>" or goal.is_scalar, "squares show an order of scalars")
    rest = goal.scaled(1)
    for weight, root in step.data:
        require(rational(weight) >= 0, "a negative weight")
        w.reader.name(root)
        y = w.reader(root)
        square = (
            w.session.einsum([y, y], ["ki", "kj"], "ij") if kind == ">>" else total(w.session, times(w.session, y, y))
        )
        rest = rest.plus(square, -rational(weight))
    require(rest.is_zero, "the squares do not add up")
    return passed_on(step, w.statements.conditions(step.statement))


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
    value = alone[2] if alone is not None else 0
    require({"<=": value >= 0, "<": value > 0, "!=": value != 0}[kind], "that is false")
    return Grounds()


def cases(w: Workshop, step: Step) -> Grounds:
    """A proof by cases."""
    premises(step, 0)
    return Grounds(set(check_cases(step.statement, step.data)), w.statements.conditions(step.statement))


RULES: dict[str, Rule] = {
    check.__name__: check
    for check in (
        assume,
        restate,
        certificate,
        law,
        moment,
        squares,
        arithmetic,
        cases,
        discharge,
        replace,
        transfer,
        witness,
        minimum,
        imply,
        absurd,
        induction,
        congruence,
    )
}

__all__ = ["RULES", "Step", "Workshop"]

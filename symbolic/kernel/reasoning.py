"""Two rules that reason about theorems: `absurd`, by contradiction, and `induction` on a natural number."""

from __future__ import annotations

from typing import Any

from sympy import Basic, Eq, Identity, Integer, Le, Lt, MatrixSymbol, Ne, OneMatrix, ZeroMatrix
from sympy.assumptions import AppliedPredicate

from symbolic.errors import KernelError, LanguageError
from symbolic.kernel.kernel import Kernel
from symbolic.kernel.meaning import conditions, difference, smoothness
from symbolic.kernel.theorem import Theorem
from symbolic.language.statements import relation
from symbolic.language.substitution import substitute, subterms, symbols_in
from symbolic.language.terms import add
from symbolic.network.tensor import number


def absurd(kernel: Kernel, theorem: Theorem, equation: Basic) -> Theorem:
    """a != b, where under the hypothesis a = b two different numbers are equal."""
    kernel._own(theorem)
    if not isinstance(equation, Eq):
        raise KernelError(f"{equation} is no equation")
    gap = difference(theorem.statement, kernel.translator)
    if not gap.terms or gap != number(next(iter(gap.terms.values()))):
        raise KernelError(f"{theorem.statement} is no contradiction")
    said = kernel.meaning(equation)
    kept = [h for h in theorem.hypotheses if kernel.meaning(h) != said]
    statement = relation(equation.args[0], "!=", equation.args[1])
    return kernel._concluded(statement, [*kept, *conditions(statement)], "absurd", (theorem,), None)


def induction(kernel: Kernel, goal: Basic, variable: Any, base: Theorem, step: Theorem) -> Theorem:
    """The goal for every natural number `variable` (from 1 where it is declared positive), from `base`, the goal at the
    first one, and `step`, the goal at the next one with the goal among its hypotheses. No other hypothesis may speak of
    the variable, nor a size.
    """
    kernel._own(base, step)
    if not (variable.is_Symbol and variable.is_integer and variable.is_nonnegative):
        raise KernelError(f"{variable} is no natural number")
    if not isinstance(goal, Eq | Ne | Le | Lt | AppliedPredicate) or conditions(goal) or smoothness(goal):
        raise KernelError(f"{goal} is not proved by induction")
    said = kernel.meaning(goal)
    others = [h for h in step.hypotheses if kernel.meaning(h) != said]
    spoken = (variable in symbols_in(h) or _sizes_of(variable, h) for h in (*base.hypotheses, *others))
    if any(spoken) or _sizes_of(variable, goal):
        raise KernelError(f"a hypothesis or a size speaks of {variable}")
    try:
        first = substitute(goal, {variable: Integer(1 if variable.is_positive else 0)})
        after = substitute(goal, {variable: add(variable, 1)})
    except LanguageError as error:
        raise KernelError(f"{goal} is not proved by induction on {variable}: {error}") from error
    for theorem, statement in ((base, first), (step, after)):
        if kernel.meaning(theorem.statement) != kernel.meaning(statement):
            raise KernelError(f"{theorem.statement} is not {statement}")
    return kernel._concluded(goal, [*base.hypotheses, *others], "induction", (base, step), variable)


def _sizes_of(variable: Any, statement: Basic) -> bool:
    """Whether a size in the statement depends on the variable."""
    sized = (n for n in subterms(statement) if isinstance(n, MatrixSymbol | Identity | OneMatrix | ZeroMatrix))
    return any(variable in size.free_symbols for node in sized for size in node.shape)

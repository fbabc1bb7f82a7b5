"""The rules. Every theorem comes from one of them; each checks what it is told and raises KernelError where that does not hold.

  assume        h |- h
  restate       a statement with the same meaning
  certificate   left - right = sum of c_k * C_k[difference of equation k], multiplied out in canonical form
  law           an instance of a law of the table
  moment        what a declared law says of a moment
  squares       a sum of squares with nonnegative weights is nonnegative (for >> and <=)
  arithmetic    an order or inequation of rational numbers
  discharge     a hypothesis replaced by those of a theorem that states it
  replace       a statement with a symbol replaced by what a definition equates it with
  congruence    a = b gives f(a) = f(b)
  conjoin, specialise and the like are derived outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sympy import Basic, Eq, Le, Lt, Ne

from symbolic.errors import KernelError, LanguageError
from symbolic.kernel.meaning import aligned_difference, conditions, difference, index_dimensions, meaning
from symbolic.kernel.moments import moment
from symbolic.kernel.theorem import SEAL, Certificate, CertificateTerm, Theorem
from symbolic.language.laws import LAWS, parsed
from symbolic.language.operator import Application
from symbolic.language.statements import Distribution, Loewner, equals
from symbolic.language.substitution import OPAQUE, substitute, subterms, symbols_in
from symbolic.language.terms import shape_of
from symbolic.network.labels import label
from symbolic.network.plug import plugged
from symbolic.network.tensor import Coefficient, Tensor, collected, number
from symbolic.network.translate import Translator


class Kernel:
    """The rules over one translator. Theorems of different kernels do not mix."""

    def __init__(self, *, explicit: bool = False, dependent: Sequence[Sequence[str]] = ()) -> None:
        self.translator = Translator(explicit=explicit, dependent=dependent)
        self.settings = (explicit, tuple(map(tuple, dependent)))

    def difference(self, statement: Basic) -> Tensor:
        """left - right of an equation."""
        return difference(statement, self.translator)

    def meaning(self, statement: Basic) -> tuple[Any, ...]:
        """The key that interchangeable statements share."""
        return meaning(statement, self.translator)

    def assume(self, statement: Basic) -> Theorem:
        """h |- h."""
        return self._theorem(statement, {statement}, (), "assume", (), None)

    def restate(self, theorem: Theorem, statement: Basic) -> Theorem:
        """The same under another statement of the same meaning."""
        self._own(theorem)
        if self.meaning(theorem.statement) != self.meaning(statement):
            raise KernelError(f"{statement} does not mean what {theorem.statement} means")
        return self._theorem(statement, conditions(statement), (), "restate", (theorem,), None)

    def certificate(self, goal: Basic, terms: Certificate, premises: Sequence[Theorem]) -> Theorem:
        """The equation `goal`, whose difference is the combination of the premises' differences that `terms` says."""
        target = self.difference(goal)
        sides: list[Tensor] = []
        for premise in premises:
            self._own(premise)
            sides.append(self.difference(premise.statement))
        total = Tensor(target.axes, {})
        for term in terms:
            total = total + self._filled(term, sides[term.premise], target)
        if total != target:
            raise KernelError(f"the certificate does not multiply out to {goal}")
        return self._theorem(goal, conditions(goal), (), "certificate", tuple(premises), tuple(terms))

    def _filled(self, term: CertificateTerm, side: Tensor, target: Tensor) -> Tensor:
        ext, factors, _ = term.context
        if sum(label(key).kind == "hole" for key, _ in factors) != 1 or label(factors[term.hole][0]).kind != "hole":
            raise KernelError("a certificate's context has one hole")
        inner = flat_block(side, term.blocks)
        dims = index_dimensions(None, term.context)
        holes = factors[term.hole][1]
        if len(holes) != len(inner.axes):
            raise KernelError("a hole does not fit the premise")
        for i, axis in zip(holes, inner.axes, strict=True):
            if dims.setdefault(i, axis[0][0]) != axis[0][0]:
                raise KernelError(f"a hole over {axis[0][0]} meets an index over {dims[i]}")
        if len(ext) != len(target.axes):
            raise KernelError("a context has other slots than the goal")
        for slot, target_axis in zip(ext, target.axes, strict=True):
            for i, d in zip(slot[1:], target_axis[slot[0]], strict=True):
                if dims.setdefault(i, d) != d:
                    raise KernelError(f"a slot over {d} meets an index over {dims[i]}")
        return collected(target.axes, ((net, term.coefficient * c) for net, c in plugged(term.context, term.hole, inner)))

    def law(self, name: str, binding: Mapping[str, Any], premises: Sequence[Theorem] = (), *, conclusion: int = 0) -> Theorem:
        """Conclusion number `conclusion` of a law, its symbols bound to terms. Hypotheses that no premise states stay hypotheses."""
        if name not in LAWS:
            raise KernelError(f"there is no law {name}")
        pattern = parsed(name)
        mapping = _sizes(pattern.symbols, binding)
        try:
            statement = substitute(pattern.claims[conclusion], mapping)
            needed = [substitute(h, mapping) for h in pattern.hypotheses]
        except LanguageError as error:
            raise KernelError(f"law {name}: {error}") from error
        stated = {}
        for premise in premises:
            self._own(premise)
            stated[self.meaning(premise.statement)] = premise
        open_ = [h for h in needed if self.meaning(h) not in stated]
        used = tuple(dict.fromkeys(stated[m] for h in needed if (m := self.meaning(h)) in stated))
        return self._theorem(statement, [*open_, *conditions(statement)], (name,), "law", used, (name, tuple(sorted(binding.items())), conclusion))

    def moment(self, law: Theorem, order: int) -> Theorem:
        """The moment of an order, from the law of a random symbol."""
        self._own(law)
        if not isinstance(law.statement, Distribution):
            raise KernelError(f"{law.statement} is no law of a random symbol")
        statement = moment(law.statement, order)
        self.difference(statement)
        return self._theorem(statement, (), (f"moment {order}",), "moment", (law,), order)

    def squares(self, goal: Basic, weights: Sequence[tuple[Coefficient, Any]], premises: Sequence[Theorem] = ()) -> Theorem:
        """A >> B or a <= b, the difference being the sum of c * Y'Y (c * sum(Y.*Y) for scalars) over the pairs (c, Y), c >= 0."""
        if isinstance(goal, Loewner):
            target = aligned_difference(self.translator, *goal.args)
        elif isinstance(goal, Le) and shape_of(goal.args[0]) == (1, 1):
            target = aligned_difference(self.translator, goal.args[1], goal.args[0])
        else:
            raise KernelError(f"{goal} is neither A >> B nor an order of scalars")
        total = Tensor(target.axes, {})
        for weight, root in weights:
            if weight < 0:
                raise KernelError("a square has a negative weight")
            value = self.translator(root)
            square = value.transposed() * value if isinstance(goal, Loewner) else value.hadamard(value).total()
            total = total + square.scaled(weight)
        if total != target:
            raise KernelError(f"the squares do not add up to {goal}")
        return self._theorem(goal, conditions(goal), (), "squares", tuple(premises), tuple(weights))

    def arithmetic(self, goal: Basic) -> Theorem:
        """An order or inequation between rational numbers."""
        if not isinstance(goal, Le | Lt | Ne):
            raise KernelError(f"{goal} is no order of numbers")
        gap = aligned_difference(self.translator, goal.args[1], goal.args[0])
        value = gap.terms.get(next(iter(number(1).terms)), 0)
        if not gap.is_scalar or gap != number(value) or not (value > 0 or (value == 0 and isinstance(goal, Le)) or (value and isinstance(goal, Ne))):
            raise KernelError(f"{goal} is not arithmetic of numbers")
        return self._theorem(goal, (), (), "arithmetic", (), None)

    def discharge(self, theorem: Theorem, lemma: Theorem) -> Theorem:
        """The theorem with the hypothesis that `lemma` states replaced by the lemma's own hypotheses."""
        self._own(theorem)
        self._own(lemma)
        said = self.meaning(lemma.statement)
        kept = [h for h in theorem.hypotheses if self.meaning(h) != said]
        if len(kept) == len(theorem.hypotheses):
            raise KernelError(f"{lemma.statement} is no hypothesis of the theorem")
        return Theorem(theorem.statement, frozenset(kept) | lemma.hypotheses, theorem.laws | lemma.laws, "discharge", (theorem, lemma), None,
                       (SEAL, self.settings))

    def replace(self, theorem: Theorem, definition: Theorem, statement: Basic) -> Theorem:
        """`statement`, which turns into the theorem's when the symbol on one side of the equation `definition` is replaced by the other side."""
        self._own(theorem)
        self._own(definition)
        if not isinstance(definition.statement, Eq):
            raise KernelError(f"{definition.statement} is no equation")
        for symbol, value in (definition.statement.args, definition.statement.args[::-1]):
            if symbol.is_symbol and not _bound_in(symbol, statement):
                try:
                    replaced = substitute(statement, {symbol: value})
                except LanguageError:
                    continue
                if self.meaning(replaced) == self.meaning(theorem.statement):
                    return self._theorem(statement, conditions(statement), (), "replace", (theorem, definition), None)
        raise KernelError(f"{statement} does not turn into {theorem.statement} by {definition.statement}")

    def congruence(self, equation: Theorem, context: Any, place: Any) -> Theorem:
        """f(a) = f(b) from a = b; `context` is f(place) for a symbol `place`."""
        self._own(equation)
        if not isinstance(equation.statement, Eq) or _bound_in(place, context):
            raise KernelError("congruence needs an equation and a place outside derivatives, expectations and sums")
        left, right = (substitute(context, {place: side}) for side in equation.statement.args)
        return self._theorem(equals(left, right), (), (), "congruence", (equation,), (context, place))

    def _own(self, theorem: Theorem) -> None:
        if not isinstance(theorem, Theorem) or not isinstance(theorem.origin, tuple) or theorem.origin[1] != self.settings:
            raise KernelError("a premise is no theorem of this kernel")

    def _theorem(self, statement: Basic, hypotheses: Any, laws: Sequence[str], rule: str, premises: tuple[Theorem, ...], data: Any) -> Theorem:
        return Theorem(statement, frozenset(hypotheses).union(*(p.hypotheses for p in premises)),
                       frozenset(laws).union(*(p.laws for p in premises)), rule, premises, data, (SEAL, self.settings))


def flat_block(side: Tensor, blocks: tuple[int, ...]) -> Tensor:
    """One block of an equation's difference, a slot for each index."""
    if isinstance(side, Tensor) and all(len(axis) == 1 for axis in side.axes):
        blocks = (0,) * len(side.axes)
    if len(blocks) != len(side.axes):
        raise KernelError("a certificate names no block of a block equation")
    axes = tuple(((d,),) for axis, b in zip(side.axes, blocks, strict=True) for d in axis[b])
    terms = {}
    for (ext, factors, scalars), c in side.terms.items():
        if tuple(slot[0] for slot in ext) == blocks:
            terms[tuple((0, i) for slot in ext for i in slot[1:]), factors, scalars] = c
    return Tensor(axes, terms)


def _bound_in(symbol: Any, value: Any) -> bool:
    """Whether `symbol` occurs inside a derivative, an expectation or a sum, where equals may not be put for equals."""
    return any(isinstance(node, Application) and node.operator.name in OPAQUE and symbol in symbols_in(node) for node in subterms(value))


def _sizes(symbols: Mapping[str, Basic], binding: Mapping[str, Any]) -> dict[Any, Any]:
    """The substitution of a law's symbols by terms, and of its sizes by the sizes of those terms."""
    mapping: dict[Any, Any] = {}
    for name, symbol in symbols.items():
        if name not in binding:
            raise KernelError(f"the law's symbol {name} is not bound")
        mapping[symbol] = binding[name]
        for own, other in zip(shape_of(symbol), shape_of(binding[name]), strict=True):
            if own.is_symbol:
                if mapping.setdefault(own, other) != other:
                    raise KernelError(f"the law needs {own} to be one size, got {mapping[own]} and {other}")
            elif own != other:
                raise KernelError(f"the law needs a size {own}, got {other}")
    return mapping



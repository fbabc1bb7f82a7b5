"""The rules. Every theorem comes from one of them; each checks what it is told and raises KernelError where that fails.

  assume        h |- h
  restate       a statement with the same meaning
  certificate   left - right = sum of c_k * C_k[difference of equation k], multiplied out in canonical form
  law           an instance of a law of the table
  moment        what a declared law says of a moment
  squares       a sum of squares with nonnegative weights is nonnegative (for >> and <=)
  arithmetic    an order or inequation of rational numbers
  discharge     a hypothesis replaced by those of a theorem that states it
  replace       equals for equals: a symbol and what a definition equates it with
  transfer      a property or order of a term, of an equal term
  witness       exists W, by a term in its place
  minimum       f(w0) <= f(w) for a free w
  imply         P => Q from Q under P
  congruence    a = b gives f(a) = f(b)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

from sympy import Basic, Eq, Identity, Le, Lt, MatrixSymbol, Ne, OneMatrix, ZeroMatrix

from symbolic.errors import KernelError, LanguageError
from symbolic.kernel.meaning import (
    aligned_difference,
    conditions,
    difference,
    gap,
    index_dimensions,
    meaning,
    off_kinks,
    smoothness,
)
from symbolic.kernel.moments import TIE, moment
from symbolic.kernel.theorem import SEAL, Certificate, CertificateTerm, Theorem
from symbolic.language.instances import instance, is_random, is_whole
from symbolic.language.operator import Application, operands_of
from symbolic.language.shapes import shape_of
from symbolic.language.statements import Distribution, Exists, Implication, Loewner, Minimizes, equals, relation
from symbolic.language.substitution import BINDERS, OPAQUE, substitute, subterms, symbols_in
from symbolic.network.entrywise import NEVER_ZERO
from symbolic.network.labels import MARK, label
from symbolic.network.net import Net
from symbolic.network.plug import plugged
from symbolic.network.tensor import Coefficient, Tensor, collected, number
from symbolic.network.translate import Translator

LARGEST = 1_000_000  # networks that a certificate may multiply out to
SIZED = (MatrixSymbol, Identity, OneMatrix, ZeroMatrix)


class Kernel:
    """The rules over one translator. Theorems of different kernels do not mix."""

    def __init__(self, *, explicit: bool = False, dependent: Sequence[Sequence[str]] = ()) -> None:
        self.translator = Translator(explicit=explicit, dependent=dependent)
        self.settings = (explicit, tuple(map(tuple, dependent)))
        self._named: dict[str, Basic] = {}
        self._seen: set[Basic] = set()
        self._meanings: dict[Basic, tuple[Any, ...]] = {}

    def difference(self, statement: Basic) -> Tensor:
        """left - right of an equation, where its derivatives meet no kink."""
        return off_kinks(difference(statement, self.translator), statement, self.settings)

    def meaning(self, statement: Basic) -> tuple[Any, ...]:
        """The key that interchangeable statements share."""
        if statement not in self._meanings:
            self._meanings[statement] = meaning(statement, self.translator)
        return self._meanings[statement]

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
        target = difference(goal, self.translator)
        self._own(*premises)
        sides = [difference(premise.statement, self.translator) for premise in premises]
        rest = collected(target.axes, chain(target.terms.items(), _taken_off(terms, sides, target)), LARGEST)
        if off_kinks(rest, goal, self.settings).terms:
            raise KernelError(f"the certificate does not multiply out to {goal}")
        given = conditions(goal) + (smoothness(goal) if rest.terms else ())
        return self._theorem(goal, given, (), "certificate", tuple(premises), tuple(terms))

    def law(self, name: str, binding: Mapping[str, Any], premises: Sequence[Theorem] = (), *,
            conclusion: int = 0) -> Theorem:
        """Conclusion number `conclusion` of a law, its symbols bound to terms. What no premise states stays."""
        try:
            statement, needed = instance(name, binding, conclusion)
        except LanguageError as error:
            raise KernelError(f"law {name}: {error}") from error
        self._own(*premises)
        stated = {self.meaning(premise.statement): premise for premise in premises}
        open_ = [h for h in needed if self.meaning(h) not in stated]
        used = tuple(dict.fromkeys(stated[m] for h in needed if (m := self.meaning(h)) in stated))
        return self._theorem(statement, [*open_, *conditions(statement)], (name,), "law", used,
                             (name, tuple(sorted(binding.items())), conclusion))

    def moment(self, law: Theorem, order: int) -> Theorem:
        """The moment of an order, from the law of a random symbol."""
        self._own(law)
        if not isinstance(law.statement, Distribution):
            raise KernelError(f"{law.statement} is no law of a random symbol")
        statement = moment(law.statement, order)
        self.difference(statement)
        return self._theorem(statement, (), (f"moment {order}",), "moment", (law,), order)

    def squares(self, goal: Basic, weights: Sequence[tuple[Coefficient, Any]],
                premises: Sequence[Theorem] = ()) -> Theorem:
        """A >> B or a <= b, the difference being the sum of c * Y'Y (or c * sum(Y.*Y)) over the (c, Y), c >= 0."""
        if isinstance(goal, Loewner):
            target = aligned_difference(self.translator, *goal.args)
        elif isinstance(goal, Le) and shape_of(goal.args[0]) == (1, 1):
            target = aligned_difference(self.translator, goal.args[1], goal.args[0])
        else:
            raise KernelError(f"{goal} is neither A >> B nor an order of scalars")
        total = Tensor(target.axes, {})
        for weight, root in weights:
            if not isinstance(weight, int | Fraction) or weight < 0:
                raise KernelError("a square's weight is a rational number from 0")
            value = self.translator(root)
            square = value.transposed() * value if isinstance(goal, Loewner) else value.inner(value)
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
        true = value > 0 or (value == 0 and isinstance(goal, Le)) or (value != 0 and isinstance(goal, Ne))
        if not gap.is_scalar or gap != number(value) or not true:
            raise KernelError(f"{goal} is not arithmetic of numbers")
        return self._theorem(goal, (), (), "arithmetic", (), None)

    def discharge(self, theorem: Theorem, lemma: Theorem) -> Theorem:
        """The theorem with the hypothesis that `lemma` states replaced by the lemma's own hypotheses."""
        self._own(theorem, lemma)
        said = self.meaning(lemma.statement)
        kept = [h for h in theorem.hypotheses if self.meaning(h) != said]
        if len(kept) == len(theorem.hypotheses):
            raise KernelError(f"{lemma.statement} is no hypothesis of the theorem")
        return Theorem(theorem.statement, frozenset(kept) | lemma.hypotheses, theorem.laws | lemma.laws, "discharge",
                       (theorem, lemma), None, (SEAL, self.settings))

    def replace(self, theorem: Theorem, definition: Theorem, statement: Basic) -> Theorem:
        """`statement`: the theorem's, once a symbol is replaced by what `definition` equates it with."""
        self._own(theorem, definition)
        if not isinstance(definition.statement, Eq):
            raise KernelError(f"{definition.statement} is no equation")
        for symbol, value in (definition.statement.args, definition.statement.args[::-1]):
            if not symbol.is_symbol or _bound_in(symbol, statement) or _bound_in(symbol, theorem.statement):
                continue
            try:
                replaced, known = (substitute(s, {symbol: value}) for s in (statement, theorem.statement))
            except LanguageError:
                continue
            if self.meaning(replaced) == self.meaning(known):
                return self._theorem(statement, conditions(statement), (), "replace", (theorem, definition), None)
        raise KernelError(f"{statement} does not turn into {theorem.statement} by {definition.statement}")

    def transfer(self, theorem: Theorem, equation: Theorem, statement: Basic) -> Theorem:
        """A property or order of b from that of a and the equation of a and b."""
        self._own(theorem, equation)
        (kind, known), (wanted, value) = (gap(s, self.translator) for s in (theorem.statement, statement))
        same = difference(equation.statement, self.translator)
        if kind != wanted or known.axes != value.axes or same not in (value - known, known - value):
            raise KernelError(f"{statement} does not follow from {theorem.statement} by {equation.statement}")
        return self._theorem(statement, conditions(statement), (), "transfer", (theorem, equation), None)

    def witness(self, theorems: Sequence[Theorem], goal: Exists, term: Any) -> Theorem:
        """exists W: ..., from its statements with a term in the place of W."""
        if not isinstance(goal, Exists):
            raise KernelError(f"{goal} says nothing of existence")
        variable, parts = goal.args[0], goal.args[1:]
        fits = shape_of(term) == shape_of(variable) and len(parts) == len(theorems)
        if not fits or any(_bound_in(variable, p) for p in parts):
            raise KernelError(f"{term} is no witness of {goal}")
        for part, theorem in zip(parts, theorems, strict=True):
            self._own(theorem)
            if self.meaning(substitute(part, {variable: term})) != self.meaning(theorem.statement):
                raise KernelError(f"{theorem.statement} is not {part} for {variable} = {term}")
        return self._theorem(goal, conditions(goal), (), "witness", tuple(theorems), term)

    def minimum(self, theorem: Theorem, goal: Minimizes) -> Theorem:
        """minimizes(w0, f, w) from f(w0) <= f(w), where no hypothesis speaks of w. In expectations w0 is a constant."""
        self._own(theorem)
        if not isinstance(goal, Minimizes):
            raise KernelError(f"{goal} says nothing of a minimum")
        point, value, variable = goal.args
        held = variable in symbols_in(point) or any(variable in symbols_in(h) for h in theorem.hypotheses)
        if held or _bound_in(variable, value, any(map(is_random, (variable, *symbols_in(point))))):
            raise KernelError(f"{goal} does not follow where {variable} is not free")
        if self.meaning(relation(substitute(value, {variable: point}), "<=", value)) != self.meaning(theorem.statement):
            raise KernelError(f"{theorem.statement} is not what {goal} says")
        return self._theorem(goal, conditions(goal), (), "minimum", (theorem,), None)

    def imply(self, theorem: Theorem, hypothesis: Basic) -> Theorem:
        """P => Q from Q under P."""
        self._own(theorem)
        kept = [h for h in theorem.hypotheses if self.meaning(h) != self.meaning(hypothesis)]
        return self._concluded(Implication(hypothesis, theorem.statement), kept, "imply", (theorem,), None)

    def congruence(self, equation: Theorem, context: Any, place: Any) -> Theorem:
        """f(a) = f(b) from a = b; `context` is f(place) for a symbol `place`."""
        self._own(equation)
        if not isinstance(equation.statement, Eq) or not place.is_symbol or _bound_in(place, context):
            raise KernelError("congruence needs an equation and a place outside derivatives, expectations and sums")
        left, right = (substitute(context, {place: side}) for side in equation.statement.args)
        statement = equals(left, right)
        return self._theorem(statement, conditions(statement), (), "congruence", (equation,), (context, place))

    def _concluded(self, statement: Basic, hypotheses: Any, rule: str, premises: tuple[Theorem, ...],
                   data: Any) -> Theorem:
        """A theorem with these hypotheses alone, the laws of its premises."""
        self._name(statement, *hypotheses)
        laws = frozenset().union(*(p.laws for p in premises))
        return Theorem(statement, frozenset(hypotheses), laws, rule, premises, data, (SEAL, self.settings))

    def _own(self, *theorems: Theorem) -> None:
        for theorem in theorems:
            if not isinstance(theorem, Theorem) or theorem.origin != (SEAL, self.settings):
                raise KernelError("a premise is no theorem of this kernel")
            self._name(theorem.statement, *theorem.hypotheses)

    def _name(self, *statements: Basic) -> None:
        """One name stands for one symbol in all theorems of a kernel, and sizes are positive; raises KernelError."""
        fresh = {n: None for s in statements if s not in self._seen for n in subterms(s) if n not in self._seen}
        for node in fresh:
            sizes = node.shape if isinstance(node, SIZED) else ()
            if not all(is_whole(size, positive=True) for size in sizes or (operands_of(node, "unit") or ())[1:]):
                raise KernelError(f"{node} has a size that may be 0 or is no whole number")
            if getattr(node, "is_symbol", False):
                if node.name == TIE or node.name.isdigit() or node.name.startswith(MARK):
                    raise KernelError(f"{node.name!r} is no name")
                if (known := self._named.setdefault(node.name, node)) is not node and known != node:
                    raise KernelError(f"two symbols are called {node.name}")
        self._seen.update(fresh)

    def _theorem(self, statement: Basic, hypotheses: Any, laws: Sequence[str], rule: str, premises: tuple[Theorem, ...],
                 data: Any) -> Theorem:
        hypotheses = tuple(hypotheses)
        self._name(statement, *hypotheses)
        return Theorem(statement, frozenset(hypotheses).union(*(p.hypotheses for p in premises)),
                       frozenset(laws).union(*(p.laws for p in premises)), rule, premises, data, (SEAL, self.settings))


def _taken_off(terms: Certificate, sides: Sequence[Tensor], target: Tensor) -> Iterator[tuple[Net, Coefficient]]:
    """The networks of the filled contexts, with the other sign; raises KernelError for a term that does not fit."""
    flat: dict[tuple[int, tuple[int, ...]], Tensor] = {}
    for term in terms:
        if not isinstance(term.coefficient, int | Fraction) or not 0 <= term.premise < len(sides):
            raise KernelError("a certificate has rational coefficients and the numbers of its premises")
        block = term.premise, term.blocks
        if block not in flat:
            flat[block] = flat_block(sides[term.premise], term.blocks)
        _fits(term, flat[block], target)
        for net, c in plugged(term.context, term.hole, flat[block]):
            yield net, -term.coefficient * c


def _fits(term: CertificateTerm, inner: Tensor, target: Tensor) -> None:
    """Raises KernelError unless the context of a term is well formed and fits what it is filled with, and the goal."""
    ext, factors, _ = term.context
    _well_formed(term.context, term.hole)
    holes = factors[term.hole][1]
    if len(holes) != len(inner.axes) or len(ext) != len(target.axes):
        raise KernelError("a hole does not fit the premise, or a context has other slots than the goal")
    met = [(i, axis[0][0]) for i, axis in zip(holes, inner.axes, strict=True)]
    for slot, axis in zip(ext, target.axes, strict=True):
        if not 0 <= slot[0] < len(axis) or len(slot) - 1 != len(axis[slot[0]]):
            raise KernelError("a slot of a context does not fit the goal")
        met += zip(slot[1:], axis[slot[0]], strict=True)
    dims = index_dimensions(term.context)
    for i, d in met:
        if dims.setdefault(i, d) != d:
            raise KernelError(f"an index runs over {dims[i]} and over {d}")


def _well_formed(context: Net, hole: int) -> None:
    """Raises KernelError unless a context has one hole, at its place, and inverts nothing that may be 0."""
    try:
        kinds = [label(key).kind for key, _ in context[1]]
    except KeyError as error:
        raise KernelError(f"there is no label {error}") from error
    if kinds.count("hole") != 1 or not 0 <= hole < len(kinds) or kinds[hole] != "hole":
        raise KernelError("a certificate's context has one hole")
    for key, exponent in context[2]:
        kind = label(key).kind
        whole = isinstance(exponent, int) and (exponent > 0 or kind in NEVER_ZERO)
        if kind == "hole" or not (whole or (kind == "exp" and isinstance(exponent, Fraction))):
            raise KernelError(f"a context cannot have the power {exponent} of {key}")


def flat_block(side: Tensor, blocks: tuple[int, ...]) -> Tensor:
    """One block of an equation's difference, a slot for each index."""
    if isinstance(side, Tensor) and all(len(axis) == 1 for axis in side.axes):
        if all(len(axis[0]) == 1 for axis in side.axes):
            return side
        blocks = (0,) * len(side.axes)
    if len(blocks) != len(side.axes) or not all(0 <= b < len(a) for a, b in zip(side.axes, blocks, strict=True)):
        raise KernelError("a certificate names no block of a block equation")
    axes = tuple(((d,),) for axis, b in zip(side.axes, blocks, strict=True) for d in axis[b])
    terms: dict[Net, Coefficient] = {}
    for (ext, factors, scalars), c in side.terms.items():
        if tuple(slot[0] for slot in ext) == blocks:
            terms[tuple((0, i) for slot in ext for i in slot[1:]), factors, scalars] = c
    return Tensor(axes, terms)


def _bound_in(symbol: Any, value: Any, expectations: bool = True) -> bool:
    """Whether `symbol` occurs where equals may not be put for equals: under an operator or statement that binds."""
    closed = (n for n in subterms(value) if isinstance(n, Exists | Minimizes | Distribution)
              or (isinstance(n, Application) and n.operator.name in (OPAQUE if expectations else BINDERS)))
    return any(symbol in symbols_in(node) for node in closed)

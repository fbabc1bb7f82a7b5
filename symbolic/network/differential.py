"""Derivatives of tensors: a factor is removed and its indices are opened.

`derivative(tensor, variable, axes, notes)` has the slots of the tensor, then those of the variable. The rules for
composite factors:
  d(U^-1) = -U^-1 dU U^-1,   d det U = det U tr(U^-1 dU)  (U invertible),   d(1/u) = -du/u^2,   d exp(u) = exp(u) du,
  d log(u) = du/u,   d sqrt(u) = du/(2 sqrt(u))  (u > 0),   d sin(u) = cos(u) du,   d cos(u) = -sin(u) du,
  d sign(u) = 0  (u != 0),   d tr(expm(U)) = tr(expm(U) dU), though d expm(U) has no closed form,
  d(U^k) = sum over s < k of U^s dU U^(k - 1 - s)  for a matrix U and a natural number k,
  d(u^k) = k u^(k - 1) du  for a number u, or the entries of a diagonal matrix, and a natural number k; for another k
  where u > 0,
  d(sum of f over s) = sum of df over s.
Where a rule holds only under a condition, the condition is noted. Entries of a symmetric matrix count as independent.

Reference: Magnus and Neudecker, Matrix Differential Calculus, chapters 8 and 9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from symbolic.errors import TranslationError
from symbolic.network import forms
from symbolic.network.labels import MARK, Label, label, natural_atom
from symbolic.network.net import Net
from symbolic.network.plug import opened, plugged
from symbolic.network.powers import is_diagonal, power_label
from symbolic.network.running import resummed, summed
from symbolic.network.tensor import UNIT, Axis, Coefficient, Tensor, atom, collected, number, single
from symbolic.network.whole_numbers import Running, least


@dataclass
class Notes:
    """What a derivative took for granted: pairs (kind, tensor): `invertible` U, `positive` u; `kinks`: the sign
    factors met (u != 0). `running`: the running numbers of the sums around what is differentiated.
    """

    conditions: dict[tuple[str, object], tuple[str, Tensor]] = field(default_factory=dict)
    kinks: set[str] = field(default_factory=set)
    running: Running = ()

    def add(self, kind: str, tensor: Tensor) -> None:
        """Note one condition."""
        self.conditions[kind, tensor.key] = (kind, tensor)


def derivative(tensor: Tensor, variable: str, axes: tuple[Axis, ...], notes: Notes) -> Tensor:
    """The derivative by the symbol named `variable`, whose slots are `axes`.

    Raises TranslationError where a factor has no rule.
    """
    memo: dict[str, Tensor] = {}

    def of(key: str) -> Tensor:
        if key not in memo:
            memo[key] = factor_derivative(label(key), variable, axes, notes)
        return memo[key]

    def terms() -> Iterable[tuple[Net, Coefficient]]:
        for net, c in tensor.terms.items():
            (ext, factors, scalars), touched = opened(net, (variable,))
            whole = (ext, factors, (*scalars, *touched))
            for place, (key, _) in enumerate(factors):
                if variable in label(key).symbols:
                    inner = looped(key, variable, axes, notes) if _is_trace(whole, place) else of(key)
                    for result, k in plugged(whole, place, inner):
                        yield result, c * k
            for key, exponent in touched:
                yield from _power_rule(whole, key, exponent, of(key), c)

    result = collected((*tensor.axes, *axes), terms())
    return resummed(result) if any(label(key).kind == "pow" for key in memo) else result


def _power_rule(
    net: Net, key: str, exponent: Coefficient, inner: Tensor, c: Coefficient
) -> Iterable[tuple[Net, Coefficient]]:
    """d a^e = e a^(e-1) da, for an atom a that is an exponential (never 0)."""
    if label(key).kind != "exp":
        raise TranslationError(f"the derivative of the power {exponent} of {key} is outside the canonical form")
    ext, factors, scalars = net
    lowered = (ext, (*factors, (key, ())), (*scalars, (key, -1)))
    for result, k in plugged(lowered, len(factors), inner):
        yield result, c * k * exponent


def _is_trace(net: Net, place: int) -> bool:
    """Whether a factor is an exponential of a matrix whose two indices are summed over, and nothing else there."""
    ext, factors, _ = net
    key, indices = factors[place]
    if label(key).kind != "expm" or len(indices) != 2 or indices[0] != indices[1]:
        return False
    others = [i for k, (_, ids) in enumerate(factors) if k != place for i in ids]
    return indices[0] not in (*others, *(i for slot in ext for i in slot[1:]))


def looped(key: str, variable: str, axes: tuple[Axis, ...], notes: Notes) -> Tensor:
    """expm(U) dU, whose trace is the derivative of tr(expm(U))."""
    inner = derivative(label(key).argument, variable, axes, notes)
    return factor(label(key)).contracted(inner, [(1, 2)], (0, 3, *range(4, 4 + len(axes))))


def factor_derivative(held: Label, variable: str, axes: tuple[Axis, ...], notes: Notes) -> Tensor:
    """The derivative of one factor: a slot for each of its indices, then the slots of the variable."""
    if held.kind == "symbol":
        return _delta(held, axes)
    if held.kind == "exp":
        monomial, coefficient = held.argument
        inner = Tensor(tuple(((d,),) for d in held.dims), {monomial: coefficient})
        return _chained(factor(held), inner, derivative(inner, variable, axes, notes))
    if held.kind == "recip":
        inner = factor(label(held.argument)) if isinstance(held.argument, str) else held.argument
        own = factor(held)
        return _chained(-_entrywise_product(own, own), inner, derivative(inner, variable, axes, notes))
    if held.kind == "fn":
        return _chained(_outer_rule(held, notes), held.argument, derivative(held.argument, variable, axes, notes))
    if held.kind == "inv":
        return _inverse_rule(held, variable, axes, notes)
    if held.kind == "pow":
        if variable in held.argument[1].symbols:
            raise TranslationError("a derivative by an exponent is outside the canonical form")
        if held.blocks or len(held.dims) > 2:
            raise TranslationError("a derivative through a symbolic power of blocks is outside the canonical form")
        if not held.dims:
            return _power_of_number_rule(held, variable, axes, notes)
        if is_diagonal(held.argument[0]):
            return _power_of_diagonal_rule(held, variable, axes, notes)
        return _power_of_matrix_rule(held, variable, axes, notes)
    if held.kind == "series":
        return _series_rule(held, variable, axes, notes)
    if held.kind == "det":
        return _determinant_rule(held, variable, axes, notes)
    if held.kind == "closed":
        inner = Tensor((), {((), held.argument, ()): 1})
        return derivative(inner, variable, axes, notes)
    raise TranslationError(f"a derivative through {held.kind} is outside the canonical form")


def factor(held: Label) -> Tensor:
    """One factor alone, a slot for each index."""
    indices = tuple(range(-1, -1 - len(held.dims), -1))
    return single(tuple(((d,),) for d in held.dims), tuple((0, i) for i in indices), ((held.key, indices),))


def _delta(held: Label, axes: tuple[Axis, ...]) -> Tensor:
    """dX_ij/dX_kl: each index of X is an index of the variable's slots."""
    indices = list(range(-1, -1 - len(held.dims), -1))
    blocks = held.blocks or (0,) * len(axes)
    slots, rest = [], list(indices)
    for axis, block in zip(axes, blocks, strict=True):
        count = len(axis[block])
        slots.append((block, *rest[:count]))
        rest = rest[count:]
    own = tuple(((d,),) for d in held.dims)
    return single((*own, *axes), (*((0, i) for i in indices), *slots), ())


def _chained(outer: Tensor, inner: Tensor, inner_derivative: Tensor) -> Tensor:
    """f'(u) du entry by entry: both have a slot for each index of u."""
    count = len(inner.axes)
    free = range(2 * count, count + len(inner_derivative.axes))
    return outer.contracted(inner_derivative, [(k, count + k) for k in range(count)], (*range(count), *free))


def _entrywise_product(a: Tensor, b: Tensor) -> Tensor:
    count = len(a.axes)
    return a.contracted(b, [(k, count + k) for k in range(count)], range(count))


def on_slots(function: Callable[[Tensor], Tensor], argument: Tensor) -> Tensor:
    """An entrywise function of matrices, on a tensor of up to two slots."""
    count = len(argument.axes)
    if count > 2:
        raise TranslationError("an entrywise function of more than two indices is outside the canonical form")
    return function(argument.as_matrix()).closed_over((), range(count))


def _outer_rule(held: Label, notes: Notes) -> Tensor:
    """f'(u) for the entrywise function f."""
    u: Tensor = held.argument
    if held.name == "sin":
        return on_slots(lambda v: forms.entrywise("cos", v), u)
    if held.name == "cos":
        return on_slots(lambda v: -forms.entrywise("sin", v), u)
    if held.name == "log":
        return on_slots(forms.reciprocal, u)
    if held.name == "sqrt":
        notes.add("positive", u)
        return on_slots(lambda v: forms.reciprocal(forms.entrywise("sqrt", v)), u).scaled(Fraction(1, 2))
    if held.name == "sign":
        notes.kinks.add(held.key)
        return Tensor(u.axes, {})
    raise TranslationError(f"a derivative through {held.name} is outside the canonical form")


def _inverse_rule(held: Label, variable: str, axes: tuple[Axis, ...], notes: Notes) -> Tensor:
    argument: Tensor = held.argument
    notes.add("invertible", argument)
    inverse = forms.matrix_function("inv", argument)
    free = tuple(range(3, 3 + len(axes)))
    inner = derivative(argument, variable, axes, notes)
    left = inverse.contracted(inner, [(1, 2)], (0, 3, *(k + 1 for k in free)))
    whole = -left.contracted(inverse, [(1, 2 + len(axes))], (0, 3 + len(axes), *range(2, 2 + len(axes))))
    return _block_of(whole, held.blocks, held.dims)


def _power_of_matrix_rule(held: Label, variable: str, axes: tuple[Axis, ...], notes: Notes) -> Tensor:
    base, exponent = held.argument
    floor = least(exponent, ())
    if floor is None or floor < 0 or any(name.startswith(MARK) for name in held.symbols):
        raise TranslationError("a derivative through a power that is not natural is outside the canonical form")
    name = f"{MARK}1"
    s = atom(natural_atom(name))
    left = power_label(base, s, symmetric=held.symmetric)
    right = power_label(base, exponent - number(1) - s, symmetric=held.symmetric)
    own = tuple(((d,),) for d in held.dims * 2)
    both = single(own, ((0, -1), (0, -2), (0, -3), (0, -4)), ((left, (-1, -2)), (right, (-3, -4))))
    inner = derivative(base, variable, axes, notes)
    free = tuple(range(6, 6 + len(axes)))
    return summed(both, ((name, exponent),)).outer(inner).closed_over([(1, 4), (2, 5)], (0, 3, *free))


def _power_of_number_rule(held: Label, variable: str, axes: tuple[Axis, ...], notes: Notes) -> Tensor:
    base, exponent = held.argument
    floor = least(exponent, notes.running)
    if floor is None or floor < 0:
        if notes.running:
            raise TranslationError("a derivative through a running power that is not natural is outside the form")
        notes.add("positive", base)
    inner = derivative(base, variable, axes, notes).closed_over((), range(2, 2 + len(axes)))
    lowered: Tensor = exponent * atom(power_label(base, exponent - number(1), symmetric=held.symmetric))
    return lowered.closed_over((), ()).outer(inner)


def _power_of_diagonal_rule(held: Label, variable: str, axes: tuple[Axis, ...], notes: Notes) -> Tensor:
    base, exponent = held.argument
    floor = least(exponent, notes.running)
    if floor is None or floor < 0:
        raise TranslationError("a derivative through a power that is not natural is outside the canonical form")
    key = power_label(base, exponent - number(1), symmetric=held.symmetric)
    own = tuple(((d,),) for d in held.dims)
    lowered: Tensor = exponent.closed_over((), ()).outer(single(own, ((0, -1), (0, -1)), ((key, (-1, -1)),)))
    inner = derivative(base, variable, axes, notes)
    return lowered.contracted(inner, [(0, 2), (1, 3)], (0, 1, *range(4, 4 + len(axes))))


def _series_rule(held: Label, variable: str, axes: tuple[Axis, ...], notes: Notes) -> Tensor:
    summand, count = held.argument
    if variable in count.symbols:
        raise TranslationError("a derivative by the bound of a sum is outside the canonical form")
    running = (*notes.running, (held.name, count))
    within = Notes(running=running)
    inner = derivative(summand, variable, axes, within)
    if within.conditions or within.kinks:
        raise TranslationError("a sum of derivatives that need conditions is outside the canonical form")
    return summed(inner, running)


def _block_of(tensor: Tensor, blocks: tuple[int, ...], dims: tuple[str, ...]) -> Tensor:
    """One block of a matrix, its indices as slots of their own."""
    r, c = blocks or (0, 0)
    terms = {}
    for (ext, factors, scalars), coefficient in tensor.terms.items():
        if (ext[0][0], ext[1][0]) == (r, c):
            own = tuple((0, i) for i in (*ext[0][1:], *ext[1][1:]))
            terms[forms.fused((*own, *ext[2:]), factors, scalars)] = coefficient
    return Tensor((*(((d,),) for d in dims), *tensor.axes[2:]), terms)


def _determinant_rule(held: Label, variable: str, axes: tuple[Axis, ...], notes: Notes) -> Tensor:
    argument: Tensor = held.argument
    notes.add("invertible", argument)
    inverse = forms.inverted(argument)
    inner = derivative(argument, variable, axes, notes)
    traced = inverse.contracted(inner, [(1, 2), (0, 3)], range(4, 4 + len(axes)))
    value = atom(held.key).closed_over((), ())
    return value.outer(traced)


def smooth(tensor: Tensor, kinks: set[str]) -> Tensor:
    """The tensor away from the given kinks: there sign(u)^2 = 1."""
    if not kinks:
        return tensor

    def terms() -> Iterable[tuple[Net, Coefficient]]:
        for (ext, factors, scalars), c in tensor.terms.items():
            kept = [f for f in dict.fromkeys(factors) if f[0] not in kinks or factors.count(f) % 2]
            rest = [f for f in factors if f[0] not in kinks]
            once = [f for f in kept if f[0] in kinks]
            lowered = [(a, e % 2 if a in kinks and isinstance(e, int) else e) for a, e in scalars]
            present = {i for _, indices in (*rest, *once) for i in indices} | {i for slot in ext for i in slot[1:]}
            gone = {
                i: label(key).dims[p] for key, indices in factors for p, i in enumerate(indices) if i not in present
            }
            sizes = [(forms.dimension_atom(d), 1) for d in gone.values()]
            yield forms.fused(ext, (*rest, *once), (*lowered, *sizes)), c

    return collected(tensor.axes, terms())


def drop_unit_slots(tensor: Tensor) -> Tensor:
    """The tensor with slots of size 1 removed, then as a matrix."""
    keep = [k for k, axis in enumerate(tensor.axes) if axis != UNIT]
    return tensor.closed_over((), keep).as_matrix()

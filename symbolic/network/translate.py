"""From terms to tensors.

`translate(term)` is total on the terms of the language but for what the canonical form does not cover, which raises TranslationError.
Functions are brought down to few: with s = sign(u),
  abs(u) = u.*s,  relu(u) = (u + u.*s)/2,  step(u) = (s.*s + s)/2,  max(a, b) = (a + b + abs(a - b))/2,
  sigmoid(u) = 1/(1 + exp(-u)),  tanh(u) = (1 - exp(-2u))/(1 + exp(-2u)),  softmax(v) = exp(v)/sum(exp(v)),  norm(A) = sqrt(sum(A.*A)).

Sizes that are numbers are opaque unless `explicit` is set: then every index of a numeric size is written out entry by entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from sympy import Add, Identity, Inverse, MatAdd, MatMul, MatPow, MatrixSymbol, Mul, OneMatrix, Pow, Symbol, Transpose, ZeroMatrix
from sympy import pi as PI

from symbolic.errors import TranslationError
from symbolic.language.operator import Application
from symbolic.language.terms import RandomMatrix, RandomScalar, is_scalar, shape_of, size
from symbolic.network import forms
from symbolic.network.differential import Notes, derivative, drop_unit_slots
from symbolic.network.expectation import expectation
from symbolic.network.labels import Label, digest, dimension_atom, intern, label
from symbolic.network.net import Net, alone
from symbolic.network.plug import opened
from symbolic.network.tensor import SCALAR, UNIT, Axis, Coefficient, Tensor, atom, collected, joined, number, single

EXPLICIT_SIZE = 6
POWER_LIMIT = 32


class Translator:
    """Translates terms of one problem and remembers what it has translated; `notes` holds what derivatives took for granted.

    `dependent` lists groups of random symbols (by name) that are not independent of each other.
    """

    def __init__(self, *, explicit: bool = False, dependent: Iterable[Iterable[str]] = ()) -> None:
        self.explicit = explicit
        self.notes = Notes()
        self.families: dict[str, str] = {}
        self._groups = [frozenset(group) for group in dependent]
        self._known: dict[Any, Tensor] = {}

    def __call__(self, term: Any) -> Tensor:
        """The tensor of a term. Raises TranslationError."""
        try:
            known = self._known.get(term)
            if known is None:
                known = self._known[term] = self._translated(term)
            return known
        except RecursionError:
            raise TranslationError("a term nested this deeply is outside the canonical form") from None

    def axis(self, size: Any) -> Axis:
        """The axis of a size: a dimension, a product (one block of several) or a sum (several blocks) of dimensions."""
        if size.is_Integer:
            if size == 1:
                return UNIT
            return UNIT * int(size) if self.explicit and size <= EXPLICIT_SIZE else ((str(size),),)
        if size.is_Symbol:
            if size.name.isdecimal():
                raise TranslationError(f"a dimension called {size.name} is outside the canonical form")
            return ((size.name,),)
        if isinstance(size, Pow) and size.exp.is_Integer and 0 < size.exp <= POWER_LIMIT:
            return (self.axis(size.base)[0] * int(size.exp),)
        parts = [self.axis(a) for a in size.args]
        if isinstance(size, Add):
            return tuple(block for part in parts for block in part)
        if isinstance(size, Mul) and all(len(part) == 1 for part in parts):
            return (tuple(d for part in parts for d in part[0]),)
        raise TranslationError(f"the size {size} is outside the canonical form")

    def _translated(self, term: Any) -> Tensor:
        if term.is_Rational:
            return number(Fraction(int(term.p), int(term.q)))
        if isinstance(term, MatrixSymbol):
            return self._matrix_symbol(term)
        if isinstance(term, Application):
            rule = RULES.get(term.operator.name)
            if rule is None:
                raise TranslationError(f"{term.operator.name} is outside the canonical form")
            return rule(self, *term.operands)
        if isinstance(term, Symbol):
            if isinstance(term, RandomScalar):
                self._randomly(term.name)
            return scalar_symbol(term)
        if isinstance(term, MatAdd | Add):
            return self._sum(term.args)
        if isinstance(term, MatMul | Mul):
            return self._product(term.args)
        if isinstance(term, Transpose):
            return self(term.args[0]).transposed()
        if isinstance(term, Inverse):
            return forms.inverted(self(term.args[0]))
        if isinstance(term, MatPow | Pow):
            return self.power(term.args[0], term.args[1])
        if isinstance(term, Identity):
            return forms.identity(self.axis(term.shape[0]))
        if isinstance(term, OneMatrix):
            return forms.ones(self.axis(term.shape[0]), self.axis(term.shape[1]))
        if isinstance(term, ZeroMatrix):
            return Tensor((self.axis(term.shape[0]), self.axis(term.shape[1])), {})
        if term == PI:
            return atom(intern(Label("constant pi", "constant", "pi")))
        raise TranslationError(f"{type(term).__name__} is outside the canonical form")

    def _randomly(self, name: str) -> None:
        group = next((g for g in self._groups if name in g), frozenset({name}))
        self.families[name] = min(group)

    def _matrix_symbol(self, symbol: Any) -> Tensor:
        if isinstance(symbol, RandomMatrix):
            self._randomly(symbol.name)
        rows, cols = (self.axis(s) for s in symbol.shape)
        base = f"{symbol.name}[{','.join(s.name if s.is_Symbol else str(s) for s in symbol.shape)}]"
        terms: dict[Net, Coefficient] = {}
        split = len(rows) * len(cols) > 1
        for r, row in enumerate(rows):
            for c, col in enumerate(cols):
                blocks = (r, c) if split else ()
                key = base + (f"@{r},{c}{'!' if self.explicit else ''}" if split else "")
                intern(Label(key, "symbol", symbol.name, symbols=frozenset({symbol.name}), dims=row + col, blocks=blocks,
                             shape=tuple(symbol.shape), axes=(rows, cols)))
                start = -1 - len(row)
                ids = tuple(range(-1, start, -1)), tuple(range(start, start - len(col), -1))
                terms[alone(((r, *ids[0]), (c, *ids[1])), key, ids[0] + ids[1])] = 1
        return Tensor((rows, cols), terms)

    def _sum(self, summands: Any) -> Tensor:
        rigid = [self(t) for t in summands if not isinstance(t, ZeroMatrix) and not self._multiple_of_identity(t)]
        axes = rigid[0].axes if rigid else self(summands[0]).axes
        total = Tensor(axes, {})
        for value in rigid:
            total = total + value
        for t in summands:
            if self._multiple_of_identity(t):
                total = total + self._identity_like(t, axes)
        return total

    def _multiple_of_identity(self, term: Any) -> bool:
        return isinstance(term, Identity) or (isinstance(term, MatMul) and any(isinstance(a, Identity) for a in term.args)
                                              and all(isinstance(a, Identity) or is_scalar(a) for a in term.args))

    def _identity_like(self, term: Any, axes: tuple[Axis, ...]) -> Tensor:
        result = forms.identity(axes[0])
        for factor in term.args if isinstance(term, MatMul) else ():
            if not isinstance(factor, Identity):
                result = self(factor) * result
        return result

    def _product(self, factors: Any) -> Tensor:
        """The product; an identity beside a matrix is left out, so that it takes the structure of its neighbour."""
        result: Tensor | None = None
        left_out: Any = None
        for factor in factors:
            if isinstance(factor, Identity):
                left_out = factor
                continue
            value = self(factor)
            result = value if result is None else result * value
        if left_out is not None and (result is None or result.is_scalar):
            one = self(left_out)
            return one if result is None else result * one
        return number(1) if result is None else result

    def power(self, base: Any, exponent: Any) -> Tensor:
        """A scalar or square matrix to a power."""
        value = self(base)
        if not exponent.is_Rational:
            return self._symbolic_power(value, exponent, matrix=not is_scalar(base))
        count, root = int(exponent.p), int(exponent.q)
        if not is_scalar(base):
            if root != 1:
                raise TranslationError("a matrix to a fractional power is outside the canonical form")
            value = forms.inverted(value) if count < 0 else value
            return _repeated(value, abs(count), forms.identity(value.axes[0]), Tensor.__mul__)
        if root == 1 and count % 2 == 0 and (squared := _norm_squared(self, base)) is not None:
            value, count = squared, count // 2
        elif root == 2:
            value = forms.entrywise("sqrt", value)
        elif root != 1:
            raise TranslationError(f"the power {exponent} is outside the canonical form")
        return _repeated(forms.reciprocal(value) if count < 0 else value, abs(count), number(1), Tensor.__mul__)

    def _symbolic_power(self, value: Tensor, exponent: Any, *, matrix: bool) -> Tensor:
        """base^(k + c) = base^k base^c for k a sum of natural numbers and a whole number c from 0."""
        shown = self(exponent)
        one = forms.identity(value.axes[0])
        if value == one:
            return one
        constant = shown.terms.get(next(iter(number(1).terms)), 0)
        rest = shown - number(constant)
        if not isinstance(constant, int) or constant < 0 or not _is_natural(rest):
            return self._power_atom(value, shown, matrix=matrix)
        tail = _repeated(value, constant, one, Tensor.__mul__)
        return tail if not rest.terms else tail * self._power_atom(value, rest, matrix=matrix)

    def _power_atom(self, value: Tensor, exponent: Tensor, *, matrix: bool) -> Tensor:
        symbols = value.symbols | exponent.symbols
        n = forms.normal(value, forms.whole) if matrix else forms.Normal(value, 1, (0, 1), True)
        key = f"pow:{digest((n.argument.key, exponent.key))}"
        if not matrix:
            return atom(intern(Label(key, "pow", "", (value, exponent), symbols=symbols)))
        if value.axes[0] != value.axes[1] or len(value.axes[0]) != 1 or len(value.axes[0][0]) != 1:
            raise TranslationError("a symbolic power of a block matrix is outside the canonical form")
        intern(Label(key, "pow", "", (n.argument, exponent), n.symmetric, symbols, value.axes[0][0] * 2))
        return single(value.axes, ((0, -1), (0, -2)), ((key, (-1, -2) if n.order == (0, 1) else (-2, -1)),))


def scalar_symbol(symbol: Any) -> Tensor:
    """A scalar symbol; a positive whole number is a dimension."""
    if symbol.is_integer and symbol.is_positive:
        return atom(dimension_atom(symbol.name))
    kind = "natural" if symbol.is_integer else "symbol"
    return atom(intern(Label(f"{symbol.name}[{'natural' if symbol.is_integer else ''}]", kind, symbol.name,
                             symbols=frozenset({symbol.name}))))


def _is_natural(value: Tensor) -> bool:
    """Whether a scalar is a sum of products of natural numbers."""
    return all(isinstance(c, int) and c > 0 and all(label(a).kind in ("natural", "dimension") and isinstance(e, int) and e > 0
                                                    for a, e in net[2]) for net, c in value.terms.items())


def _repeated(value: Tensor, count: int, unit: Tensor, times: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    if count > POWER_LIMIT:
        raise TranslationError(f"a power above {POWER_LIMIT} is outside the canonical form")
    result = unit
    for k in range(count):
        result = value if k == 0 else times(result, value)
    return result


def _norm_squared(translator: Translator, base: Any) -> Tensor | None:
    if isinstance(base, Application) and base.operator.name == "norm":
        value = translator(base.operands[0])
        return value.hadamard(value).total()
    return None


Rule = Callable[..., Tensor]
RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    """Publish the translation of the operator `name`."""
    def publish(function: Rule) -> Rule:
        if name in RULES:
            raise TranslationError(f"operator {name} is translated twice")
        RULES[name] = function
        return function
    return publish


@rule("tr")
def _trace(t: Translator, a: Any) -> Tensor:
    return t(a).trace()


@rule("sum")
def _total(t: Translator, a: Any) -> Tensor:
    return t(a).total()


@rule("hadamard")
def _hadamard(t: Translator, a: Any, b: Any) -> Tensor:
    return t(a).hadamard(t(b))


@rule("kron")
def _kron(t: Translator, a: Any, b: Any) -> Tensor:
    return forms.kronecker(t(a), t(b))


@rule("vec")
def _vec(t: Translator, a: Any) -> Tensor:
    return forms.grouped(t(a), ((1, 0), ()))


@rule("diag")
def _diag(t: Translator, v: Any) -> Tensor:
    value = t(v)
    return Tensor((value.axes[0],) * 2, {forms.fused((ext[0], ext[0]), f, s): c for (ext, f, s), c in value.terms.items()})


@rule("diagv")
def _diagv(t: Translator, a: Any) -> Tensor:
    return t(a).merged([(0, 1)], (0,)).as_matrix()


@rule("block")
def _block(t: Translator, rows: Any, cols: Any, *blocks: Any) -> Tensor:
    r, c = int(rows), int(cols)
    values = [t(b) for b in blocks]
    row_axes = [_agreed(values[i * c:(i + 1) * c], blocks[i * c:(i + 1) * c], 0) for i in range(r)]
    col_axes = [_agreed(values[j::c], blocks[j::c], 1) for j in range(c)]
    axes = (tuple(b for axis in row_axes for b in axis), tuple(b for axis in col_axes for b in axis))
    terms: dict[Net, Coefficient] = {}
    for k, value in enumerate(values):
        top = sum(len(axis) for axis in row_axes[:k // c])
        left = sum(len(axis) for axis in col_axes[:k % c])
        for (ext, f, s), coefficient in value.terms.items():
            terms[((ext[0][0] + top, *ext[0][1:]), (ext[1][0] + left, *ext[1][1:])), f, s] = coefficient
    return Tensor(axes, terms)


def _agreed(values: list[Tensor], blocks: Any, side: int) -> Axis:
    """The axis that the blocks in line share."""
    rigid = [v.axes[side] for v, b in zip(values, blocks, strict=True) if v.terms] or [values[0].axes[side]]
    if any(axis != rigid[0] for axis in rigid):
        raise TranslationError("blocks of different structure in line")
    return rigid[0]


@rule("entry")
def _entry(t: Translator, a: Any, i: Any, j: Any) -> Tensor:
    value = t(a)
    for side, index in ((0, i), (1, j)):
        if value.axes[side] != UNIT:
            chosen = unit(t, index, value.axes[side])
            value = (chosen.transposed() * value) if side == 0 else (value * chosen)
    return value


@rule("unit")
def _unit(t: Translator, i: Any, n: Any) -> Tensor:
    return unit(t, i, t.axis(size(n)))


def unit(t: Translator, index: Any, axis: Axis) -> Tensor:
    """The basis vector with a 1 at `index`, over an axis."""
    if index.is_Integer and all(block == () for block in axis):
        if not 1 <= index <= len(axis):
            raise TranslationError(f"there is no unit vector {index} of length {len(axis)}")
        return Tensor((axis, UNIT), {(((int(index) - 1,), (0,)), (), ()): 1})
    if len(axis) != 1 or len(axis[0]) != 1:
        raise TranslationError("a unit vector over a structured axis is outside the canonical form")
    place = t(index)
    key = intern(Label(f"unit:{digest(place.key)}[{axis[0][0]}]", "unit", "", place, False, place.symbols, axis[0]))
    return single((axis, UNIT), ((0, -1), (0,)), ((key, (-1,)),))


@rule("det")
def _det(t: Translator, a: Any) -> Tensor:
    return forms.determinant(t(a))


@rule("logdet")
def _logdet(t: Translator, a: Any) -> Tensor:
    return forms.entrywise("log", forms.determinant(t(a)))


@rule("rank")
def _rank(t: Translator, a: Any) -> Tensor:
    value = t(a)
    if value.terms and len(value.axes[0]) == 1 and value.axes[0] == value.axes[1] and value == forms.identity(value.axes[0]):
        return value.trace()
    return number(0) if not value.terms else forms.scalar_atom("rank", value)


@rule("pinv")
def _pinv(t: Translator, a: Any) -> Tensor:
    return forms.pseudo_inverse(t(a))


@rule("expm")
def _expm(t: Translator, a: Any) -> Tensor:
    value = t(a)
    return forms.identity(value.axes[0]) if not value.terms else forms.matrix_function("expm", value)


@rule("norm")
def _norm(t: Translator, a: Any) -> Tensor:
    value = t(a)
    return forms.entrywise("sqrt", value.hadamard(value).total())


@rule("exp")
def _exp(t: Translator, a: Any) -> Tensor:
    return forms.exp(t(a))


@rule("log")
def _log(t: Translator, a: Any) -> Tensor:
    return forms.entrywise("log", t(a))


@rule("sqrt")
def _sqrt(t: Translator, a: Any) -> Tensor:
    return forms.entrywise("sqrt", t(a))


@rule("sin")
def _sin(t: Translator, a: Any) -> Tensor:
    return forms.entrywise("sin", t(a))


@rule("cos")
def _cos(t: Translator, a: Any) -> Tensor:
    return forms.entrywise("cos", t(a))


@rule("sigmoid")
def _sigmoid(t: Translator, a: Any) -> Tensor:
    value = t(a)
    return forms.reciprocal(forms.ones(*value.axes) + forms.exp(-value))


@rule("tanh")
def _tanh(t: Translator, a: Any) -> Tensor:
    decay = forms.exp(t(a).scaled(-2))
    one = forms.ones(*decay.axes)
    return (one - decay).hadamard(forms.reciprocal(one + decay))


@rule("powers")
def _powers(t: Translator, a: Any, k: Any) -> Tensor:
    value = t(a)
    one = forms.ones(*value.axes)
    if k.is_Integer:
        if k < 0:
            value = forms.reciprocal(value)
        return _repeated(value, abs(int(k)), one, Tensor.hadamard)
    if k.is_Rational and k.q == 2:
        root = forms.entrywise("sqrt", value)
        return _repeated(forms.reciprocal(root) if k < 0 else root, abs(int(k.p)), one, Tensor.hadamard)
    raise TranslationError(f"the entrywise power {k} is outside the canonical form")


@rule("softmax")
def _softmax(t: Translator, v: Any) -> Tensor:
    weights = forms.exp(t(v))
    return forms.reciprocal(weights.total()) * weights


@rule("logsumexp")
def _logsumexp(t: Translator, v: Any) -> Tensor:
    return forms.entrywise("log", forms.exp(t(v)).total())


def absolute(value: Tensor) -> Tensor:
    """abs(u) = u.*sign(u)."""
    return value.hadamard(forms.entrywise("sign", value))


@rule("abs")
def _abs(t: Translator, a: Any) -> Tensor:
    return absolute(t(a))


@rule("sign")
def _sign(t: Translator, a: Any) -> Tensor:
    return forms.entrywise("sign", t(a))


@rule("step")
def _step(t: Translator, a: Any) -> Tensor:
    sign = forms.entrywise("sign", t(a))
    return (sign.hadamard(sign) + sign).scaled(Fraction(1, 2))


@rule("relu")
def _relu(t: Translator, a: Any) -> Tensor:
    value = t(a)
    return (value + absolute(value)).scaled(Fraction(1, 2))


def _extremum(t: Translator, operands: Any, side: int) -> Tensor:
    lead = next((t(a) for a in operands if not is_scalar(a)), None)
    values = [t(a) * forms.ones(*lead.axes) if lead is not None and is_scalar(a) else t(a) for a in operands]
    result, *rest = sorted(values, key=lambda value: value.key)
    for value in rest:
        result = (result + value + absolute(result - value).scaled(side)).scaled(Fraction(1, 2))
    return result


@rule("max")
def _max(t: Translator, *operands: Any) -> Tensor:
    return _extremum(t, operands, 1)


@rule("min")
def _min(t: Translator, *operands: Any) -> Tensor:
    return _extremum(t, operands, -1)


def _axes(t: Translator, variable: Any) -> tuple[Axis, ...]:
    return tuple(t.axis(s) for s in shape_of(variable))


@rule("grad")
def _gradient(t: Translator, f: Any, x: Any) -> Tensor:
    return derivative(t(f), x.name, _axes(t, x), t.notes).closed_over((), (2, 3))


@rule("jac")
def _jacobian(t: Translator, f: Any, x: Any) -> Tensor:
    return derivative(t(f), x.name, _axes(t, x), t.notes).closed_over((), (0, 2))


@rule("hess")
def _hessian(t: Translator, f: Any, x: Any) -> Tensor:
    axes = _axes(t, x)
    gradient = derivative(t(f), x.name, axes, t.notes)
    return derivative(gradient, x.name, axes, t.notes).closed_over((), (2, 4))


@rule("dir")
def _directional(t: Translator, f: Any, x: Any, d: Any) -> Tensor:
    return derivative(t(f), x.name, _axes(t, x), t.notes).outer(t(d)).closed_over([(2, 4), (3, 5)], (0, 1))


@rule("E")
def _expected(t: Translator, f: Any) -> Tensor:
    return expectation(t(f), t.families)


@rule("Var")
def _variance(t: Translator, f: Any) -> Tensor:
    return covariance(t, f, f)


@rule("Cov")
def _covariance(t: Translator, f: Any, g: Any) -> Tensor:
    return covariance(t, f, g)


def covariance(t: Translator, f: Any, g: Any) -> Tensor:
    """E[f g'] - E[f] E[g]'."""
    left, right = t(f), t(g).transposed()
    return expectation(left * right, t.families) - expectation(left, t.families) * expectation(right, t.families)


@rule("series")
def _series(t: Translator, f: Any, r: Any, first: Any, last: Any) -> Tensor:
    """A sum over r from 1 to n in which r stands only in unit vectors of length n: they are joined at one index."""
    value, axis = t(f), t.axis(size(last)) if last.is_Symbol and last.is_positive else None
    if axis is None or first != 1:
        raise TranslationError("a sum between these bounds is outside the canonical form")
    place = t(r)

    def terms() -> Iterable[tuple[Net, Coefficient]]:
        for net, c in value.terms.items():
            (ext, factors, scalars), touched = opened(net, (r.name,))
            units = [(k, i) for k, i in factors if label(k).kind == "unit" and label(k).argument == place and (label(k).dims,) == axis]
            rest = [(k, i) for k, i in factors if (k, i) not in units]
            if touched or any(r.name in label(k).symbols for k, _ in rest) or any(r.name in label(a).symbols for a, _ in scalars):
                raise TranslationError("a sum over an index outside unit vectors is outside the canonical form")
            ids = [i[0] for _, i in units] or [10**6]
            yield joined(ext, rest, scalars, [(ids[0], i, axis[0][0]) for i in ids]), c

    return collected(value.axes, terms())

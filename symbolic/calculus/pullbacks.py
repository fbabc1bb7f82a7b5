"""The parts of any node with their pullbacks: operators by their rules, sums, products and powers by one rule each.

A product is number * scalars * chain. A link of the chain gets front * left' * G * right'; a scalar to the power e gets
e*s^(e - 1) times the rest against G; a norm to an even power hands over to what it is the norm of.

>>> from symbolic.language.symbols import dimensions, matrix, vector
>>> n, d = dimensions("n d")
>>> X, w, G = matrix("X", n, d), vector("w", d), vector("G", n)
>>> [(part, pull(G)) for part, pull in parts_of(Algebra(), X*w)]
[(X, G*w.T), (w, X.T*G)]
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Inverse, MatAdd, MatMul, MatPow, Mul, Pow, S, Transpose

from symbolic.calculus.algebra import Algebra
from symbolic.calculus.products import Product, as_product, links
from symbolic.calculus.rules import REFUSED, RULES, CalculusError, Parts, Pullback
from symbolic.language.operator import Application, operands_of
from symbolic.language.shapes import is_scalar


def parts_of(a: Algebra, node: Any) -> Parts:
    """The parts of a node with their pullbacks. Raises CalculusError where there is no rule."""
    if isinstance(node, Application):
        name = node.operator.name
        if name == "sqrt" and is_scalar(node):
            return product_rule(a, node)
        if name not in RULES:
            raise CalculusError(f"no derivative through {name}: {REFUSED.get(name, 'there is no rule')}; in {node}")
        return RULES[name](a, node, *node.operands)
    if isinstance(node, MatAdd | Add):
        return [(part, lambda g: g) for part in node.args]
    if isinstance(node, Transpose):
        return [(node.args[0], a.turned)]
    if isinstance(node, Inverse):
        turned = a.turned(node)
        return [(node.args[0], lambda g: a.product(S.NegativeOne, turned, g, turned))]
    if isinstance(node, MatMul | Mul | Pow | MatPow):
        return product_rule(a, node)
    raise CalculusError(f"no derivative through {type(node).__name__}: there is no rule; in {node}")


def product_rule(a: Algebra, node: Any) -> Parts:
    """number * scalars * chain: every scalar with its exponent, every link between its transposed neighbours."""
    whole = as_product(node)
    if whole.scalars.get(node) == 1:
        whole = Product(chain=tuple(link for factor in node.args for link in links(factor)))
    if isinstance(node, Pow | MatPow) and not node.args[1].is_Rational:
        raise CalculusError(f"no derivative through a power with a symbolic exponent, in {node}")
    if isinstance(node, MatPow) and whole.chain == (node,):
        raise CalculusError(f"no derivative through the power {node.args[1]} of a matrix, in {node}")
    front = Product(whole.coefficient, whole.scalars).term()
    found: Parts = []
    for k, link in enumerate(whole.chain):
        left, right = (a.turned(a.product(*side)) if side else S.One for side in (whole.chain[:k], whole.chain[k + 1:]))
        found.append((link, _sandwich(a, front, left, right)))
    matrix = Product(chain=whole.chain).term() if whole.chain else None
    for base in whole.scalars:
        found.append(_scalar_part(a, whole, base, matrix))
    return found


def _sandwich(a: Algebra, front: Any, left: Any, right: Any) -> Pullback:
    """g to front * left * g * right."""
    if front is S.One and left is S.One and right is S.One:
        return lambda g: g
    return lambda g: a.product(*(f for f in (front, left, g, right) if f is not S.One))


def _scalar_part(a: Algebra, whole: Product, base: Any, matrix: Any) -> tuple[Any, Pullback]:
    """The part that is a scalar to a power: c*s^e*M gives c*e*s^(e-1)*sum(G.*M); a norm to an even power, its root."""
    exponent = whole.scalars[base]
    root = operands_of(base, "norm") if exponent.is_Integer and exponent % 2 == 0 else None
    rest = Product(whole.coefficient * exponent, dict(whole.scalars))
    rest.times_scalar(base, S.NegativeOne if root is None else -2 * S.One)
    factor = rest.term()

    def pullback(g: Any) -> Any:
        along = g if matrix is None else a.inner(g, matrix)
        return a.product(factor, along) if root is None else a.product(factor, along, root[0])

    return (base if root is None else root[0]), pullback

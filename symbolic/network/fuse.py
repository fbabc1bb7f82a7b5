"""Products that are equal by definition of their factors, before a network is put in canonical order.

Entry by entry, and with 1/0 = 0 also for u = 0:
  exp(a m) exp(b m) = exp((a + b) m) for a monomial m and rational a, b  (exponentials are products over monomials)
  u^2 (1/u) = u,  u (1/u)^2 = 1/u,  step(u)^2 = step(u),  sign(u)^3 = sign(u),  u sign(u)^2 = u
  e_i e_i = e_i and sum(e_i) = 1 for a basis vector e_i  (an i that is out of range stands for some basis vector, too)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from symbolic.network.labels import Label, digest, dimension_atom, intern, label
from symbolic.network.net import Exponent, Factor, Net, Slot, canonical


def fused(ext: Sequence[Slot], factors: Sequence[Factor], scalars: Iterable[tuple[str, Exponent]]) -> Net:
    """The canonical network of a product, its entrywise factors multiplied together where that is a definition."""
    atoms = list(scalars)
    kinds = {key[:3] if indices else "" for key, indices in factors}
    if "" in kinds:
        atoms += [_as_atom(key) for key, indices in factors if not indices]
        factors = [factor for factor in factors if factor[1]]
    if not kinds.isdisjoint(FUSED):
        factors = _entrywise(ext, factors, atoms)
    net = _canonical(tuple(ext), tuple(factors), tuple(atoms))
    if net[2] and not _IDEMPOTENT.isdisjoint([key[:3] for key, _ in net[2]]):
        lowered = sorted((key, exponent) for key, exponent in _multiplied_atoms(net[2]) if exponent)
        return net[0], net[1], tuple(lowered)
    return net


@lru_cache(maxsize=20_000)
def _canonical(ext: tuple[Slot, ...], factors: tuple[Factor, ...], atoms: tuple[tuple[str, Exponent], ...]) -> Net:
    return canonical(ext, factors, atoms)


FUSED = frozenset({"exp", "ste", "sig", "uni", "rec"})
_IDEMPOTENT = frozenset({"ste", "sig", "rec"})
"""How the labels begin of factors and of atoms that are fused."""


def exponential(monomial: Net, coefficient: Exponent, dims: tuple[str, ...], *, symmetric: bool = False) -> str:
    """The label of exp(coefficient * monomial) as a factor with the indices of the monomial."""
    base = f"exp:{digest(monomial)}"
    return intern(
        Label(f"{base}^{coefficient}", "exp", base, (monomial, coefficient), symmetric, _symbols(monomial), dims)
    )


def exponential_atom(monomial: Net) -> str:
    """The atom exp(monomial) of a scalar monomial; its powers are exponents of the atom."""
    key = f"exp:{digest(monomial)}"
    return intern(Label(key, "exp", key, (monomial, 1), symbols=_symbols(monomial)))


def _symbols(monomial: Net) -> frozenset[str]:
    return frozenset().union(*(label(key).symbols for key, _ in (*monomial[1], *monomial[2])))


def _entrywise(ext: Sequence[Slot], factors: Sequence[Factor], atoms: list[tuple[str, Exponent]]) -> list[Factor]:
    """The factors with entrywise products multiplied out; numbers that come off go to `atoms`."""
    counts: dict[Factor, Exponent] = {}
    exponents: dict[tuple[str, tuple[int, ...]], Exponent] = {}
    monomials: dict[str, Label] = {}
    for key, indices in factors:
        held = label(key)
        if held.symmetric and len(indices) == 2:
            indices = (min(indices), max(indices))
        if held.kind == "exp":
            exponents[held.name, indices] = exponents.get((held.name, indices), 0) + held.argument[1]
            monomials[held.name] = held
        else:
            counts[key, indices] = counts.get((key, indices), 0) + 1
    _cancel(counts)
    rest = [factor for factor, count in counts.items() for _ in range(int(count))]
    for (name, indices), exponent in exponents.items():
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            exponent = exponent.numerator
        held = monomials[name]
        if exponent and indices:
            rest.append((exponential(held.argument[0], exponent, held.dims, symmetric=held.symmetric), indices))
        elif exponent:
            atoms.append((exponential_atom(held.argument[0]), exponent))
    present = {i for _, indices in rest for i in indices} | {i for slot in ext for i in slot[1:]}
    gone = {
        i: d
        for key, indices in factors
        if label(key).kind == "exp"
        for i, d in zip(indices, label(key).dims, strict=True)
        if i not in present
    }
    atoms += [(dimension_atom(d), 1) for d in gone.values()]
    return _without_lone_units(ext, rest)


def _without_lone_units(ext: Sequence[Slot], factors: list[Factor]) -> list[Factor]:
    """The factors without the basis vectors that are summed over: their sum is 1."""
    open_ = {i for slot in ext for i in slot[1:]}
    used = [i for _, indices in factors for i in indices]
    return [
        (key, indices)
        for key, indices in factors
        if label(key).kind != "unit" or indices[0] in open_ or used.count(indices[0]) > 1
    ]


def _as_atom(key: str) -> tuple[str, Exponent]:
    held = label(key)
    return (exponential_atom(held.argument[0]), held.argument[1]) if held.kind == "exp" else (key, 1)


def _multiplied_atoms(atoms: Iterable[tuple[str, Exponent]]) -> list[tuple[str, Exponent]]:
    totals: dict[Factor, Exponent] = {}
    for key, exponent in atoms:
        totals[key, ()] = totals.get((key, ()), 0) + exponent
    _cancel(totals)
    return [(key, exponent) for (key, _), exponent in totals.items()]


def _cancel(powers: dict[Factor, Exponent]) -> None:
    """Lower the powers of factors (with whole exponents from 0) to the least that give the same value everywhere."""
    for (key, indices), count in list(powers.items()):
        held = label(key)
        if held.kind == "recip" and isinstance(held.argument, str) and count > 0:
            base = (held.argument, indices)
            both = min(count, powers.get(base, 0))
            if both > 0:
                both = both - 1 if powers[base] == count else both
                powers[base], powers[key, indices] = powers[base] - both, count - both
        elif held.kind == "unit" and count > 1:
            powers[key, indices] = 1
    for (key, indices), count in list(powers.items()):
        held = label(key)
        if held.kind == "fn" and count > 1 and held.name == "step":
            powers[key, indices] = 1
        elif held.kind == "fn" and count > 1 and held.name == "sign":
            base, inverse = (_sole(held), indices), (f"recip:{_sole(held)}", indices)
            nonzero_by_itself = powers.get(base, 0) > 0 or powers.get(inverse, 0) > 0
            powers[key, indices] = count % 2 if nonzero_by_itself else 2 - count % 2


def _sole(held: Label) -> str:
    """The label of the one factor or atom that a function is applied to; empty for other arguments."""
    terms = held.argument.terms
    if len(terms) != 1:
        return ""
    ((ext, factors, scalars), c) = next(iter(terms.items()))
    if c == 1 and len(factors) == 1 and not scalars and factors[0][1] == tuple(i for slot in ext for i in slot[1:]):
        return str(factors[0][0])
    return str(scalars[0][0]) if c == 1 and not factors and len(scalars) == 1 and scalars[0][1] == 1 else ""

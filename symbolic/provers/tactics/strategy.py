"""Which tactics there are, cheap ones first."""

from __future__ import annotations

from sympy import Eq, Le, Lt, Ne
from sympy.assumptions import AppliedPredicate

from symbolic.language.statements import Exists, Implication, Loewner, Minimizes, RangeInclusion
from symbolic.provers.search import Strategy
from symbolic.provers.tactics import statements
from symbolic.provers.tactics.ansatz import by_polynomial_inverse
from symbolic.provers.tactics.arguments import by_arguments
from symbolic.provers.tactics.cancellation import by_closure, by_star
from symbolic.provers.tactics.cases import by_cases, by_linear_cases
from symbolic.provers.tactics.combinations import by_combination
from symbolic.provers.tactics.complements import by_complements
from symbolic.provers.tactics.conditions import (
    by_contradiction,
    by_defined,
    by_determinant,
    by_equal,
    by_gram,
    by_normal_form,
    by_parts,
    by_quotient,
    by_reduction,
    exhibited_inverse,
    similar_inverse,
)
from symbolic.provers.tactics.congruences import by_congruences
from symbolic.provers.tactics.definitions import by_definitions
from symbolic.provers.tactics.determinants import by_factored_determinants
from symbolic.provers.tactics.induction import by_induction
from symbolic.provers.tactics.inverses import by_completed_product, by_inverse, by_known_inverses, by_one_sided, by_pinv
from symbolic.provers.tactics.kernels import by_kernel_vector
from symbolic.provers.tactics.minors import by_minors
from symbolic.provers.tactics.nested_induction import by_nested_induction
from symbolic.provers.tactics.orders import (
    by_both_orders,
    by_bounds,
    by_completed_squares,
    by_known_order,
    by_reading,
    of_an_inverse,
    of_inverses,
)
from symbolic.provers.tactics.random import by_laws_of_random_symbols, by_second_moments
from symbolic.provers.tactics.ranks import by_rank, by_rank_bounds, by_sizes
from symbolic.provers.tactics.roots import by_squares
from symbolic.provers.tactics.semidefinite import by_larger, by_symmetric_part, by_vanishing, in_larger_range
from symbolic.provers.tactics.weights import by_weights
from symbolic.provers.tactics.whole_numbers import by_whole_numbers

STRATEGY = Strategy(
    statements=(
        ((Eq, Ne, Le, Lt, Implication), "linear cases", by_linear_cases),
        ((Eq,), "", statements.equation),
        ((AppliedPredicate, Ne, Le, Lt), "", statements.by_structure),
        ((AppliedPredicate,), "", statements.defining),
        ((Loewner,), "orders of inverses", of_inverses),
        ((Loewner,), "", statements.loewner),
        ((Loewner,), "order with an inverse", of_an_inverse),
        ((RangeInclusion,), "", statements.range_inclusion),
        ((RangeInclusion,), "ranges of larger matrices", in_larger_range),
        ((Implication,), "", statements.implication),
        ((Exists,), "", statements.exists),
        ((Minimizes,), "Hessian", statements.minimizes),
        ((Eq, Ne, Le, Lt, Implication), "cases", by_cases),
        ((Ne, Le, Lt, Implication), "whole numbers", by_whole_numbers),
    ),
    equations=(
        ("known inverses", by_known_inverses),
        ("whole numbers", by_whole_numbers),
        ("induction", by_induction),
        ("inverse exhibited", by_inverse),
        ("pinv exhibited", by_pinv),
        ("definitions", by_definitions),
        ("arguments", by_arguments),
        ("semidefinite matrices that vanish", by_vanishing),
        ("ranges of larger matrices", by_larger),
        ("star cancellation", by_star),
        ("one-sided inverse", by_one_sided),
        ("rank", by_rank),
        ("bounds on ranks", by_rank_bounds),
        ("kernel vector", by_kernel_vector),
        ("squares of roots", by_squares),
        ("both orders", by_both_orders),
        ("laws of random symbols", by_laws_of_random_symbols),
        ("short words", by_closure),
        ("factored determinants", by_factored_determinants),
        ("induction with lemmas", by_nested_induction),
    ),
    conditions=(
        ("canonical notation", by_reading),
        ("Schur complements", by_complements),
        ("inverse exhibited", exhibited_inverse),
        ("defining equation", statements.defining),
        ("equal terms", by_equal),
        ("similar inverse", similar_inverse),
        ("Gram matrices", by_gram),
        ("known orders", by_known_order),
        ("nonnegative combinations", by_combination),
        ("induction", by_induction),
        ("symmetric part", by_symmetric_part),
        ("inverse as a polynomial", by_polynomial_inverse),
        ("bounds on ranks", by_rank_bounds),
        ("sizes", by_sizes),
        ("second moments", by_second_moments),
        ("completed squares", by_completed_squares),
        ("bounds", by_bounds),
        ("Rayleigh quotient", by_quotient),
        ("contradiction", by_contradiction),
        ("determinants", by_determinant),
        ("completed product", by_completed_product),
        ("definitions", by_defined),
        ("sums of congruences", by_congruences),
        ("parts of the term", by_parts),
        ("normal form", by_normal_form),
        ("reduction", by_reduction),
        ("covariances of weights", by_weights),
        ("minors", by_minors),
    ),
)

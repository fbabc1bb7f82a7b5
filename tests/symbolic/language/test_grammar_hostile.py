"""Hostile text: whatever comes in, only a LineproofError comes out, and soon.

Random terms print to text that reads back.
"""

import inspect
import sys
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symbolic.errors import LineproofError
from symbolic.language.grammar import Scope
from symbolic.language.grammar.tokens import MAX_LENGTH, tokenize
from symbolic.language.problem import parse_problem

CLAIMS = [
    claim
    for path in sorted((Path(__file__).parents[2] / "claims").glob("*.toml"))
    for claim in tomllib.loads(path.read_text(encoding="utf-8"))["claim"]
]
LET = {"A": "m x n", "B": "n x m", "S": "n x n", "x": "n", "y": "n", "c": "scalar", "k": "natural", "z": "n, random"}
WORDS = sorted(
    {token.text for claim in CLAIMS for text in claim["claim"] for token in tokenize(text)[:-1]}
    | {"let", "exists", "range", "minimizes", "zeros", "ones", "=>", ">>", ">=", "positive", "definite", "1.5"}
)
DECLARED = [
    "n",
    "m",
    "x",
    "2",
    ",",
    "random",
    "iid",
    "gaussian",
    "mean",
    "covariance",
    "variance",
    "I",
    "*",
    "0",
    "scalar",
]
soon = settings(max_examples=300)


def read(let: dict[str, str], text: str) -> None:
    """Read a statement; when it reads, print it and read it back."""
    start = time.thread_time()
    try:
        problem = parse_problem(let, claim=[text])
    except LineproofError as error:
        assert str(error)
    else:
        statement = problem.claims[0]
        printed = problem.scope.text(statement)
        if len(printed) <= MAX_LENGTH:  # named values are written out where they are used
            assert problem.scope.statement(printed) == statement
    assert time.thread_time() - start < 5


@soon
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    read(LET, text)
    read({"A": text}, "A = A")
    read({text: "n"}, "1 = 1")


@soon
@given(st.binary(max_size=60))
def test_any_bytes(data: bytes) -> None:
    read(LET, data.decode("latin-1"))


@soon
@given(st.lists(st.sampled_from(WORDS + list(LET)), max_size=25))
def test_any_tokens(words: list[str]) -> None:
    read(LET, " ".join(words))


@soon
@given(st.lists(st.sampled_from(DECLARED), max_size=9))
def test_any_declaration(words: list[str]) -> None:
    read({"A": " ".join(words), "S": "n x n"}, "A'*S = 0")


@st.composite
def altered(draw: st.DrawFn) -> tuple[dict[str, str], str]:
    """A claim of the files with a few tokens replaced, dropped, doubled or inserted."""
    claim = draw(st.sampled_from(CLAIMS))
    words = [token.text for token in tokenize(draw(st.sampled_from(claim["claim"])))[:-1]]
    names = st.sampled_from([*claim["let"], "I", "0", "1", "2", "ones", "pi"])
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(words) - 1))
        if words[at] in claim["let"]:
            form = draw(
                st.sampled_from(["{}", "{}'", "({}^-1)", "(-{})", "({} + 1)", "({}/2)", "({}.*{})", "[{}, 0; 0, {}]"])
            )
            words[at] = form.format(*[draw(names)] * 2)
        elif words[at] in ("+", "-", "*", "/", ".*", "./"):
            words[at] = draw(st.sampled_from(["+", "-", "*", "/", ".*", "./"]))
        elif words[at] in ("=", "!=", "<=", "<"):
            words[at] = draw(st.sampled_from(["=", "!=", "<=", "<", ">>", ">", "= 0 => 1 ="]))
        else:
            words[at : at + 1] = draw(st.lists(st.sampled_from(WORDS), max_size=2))
        if not words:
            break
    return claim["let"], " ".join(words)


@settings(max_examples=1500)
@given(altered())
def test_altered_claims_are_refused_or_print_back(case: tuple[dict[str, str], str]) -> None:
    read(*case)


scalars = st.sampled_from(["c", "k", "2", "1/3", "0", "x'*y", "tr(S)", "x[1]", "sum(A)", "norm(x)", "pi", "S[1, k]"])
vectors = st.sampled_from(["x", "y", "B*A*x", "0.5*y", "ones(n)", "zeros(n)", "diagv(S)", "E[z]", "B[1, 1]*x"])
squares = st.sampled_from(["S", "I", "I(n)", "B*A", "x*y'", "diag(x)", "S^k", "S^-1", "zeros(n, n)", "Var[z]"])


def grown(scalar: st.SearchStrategy[str], vector: st.SearchStrategy[str], square: st.SearchStrategy[str]) -> list:
    """Scalars, vectors and square matrices made of such."""

    def form(*texts: str) -> st.SearchStrategy[str]:
        kinds = {"s": scalar, "v": vector, "q": square}
        return st.sampled_from(texts).flatmap(
            lambda text: st.tuples(*(kinds[word] for word in text.split("|")[0])).map(
                lambda parts: text.split("|")[1].format(*parts)
            )
        )

    return [
        scalar
        | form(
            "ss|({})+{}", "ss|({})-({})", "ss|({})*({})", "ss|-({})/({})", "ss|({})^({})", "v|({})'*S*x", "q|det({})"
        )
        | form(
            "s|exp({})", "ss|max({}, {})", "ss|sum(({})*r^2, r, 1, {})", "s|grad({}, c)", "v|norm({})", "q|({})[1, 2]"
        ),
        vector
        | form(
            "vv|({})+{}",
            "vv|({})-({})",
            "sv|({})*({})",
            "qv|({})*({})",
            "vs|({})/({})",
            "vv|({}).*({})",
            "vs|({})+({})",
        )
        | form("v|-({})", "vv|({})./({})", "vs|({}).^({})", "s|grad({}, x)", "v|relu({})", "s|sum(({})*x, r, 1, 2)"),
        square
        | form("qq|({})+{}", "qq|({})-({})", "sq|({})*({})", "qq|({})*({})", "q|({})'", "q|({})^-1", "qq|({}).*({})")
        | form(
            "qs|({})+({})", "q|({})^2", "q|({})^(k - 1)", "v|diag({})", "v|jac({}, x)", "q|expm({})", "vv|({})*({})'"
        ),
    ]


level = [scalars, vectors, squares]
for _ in range(3):
    level = grown(*level)


@settings(max_examples=400)
@given(st.one_of(*level))
def test_random_terms_print_back(text: str) -> None:
    scope = Scope()
    scope.declare_all(LET)
    try:
        term = scope.expression(text)
    except LineproofError as error:
        assert "number too long" in str(error) or "ambiguous" in str(error), (text, str(error))
        return
    assert scope.expression(scope.text(term)) == term


def chained(first: str, step: str, times: int, last: str) -> str:
    """let a0 = first; a1 = step of a0; ...; last of the final one."""
    values = [f"a{k + 1} = " + step.format(f"a{k}") for k in range(times)]
    return "; ".join([f"let a0 = {first}", *values, last.format(f"a{times}")])


LONG = {
    "brackets": "(" * 5000 + "S" + ")" * 5000 + " = S",
    "many brackets": "(" * 40 + "S" + ")" * 40 + " = S",
    "many calls": "sin(max(1, " * 20 + "c" + "))" * 20 + " = c",
    "many entries": "[" * 40 + "S" + "]" * 40 + " = S",
    "unclosed": "(" * 19_000,
    "sum": "+".join(["S"] * 9000) + " = S",
    "product": "*".join(["S"] * 9000) + " = S",
    "identities": "*".join(["I"] * 5000) + " = S",
    "entrywise": ".*".join(["x"] * 5000) + " = x",
    "minus": "-" * 19_000 + "S = S",
    "transposes": "S" + "'" * 19_000 + " = S",
    "powers": "c" + "^2'" * 5000 + " = c",
    "doubled sum": chained("S", "{0} + {0}", 60, "{} = S"),
    "doubled product": chained("S", "{0}*{0}", 60, "{} = S"),
    "doubled maximum": chained("x", "max({0}, {0})", 13, "{} = x"),
    "blocks": chained("S", "[{0}, 0; 0, {0}]", 60, "det({}) = 1"),
    "kronecker": chained("[S, 0; 0, A*B]", "kron({0}, {0})", 60, "tr({}) = 1"),
    "numbers": chained("2^4000", "{0}*{0}", 40, "{} = 1"),
    "power": "9^99999999999 = 1",
    "reciprocal": "9^-99999999999 = 1",
    "tower": "((9^99)^99)^99 = 1",
    "digits": "9" * 10_000 + " = 1",
    "size": "I((n + m + k)^1000) = S",
    "column": "[" + ";".join(["c"] * 9000) + "] = x",
    "zero blocks": "[" + ";".join([",".join(["0"] * 90)] * 90) + "] = S",
    "identity blocks": "[" + ",".join(["I"] * 5000) + "] = A",
    "implications": "c = 1 => " * 1500 + "c = 1",
    "existence": "".join(f"exists W{k}: " for k in range(900)) + "S = S",
    "sums in sums": "sum(" * 60 + "c" + ", r, 0, k)" * 60 + " = 1",
    "calls": "sin(" * 3000 + "c" + ")" * 3000 + " = 1",
    "too long": "c" * 30_000,
}


@pytest.mark.parametrize("name", LONG)
def test_long_and_deep_text_ends_soon(name: str) -> None:
    read(LET, LONG[name])


@pytest.mark.parametrize("value", [None, 3, 2.5, b"S = S", ["S = S"]])
def test_what_is_no_text_is_refused(value: object) -> None:
    for problem in ({"let": {"A": value}}, {"let": LET, "claim": [value]}, {"let": LET, "given": [value]}):
        with pytest.raises(LineproofError):
            parse_problem(**problem)


def test_a_stack_that_is_nearly_full_is_an_error_of_ours() -> None:
    scope = Scope()
    scope.declare_all(LET)
    text = "sin(max(1, " * 20 + "c" + "))" * 20

    def dive(levels: int) -> object:
        return scope.expression(text) if levels == 0 else dive(levels - 1)

    room = sys.getrecursionlimit() - len(inspect.stack(0)) - 60
    with pytest.raises(LineproofError, match="nested too deep"):
        dive(room)

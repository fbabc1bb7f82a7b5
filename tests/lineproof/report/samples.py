"""Judged derivations made by hand: all kinds of rows and verdicts, text to be escaped, formulas too long for a line."""

from dataclasses import dataclass, replace

from lineproof.report.model import JudgedProof
from symbolic.derivation import Derivation, JudgedRow, StatementVerdict, Step, StepVerdict, Verdict
from symbolic.explain import Residue
from symbolic.language import operators
from symbolic.language.operator import apply
from symbolic.language.statements import Minimizes, distribution, has, relation
from symbolic.language.symbols import dimensions, matrix, scalar, vector
from symbolic.language.terms import divide, identity, power, zeros

__all__ = ["HOSTILE", "Tried", "hostile", "least_squares", "long_lines", "operators"]

HOSTILE = r"<script>alert('x')</script> & \input{x} $y_1^2$ 100% #1 ~ {} é σ 中 {{ 7*7 }} {% x %}"


@dataclass(frozen=True)
class Tried:
    """A cross-check."""

    kind: str = "prime field"
    trials: int = 6
    bound: float | None = 4.3e-18
    sizes: tuple[dict[str, int], ...] = ({"n": 3, "d": 2}, {"n": 5, "d": 2})
    seed: int = 8675309


def least_squares() -> JudgedProof:
    """The normal equations, with a line of every verdict and four refusals."""
    n, d = dimensions("n d")
    X, w, t, e = matrix("X", n, d), vector("w", d), vector("t", n), vector("e", n, random=True)
    sigma = scalar("sigma")
    work = Derivation(
        "least_squares", "Least squares: the normal equations",
        given=[has("full column rank", X), has("positive", sigma),
               distribution(e, "moments", mean=zeros(n), covariance=power(sigma, 2) * identity(n))],
        about="The gradient of the training loss, its zero, and what the fit leaves over.",
    )  # fmt: skip
    loss = work.define("L", divide(power(apply("norm", X * w - t), 2), n), "mean squared error")
    work.equal(apply("grad", loss, w), divide(2, n) * X.T * (X * w - t), "chain rule")
    work.then(divide(2, n) * (X.T * X * w - X.T * t), "multiply out")
    P = work.define("P", X * (X.T * X).I * X.T, "projection on the columns of X")
    work.equal(P * P, P, "(X'X)^-1 cancels X'X")
    work.claim(has("symmetric", P), "transpose of a product")
    work.equal(apply("tr", identity(n) - P), n - d, "trace is linear and cyclic, tr I = n")
    work.claim(Minimizes((X.T * X).I * X.T * t, loss, w), "L(w) - L(w0) = ||X(w - w0)||^2 / n")
    work.equal(
        apply("E", divide(power(apply("norm", (identity(n) - P) * e), 2), n)),
        divide(power(sigma, 2) * (n - d), n),
        "E e = 0, Cov e = sigma^2 I",
    )
    work.refuse("tr(P) = n", "refuted", "the rank is d, not n")
    work.refuse("X*t = w", "ill-typed", "the factors do not fit")
    work.refuse("(X'*X)^-1*X'*X = I", "needs", "without full rank there is no inverse", without=[work.given[0]])
    work.refuse("P = X", "refuted", "never", let={"what": "d"})
    proved = StatementVerdict(
        Verdict.PROVED, tried=Tried(), laws=("inverse", "gram_definite"), reasons=("definition of the inverse",)
    )
    rows = []
    for row in work.rows:
        verdict, step, statement = proved, StepVerdict(Step.START), row.statement
        if row.kind == "definition":
            verdict = StatementVerdict(Verdict.DEFINITION)
        if row.previous is not None:
            step = StepVerdict(Step.FOLLOWS)
        if row.number == 6:
            verdict = replace(
                proved,
                kind=Verdict.SUPPORTED,
                tried=Tried("rational", 4, None),
                laws=(),
                reasons=(),
                message="no proof found: all stages tried",
                residue=(Residue("P' - P = 0", r"P^{\top} - P = 0"),),
            )
        if row.number == 7:
            verdict = replace(
                proved,
                kind=Verdict.NEEDS,
                needs=(has("invertible", X.T * X),),
                witness="n = 1, d = 2, X = [1, 0]: no value",
            )
        if row.kind == "refusal":
            verdict = StatementVerdict(
                row.expects,
                witness="n = 2, d = 1, X = [1; 0]: left side 1, right side 2",
                needs=(has("full column rank", X),) if row.expects == "needs" else (),
            )
            if row.expects == "ill-typed":
                verdict = StatementVerdict(
                    row.expects,
                    message="product: X is n x d and t is n x 1; expected columns of the left = rows of the right",
                )
            else:
                statement = relation(apply("tr", P), "=", n)
        if row.number == len(work.rows):
            verdict, statement = StatementVerdict(Verdict.SUPPORTED, message="no proof found"), relation(P, "=", P.T)
        rows.append(JudgedRow(row, verdict, step, 0.01 * row.number, statement))
    return JudgedProof(work, tuple(rows), seed=7, script="proofs/least_squares.py")


def hostile() -> JudgedProof:
    """Text from outside that no page may obey."""
    n, d = dimensions("n d")
    X = matrix("X_<b>&{%}", n, d)
    work = Derivation("hostile", HOSTILE, given=[has("full column rank", X)], about=HOSTILE)
    work.equal(X.T * X, (X.T * X).T, HOSTILE)
    work.refuse(HOSTILE, "unread", HOSTILE)
    verdicts = [
        StatementVerdict(
            Verdict.REFUTED,
            witness=HOSTILE,
            message=HOSTILE,
            laws=(HOSTILE,),
            reasons=(HOSTILE,),
            tried=Tried(sizes=({"<b>": 1},)),
        ),
        StatementVerdict(Verdict.UNREAD, message=HOSTILE, witness=HOSTILE),
    ]
    rows = tuple(
        JudgedRow(row, verdict, StepVerdict(Step.START), 0.0, row.statement)
        for row, verdict in zip(work.rows, verdicts, strict=True)
    )
    return JudgedProof(work, rows, seed=1, script="<i>.py")


def long_lines() -> JudgedProof:
    """Sums, products and functions far too long for a line."""
    n = dimensions("n")[0]
    A, B, C = (matrix(name, n, n) for name in "ABC")
    x, c = vector("x", n), scalar("c")
    work = Derivation("long_lines", "Long lines")
    total = sum((power(A, k) * B * power(C, 12 - k) for k in range(2, 12)), A)
    product = multiply_all([(A + k * B).I * (C - k * A) for k in range(1, 9)])
    deep = apply("tr", apply("exp", divide(x.T * product * x, 2) * total))
    tall = apply(
        "log",
        divide(1, 2) * x.T * (A + B + C) * (A + 2 * B + C) * (A + 3 * B) * (B + 4 * C) * (A + 5 * B + C) * x
        + divide(c, 3),
    )
    work.equal(
        total, product, "a long reason that needs several lines of its narrow column, since it says more than it should"
    )
    work.then(product * total * product, "products")
    work.equal(deep, tall, "functions")
    work.equal(tall, deep, "functions the other way")
    work.equal(
        apply("block", 2, 3, A * B * C, total, C, A, B * A, product) * apply("block", 3, 1, A, B, C),
        apply("block", 2, 1, total, total),
        "blocks",
    )
    work.claim(has("positive definite", total), "unlikely")
    rows = tuple(
        JudgedRow(row, StatementVerdict(Verdict.PROVED, tried=Tried()), StepVerdict(Step.START), 0.0, row.statement)
        for row in work.rows
    )
    return JudgedProof(work, rows)


def multiply_all(factors):
    """The product of a list."""
    product = factors[0]
    for factor in factors[1:]:
        product = product * factor
    return product

"""The lines of least squares in the text grammar: normal equations, hat matrix and its trace, expected training loss
and its variance.

Each entry: the symbols, the hypotheses, the lines, all of which are true.
"""

from __future__ import annotations

Entry = tuple[dict[str, str], list[str], list[str]]

DATA = {"X": "n x d, full column rank", "w": "d", "t": "n"}
HAT = {"X": "n x d, full column rank", "P": "n x n"}
NOISE = {"X": "n x d, full column rank", "w": "d", "P": "n x n", "sigma": "scalar"}
DEFINED = ["P = X*(X'*X)^-1*X'"]
LOSS = "norm(X*((X'*X)^-1*X'*(X*w + e)) - (X*w + e))^2/n"

LINES: dict[str, Entry] = {
    "normal equations": (
        DATA,
        [],
        [
            "norm(X*w - t)^2/n = (X*w - t)'*(X*w - t)/n",
            "norm(X*w - t)^2/n = (w'*X'*X*w - 2*t'*X*w + t'*t)/n",
            "grad(norm(X*w - t)^2/n, w) = 2/n*X'*(X*w - t)",
            "grad(norm(X*w - t)^2/n, w) = 2/n*X'*X*w - 2/n*X'*t",
            "hess(norm(X*w - t)^2/n, w) = 2/n*X'*X",
            "positive definite(2/n*X'*X)",
            "X'*X*((X'*X)^-1*X'*t) = X'*t",
            "X'*(X*((X'*X)^-1*X'*t) - t) = 0",
            "X'*X*w = X'*t => w = (X'*X)^-1*X'*t",
            "grad(norm(X*w - t)^2/n, w) = 0 => w = (X'*X)^-1*X'*t",
            "w = (X'*X)^-1*X'*t => X'*X*w = X'*t",
            "norm(X*w - t)^2/n - norm(X*((X'*X)^-1*X'*t) - t)^2/n = norm(X*(w - (X'*X)^-1*X'*t))^2/n",
            "minimizes((X'*X)^-1*X'*t, norm(X*w - t)^2/n, w)",
        ],
    ),
    "hat matrix": (
        HAT,
        DEFINED,
        [
            "P' = P",
            "P*P = P",
            "P*X = X",
            "X'*P = X'",
            "(I - P)' = I - P",
            "(I - P)*(I - P) = I - P",
            "(I - P)*X = 0",
            "P*(I - P) = 0",
            "tr(P) = tr((X'*X)^-1*X'*X)",
            "tr(P) = d",
            "tr(I - P) = n - d",
            "rank(P) = d",
            "rank(X) = d",
            "P = X*pinv(X)",
        ],
    ),
    "eigenvalues": ({**HAT, "v": "n, nonzero", "c": "scalar"}, DEFINED, ["P*v = c*v => c*(c - 1) = 0"]),
    "residual": (
        {**NOISE, "e": "n, random, independent entries, mean 0, variance sigma^2"},
        DEFINED,
        [
            "X*((X'*X)^-1*X'*(X*w + e)) - (X*w + e) = -(I - P)*e",
            f"{LOSS} = ((I - P)*e)'*((I - P)*e)/n",
            f"{LOSS} = e'*(I - P)*e/n",
            f"{LOSS} = tr((I - P)*e*e')/n",
            "E[e] = 0",
            "E[e*e'] = sigma^2*I",
            "E[e'*e] = n*sigma^2",
        ],
    ),
    "expected training loss": (
        {**NOISE, "e": "n, random, independent entries, mean 0, variance sigma^2"},
        DEFINED,
        [
            f"E[{LOSS}] = E[tr((I - P)*e*e')]/n",
            f"E[{LOSS}] = tr((I - P)*E[e*e'])/n",
            f"E[{LOSS}] = tr((I - P)*(sigma^2*I))/n",
            f"E[{LOSS}] = sigma^2/n*tr(I - P)",
            f"E[{LOSS}] = sigma^2/n*(n - tr(P))",
            f"E[{LOSS}] = sigma^2*(n - d)/n",
            "E[e'*P*e] = sigma^2*d",
            "Cov[(X'*X)^-1*X'*e, P*e] = sigma^2*(X'*X)^-1*X'",
            "Var[(X'*X)^-1*X'*e] = sigma^2*(X'*X)^-1",
            "Cov[P*e, (I - P)*e] = 0",
        ],
    ),
    "variance, Gaussian noise": (
        {**NOISE, "e": "n, random, iid, gaussian, mean 0, variance sigma^2"},
        DEFINED,
        [
            "Var[e'*(I - P)*e] = 2*sigma^4*tr((I - P)*(I - P))",
            "Var[e'*(I - P)*e] = 2*sigma^4*(n - d)",
            f"Var[{LOSS}] = 2*sigma^4*(n - d)/n^2",
        ],
    ),
    "variance, fourth moment": (
        {**NOISE, "kappa": "scalar", "e": "n, random, independent entries, mean 0, variance sigma^2"},
        [*DEFINED, "E[e.^4] = kappa*ones(n)"],
        [
            "Var[e'*(I - P)*e] = 2*sigma^4*(n - d) + (kappa - 3*sigma^4)*sum(diagv(I - P).^2)",
            f"Var[{LOSS}] = (2*sigma^4*(n - d) + (kappa - 3*sigma^4)*sum(diagv(I - P).^2))/n^2",
        ],
    ),
}

"""Derivatives written for these tests: symbols, operator, function, variable. None stands in a claim file."""

from typing import Any

from lineproof.statement import declarations
from symbolic.language.grammar import Scope

STATEMENTS = [
    ("A: m x n; x: n; b: m; C: p x m", "grad", "norm(C*(A*x - b))^2", "x"),
    ("A: m x n; x: n; b: m; c: scalar", "grad", "norm(A*x - b)^2/2 + c*norm(x)^2", "x"),
    ("A: m x n; X: n x p; B: m x p; C: p x p", "grad", "tr((A*X - B)*C*(A*X - B)')", "X"),
    ("X: n x m; A: m x m", "grad", "tr(X*A*X'*X*A*X')", "X"),
    ("X: n x n", "grad", "tr(X)^3", "X"),
    ("X: n x n; A: n x n", "grad", "tr(X*A*X)*tr(X'*X)", "X"),
    ("X: n x n, invertible; A: n x n", "grad", "tr(A*X^-1)", "X"),
    ("X: n x n, invertible", "grad", "det(X)^2", "X"),
    ("X: n x d, full column rank; t: n", "grad", "t'*X*(X'*X)^-1*X'*t", "t"),
    ("X: n x d, full column rank; t: n", "grad", "t'*X*(X'*X)^-1*X'*t", "X"),
    ("S: n x n, positive definite; x: n", "grad", "x'*S^-1*x + logdet(S)", "S"),
    ("S: n x n, positive definite; x: n; m: n", "grad", "(x - m)'*S^-1*(x - m)", "m"),
    ("x: n; a: n", "grad", "exp(a'*x)/(1 + exp(a'*x))", "x"),
    ("X: N x d; w: d; y: N", "grad", "sum(log(1 + exp(-y.*(X*w))))", "w"),
    ("X: N x d; w: d; y: N", "grad", "-y'*log(sigmoid(X*w)) - (1 - y)'*log(1 - sigmoid(X*w))", "w"),
    ("x: n; a: n", "grad", "log(1 + (a'*x)^2)", "x"),
    ("x: n", "grad", "sum(sin(x).*cos(x))", "x"),
    ("x: n; A: m x n", "grad", "sum(tanh(A*x))", "x"),
    ("x: n; A: m x n", "grad", "sum(tanh(A*x).^2)", "A"),
    ("x: n; A: m x n; b: m", "grad", "norm(relu(A*x + b))^2", "A"),
    ("x: n; A: m x n; b: m", "grad", "sum(relu(A*x + b))", "b"),
    ("x: n; y: n", "grad", "sum(max(x, y))", "x"),
    ("x: n; y: n", "grad", "sum(min(x, y).^2)", "y"),
    ("x: n; A: n x n", "grad", "sum(abs(A*x))", "x"),
    ("x: n; t: n", "grad", "logsumexp(x) - t'*x", "x"),
    ("x: n; t: n", "grad", "-t'*log(softmax(x))", "x"),
    ("W: c x n; x: n; t: c", "grad", "logsumexp(W*x) - t'*W*x", "x"),
    ("x: n; w: n", "grad", "w'*softmax(x)", "x"),
    ("A: n x m; X: n x m", "grad", "norm(A.*X)^2", "X"),
    ("A: n x m; X: n x m; B: n x m", "grad", "sum(A.*exp(X.*B))", "X"),
    ("v: n; A: n x n", "grad", "tr(diag(v)*A*diag(v))", "v"),
    ("v: n; A: n x n; b: n", "grad", "b'*diag(v)*A*diag(v)*b", "v"),
    ("X: n x n; a: n", "grad", "a'*diagv(X*X')", "X"),
    ("A: m x m; X: n x n", "grad", "norm(kron(A, X))^2", "X"),
    ("A: m x m; X: n x n; B: m x m", "grad", "tr(kron(A, X)*kron(B, X))", "X"),
    ("A: p x n; X: n x m; B: p x m", "grad", "vec(B)'*vec(A*X)", "X"),
    ("A: p x n; X: n x m; B: q x m; Y: p x q", "grad", "norm(kron(B, A)*vec(X) - vec(Y))^2", "X"),
    ("X: n x m; u: n; v: m", "grad", "(u'*X*v)^2", "X"),
    ("x: n, nonzero; a: n", "grad", "a'*x/norm(x)", "x"),
    ("x: n, nonzero", "grad", "norm(x)^3", "x"),
    ("x: n; a: n; s: scalar, positive", "grad", "norm(x - a)^2/(2*s^2) + n*log(s)", "s"),
    ("x: n; a: n; s: scalar, positive", "grad", "exp(-norm(x - a)^2/(2*s^2))", "x"),
    ("X: N x n; W: n x c; T: N x c; b: c", "grad", "norm(X*W + ones(N)*b' - T)^2", "b"),
    ("X: N x n; W: n x c; T: N x c; b: c", "grad", "norm(sigmoid(X*W + ones(N)*b') - T)^2", "W"),
    ("A: m x n; B: p x n; x: n; c: m; d: p", "grad", "norm([A*x - c; B*x - d])^2", "x"),
    ("x: n; y: m; c: k; A: k x n; B: k x m", "grad", "norm([A, B]*[x; y] - c)^2", "y"),
    ("A: n x n, symmetric; x: n; b: n", "grad", "1/2*x'*A*x - b'*x", "x"),
    ("x: n; A: n x n, symmetric", "grad", "exp(x'*A*x)*(x'*x)", "x"),
    ("x: n; t: natural, positive", "grad", "logsumexp(x) - x[t]", "x"),
    ("x: n; A: m x n; b: m", "jac", "sigmoid(A*x + b)", "x"),
    ("x: n; A: m x n; B: k x m", "jac", "B*tanh(A*x)", "x"),
    ("x: n; a: n", "jac", "(a'*x)*x", "x"),
    ("x: n, nonzero", "jac", "x/norm(x)", "x"),
    ("x: n; A: m x n", "jac", "(A*x).*exp(A*x)", "x"),
    ("x: n; A: n x n, invertible; b: n", "jac", "A^-1*(x.*x - b)", "x"),
    ("x: n; W: c x n", "jac", "softmax(W*x)", "x"),
    ("x: n; A: n x n", "hess", "x'*A*x", "x"),
    ("x: n; A: m x n; b: m", "hess", "norm(A*x - b)^2 + (x'*x)^2", "x"),
    ("X: N x d; w: d; y: N", "hess", "sum(log(1 + exp(X*w))) - y'*X*w", "w"),
    ("x: n; a: n", "hess", "exp(a'*x)", "x"),
    ("x: n; A: m x n", "hess", "sum(exp(A*x))", "x"),
    ("x: n", "hess", "sum(sin(x).^2)", "x"),
    ("x: n; A: n x n, symmetric", "hess", "log(1 + x'*A*x)", "x"),
    ("x: n; t: n", "hess", "logsumexp(x) - t'*x", "x"),
]


def read(let: str, function: str, variable: str) -> tuple[Scope, Any, Any]:
    """The scope, the function and the variable of a statement."""
    scope = Scope()
    scope.declare_all(declarations(let))
    return scope, scope.expression(function), scope.symbols[variable]

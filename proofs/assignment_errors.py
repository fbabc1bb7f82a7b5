"""Wrong lines of a worked assignment on regression, backpropagation and networks, each with the right line beside it.

Conventions: the lines are those of the assignment in the grammar of statements, section by section, with its own
names where they do not clash: X has full column rank (sections 1.2), Y full row rank (1.3). Lines whose shapes do not
fit are ill-typed; lines that hold only under a condition that is not stated need it; all others are refuted.

Main results: the sections, and the derivation made of them.
"""

from __future__ import annotations

from proofs.run import run
from proofs.wrong_lines import Section, Wrong, judged_lines
from symbolic.derivation import Derivation

LEAST_SQUARES = (
    Section(
        "1.2.1",
        (
            Wrong(
                "(V'*V)^-1*V'*V = I", "needs", "d < n does not make X'X invertible",
                "(X'*X)^-1*X'*X = I", "full column rank is a hypothesis", {"V": "n x d"},
            ),
        ),
        let={"X": "n x d, full column rank"},
    ),
    Section(
        "1.2.2",
        (
            Wrong(
                "unit(1, n)'*(X*w + e) = w*(X'*unit(1, n)) + unit(1, n)'*e", "ill-typed",
                "the first target: a column of weights times a column of inputs",
                "unit(1, n)'*(X*w + e) = w'*(X'*unit(1, n)) + unit(1, n)'*e", "the transpose",
            ),
            Wrong(
                "tr(e'*M'*M*e) = tr(e'*e*(M'*M))", "refuted", "e'e is a number: the cycle moves e to the front, as ee'",
                "tr(e'*M'*M*e) = tr(e*e'*(M'*M))", "trace is cyclic",
            ),
            Wrong(
                "E[norm(M*e)^2/n] = 1/n*tr(E[e'*e]*(M'*M))", "refuted", "the same: the number e'e for the matrix ee'",
                "E[norm(M*e)^2/n] = 1/n*tr(E[e*e']*(M'*M))", "expectation and trace are linear",
            ),
            Wrong(
                "E[e'*e] = sigma^2", "refuted", "the sum of n variances",
                "E[e*e'] = sigma^2*I", "the covariance matrix",
            ),
            Wrong(
                "E[norm(M*e)^2/n] = 1/n*sigma^2 + tr(M'*M)", "refuted", "a sum where a product belongs",
                "E[norm(M*e)^2/n] = 1/n*sigma^2*tr(M'*M)", "put the covariance in",
            ),
            Wrong(
                "E[norm(M*e)^2/n] = sigma^2/n + tr(norm(M)^2)", "refuted",
                "the sum again; and the trace of a number is that number",
                "E[norm(M*e)^2/n] = sigma^2/n*norm(M)^2", "a squared norm is a trace",
            ),
            Wrong(
                "E[norm(M*e)^2/n] = sigma^2/n + tr(norm(-(I - P))^2)", "refuted", "the sum again",
                "E[norm(M*e)^2/n] = sigma^2/n*tr((I - P)*(I - P))", "I - P is symmetric",
            ),
            Wrong(
                "rank(V) = d", "refuted", "d < n does not give rank d",
                "rank(X) = d", "full column rank is a hypothesis", {"V": "n x d"},
            ),
        ),
        let={"e": "n, random, independent entries, mean 0, variance sigma^2", "sigma": "scalar", "w": "d"},
        named=(("P", "X*(X'*X)^-1*X'", "hat matrix"), ("M", "P - I", "what makes residuals of noise")),
        given=("full column rank(X)",),
    ),
)  # fmt: skip

DESCENT = (
    Section(
        "1.3.1",
        (
            Wrong(
                "u'*X1 = 3", "ill-typed", "a row times a row",
                "X1*u = 3 => u[1] = 3 - u[2]", "the row of inputs comes first",
            ),
        ),
        let={"u": "2"},
        named=(("X1", "[1, 1]", "one sample"),),
    ),
    Section(
        "1.3.2",
        (
            Wrong(
                "grad(norm(Y*w - t)^2/n, w) = 1/n*Y'*(Y*w - t)", "refuted", "the square gives a factor 2",
                "grad(norm(Y*w - t)^2/n, w) = 2/n*Y'*(Y*w - t)", "chain rule",
            ),
            Wrong(
                "w = 0 => w - 2*alpha/n*Y'*(Y*w - t) = -alpha/n*Y'*(Y*Y'*r - t)", "refuted",
                "the first step from 0 has the gradient at 0, where r is 0",
                "w = 0 => w - 2*alpha/n*Y'*(Y*w - t) = 2*alpha/n*Y'*t", "the gradient at 0 is -2/n Y't",
            ),
            Wrong(
                "Y'*Y*(Y'*(Y*Y')^-1*t) - Y'*t = Y'*(Y*Y')^-1*t - Y'*t", "refuted", "a factor YY' is dropped",
                "Y'*Y*(Y'*(Y*Y')^-1*t) - Y'*t = Y'*I*t - Y'*t", "YY' and its inverse cancel",
            ),
            Wrong(
                "Y*w = t => w = Y'*(Y*Y')^-1*t", "refuted", "it is not the only minimiser",
                "Y*(Y'*r) = t => Y'*r = Y'*(Y*Y')^-1*t", "but the only one in the row space",
            ),
            Wrong(
                "rank(V) = n", "refuted", "d > n does not give rank n",
                "rank(Y) = n", "full row rank is a hypothesis", {"V": "n x d"},
            ),
            Wrong(
                "V*V'*(V*V')^-1*t = t", "needs", "nor an inverse of XX'",
                "Y*Y'*(Y*Y')^-1*t = t", "full row rank", {"V": "n x d"},
            ),
        ),
        let={"Y": "n x d, full row rank", "t": "n", "r": "n", "alpha": "scalar"},
    ),
)  # fmt: skip

CHAIN_RULE = (
    Section(
        "2.1.2",
        (
            Wrong(
                "sum(c.*log(s)) = c'*log(q)", "refuted",
                "the sum has the scores s where the formula has the probabilities",
                "sum(c.*log(q)) = c'*log(q)", "a product of vectors is a sum",
            ),
            Wrong(
                "grad(-c'*log(q), s) = (-c./q)*jac(q, s)", "ill-typed", "a column times the Jacobian",
                "grad(-c'*log(q), s) = jac(q, s)'*(-c./q)", "the transposed Jacobian comes first",
            ),
            Wrong(
                "-c./q = jac(q, s)'*(-c./q)", "refuted", "y and y' exchanged: this is the derivative by the scores",
                "grad(logsumexp(s) - c'*s, s) = q - c", "the same loss without a quotient, by the scores",
            ),
            Wrong(
                "gbar*jac(h1.*h2, h2) = gbar.*h1", "ill-typed", "a column times the Jacobian",
                "jac(h1.*h2, h2)'*gbar = gbar.*h1", "the Jacobian is diag(h1)",
            ),
            Wrong(
                "gbar*jac(h1.*h2, h1) = gbar.*h2", "ill-typed", "a column times the Jacobian",
                "jac(h1.*h2, h1)'*gbar = gbar.*h2", "the Jacobian is diag(h2)",
            ),
            Wrong(
                "hbar2*jac(sigmoid(z2), z2) = hbar2.*sigmoid(z2).*(1 - sigmoid(z2))", "ill-typed",
                "a column times the Jacobian",
                "jac(sigmoid(z2), z2)'*hbar2 = hbar2.*sigmoid(z2).*(1 - sigmoid(z2))", "the Jacobian is diagonal",
            ),
        ),
        let={
            "s": "K", "c": "K", "gbar": "m", "h1": "m", "h2": "m", "hbar1": "m", "hbar2": "m", "z1": "m", "z2": "m",
        },
        named=(("q", "softmax(s)", "probabilities y' from scores y, here s; c marks the target"),),
        given=("sum(c) = 1",),
    ),
    Section("2.1.2", (
            Wrong(
                "hbar1*jac(relu(z1), z1) = hbar1.*step(z1)", "ill-typed", "a column times the Jacobian",
                "jac(relu(z1), z1)'*hbar1 = hbar1.*step(z1)", "the Jacobian is diag(step(z1))",
            ),
    ), given=("sign(z1).*sign(z1) = ones(m)",)),
)  # fmt: skip

WORKED_EXAMPLE = (
    Section(
        "2.2.1",
        (
            Wrong(
                "ybar'*ybar = [1, 1, 1]", "refuted", "the error signal is the derivative, not multiplied by it: 3",
                "ybar' = [1, 1, 1]", "the derivative of a sum",
            ),
            Wrong(
                "ybar*h' = ybar'*W2", "ill-typed", "this row is the derivative by h, not by W2",
                "ybar'*W2 = [-4, 6, 4]", "multiply out",
            ),
            Wrong(
                "ybar*h' = [1; 1]*[8, 1, 0]", "ill-typed", "two outputs instead of three",
                "ybar*h' = [1; 1; 1]*[8, 1, 0]", "three outputs",
            ),
            Wrong(
                "ybar'*W2 = [8, 1, 0; 8, 1, 0]", "ill-typed", "the derivative by h is a row",
                "ybar'*W2.*[1, 1, 0] = [-4, 6, 0]", "and ReLU lets two of its entries through",
            ),
            Wrong(
                "ybar*h' = [8, 1, 0; 8, 1, 0]", "ill-typed", "a row is missing",
                "ybar*h' = [8, 1, 0; 8, 1, 0; 8, 1, 0]", "three equal rows",
            ),
            Wrong(
                "norm(ybar*h')^2 = tr(h*ybar'*[8, 10; 8, 10; 8, 10])", "ill-typed",
                "the trace of 3 x 2: 1 and 0 have run together",
                "norm(ybar*h')^2 = tr(h*ybar'*[8, 1, 0; 8, 1, 0; 8, 1, 0])", "both are 195",
            ),
        ),
        named=(
            ("ybar", "[1; 1; 1]", "error signal of the outputs"),
            ("h", "relu([8; 1; -6])", "hidden units"),
            ("W2", "[-2, 4, 1; 1, -2, -3; -3, 4, 6]", "weights of the outputs"),
        ),
    ),
    Section(
        "2.2.2",
        (
            Wrong(
                "norm(a*b')^2 = tr(a'*a)", "refuted", "the factor of the layer's inputs b is missing",
                "norm(a*b')^2 = tr(a'*a)*(b'*b)", "trace is cyclic",
            ),
            Wrong(
                "norm(ybar*h')^2 = norm(ybar)^2*norm(W2'*ybar)^2", "refuted",
                "with the error signal of h where h itself belongs: 204, not 195",
                "norm(ybar*h')^2 = norm(ybar)^2*norm(h)^2", "3 times 65",
            ),
        ),
        let={"a": "m", "b": "k"},
    ),
    Section(
        "2.2.3",
        (
            Wrong(
                "N*K*D^2 = D^2*K", "refuted", "squaring every entry of a gradient: the samples are not counted",
                "N*K*D^2 = N*(D^2*K)", "once for each of N samples",
            ),
            Wrong(
                "N*K*(2*D + 1) = 2*D*K", "refuted", "two squared norms and their product: again for one sample only",
                "N*K*(2*D + 1) = N*(2*D*K) + N*K", "and one multiplication to join them",
            ),
            Wrong(
                "N*K*D^2 + K*D^2 = K*D^2", "refuted", "one gradient kept for every sample, beside the weights",
                "N*K*D^2 + K*D^2 = (N + 1)*K*D^2", "the memory grows with the samples",
            ),
        ),
        let={"N": "natural, positive", "K": "natural, positive", "D": "natural, positive"},
    ),
)  # fmt: skip

NETWORKS = (
    Section(
        "3.2",
        (
            Wrong(
                "x1 <= x2", "refuted", "this holds of the outputs, not of the inputs",
                "min(x1, x2) <= max(x1, x2)", "of what a comparator leaves",
            ),
        ),
        let={"x1": "scalar", "x2": "scalar"},
    ),
    Section(
        "1.3.4",
        (
            Wrong(
                "invertible(B'*B)", "refuted",
                "at d = n the program still takes the branch for few columns, of which there are d + 1",
                "0 < B*B'", "the condition is d + 1 > n; there the other branch divides by 1 + x1^2",
            ),
        ),
        named=(("B", "[1, x1]", "the features of degree d = 1 at n = 1 input"),),
    ),
)  # fmt: skip

SECTIONS = (*LEAST_SQUARES, *DESCENT, *CHAIN_RULE, *WORKED_EXAMPLE, *NETWORKS)


def derivation() -> Derivation:
    """Every wrong line with its verdict, and the right line."""
    proof = Derivation(
        "assignment_errors",
        "Wrong lines of the assignment",
        about="Each line is judged as it was written: its shapes first, then whether it holds for matrices of every "
        "size. A line that is refuted comes with the smallest matrices that show it; beside it stands the right line.",
    )
    judged_lines(proof, SECTIONS)
    return proof


if __name__ == "__main__":
    run(derivation)

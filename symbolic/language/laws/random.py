"""Expectations that no moment of finite order gives."""

from symbolic.language.laws.law import laws

RANDOM = (
    *laws("x: n, random, gaussian, mean m, covariance S; m: n; S: n x n, positive semidefinite; a: n", """
        gaussian_exponential: |- E[exp(a'*x)] = exp(a'*m + 1/2*a'*S*a) | moment generating function of a Gaussian
        gaussian_tilted_mean: |- E[x*exp(a'*x)] = exp(a'*m + 1/2*a'*S*a)*(m + S*a)
            | mean of a Gaussian under an exponential
        gaussian_tilted_square: |- E[x*x'*exp(a'*x)] = exp(a'*m + 1/2*a'*S*a)*(S + (m + S*a)*(m + S*a)')
            | second moment of a Gaussian under an exponential
    """),
    *laws("x: n, random, mean m, covariance S; m: n; S: n x n", """
        moments_covariance: |- positive semidefinite(S) | a'*S*a is the variance of a'*x
    """),
    *laws("x: n, random, gaussian, mean m, covariance S; m: n; S: n x n", """
        gaussian_covariance: |- positive semidefinite(S) | a'*S*a is the variance of a'*x
    """),
    *laws("x: scalar, random, mean m, variance s; m: scalar; s: scalar", """
        moments_variance: |- 0 <= s | the mean of a square
    """),
    *laws("X: m x n, random, iid, mean c, variance s; c: scalar; s: scalar", """
        iid_variance: |- 0 <= s | the mean of a square
    """),
    *laws("X: m x n, random, gaussian, iid, mean c, variance s; c: scalar; s: scalar", """
        gaussian_variance: |- 0 <= s | the mean of a square
    """),
    *laws("x: n, random", """
        second_moment: |- positive semidefinite(E[x*x'] - E[x]*E[x]') | a covariance matrix
    """),
    *laws("x: scalar, random", """
        second_moment_of_number: |- 0 <= E[x^2] - E[x]^2 | the mean of a square
    """),
    *laws("W: n x n, random, wishart, scale V, dof k; V: n x n, positive definite; k: natural", """
        wishart_inverse: n + 1 < k |- E[W^-1] = V^-1/(k - n - 1) | mean of an inverse Wishart matrix
        wishart_definite: n + 1 < k |- positive definite(W) | almost surely
    """),
)

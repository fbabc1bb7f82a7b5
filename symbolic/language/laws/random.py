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
    *laws("W: n x n, random, wishart, scale V, dof k; V: n x n, positive definite; k: natural", """
        wishart_inverse: n + 1 < k |- E[W^-1] = V^-1/(k - n - 1) | mean of an inverse Wishart matrix
        wishart_definite: n + 1 < k |- positive definite(W) | almost surely
    """),
)

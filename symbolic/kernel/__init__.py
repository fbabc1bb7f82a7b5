"""The only place that makes a Theorem."""

from symbolic.kernel.kernel import Kernel
from symbolic.kernel.reasoning import absurd, induction
from symbolic.kernel.theorem import Certificate, CertificateTerm, Theorem

__all__ = ["Certificate", "CertificateTerm", "Kernel", "Theorem", "absurd", "induction"]

"""The tactics, and the order in which they are tried."""

from symbolic.provers.tactics.strategy import STRATEGY

__all__ = ["STRATEGY"]

"""The refusal of a stored theorem."""

from __future__ import annotations

from symbolic.errors import LineproofError


class ReplayError(LineproofError):
    """A stored theorem is no theorem, or not readable. `node` is the number of the step that fails (None: no step)."""

    def __init__(self, message: str, node: int | None = None) -> None:
        self.node, self.reason = node, message
        super().__init__(message if node is None else f"step {node}: {message}")

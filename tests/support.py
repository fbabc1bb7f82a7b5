"""What several test modules share.

Tests marked `soundness` run a second time under `python -O`, where an `assert` outside a rewritten test module does
nothing. They therefore fail through `require`, which raises.
"""

__all__ = ["require"]


def require(condition: object, message: str) -> None:
    """Raise AssertionError with `message` unless `condition` is true; works under `python -O` too.

    >>> require(1 < 2, "never shown")
    >>> require(2 < 1, "2 < 1")
    Traceback (most recent call last):
    AssertionError: 2 < 1
    """
    if not condition:
        raise AssertionError(message)

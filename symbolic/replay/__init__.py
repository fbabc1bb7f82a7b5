"""A second program that checks stored theorems again.

It reads plain data only, the document that `symbolic.replay.store.stored` writes, and shares no code with the
canonical form
or the kernel: indices have names, products are lists of factors, equality is a search for a renaming. What both have in
common is the printed table of laws.
"""

from symbolic.replay.errors import ReplayError
from symbolic.replay.program import Report, replay

__all__ = ["ReplayError", "Report", "replay"]

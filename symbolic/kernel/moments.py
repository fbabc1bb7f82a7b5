"""The statement of a moment, made by the kernel's rule `moment`; the table of moments is `symbolic.network.moments`."""

from symbolic.network.moments import ENTRYWISE, LARGEST, TIE, Moment, moment, moment_difference

__all__ = ["ENTRYWISE", "LARGEST", "TIE", "Moment", "moment", "moment_difference"]

"""Export of algebraic theorems to Coq, for a check by a program that shares nothing with this one."""

from symbolic.coq.file import Exported, exported
from symbolic.coq.gallina import NotExportable
from symbolic.coq.lemma import Lemma

__all__ = ["Exported", "Lemma", "NotExportable", "exported"]

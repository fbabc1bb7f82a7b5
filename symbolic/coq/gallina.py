"""Terms as Coq text over mathcomp's matrices: `*m`, `^T`, `*:`, `1%:M`, `\\tr`.

Inverses and Moore-Penrose inverses are variables with their defining equations as hypotheses: a statement about A^-1 is
one about every V with A *m V = 1 and V *m A = 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from sympy import Identity, Inverse, MatPow, MatrixSymbol, Mul, Pow, Symbol, Transpose, ZeroMatrix

from symbolic.errors import LineproofError
from symbolic.kernel import Kernel
from symbolic.language.operator import Application, operands_of
from symbolic.language.shapes import is_scalar, shape_of
from symbolic.network.labels import label

RESERVED = frozenset({
    "R", "i", "j", "M", "as", "at", "in", "if", "is", "fun", "let", "end", "for", "of", "then", "else", "match", "with",
    "forall", "exists", "where", "Type", "Set", "Prop", "SProp", "cofix", "fix", "return", "using", "do", "by", "have",
    "en", "zero", "one", "add", "mul", "opp", "two", "three", "four", "tM", "tD", "tN", "tZ", "t0", "trC", "trT", "trD",
    "trN", "trZ", "tr0",
})  # fmt: skip
"""Words of Coq, and names of the prelude and of the proofs."""
LARGEST = 12


def _foreign(term: Any) -> str:
    """A term that has no counterpart in Coq, in words."""
    if isinstance(term, Application):
        return f"the operator {term.operator.name}"
    return "vectors" if term.is_MatMul and is_scalar(term) else f"the term {term}"


class NotExportable(LineproofError):
    """A statement or a step that the export does not cover."""


@dataclass
class Inverted:
    """A variable for an inverse ("inv") or Moore-Penrose inverse ("pinv") of `argument`; `flipped`: it is the
    transpose of what the label stands for; `symmetric`: it equals its transpose.
    """

    kind: str
    name: str
    argument: Any
    flipped: bool
    symmetric: bool


@dataclass
class Gallina:
    """Writes the terms of one lemma; collects the symbols and inverses that occur."""

    kernel: Kernel
    names: dict[str, str] = field(default_factory=dict)
    symbols: dict[Any, str] = field(default_factory=dict)
    inverses: dict[str, Inverted] = field(default_factory=dict)

    def name(self, text: str) -> str:
        """A Coq identifier for a name, the same each time and no other's."""
        if text not in self.names:
            plain = re.sub(r"[^A-Za-z0-9_]", lambda found: f"_{ord(found[0]):x}", text)
            taken = set(self.names.values()) | RESERVED
            while plain in taken or not re.match(r"[A-Za-z]", plain) or re.fullmatch(r"[hHTsSL][0-9]+.?", plain):
                plain = plain + "_" if re.match(r"[A-Za-z]", plain) else f"x{plain}"
            self.names[text] = plain
        return self.names[text]

    def size(self, size: Any) -> str:
        """A size: a variable or a number."""
        if size.is_Symbol or size.is_Integer:
            return str(size) if size.is_Integer else self.symbol(size)
        raise NotExportable(f"a size {size}")

    def symbol(self, symbol: Any) -> str:
        """The identifier of a symbol."""
        if symbol not in self.symbols:
            if isinstance(symbol, MatrixSymbol):
                if 1 in symbol.shape:
                    raise NotExportable("vectors")
                for size in symbol.shape:
                    self.size(size)
            self.symbols[symbol] = self.name(symbol.name)
        return self.symbols[symbol]

    def equation(self, statement: Any) -> str:
        """An equation."""
        left, right = statement.args
        return f"{self.term(left)} = {self.term(right)}"

    def term(self, term: Any) -> str:
        """A term, in brackets where it is no atom."""
        return self.scalar(term) if is_scalar(term) else self.matrix(term)

    def matrix(self, term: Any) -> str:
        """A matrix."""
        if isinstance(term, MatrixSymbol):
            return self.symbol(term)
        if isinstance(term, Identity):
            self.size(term.shape[0])
            return "1%:M"
        if isinstance(term, ZeroMatrix):
            return "0"
        if isinstance(term, Transpose):
            return f"{self.matrix(term.args[0])}^T"
        if isinstance(term, Inverse) or operands_of(term, "pinv"):
            return self.inverse(term)
        if term.is_MatAdd:
            return f"({' + '.join(map(self.matrix, term.args))})"
        if isinstance(term, MatPow) and term.args[1].is_Integer and 0 < term.args[1] <= LARGEST:
            return self.product((term.args[0],) * int(term.args[1]))
        if term.is_MatMul:
            return self.product(term.args)
        raise NotExportable(_foreign(term))

    def product(self, factors: tuple[Any, ...]) -> str:
        """A product of matrices, numbers in front."""
        numbers = [f for f in factors if is_scalar(f)]
        matrices = [f for f in factors if not is_scalar(f)]
        text = " *m ".join(map(self.matrix, matrices))
        if not numbers:
            return f"({text})" if len(matrices) > 1 else text
        if len(numbers) == 1 and numbers[0] == -1:
            return f"(- ({text}))"
        return f"({' * '.join(map(self.scalar, numbers))} *: ({text}))"

    def scalar(self, term: Any) -> str:
        """A number."""
        if getattr(term, "is_Rational", False):
            return self.number(term)
        if isinstance(term, Symbol):
            return f"{self.symbol(term)}%:R" if term.is_integer else self.symbol(term)
        if (inner := operands_of(term, "tr")) is not None:
            shown = self.matrix(inner[0])
            return f"\\tr ({shown} : {self.type_of(inner[0])})" if isinstance(inner[0], Identity) else f"\\tr {shown}"
        if term.is_Add or (term.is_MatAdd and is_scalar(term)):
            return f"({' + '.join(map(self.scalar, term.args))})"
        if isinstance(term, Pow) and term.args[1].is_Integer and 0 < term.args[1] <= LARGEST:
            return f"({' * '.join([self.scalar(term.args[0])] * int(term.args[1]))})"
        if isinstance(term, Mul) and all(map(is_scalar, term.args)):
            return f"({' * '.join(map(self.scalar, term.args))})"
        raise NotExportable(_foreign(term))

    def number(self, value: Any) -> str:
        """A whole number."""
        if value.q != 1 or abs(value) > 4:
            raise NotExportable(f"the number {value}")
        text = str(value) if value in (0, 1) else f"{abs(value)}%:R" if abs(value) > 1 else "1"
        return text if value >= 0 else f"(- {text})"

    def inverse(self, term: Any) -> str:
        """The variable of an inverse, transposed where it stands for the inverse of the transpose."""
        value = self.kernel.translator(term)
        if len(value.terms) != 1:
            raise NotExportable("an inverse that the canonical form multiplies out")
        ((ext, factors, scalars), c) = next(iter(value.terms.items()))
        if c != 1 or scalars or len(factors) != 1 or label(factors[0][0]).kind not in ("inv", "pinv"):
            raise NotExportable("an inverse that the canonical form multiplies out")
        key, indices = factors[0]
        turned = indices != (ext[0][1], ext[1][1])
        if key not in self.inverses:
            argument = term.args[0] if isinstance(term, Inverse) else term.operands[0]
            self.matrix(argument)
            kind = label(key).kind
            simple = f"{argument.name}_{kind}" if isinstance(argument, MatrixSymbol) else f"{kind}{len(self.inverses)}"
            self.inverses[key] = Inverted(kind, self.name(simple), argument, turned, label(key).symmetric)
        return self.letter(key, turned)

    def letter(self, key: str, turned: bool) -> str:
        """The text of a factor of a network, transposed if `turned`."""
        held = label(key)
        if held.kind in ("inv", "pinv"):
            if key not in self.inverses:
                raise NotExportable("an inverse that no statement mentions")
            known = self.inverses[key]
            return known.name + ("^T" if turned != known.flipped and not known.symmetric else "")
        if held.kind != "symbol" or held.blocks or len(held.dims) != 2:
            raise NotExportable(f"a factor of the kind {held.kind}")
        for symbol, name in self.symbols.items():
            if isinstance(symbol, MatrixSymbol) and symbol.name == held.name:
                return name + ("^T" if turned else "")
        raise NotExportable(f"a symbol {held.name} that no statement mentions")

    def type_of(self, term: Any) -> str:
        """The type of a matrix."""
        rows, cols = map(self.size, shape_of(term))
        return f"'M[R]_{rows}" if rows == cols else f"'M[R]_({rows}, {cols})"

    def defining(self, known: Inverted) -> list[str]:
        """The equations that define an inverse."""
        a, v = self.matrix(known.argument), known.name
        if known.kind == "inv":
            return [f"{a} *m {v} = 1%:M", f"{v} *m {a} = 1%:M"]
        return [f"{a} *m {v} *m {a} = {a}", f"{v} *m {a} *m {v} = {v}", f"({a} *m {v})^T = {a} *m {v}",
                f"({v} *m {a})^T = {v} *m {a}"]

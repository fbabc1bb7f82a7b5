"""The rules of the architecture, each a function from parsed modules to the list of its violations.

`test_layers.py` runs them over the four packages, and over bad samples that each must fire on. Everything is read from
the syntax tree; no module is imported.

Conventions: a module is known by its dotted name; a package by the name of its folder, its `__init__` included.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("symbolic", "numeric", "proofs", "lineproof")

# What each package may import beside the standard library, itself and all that the packages before it may.
FOREIGN = {
    "symbolic": {"sympy", "flint"},
    "numeric": {"numpy", "scipy", "matplotlib", "joblib"},
    "proofs": set[str](),
    "lineproof": {"click", "rich", "jinja2", "latex2mathml", "pylatexenc", "markdown_it", "pytest"},
}

# Inside symbolic/, each may import those before it.
SYMBOLIC_ORDER = (
    "errors", "clock", "language", "network", "kernel", "replay", "provers", "calculus", "latex", "explain", "coq",
    "derivation",
)  # fmt: skip

# Calls that turn text into code.
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_ANYWHERE = {"sympify", "parse_expr", "parse_latex", "lambdify"}

KERNEL_LINES = 700


@dataclass(frozen=True, slots=True)
class Module:
    """A parsed source file under its dotted name."""

    name: str
    tree: ast.Module
    lines: int = 0
    is_package: bool = False

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]


Modules = Mapping[str, Module]


def sample(sources: Mapping[str, str]) -> dict[str, Module]:
    """Modules from source texts; a name that ends in `.__init__` is the package's own module."""
    modules = {}
    for key, text in sources.items():
        name = key.removesuffix(".__init__")
        modules[name] = Module(name, ast.parse(text), len(text.splitlines()), name != key)
    return modules


def project(root: Path) -> dict[str, Module]:
    """All modules of the four packages below `root`."""
    sources = {
        ".".join(path.relative_to(root).with_suffix("").parts): path.read_text(encoding="utf-8")
        for package in PACKAGES
        for path in sorted((root / package).rglob("*.py"))
    }
    return sample(sources)


def imports(module: Module, modules: Modules) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything the module imports; `from a import b` is a.b where that is a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(node, module)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield node.lineno, inner if inner in modules else base


def absolute(node: ast.ImportFrom, module: Module) -> str:
    """The dotted name a (possibly relative) from-import starts from."""
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    parts = parts[: len(parts) - node.level + module.is_package]
    return ".".join([*parts, node.module] if node.module else parts)


def wrong_directions(modules: Modules) -> list[str]:
    """Imports of a package that stands later, or of a library the package may not use."""
    found = []
    for module in modules.values():
        before = PACKAGES[: PACKAGES.index(module.package) + 1]
        allowed = set(before).union(sys.stdlib_module_names, *(FOREIGN[name] for name in before))
        found += [
            f"{module.name}:{line} imports {name}: {module.package} may not"
            for line, name in imports(module, modules)
            if name.partition(".")[0] not in allowed
        ]
    return found


def wrong_order_in_symbolic(modules: Modules) -> list[str]:
    """Imports inside symbolic/ against its order, and modules that have no place in it."""
    found = []
    for module in modules.values():
        if module.package != "symbolic" or module.name == "symbolic":
            continue
        layer = module.name.split(".")[1]
        if layer not in SYMBOLIC_ORDER:
            found.append(f"{module.name}: {layer} has no place in the order {' < '.join(SYMBOLIC_ORDER)}")
            continue
        rank = SYMBOLIC_ORDER.index(layer)
        for line, name in imports(module, modules):
            parts = name.split(".")
            if parts[0] == "symbolic" and (len(parts) == 1 or parts[1] not in SYMBOLIC_ORDER[: rank + 1]):
                found.append(f"{module.name}:{line} imports {name}: {layer} stands before it")
    return found


def imports_below_top(modules: Modules) -> list[str]:
    """Imports inside a function, a class, a branch or a try block."""
    found = []
    for module in modules.values():
        top = {id(node) for node in module.tree.body}
        found += [
            f"{module.name}:{node.lineno} import below the top of the file"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in top
        ]
    return found


def star_imports(modules: Modules) -> list[str]:
    """`from x import *`."""
    return [
        f"{module.name}:{node.lineno} star import"
        for module in modules.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]


def import_cycles(modules: Modules) -> list[str]:
    """Cycles among modules, each written a -> b -> a, by depth-first search."""
    graph = {
        module.name: sorted({name for _, target in imports(module, modules) if (name := owner(target, modules))})
        for module in modules.values()
    }
    found: list[str] = []
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> None:
        if name in path:
            found.append(" -> ".join([*path[path.index(name) :], name]))
        elif name not in done:
            for target in graph[name]:
                visit(target, [*path, name])
            done.add(name)

    for name in sorted(graph):
        visit(name, [])
    return found


def owner(target: str, modules: Modules) -> str | None:
    """The module of ours that an imported dotted name belongs to; None for a foreign one."""
    while target and target not in modules:
        target = target.rpartition(".")[0]
    return target or None


def asserts(modules: Modules) -> list[str]:
    """`assert` statements: under `python -O` they check nothing."""
    return [
        f"{module.name}:{node.lineno} assert"
        for module in modules.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assert)
    ]


def text_evaluations(modules: Modules) -> list[str]:
    """Calls, or imports, of what turns text into code or terms."""
    found = []
    for module in modules.values():
        for node in ast.walk(module.tree):
            if name := text_evaluation(node):
                found.append(f"{module.name}:{getattr(node, 'lineno', 0)} {name}")
    return found


def text_evaluation(node: ast.AST) -> str | None:
    """The forbidden name a node calls or imports; None for an innocent node."""
    if isinstance(node, ast.ImportFrom):
        return next((alias.name for alias in node.names if alias.name in FORBIDDEN_ANYWHERE), None)
    if isinstance(node, ast.Attribute):
        return node.attr if node.attr in FORBIDDEN_ANYWHERE else None
    if not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_CALLS | FORBIDDEN_ANYWHERE:
        return node.func.id
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", None)
    text = any(isinstance(argument, ast.Constant) and isinstance(argument.value, str) for argument in node.args)
    return 'S("...")' if called == "S" and text else None


def late_loading(modules: Modules) -> list[str]:
    """`import_module` in the packages whose imports the direction test must see whole."""
    return [
        f"{module.name}:{node.lineno} import_module"
        for module in modules.values()
        if module.package in ("symbolic", "numeric")
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Name) and node.id == "import_module")
        or (isinstance(node, ast.Attribute) and node.attr == "import_module")
    ]


def kernel_too_long(modules: Modules) -> list[str]:
    """The trusted kernel stays under its number of lines."""
    lines = sum(module.lines for name, module in modules.items() if f"{name}.".startswith("symbolic.kernel."))
    return [f"symbolic/kernel has {lines} lines, expected under {KERNEL_LINES}"] if lines >= KERNEL_LINES else []


def unlisted_packages(modules: Modules, listed: list[str]) -> list[str]:
    """Folders with modules that pyproject.toml does not name, folders without `__init__`, names without folder."""
    folders = {name if module.is_package else name.rpartition(".")[0] for name, module in modules.items()}
    packages = {name for name, module in modules.items() if module.is_package}
    return (
        [f"{name} is not listed in pyproject.toml" for name in sorted(folders - set(listed))]
        + [f"{name} has no __init__.py" for name in sorted(folders - packages)]
        + [f"{name} is listed in pyproject.toml but has no folder" for name in sorted(set(listed) - folders)]
    )

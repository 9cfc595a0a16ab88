"""House rules that no off-the-shelf linter knows."""

import ast
import graphlib
import statistics
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ("bot", "handlers", "peruopt", "storage")
FILES = [path for folder in HOUSE for path in sorted((ROOT / folder).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TRADE = [path for path in FILES if "storage" not in path.relative_to(ROOT).parts]


def nodes(path: Path):
    return ast.walk(ast.parse(path.read_text("utf-8")))


def test_nothing_is_awaited_inside_a_transaction():
    def opens_work(node):
        return isinstance(node, ast.With) and any(
            "work(" in ast.unparse(item.context_expr) for item in node.items
        )

    offenders = [
        f"{path}:{inner.lineno}"
        for path in TRADE
        for node in nodes(path)
        if opens_work(node)
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Await, ast.AsyncFor, ast.AsyncWith))
    ]
    assert offenders == []


def test_only_storage_builds_queries():
    offenders = [
        f"{path}:{node.lineno}"
        for path in TRADE
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"select", "update", "delete", "insert", "text"}
    ]
    assert offenders == []


def test_files_stay_small():
    def length(path):
        return len(path.read_text("utf-8").splitlines())

    assert [str(path) for path in (*FILES, *TESTS) if length(path) > 300] == []
    assert statistics.median(lines for path in FILES if (lines := length(path))) < 90


def commented(path: Path) -> set[int]:
    """Return the lines that hold a comment, and not only a word to a linter."""
    with path.open("rb") as source:
        tokens = [t for t in tokenize.tokenize(source.readline) if t.type == tokenize.COMMENT]
    return {t.start[0] for t in tokens if not t.string.startswith(("# noqa", "# type", "# fmt"))}


def catches_all(handler: ast.ExceptHandler) -> bool:
    """Whether it takes whatever fails for an answer; what only cleans up and raises does not."""
    if isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None:
        return False
    caught = "BaseException" if handler.type is None else ast.unparse(handler.type)
    return not {"Exception", "BaseException"}.isdisjoint(caught.strip("()").split(", "))


def test_whoever_catches_everything_says_why():
    offenders = [
        f"{path}:{node.lineno}"
        for path in FILES
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler)
        and catches_all(node)
        and commented(path).isdisjoint(range(node.lineno - 1, node.lineno + 2))
    ]
    assert offenders == []


@pytest.mark.parametrize("module", ["bot.app", "bot.console", "bot.chores", "handlers"])
def test_heavy_packages_stay_out_of_what_the_loop_imports(module):
    heavy = ["torch", "pandas", "matplotlib", "sklearn", "openai", "telegram", "slack_bolt"]
    code = f"""
import sys, importlib
module = importlib.import_module({module!r})
getattr(module, 'index', lambda: None)()
print([name for name in {heavy!r} if name in sys.modules])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert run.stdout.strip() == "[]", run.stderr


def test_no_files_import_each_other_in_a_circle():
    """Threads import, too: a circle could stop two of them for ever, or show one half a file."""
    named = {}
    for path in FILES:
        parts = path.relative_to(ROOT).with_suffix("").parts
        named[".".join(part for part in parts if part != "__init__")] = path
    needs = {name: set(imported(path, named)) - {name} for name, path in named.items()}
    for name, wanted in needs.items():
        if not name.startswith("bot"):  # whose doors are opened one after another, in one thread
            wanted |= {name.rpartition(".")[0]} & set(named)
    list(graphlib.TopologicalSorter(needs).static_order())


def imported(path: Path, named) -> Iterator[str]:
    """Yield what of the house a file imports as it is imported itself."""
    for node in begun(ast.parse(path.read_text("utf-8")).body):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (name for name in names if name in named)


def begun(body) -> Iterator[ast.Import | ast.ImportFrom]:
    for node in body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
            yield from begun([*node.body, *node.orelse])
        elif isinstance(node, (ast.Try, ast.With)):
            yield from begun(node.body)

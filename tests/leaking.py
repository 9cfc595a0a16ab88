"""Whether any token of the fake networks stands in anything that the tests wrote.

Part of every run: what each test logs and prints is looked through when it ends, and all files and
databases of the session at its end.  The column of sealed tokens holds none in clear, so nothing
is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

KNOWN = (
    "EAAGsecret0123456789",
    "EAAGpage0123456789abcdefXYZ",
    "EAAGperson0123456789abcdefXYZ",
    "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "x1accessaB3aB3aB3",
    "x1refreshcD4cD4cD4",
    "s3cr3t-of-the-bucket-0123456789",
)
"""Of the servers in tests/networks, and of the bucket; new ones belong here."""
CHUNK = 1 << 20
LONGEST = max(map(len, KNOWN))


def leaked(text: str) -> list[str]:
    """Return the tokens that the text holds."""
    return [token for token in KNOWN if token in text]


def leaking(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file below `folder` with a token that it holds, databases and their logs too."""
    wanted = [token.encode() for token in KNOWN]
    for path in folder.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        yield from ((path, token.decode()) for token in wanted if _holds(path, token))


def _holds(path: Path, token: bytes) -> bool:
    try:
        with path.open("rb") as file:
            before = b""
            while chunk := file.read(CHUNK):
                if token in before + chunk:
                    return True
                before = chunk[-LONGEST:]
    except OSError:  # gone meanwhile: a server's own
        return False
    return False


def told(found: Iterable[tuple[Path, str]]) -> list[str]:
    """Return lines for people, which hold no token either."""
    return [f"{path}: {token[:6]}…" for path, token in found]


def pytest_runtest_logreport(report) -> None:
    if report.when == "teardown" or not report.passed:
        return
    if found := leaked("\n".join(text for _, text in report.sections)):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} logged or printed a token: {found[0][:6]}…"


def pytest_sessionfinish(session) -> None:
    factory = getattr(session.config, "_tmp_path_factory", None)
    base = getattr(factory, "_basetemp", None)
    if base is None or not (lines := told(leaking(Path(base)))):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter:
        reporter.write_line("TOKENS WERE WRITTEN TO DISK:", red=True)
        for line in lines[:20]:
            reporter.write_line(line, red=True)
    session.exitstatus = 1

"""Whether what failed failed because the disk is full: files and both databases say it apart."""

from __future__ import annotations

import errno
from collections.abc import Iterator

FILES = frozenset({errno.ENOSPC, errno.EDQUOT})
SQLITE = 13  # SQLITE_FULL
POSTGRESQL = "53100"  # disk_full


def disk_is_full(error: BaseException) -> bool:
    """Whether the error, or one that led to it, says so."""
    return any(_says_so(each) for each in _led_to(error))


def _says_so(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in FILES:
        return True
    code = getattr(error, "sqlite_errorcode", None)
    return code == SQLITE or getattr(error, "sqlstate", None) == POSTGRESQL


def _led_to(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__, getattr(one, "orig", None)]

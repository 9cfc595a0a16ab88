"""Opens what people send: a table as it is, gzipped, or alone in a zip; refuses all else."""

from __future__ import annotations

import gzip
import io
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast
from zipfile import ZipFile

from peruopt.errors import UserError
from peruopt.sources.bounded import BROKEN, MOST, Bounded, allowance

XLSX_MOST = 512 << 20
TABLES = {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm"}
FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WebP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"SQLite format", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"\x00\x00\x00", "MP4"),
)
JSON = re.compile(rb"\s*(\{\s*[\"}]|\[\s*([\[{\d\]]|\"))")
HTML = re.compile(rb"\s*<(!doctype|html|\?xml|table|head|meta|div)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Content:
    """An opened table: its bytes, and whether they are a workbook."""

    stream: BinaryIO
    workbook: bool


@contextmanager
def opened(file: BinaryIO | Path, told: list[int] | None = None) -> Iterator[Content]:
    """Open `file` from its start; `told[0]` counts the unpacked bytes read of a text table."""
    counter = told if told is not None else [0]

    def count(read: int) -> None:
        counter[0] += read

    with ExitStack() as stack:
        stream: IO[bytes] = (
            stack.enter_context(file.open("rb")) if isinstance(file, Path) else file
        )
        size = stream.seek(0, os.SEEK_END)
        limit, head = MOST, _head(stream)
        if head.startswith(b"\x1f\x8b"):
            stream, limit = cast("IO[bytes]", gzip.GzipFile(fileobj=stream)), allowance(size)
            head = _head(stream)
            if head.startswith(b"PK\x03\x04"):
                stream = _spooled(stack, stream, limit)
        if head.startswith(b"PK\x03\x04"):
            archive = _archive(stack, stream)
            if not _is_workbook(archive):
                stream, limit = _only_table(stack, archive)
                head = _head(stream)
            if head.startswith(b"PK\x03\x04"):
                if isinstance(stream, SpooledTemporaryFile) or not _is_workbook(archive):
                    _check_workbook(_archive(stack, stream))
                yield Content(cast("BinaryIO", stream), workbook=True)
                return
        _refuse_foreign(head)
        yield Content(_buffered(stream, limit, count), workbook=False)


def _head(stream: IO[bytes]) -> bytes:
    try:
        stream.seek(0)
        head = stream.read(4096)
        stream.seek(0)
    except BROKEN as broken:
        raise UserError("importing.broken") from broken
    return head


def _buffered(stream: IO[bytes], limit: int, count: object) -> BinaryIO:
    bounded = Bounded(stream, limit, count)  # type: ignore[arg-type]
    return cast("BinaryIO", io.BufferedReader(bounded, 1 << 18))


def _archive(stack: ExitStack, stream: IO[bytes]) -> ZipFile:
    try:
        archive = stack.enter_context(ZipFile(stream))
    except BROKEN as broken:
        raise UserError("importing.broken") from broken
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise UserError("importing.locked")
    return archive


def _is_workbook(archive: ZipFile) -> bool:
    names = archive.namelist()
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        _check_workbook(archive)
        return True
    return False


def _check_workbook(archive: ZipFile) -> None:
    """Refuse a workbook that would unpack to more than it may, before anything is unpacked."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > min(XLSX_MOST, allowance(packed)):
        raise UserError("importing.too_big")


def _only_table(stack: ExitStack, archive: ZipFile) -> tuple[IO[bytes], int]:
    tables = [
        member
        for member in archive.infolist()
        if not member.is_dir()
        and PurePosixPath(member.filename).suffix.lower() in TABLES
        and not member.filename.startswith("__MACOSX/")
        and not PurePosixPath(member.filename).name.startswith(".")
    ]
    if not tables:
        raise UserError("importing.zip_none")
    if len(tables) > 1:
        names = ", ".join(PurePosixPath(member.filename).name for member in tables[:5])
        raise UserError("importing.zip_many", names=names, n=len(tables))
    limit = allowance(tables[0].compress_size)
    if tables[0].file_size > limit:
        raise UserError("importing.too_big")
    try:
        member = stack.enter_context(archive.open(tables[0]))
    except (*BROKEN, NotImplementedError, RuntimeError) as broken:
        raise UserError("importing.broken") from broken
    if _head(member).startswith(b"PK\x03\x04"):
        return _spooled(stack, member, limit), MOST
    return member, limit


def _spooled(stack: ExitStack, stream: IO[bytes], limit: int) -> IO[bytes]:
    """Copy to disk what must be sought in."""
    spool = SpooledTemporaryFile(max_size=16 << 20)  # noqa: SIM115 - the stack closes it
    stack.enter_context(spool)
    with _buffered(stream, min(limit, XLSX_MOST), lambda _read: None) as source:
        while chunk := source.read(1 << 20):
            spool.write(chunk)
    spool.seek(0)
    return spool


def _refuse_foreign(head: bytes) -> None:
    if not head.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise UserError("importing.empty")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError("importing.old_excel")
    for magic, kind in FOREIGN:
        if head.startswith(magic):
            raise UserError("importing.not_table", kind=kind)
    text = head.removeprefix(b"\xef\xbb\xbf")
    if HTML.match(text):
        raise UserError("importing.not_table", kind="HTML")
    if JSON.match(text):
        raise UserError("importing.not_table", kind="JSON")

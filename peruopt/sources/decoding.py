"""Finds the encoding of a text table by reading all of it once."""

from __future__ import annotations

import codecs
from typing import BinaryIO

SAMPLE = 1 << 18
LETTERS = frozenset("áéíóúñüÁÉÍÓÚÑÜ¿¡ãõâêôàçÃÕÂÊÔÀÇªº°’\u2018“”…–—•€«»\u00b4")
"""What single-byte text in Spanish and Portuguese is made of, beyond ASCII."""
SINGLE = ("cp1252", "mac_roman", "cp850")


def encoding_of(stream: BinaryIO) -> str:
    """Return a codec name; `utf-8-sig` also where a few bytes are damaged."""
    head = stream.read(SAMPLE)
    marked = _marked(head)
    if marked:
        return marked
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = sound = 0
    odd = bytearray()
    chunk = head
    while chunk:
        if not chunk.isascii():
            text = decoder.decode(chunk)
            lost = max(0, text.count("\ufffd") - chunk.count(b"\xef\xbf\xbd"))
            broken += lost
            sound += len(text.encode("utf-8", "replace")) - len(text) - 2 * lost
            if lost and len(odd) < SAMPLE:
                odd += b"".join(line for line in chunk.splitlines() if not line.isascii())
        chunk = stream.read(SAMPLE)
    # a cut emoji here and there is damage; every accent wrong is another encoding
    if broken * 20 <= sound:
        return "utf-8-sig"
    return _single(bytes(odd[:SAMPLE]))


def _marked(head: bytes) -> str:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    evens, odds = head[0::2].count(0), head[1::2].count(0)
    if odds > len(head) / 5 and evens < odds / 10:
        return "utf-16-le"
    if evens > len(head) / 5 and odds < evens / 10:
        return "utf-16-be"
    return ""


def _single(sample: bytes) -> str:
    beyond = max(1, sum(byte > 127 for byte in sample))

    def share(codec: str) -> float:
        return sum(char in LETTERS for char in sample.decode(codec, "replace")) / beyond

    best = max(SINGLE, key=share)
    if share(best) >= 0.5:
        return best
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    # cp1252 leaves five bytes undefined, so it is read with replacement throughout
    return found.encoding if found and found.encoding != "ascii" and share(best) < 0.2 else best

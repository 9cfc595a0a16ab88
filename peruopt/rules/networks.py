"""What each network accepts, checked when the draft is made and not at publishing.

Sources: Meta's Instagram content publishing reference (2,200 characters, 4:5 to 1.91:1, widths
of 320 px and more, five hashtags), Telegram's Bot API (1,024 for a caption, 4,096 for a
message), twitter-text's configuration v3 (280), Meta's Page feed (63,206), TikTok's Content
Posting API (2,200 for a caption).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peruopt.mending import fate
from peruopt.restaurant import Network
from peruopt.results import Media
from peruopt.rules.finding import Finding, Severity
from peruopt.rules.weighing import length, shorten

HASHTAG = re.compile(r"(?<![\w&/#])#(?=\w*[^\W\d_])\w+")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one network accepts, and what reads well there."""

    length: int
    hashtags: int | None = None
    """The most it accepts; None where it does not count them."""
    usual_hashtags: int = 5
    """More than these looks like stuffing."""
    caption: int | None = None
    """The length under a picture, where it differs."""
    needs_picture: bool = False
    ratio: tuple[float, float] | None = None
    """Width over height, from and to."""
    width: int | None = None
    """The least width in pixels."""


LIMITS: dict[Network, Limits] = {
    Network.INSTAGRAM: Limits(2200, hashtags=5, needs_picture=True, ratio=(0.8, 1.91), width=320),
    Network.FACEBOOK: Limits(63206, usual_hashtags=2),
    Network.X: Limits(280, usual_hashtags=2),
    Network.TELEGRAM: Limits(4096, usual_hashtags=3, caption=1024),
    Network.TIKTOK: Limits(2200, hashtags=5, needs_picture=True),
    # of a message; what people read of a status or a channel's note is far less
    Network.WHATSAPP: Limits(4096, usual_hashtags=1, caption=1024),
}
GONE = (0, 0)
"""The size of a picture that is kept no more."""
_SHARP = 1080  # px; below it Instagram shows a photo soft on today's phones
_WITHOUT_PICTURE = {Media.TEXT, Media.LINK}


def check(
    text: str,
    hashtags: Sequence[str],
    network: Network,
    media: Media,
    has_picture: bool,  # noqa: FBT001 -- the seam's own order
    size: tuple[int, int] | None = None,
) -> list[Finding]:
    """Return what `network` would refuse or cut; `size` is the picture's in pixels, if known."""
    shown = has_picture or media not in _WITHOUT_PICTURE
    found = [
        _words(text, network),
        _length(text, hashtags, network, shown=shown),
        _hashtags(text, hashtags, network),
    ]
    if LIMITS[network].needs_picture and not shown:
        found.append(_finding(network, "picture", Severity.BLOCK))
    if size == GONE and has_picture:
        found.append(_finding(network, "gone", Severity.BLOCK))
    elif size is not None and has_picture:
        found += [_ratio(network, size), _width(network, size)]
    return [finding for finding in found if finding]


def _finding(network: Network, what: str, severity: Severity, **values: object) -> Finding:
    named = {"network": network.value} | values
    return Finding(f"{network}.{what}", severity, f"rules.{what}", named)


def _words(text: str, network: Network) -> Finding | None:
    return None if text.strip() else _finding(network, "empty", Severity.BLOCK)


def _length(
    text: str, hashtags: Sequence[str], network: Network, *, shown: bool
) -> Finding | None:
    limits = LIMITS[network]
    allowed = limits.caption if shown and limits.caption else limits.length
    tail = "\n\n" + " ".join(hashtags) if hashtags else ""
    count = length(text + tail, network)
    if count <= allowed:
        return None
    mended = shorten(text, lambda start: length(start + tail, network) <= allowed)
    return Finding(
        f"{network}.length",
        Severity.BLOCK,
        "rules.length",
        {"network": network.value, "count": count, "limit": allowed, "over": count - allowed},
        mended=mended or None,
    )


def _hashtags(text: str, hashtags: Sequence[str], network: Network) -> Finding | None:
    limits = LIMITS[network]
    inside = HASHTAG.findall(text)
    count = len(inside) + len(hashtags)
    hard = limits.hashtags is not None and count > limits.hashtags
    if not hard and count <= limits.usual_hashtags:
        return None
    allowed = limits.hashtags if hard and limits.hashtags else limits.usual_hashtags
    kept = tuple(hashtags[: max(0, allowed - len(inside))])
    mended = _drop_hashtags(text, len(inside) - allowed) if len(inside) > allowed else None
    return Finding(
        f"{network}.hashtags",
        Severity.BLOCK if hard else Severity.INFO,
        "rules.hashtags" if hard else "rules.many_hashtags",
        {"network": network.value, "count": count, "limit": allowed},
        mended=mended,
        mended_hashtags=kept,
    )


def _drop_hashtags(text: str, count: int) -> str:
    for found in list(HASHTAG.finditer(text))[::-1][:count]:
        text = text[: found.start()].rstrip(" ") + text[found.end() :]
    return text.strip()


def _ratio(network: Network, size: tuple[int, int]) -> Finding | None:
    ratio = LIMITS[network].ratio
    if ratio is None or not min(size) or ratio[0] - 0.005 <= size[0] / size[1] <= ratio[1] + 0.005:
        return None
    what = "tall" if size[0] / size[1] < ratio[0] else "wide"
    told: dict[str, object] = {"network": network.value, "width": size[0], "height": size[1]}
    # not refused: it is mended on its way, and the card shows how
    return Finding(f"{network}.{what}", Severity.INFO, f"rules.{what}_{fate(*size)}", told)


def _width(network: Network, size: tuple[int, int]) -> Finding | None:
    least = LIMITS[network].width
    if least is None or size[0] >= _SHARP:
        return None
    if size[0] < least:
        # Instagram enlarges it by itself, and it shows
        return _finding(network, "narrow", Severity.WARN, width=size[0], limit=least)
    return _finding(network, "soft", Severity.INFO, width=size[0], limit=_SHARP)

"""The feature specification: every name, how it is derived, and the version of all of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

VERSION = 1
CLIP = 4.0
"""The target is clipped to ± this many log units."""

_SEEN = "over the account's posts at least 24 h older"
_TEXT = {
    "text_length": "log1p of the characters of raw_text, markup removed",
    "words": "log1p of words, tags and emoji",
    "hashtag_count": "number of #, at most 30",
    "mention_count": "number of @, at most 10",
    "url_count": "links, at most 5",
    "emoji_count": "emoji, at most 20",
    "exclamations": "exclamation marks, at most 10",
    "questions": "question marks, at most 10",
    "capitals": "share of capital letters in the first 400 characters",
    "digits": "digits in the first 400 characters, at most 40",
    "lines": "line breaks, at most 30",
    "prices": "amounts of money and percentages",
    "sentiment_score": "good less bad words (es, pt, en lexicon), per word, smoothed",
}
_WORDS = {
    "words_lift": f"mean result of the post's words {_SEEN}, rare words weighing more",
    "words_lift_sum": "the same, summed over words",
    "words_best": "the best of its words",
    "words_worst": "the worst of its words",
    "words_known": "share of its words the account has used before",
    "words_rarity": "mean rarity of its known words",
    "trending_keywords": "its words at least twice as frequent in the last 30 posts as in 256",
}
_TIME = {
    "post_hour": "local hour, with minutes",
    "post_day": "local day of the week, 0 is Monday",
    **{
        f"hour_{f}_{k}": f"{f} of the local hour, {k} turn(s) a day"
        for k in (1, 2, 3)
        for f in ("sin", "cos")
    },
    "week_sin": "sine of the local moment of the week",
    "week_cos": "cosine of the local moment of the week",
    "weekend": "Saturday or Sunday",
    "minute": "local minute",
    "on_the_dot": "published within a minute of the hour or half hour",
    "post_month": "local month",
    "to_new_year": "days to or from Christmas and New Year, at most 30",
}
_MEDIA = {
    f"is_{m}": f"the post's media type is {m}"
    for m in ("text", "photo", "album", "video", "reel", "story", "link", "other")
}
_STATE = {
    "usual": f"median of log1p(interactions), last 30 {_SEEN}",
    "known_posts": f"log1p of how many, at most 256 {_SEEN}",
    "spread": "interquartile range of the same 30",
    "skew": "how far their quartiles lean",
    **{
        f"mean_{k}": f"mean level of the last {k}, less usual, {_SEEN}"
        for k in (1, 3, 7, 15, 30, 100, 256)
    },
    **{f"lift_{k}": f"mean result over usual of the last {k} {_SEEN}" for k in (5, 15, 60)},
    "noise": "root mean square result over usual of the last 256",
    "engagement_trend": "mean_7 less mean_30",
    **{
        f"days_{k}_mean": f"mean level of the last {k} mature days, less usual" for k in (3, 7, 28)
    },
    **{f"days_{k}_posts": f"log1p of posts in the last {k} mature days" for k in (3, 7, 28)},
    **{f"lag_{k}": f"result over usual of the mature post {k} back" for k in (1, 2, 3)},
    "time_since_last_post": "log1p of hours since the newest mature post",
    "posts_per_day": "log of the pace over the last 30 mature posts",
    "engagement_rate": "interactions per view, mean of the last 30 that tell views",
    "imputed": "share of the last 30 with a guessed count",
    "likes": "mean log1p(likes) of the last 30, less usual",
    "comments": "mean log1p(comments) of the last 30, less usual",
    "shares": "mean log1p(shares) of the last 30, less usual",
    "views": "mean log1p(views) of the last 30",
}
_HABITS = {
    "media_lift": "mean result of the same media type in the last 256, shrunk by 8 posts",
    "media_share": "its share of the last 256",
    "hour_lift": "mean result at this local hour and its neighbours, shrunk by 20 posts",
    "hour_share": "this hour's share of the last 256",
    "day_lift": "mean result on this weekday in the last 256, shrunk by 20 posts",
}
SPEC = MappingProxyType(_TEXT | _WORDS | _TIME | _MEDIA | _STATE | _HABITS)
"""Feature → how it is derived, in the order of the matrix."""

MEANING = MappingProxyType(
    {
        f"meaning_{k}": "what raw_text means, in any language: its embedding less its account's "
        f"mean one, along direction {k} of those in which the training part's texts differ most"
        for k in range(1, 9)
    }
)
"""Features that come after those of SPEC where embeddings are on, and are absent where not."""


def names(wide: int) -> Mapping[str, str]:
    """Return the features of a matrix of `wide` columns, in its order."""
    return SPEC if wide == len(SPEC) else SPEC | MEANING


def label(embedder: str = "") -> str | int:
    """Return which specification a model reads: with embeddings, also whose."""
    return f"{VERSION}+{embedder}" if embedder else VERSION


def embedder_of(told: object) -> str | None:
    """Return the embedder in a label, empty for none; None for another specification."""
    if told == VERSION:
        return ""
    before, plus, name = str(told).partition("+")
    return name if before == str(VERSION) and plus and name else None

"""A bucket that speaks S3, for pictures that Instagram fetches: where the page is not public."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.vault import revealed
from peruopt.errors import Busy, Rejected

if TYPE_CHECKING:
    from bot.settings import Settings
    from peruopt.ports import Pictures

LASTS = timedelta(hours=26)
"""A container of Instagram's lives a day, and may fetch its picture again."""
SOON = timedelta(seconds=30)
REFUSED = "networks.bucket"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where it is, and what opens it."""

    name: str
    endpoint: str = ""
    region: str = ""
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


def bucket_of(settings: Settings) -> Bucket | None:
    """Return the bucket of the settings, if there is one."""
    if not settings.bucket:
        return None
    return Bucket(
        settings.bucket,
        settings.bucket_endpoint,
        settings.bucket_region,
        settings.bucket_key,
        revealed(settings.bucket_secret),
    )


class BucketLinks:
    """Puts a picture there when its link is asked for; the link lapses after a day."""

    def __init__(self, bucket: Bucket, pictures: Pictures, now: Callable[[], datetime]) -> None:
        self._bucket, self._pictures, self._now = bucket, pictures, now
        self._made: Any = None
        self._turn = threading.Lock()

    def make(self, key: str) -> str:
        """Return a link to the picture as Instagram takes it; blocks.

        Raises:
            Busy: the bucket was not reached.
            Rejected: it does not let us in, or does not exist.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        from peruopt.mending import mended

        where = {"Bucket": self._bucket.name, "Key": f"p/{key}"}
        content = mended(self._pictures.get(key))
        try:
            self._client().put_object(**where, Body=content, ContentType="image/jpeg")
            link: str = self._client().generate_presigned_url(
                "get_object", Params=where, ExpiresIn=int(LASTS.total_seconds())
            )
        except ClientError as refused:
            raise self._meant(refused) from None
        except BotoCoreError as failed:
            log.warning("the bucket was not reached (%s)", type(failed).__name__)
            raise Busy(self._now() + SOON) from None
        return link

    def check(self) -> None:
        """Put a small thing there and take it away; raise as `make` does."""
        from botocore.exceptions import BotoCoreError, ClientError

        where = {"Bucket": self._bucket.name, "Key": "p/peruopt-doctor"}
        try:
            self._client().put_object(**where, Body=b"")
            self._client().delete_object(**where)
        except ClientError as refused:
            raise self._meant(refused) from None
        except BotoCoreError:
            raise Busy(self._now() + SOON) from None

    def _meant(self, refused: Any) -> Busy | Rejected:
        """Return what a refusal means; never what it says, for it may hold the key's name."""
        told = refused.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        code = str(refused.response.get("Error", {}).get("Code", ""))
        log.warning("the bucket refused (%s, %s)", told, code[:40])
        if told >= 500 or told == 429 or code in ("SlowDown", "RequestTimeout"):
            return Busy(self._now() + SOON)
        return Rejected(REFUSED)

    def _client(self) -> Any:
        with self._turn:
            if self._made is None:
                self._made = _client(self._bucket)
            return self._made


def _client(bucket: Bucket) -> Any:
    import boto3
    from botocore.config import Config

    how = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},  # what every server that speaks S3 understands
        connect_timeout=10,
        read_timeout=20,
        retries={"total_max_attempts": 2, "mode": "standard"},
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=bucket.endpoint or None,
        region_name=bucket.region or "us-east-1",
        aws_access_key_id=bucket.key or None,
        aws_secret_access_key=bucket.secret or None,
        config=how,
    )

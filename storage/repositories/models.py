"""Models on record: cards for ever, bytes only of those that may have to serve again."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from peruopt.recommending import Drift, ModelRun, Trained
from storage.tables.learning import ModelRow
from storage.tables.trainings import DriftRow

log = logging.getLogger(__name__)
SPARE = 3
"""Models whose bytes are kept: the one in service, and those before it should it be damaged."""


class Models:
    """`peruopt.recommending.Models`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def add(self, trained: Trained, made_at: datetime) -> int:
        """Keep a training with its card; return its id."""
        row = ModelRow(
            restaurant_id=self._restaurant,
            made_at=made_at,
            card=trained.card,
            held_out=trained.held_out if trained.serves else {},
            serves=trained.serves,
            weights=trained.model,
            sha256=hashlib.sha256(trained.model).hexdigest(),
        )
        self._session.add(row)
        self._session.flush()
        # the bytes are megabytes, and nobody reads them here
        self._session.expunge(row)
        assert row.id is not None
        self._thin_out()
        return row.id

    def _thin_out(self) -> None:
        """Let go of bytes that will never serve: megabytes each night for ever."""
        mine = (ModelRow.restaurant_id == self._restaurant, col(ModelRow.serves).is_(True))
        newest = self._session.exec(
            select(ModelRow.id).where(*mine).order_by(col(ModelRow.id).desc()).limit(SPARE)
        ).all()
        self._session.execute(
            update(ModelRow)
            .where(
                col(ModelRow.restaurant_id) == self._restaurant,
                col(ModelRow.id).not_in(newest),
                func.length(ModelRow.weights) > 0,
            )
            .values(weights=b"", held_out={})
        )

    def serving(self) -> ModelRun | None:
        """Return the newest run that serves, with its model bytes; damaged ones are passed by."""
        runs = select(ModelRow.id).where(
            ModelRow.restaurant_id == self._restaurant,
            col(ModelRow.serves).is_(True),
        )
        for number in self._session.exec(
            runs.order_by(col(ModelRow.id).desc()).limit(SPARE)
        ).all():
            found = self._session.exec(
                select(ModelRow.made_at, ModelRow.card, ModelRow.weights, ModelRow.sha256).where(
                    ModelRow.id == number
                )
            ).one()
            made_at, card, weights, sha256 = found
            if hashlib.sha256(weights).hexdigest() == sha256:
                return ModelRun(number or 0, made_at, dict(card), serves=True, model=weights)
            log.error("model %s is damaged on disk and is passed by; train again", number)
        return None

    def newest(self) -> ModelRun | None:
        """Return the newest run, serving or not, without its bytes."""
        return next(iter(self.recent(1)), None)

    def recent(self, count: int) -> list[ModelRun]:
        """Return the newest runs without their bytes, newest first."""
        found = self._session.exec(
            select(ModelRow.id, ModelRow.made_at, ModelRow.card, ModelRow.serves)
            .where(ModelRow.restaurant_id == self._restaurant)
            .order_by(col(ModelRow.id).desc())
            .limit(count)
        )
        return [
            ModelRun(number or 0, at, dict(card), serves) for number, at, card, serves in found
        ]

    def held_out(self, run_id: int) -> dict[str, object]:
        """Return the forecasts that a run made of posts it had not seen."""
        found = self._session.exec(
            select(ModelRow.held_out).where(
                ModelRow.id == run_id, ModelRow.restaurant_id == self._restaurant
            )
        ).first()
        return dict(found or {})

    def drifted(self, drift: Drift) -> None:
        """Write down that something was noticed."""
        self._session.add(
            DriftRow(
                restaurant_id=self._restaurant,
                kind=drift.kind,
                at=drift.at,
                account=drift.account,
                was=drift.was,
                now=drift.now,
                posts=drift.posts,
            )
        )
        self._session.flush()

    def drifts(self, since: datetime) -> list[Drift]:
        """Return what was noticed since then, newest first."""
        rows = self._session.exec(
            select(DriftRow)
            .where(DriftRow.restaurant_id == self._restaurant, DriftRow.at >= since)
            .order_by(col(DriftRow.id).desc())
        )
        return [Drift(r.kind, r.at, r.account, r.was, r.now, r.posts) for r in rows]

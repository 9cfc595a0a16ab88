"""Trainings on record."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime

from sqlmodel import Session, col, select

from peruopt.recommending import ModelRun, Trained
from storage.tables import ModelRow

log = logging.getLogger(__name__)


class Models:
    """`peruopt.store.Models`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def add(self, trained: Trained, made_at: datetime) -> int:
        """Keep a training with its card; return its id."""
        row = ModelRow(
            restaurant_id=self._restaurant,
            made_at=made_at,
            card=trained.card,
            serves=trained.serves,
            weights=trained.model,
            sha256=hashlib.sha256(trained.model).hexdigest(),
        )
        self._session.add(row)
        self._session.flush()
        # the bytes are megabytes, and nobody reads them here
        self._session.expunge(row)
        assert row.id is not None
        return row.id

    def serving(self) -> ModelRun | None:
        """Return the newest run that serves, with its model bytes; damaged ones are passed by."""
        runs = select(ModelRow.id).where(
            ModelRow.restaurant_id == self._restaurant, col(ModelRow.serves).is_(True)
        )
        for number in self._session.exec(runs.order_by(col(ModelRow.id).desc())).all():
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
        found = self._session.exec(
            select(ModelRow.id, ModelRow.made_at, ModelRow.card, ModelRow.serves)
            .where(ModelRow.restaurant_id == self._restaurant)
            .order_by(col(ModelRow.id).desc())
            .limit(1)
        ).first()
        if found is None:
            return None
        number, made_at, card, serves = found
        return ModelRun(number or 0, made_at, dict(card), serves)

"""Trainings from begun to ended; one statement closes each, so that it ends once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from peruopt.courses import Course, Outcome
from storage.tables.trainings import CourseRow


class Courses:
    """`peruopt.courses.Courses`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def open(self) -> Course | None:
        """Return the one that has not ended."""
        found = self._session.exec(
            select(CourseRow)
            .where(CourseRow.restaurant_id == self._restaurant, CourseRow.outcome == Outcome.OPEN)
            .order_by(col(CourseRow.id).desc())
            .limit(1)
        ).first()
        return _course(found) if found else None

    def get(self, course_id: int) -> Course | None:
        """Return the training of that number."""
        row = self._row(course_id)
        return _course(row) if row else None

    def begin(self, at: datetime, posts: int, *, who: str = "", first: bool = False) -> Course:
        """Return the open one, or write down a new one."""
        if running := self.open():
            return running
        row = CourseRow(
            restaurant_id=self._restaurant, began_at=at, posts=posts, who=who, first=first
        )
        self._session.add(row)
        self._session.flush()
        return _course(row)

    def take(self, course_id: int, runner: str, *, before: str | None = None) -> bool:
        """Note which process does it; False where it is not `before`'s any more."""
        self._session.flush()
        mine = (col(CourseRow.id) == course_id, col(CourseRow.restaurant_id) == self._restaurant)
        still = () if before is None else (col(CourseRow.runner) == before,)
        taken = self._session.scalar(
            update(CourseRow)
            .where(*mine, *still)
            .values(runner=runner)
            .returning(col(CourseRow.id))
        )
        return taken is not None

    def again(self, course_id: int) -> None:
        """Note that it begins again after a restart."""
        if row := self._row(course_id):
            row.runner, row.restarts = "", row.restarts + 1

    def ran(self, course_id: int, run: int) -> None:
        """Note which model came of it."""
        if row := self._row(course_id):
            row.run = run

    def end(
        self,
        course_id: int,
        at: datetime,
        outcome: Outcome,
        *,
        who: str = "",
        seconds: float | None = None,
    ) -> bool:
        """Write down how it ended; False where it had ended before."""
        self._session.flush()
        values = {"outcome": outcome, "ended_at": at, "seconds": seconds}
        ended = self._session.scalar(
            update(CourseRow)
            .where(
                col(CourseRow.id) == course_id,
                col(CourseRow.restaurant_id) == self._restaurant,
                col(CourseRow.outcome) == Outcome.OPEN,
            )
            .values(**values | ({"who": who} if who else {}))
            .returning(col(CourseRow.id))
        )
        return ended is not None

    def recent(self, count: int) -> list[Course]:
        """Return the newest, newest first."""
        rows = self._session.exec(
            select(CourseRow)
            .where(CourseRow.restaurant_id == self._restaurant)
            .order_by(col(CourseRow.id).desc())
            .limit(count)
        )
        return [_course(row) for row in rows]

    def _row(self, course_id: int) -> CourseRow | None:
        return self._session.exec(
            select(CourseRow).where(
                CourseRow.id == course_id, CourseRow.restaurant_id == self._restaurant
            )
        ).first()


def _course(row: CourseRow) -> Course:
    return Course(
        id=row.id or 0,
        began_at=row.began_at,
        posts=row.posts,
        outcome=row.outcome,
        who=row.who,
        first=row.first,
        runner=row.runner,
        restarts=row.restarts,
        ended_at=row.ended_at,
        seconds=row.seconds,
        run=row.run,
    )

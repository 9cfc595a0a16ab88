"""Runs the migration scripts with Alembic, in one transaction, without an alembic.ini."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from storage.schema import alone

if TYPE_CHECKING:
    from sqlalchemy import Engine


def upgrade(engine: Engine, scripts: Path, to: str = "head") -> None:
    """Run every script that the database has not seen; all of them take effect, or none."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        driver = connection.connection.driver_connection
        assert driver is not None
        if sqlite:
            # rebuilding a table drops it for a moment; only outside a transaction can its
            # references be left alone meanwhile
            driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                alone(connection)
                config.attributes["connection"] = connection
                command.upgrade(config, to)
                if sqlite and connection.execute(text("PRAGMA foreign_key_check")).first():
                    raise RuntimeError("a migration left references to rows that are gone")
        finally:
            if sqlite:
                driver.execute("PRAGMA foreign_keys = ON")

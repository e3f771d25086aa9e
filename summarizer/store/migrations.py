"""The database's shape, as the steps that lead to it. A step that was released is never changed; a new one is added."""

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE answers (
            key TEXT PRIMARY KEY, model TEXT NOT NULL, stage TEXT NOT NULL, prompt TEXT NOT NULL, text TEXT NOT NULL,
            finish TEXT NOT NULL, input_tokens INTEGER NOT NULL, cached_input_tokens INTEGER NOT NULL,
            output_tokens INTEGER NOT NULL, created TEXT NOT NULL) WITHOUT ROWID""",
        """CREATE TABLE missing_abilities (
            server TEXT NOT NULL, model TEXT NOT NULL, part TEXT NOT NULL, created TEXT NOT NULL,
            PRIMARY KEY (server, model, part)) WITHOUT ROWID""",
    ),
)
VERSION = len(STEPS)
"""Stands in the file's `user_version`."""

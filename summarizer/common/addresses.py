"""Addresses of databases as people give them, and how they are shown: never with a password."""

import re

_PASSWORD = re.compile(r"(?<=://)([^:/@?]*):.*@", re.DOTALL)
"""Up to the last @: a password may hold any character, and showing too little is better than too much."""
_PARAMETER = re.compile(r"([?&]\w*password=)[^&]*", re.IGNORECASE)
_POSTGRESQL = re.compile(r"postgres(ql)?(\+psycopg)?://")


def is_address(place: str) -> bool:
    """True for `postgresql://…` and whatever else names a scheme; a path has none."""
    return "://" in place


def is_postgresql(place: str) -> bool:
    return bool(_POSTGRESQL.match(place))


def masked(place: str) -> str:
    """The address with three stars for its password; a path as it is."""
    return _PARAMETER.sub(r"\1***", _PASSWORD.sub(r"\1:***@", place)) if is_address(place) else place


def has_password(place: str) -> bool:
    return masked(place) != place

"""A figure, and what it ought to be."""

from typing import NamedTuple


class Measure(NamedTuple):
    """`at_most` and `at_least` are what the product promises; None where nothing is promised."""

    what: str
    value: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def holds(self) -> bool:
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    def __str__(self) -> str:
        promised = (
            f"≤ {self.at_most:g}"
            if self.at_most is not None
            else f"≥ {self.at_least:g}"
            if self.at_least is not None
            else ""
        )
        return f"{self.what:<78} {self.value:10.3f}  {promised:<9} {'' if self.holds else 'MISSED'}"

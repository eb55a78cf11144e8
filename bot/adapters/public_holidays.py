"""Public holidays by country, from the `holidays` library."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from bot.domain.calendars import PublicHolidays


class LibraryHolidays(PublicHolidays):
    """Days off that the law of a country gives everybody; a holiday in lieu counts as one."""

    def knows(self, place: str) -> bool:
        """Whether there are holidays for a country (`DE`) or a part of one (`DE-BY`)."""
        country, _, part = place.partition("-")
        parts = _places().get(country)
        return parts is not None and (not part or part in parts)

    def days(self, place: str, first: int, last: int) -> frozenset[date]:
        """The public holidays of the years `first` to `last`; none for a place that is not known."""
        return _days(place, first, last) if self.knows(place) else frozenset()


@lru_cache(maxsize=1)
def _places() -> dict[str, list[str]]:
    from holidays import list_supported_countries  # late: the library holds every country there is

    return list_supported_countries(include_aliases=False)


@lru_cache(maxsize=64)
def _days(place: str, first: int, last: int) -> frozenset[date]:
    from holidays import country_holidays

    country, _, part = place.partition("-")
    return frozenset(country_holidays(country, subdiv=part or None, years=range(first, last + 1)))

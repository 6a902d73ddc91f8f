"""Public holidays by the library `holidays`, which knows most countries, and the days China makes up for."""

from datetime import date
from functools import lru_cache

from handlers.hours.policy import Country

TONGUES = {"zh-CN": "zh_CN", "zh-TW": "zh_TW", "en": "en_US"}


class PublicHolidays:
    def __init__(self, code: str, region: str, language: str) -> None:
        """Raises NotImplementedError for a country or region that nobody knows."""
        # Half a second to import, and only shops that name a country need it.
        from holidays import country_holidays

        known = country_holidays(code, subdiv=region or None)
        tongue = TONGUES.get(language, language)
        spoken = known.supported_languages
        self._known = country_holidays(code, subdiv=region or None, language=tongue if tongue in spoken else None)

    def holiday(self, day: date) -> str:
        return self._known.get(day) or ""

    def is_made_up(self, day: date) -> bool:
        return day not in self._known and day in self._known.weekend_workdays


@lru_cache(maxsize=8)
def country_of(code: str, region: str, language: str) -> Country | None:
    """None: nobody knows it."""
    try:
        return PublicHolidays(code, region, language)
    except NotImplementedError:
        return None

"""What the settings allow the reading of one document to cost."""

from service.reading import Limits
from service.settings import Settings


def limits(settings: Settings) -> Limits:
    """The limits of reading that these settings name."""
    return Limits(
        markup=settings.max_markup,
        pages=settings.max_pages,
        characters=settings.max_characters,
        entries=settings.max_parts,
        unpacked=settings.max_unpacked,
        seconds=settings.max_seconds,
        memory=settings.max_memory,
    )

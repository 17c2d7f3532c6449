"""PDF."""

from service.reading.formats import Format

FORMAT = Format("application/pdf", lambda c, s: 0.0, lambda c, s, l: None)

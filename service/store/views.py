"""Views for programs that read tables, such as Superset and Metabase: made again at each upgrade.

    v_observations   a row for each figure, as a reader left it; `review` says what the reader said
    v_comparison     a row for each measure and region: the figure that stands in the cell, or why none does

Both show the edition that answers are of. Their columns are named as in the export as CSV.
"""

from sqlalchemy import Connection, text

# SQLite has no exact numbers: there the digits stand in the tables, and the views give what it calculates with.
_FIGURE = """
       o.id, d.id AS document, r.name AS region, o.region AS adcode, r.level, o.measure, m.label_zh AS label,
       m.label_en, {value} AS value, {lower} AS lower, {upper} AS upper, o.bound, o.unit, o.per,
       o.nature_shown AS nature,
       CASE WHEN o.starts = o.stops THEN o.starts ELSE o.starts || '/' || COALESCE(o.stops, '..') END AS time,
       o.starts AS begins, o.stops AS ends, o.scope, o.condition, o.confidence, o.mentions, o.quote,
       o.quote_start AS "start", o.quote_end AS "end", o.review,
       COALESCE(a.title, d.title) AS title, COALESCE(a.published, d.published) AS published, d.source, d.url
"""

# What the view of comparisons takes of that of figures.
_SHOWN = """
       f.value, f.lower, f.upper, f.bound, f.unit, f.per, f.nature, f.time, f.begins, f.ends, f.scope, f.condition,
       f.confidence, f.mentions, f.quote, f."start", f."end", f.review, f.document, f.title, f.published, f.source, f.url
"""

_OBSERVATIONS = f"""
CREATE VIEW v_observations AS
SELECT {_FIGURE}
FROM state AS s
JOIN observations AS o ON o.edition = s.value
JOIN documents AS d ON d.number = o.document
JOIN analyses AS a ON a.document = o.document AND a.edition = o.edition
LEFT JOIN region_names AS r ON r.adcode = o.region
LEFT JOIN measure_names AS m ON m.id = o.measure
WHERE s.key = 'shown'
"""  # noqa: S608 - constants

_COMPARISON = f"""
CREATE VIEW v_comparison AS
SELECT l.measure, m.label_zh AS label, m.label_en, r.name AS region, l.region AS adcode, r.level,
       CASE WHEN l.gap IS NULL THEN 'value' ELSE 'gap' END AS state, l.gap, {_SHOWN}, l.observation
FROM state AS s
JOIN latest AS l ON l.edition = s.value
LEFT JOIN v_observations AS f ON f.document = l.document AND f.id = l.observation
LEFT JOIN region_names AS r ON r.adcode = l.region
LEFT JOIN measure_names AS m ON m.id = l.measure
WHERE s.key = 'shown' AND (l.observation IS NOT NULL OR l.gap IS NOT NULL)
"""  # noqa: S608 - constants


def drop(connection: Connection) -> None:
    """Let there be no views."""
    for name in ("v_comparison", "v_observations"):
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))


def create(connection: Connection) -> None:
    """Make the views."""
    exact = "o.{0}" if connection.dialect.name == "postgresql" else "CAST(o.{0} AS REAL)"
    numbers = {name: exact.format(name) for name in ("value", "lower", "upper")}
    for definition in (_OBSERVATIONS, _COMPARISON):
        connection.exec_driver_sql(definition.format_map(numbers))

"""The history of the schema. `env.py` and `versions/` are run by Alembic and imported by nothing."""

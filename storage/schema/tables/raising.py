"""What the database keeps of what is raised: half of a key, and nothing else."""

from sqlalchemy import Integer, LargeBinary

from storage.schema.tables.base import key, needed, table

raising_half = table("raising_half", key("id", Integer), needed("half", LargeBinary))
"""One row, written at the first start; the same whether anything was ever raised or not."""

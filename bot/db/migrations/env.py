"""Run the migrations on the connection that `bot.db.migrate` hands over."""

from alembic import context

from bot.db import every_table  # noqa: F401 - so that Base knows them
from bot.db.base import Base
from bot.db.migrate import is_ours, render_item

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=is_ours,
    render_item=render_item,
    render_as_batch=True,
    compare_type=False,
)
context.run_migrations()

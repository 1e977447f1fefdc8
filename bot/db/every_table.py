"""Every table that the app keeps, in one place: whoever goes through all of them (`Base.metadata`) imports this, and misses none."""

from bot.db import (  # noqa: F401 - so that Base knows them
    celebration_tables,
    goal_tables,
    installation_tables,
    library_tables,
    partner_tables,
    people_tables,
    record_tables,
    session_tables,
    tables,
    wire_tables,
)

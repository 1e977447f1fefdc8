"""What a command says when the machine did not let it: a folder without rights, a full disk, a damaged or locked database."""

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

OF_THE_MACHINE = (OSError, sqlite3.Error, DBAPIError)
ITS_OWN = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
}
"""The troubles of the disk, or of another process: no mistake of ours."""
PRIMARY = 0xFF  # an extended code has the primary one in its last byte


def told(problem: Exception) -> str | None:
    """A sentence without a value of any row; None for what is a mistake of ours."""
    if isinstance(problem, OSError):
        return f"{problem.filename}: {problem.strerror}." if problem.filename and problem.strerror else None
    at_the_driver = getattr(problem, "orig", problem)
    if isinstance(at_the_driver, sqlite3.Error):
        code = getattr(at_the_driver, "sqlite_errorcode", 0) & PRIMARY
        return f"The database did not do it: {at_the_driver}." if code in ITS_OWN else None
    said = getattr(getattr(at_the_driver, "diag", None), "message_primary", None)
    away = isinstance(problem, OperationalError)  # the server is full, stopping or away
    return f"The database did not do it: {said or 'it gave no answer'}." if away else None

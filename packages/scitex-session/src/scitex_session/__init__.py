"""One decorator turns a script into a reproducible, self-documenting run.

import scitex_session

@scitex_session.session
def main(lr=0.001, logger=scitex_session.INJECTED):
logger.info("lr is %s", lr)

if __name__ == "__main__":
main()
"""

from scitex_session.errors import (
    ParameterError,
    ResourceError,
    RunDirectoryError,
    SessionActiveError,
    SessionError,
    SignatureError,
)
from scitex_session.parameters.flag import Flag
from scitex_session.parameters.injected import INJECTED
from scitex_session.sessions import session

__all__ = [
    "INJECTED",
    "Flag",
    "ParameterError",
    "ResourceError",
    "RunDirectoryError",
    "SessionActiveError",
    "SessionError",
    "SignatureError",
    "session",
]

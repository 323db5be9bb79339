"""For processes that the tests start with ZC_NO_NETWORK: whatever would leave this machine fails, as if the cable were pulled."""

import os
import sys

HERE = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", None)


def _stay_here(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        away = isinstance(address, tuple) and address[0] not in HERE
    else:
        away = event in ("socket.getaddrinfo", "socket.gethostbyname") and arguments[0] not in HERE
    if away:
        raise OSError(f"the network is cut: {event} {arguments[:2]}")


if os.environ.get("ZC_NO_NETWORK"):
    sys.addaudithook(_stay_here)

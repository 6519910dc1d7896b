"""Yahoo's stand-in and the proxy that leads to it, in a process of their own.

Both bots reach it by HTTPS_PROXY and CURL_CA_BUNDLE alone, so that neither is patched: host names, TLS, cookies and
crumbs are real, and every answer is 80 ms late. It sends the same recent bars whatever range is asked for, made ahead,
so that it takes next to no time of the cores it shares with the bots.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.baskets import INDICES, PAIR, market
from benchmarks.questions import AGO, UNKNOWN, everything
from tests.wire.connect_proxy import ConnectProxy
from tests.wire.yahoo_bars import invented_rows, venue_of
from tests.wire.yahoo_server import Asked, Trouble, YahooServer

LATENCY = 0.08
RANGE = AGO + timedelta(days=150)


def give_all(server: YahooServer, today: date) -> None:
    """Make all bars and share counts; let one symbol be unknown."""
    for symbol in (*sorted(everything()), *market(), *INDICES, PAIR):
        rows = [row for row in invented_rows(symbol) if today - RANGE <= row[0] <= today]
        server.give_bars(symbol, rows)
        # thirty-five years of every symbol would weigh hundreds of megabytes
        invented_rows.cache_clear()
        if venue_of(symbol).kind == "EQUITY":
            reported = datetime.now(UTC) - timedelta(days=90)
            server.give_shares(symbol, [(int(reported.timestamp()), 1e9)])
    for asked in (Asked.CHART, Asked.SHARES):
        server.fail(asked, Trouble.UNKNOWN, UNKNOWN)


async def main(authority: Path) -> None:
    """Serve until killed; one line of JSON says where. The certificate of its authority is written to a file."""
    with YahooServer(latency=LATENCY) as server:
        give_all(server, datetime.now(UTC).date())
        server.authority.cert_pem.write_to_path(authority)
        async with ConnectProxy(target=server.port) as proxy:
            print(json.dumps({"port": server.port, "proxy": proxy.url}), flush=True)
            await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("authority", type=Path)
    asyncio.run(main(parser.parse_args().authority))

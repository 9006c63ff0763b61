"""The limit of deliveries: the HTTP library alone, sending a body of a delivery's size.

Run: `python -m bench.limit_webhooks PORT COUNT`; it prints the seconds that took.
"""

import asyncio
import sys
import time

import aiohttp
import uvloop

CONNECTIONS = 32
BODY = b"x" * 700


async def send(port: int, count: int) -> float:
    left = iter(range(count))

    async def one_after_the_other(session: aiohttp.ClientSession) -> None:
        for _ in left:
            async with session.post(f"http://127.0.0.1:{port}/", data=BODY) as response:
                await response.read()

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        began = time.perf_counter()
        await asyncio.gather(*(one_after_the_other(session) for _ in range(CONNECTIONS)))
        return time.perf_counter() - began


def main() -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(runner.run(send(int(sys.argv[1]), int(sys.argv[2]))))


if __name__ == "__main__":
    main()

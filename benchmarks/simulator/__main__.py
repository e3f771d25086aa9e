"""`python -m benchmarks.simulator`: the simulator until Ctrl-C."""

import argparse
import asyncio
import signal

from aiohttp import web

import benchmarks.simulator
from benchmarks.simulator.behaviour import FAULTS, Behaviour
from benchmarks.simulator.server import Provider


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.simulator",
        description=benchmarks.simulator.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Faults: " + "; ".join(f"{name}: {what}" for name, what in FAULTS.items()) + ".",
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes any that is free")
    parser.add_argument("--first-token", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--tokens-per-second", type=float, default=0.0, help="of each answer; 0 sends it at once")
    parser.add_argument("--rpm", type=int, metavar="REQUESTS", help="requests a minute; none without")
    parser.add_argument("--tpm", type=int, metavar="TOKENS", help="tokens a minute; none without")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME=SHARE")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    try:
        faults = {name: float(share) for name, _, share in (one.partition("=") for one in given.fault)}
        behaviour = Behaviour(
            given.first_token, given.tokens_per_second, given.rpm, given.tpm, faults=faults, seed=given.seed
        )
    except ValueError as error:
        parser.error(str(error))
    asyncio.run(serve(Provider(behaviour), given.port))


async def serve(provider: Provider, port: int) -> None:
    runner = web.AppRunner(provider.application(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print("OPENAI_BASE_URL", f"http://127.0.0.1:{runner.addresses[0][1]}/v1", flush=True)
    ended = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, ended.set)
    await ended.wait()
    await runner.cleanup()


if __name__ == "__main__":
    main()

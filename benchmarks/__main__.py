"""`make bench`, or `python -m benchmarks [own] [growth] [readings] [round-trips] [tokens] [rates] [folder]`: measures, prints one table, writes
benchmarks/last.json. Everything runs here and against a simulated provider; nothing leaves this machine.

Machines differ and are busy: compare ratios within one run, not seconds between runs. All of it takes about half an hour.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from benchmarks import folder, growth, own, rates, readings, round_trips, tokens
from benchmarks.measure import Measure

PARTS: Mapping[str, Callable[[], Iterable[Measure]]] = {
    "own": own.measured,
    "growth": growth.measured,
    "readings": readings.measured,
    "tokens": tokens.measured,
    "round-trips": round_trips.measured,
    "rates": rates.measured,
    "folder": folder.measured,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART")
    given = parser.parse_args()
    measures: list[Measure] = []
    for part in given.parts or PARTS:
        for measure in PARTS[part]():
            print(measure, flush=True)
            measures.append(measure)
    last = {m.what: {"value": m.value, "holds": m.holds} for m in measures}
    (Path(__file__).parent / "last.json").write_text(
        json.dumps(last, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()

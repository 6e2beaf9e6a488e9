"""`make bench`: how long a newcomer waits, phase by phase; how long until a delivery is published, step by step; what
loading costs against COPY; what linking, transforming and protecting a release cost. Numbers are scales:
`make bench ARGS="transform 1 10"`.
"""

import sys
from functools import partial

from rich.console import Console

from benchmarks import linking, loading, protecting, publishing, starting, transforming

BENCHMARKS = {
    "start": starting.measure,
    "publish": publishing.measure,
    "load": loading.measure,
    "link": linking.measure,
    "release": protecting.measure,
    "transform": transforming.measure,
}


def main() -> None:
    scales = [int(each) for each in sys.argv[1:] if each.isdigit()]
    chosen = [each for each in sys.argv[1:] if not each.isdigit()] or list(BENCHMARKS)
    if unknown := set(chosen) - BENCHMARKS.keys():
        sys.exit(f"Unknown benchmark {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
    benchmarks = BENCHMARKS | ({"transform": partial(transforming.measure, scales)} if scales else {})
    for name in chosen:
        Console().print(benchmarks[name]())


if __name__ == "__main__":
    main()

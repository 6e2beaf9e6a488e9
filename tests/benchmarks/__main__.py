"""`make bench`: how long a newcomer waits, phase by phase; what loading costs against COPY; what linking costs."""

import sys

from rich.console import Console

from benchmarks import linking, loading, starting

BENCHMARKS = {"start": starting.measure, "load": loading.measure, "link": linking.measure}


def main() -> None:
    chosen = sys.argv[1:] or list(BENCHMARKS)
    if unknown := set(chosen) - BENCHMARKS.keys():
        sys.exit(f"Unknown benchmark {', '.join(unknown)}; there are: {', '.join(BENCHMARKS)}")
    for name in chosen:
        Console().print(BENCHMARKS[name]())


if __name__ == "__main__":
    main()

"""Runs the benchmarks: all of them, or those that are named."""

import importlib
import importlib.util
import sys

MODULES = ("lifecycle", "terminal")
"""In the order in which they run. Each has a ``main()`` that prints its ratios."""


def main(names: list[str]) -> int:
    """Run the benchmarks of these names, or all.

    Returns:
        The exit status: 2 when there is no benchmark of a name.
    """
    unknown = [name for name in names if name not in MODULES]
    if unknown:
        print(
            f"no benchmark {', '.join(unknown)}; there are: {', '.join(MODULES)}", file=sys.stderr
        )
        return 2
    for name in names or MODULES:
        if importlib.util.find_spec(f"benchmarks.{name}") is not None:
            importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

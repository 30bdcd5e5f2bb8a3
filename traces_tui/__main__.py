"""`python -m traces_tui` is `traces-tui`."""

import sys

from traces_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())

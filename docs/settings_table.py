"""Prints the table of settings that stands in the README: `python -m docs.settings_table`."""

from traces_tui.settings import describe


def table() -> str:
    """Return the table in Markdown."""
    rows = ["| key | default | what it is | a value is |", "|---|---|---|---|"]
    for setting in describe():
        rows.append(
            f"| `{setting.key}` | {_shown(setting.default)} | {setting.description} "
            f"| {setting.type} |"
        )
    return "\n".join(rows) + "\n"


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, str):
        return f'`"{default}"`'
    if isinstance(default, tuple):
        return f"`{list(default)}`"
    return f"`{default}`"


if __name__ == "__main__":
    print(table(), end="")

"""The demonstration office: made-up people, real flows, deleted at the end.

Light to import: the story is only loaded when it is told.
"""

from traces_tui.demo.desk import DemoDesk, DemoPerson, open_demo

__all__ = ["DemoDesk", "DemoPerson", "open_demo"]

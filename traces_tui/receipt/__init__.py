"""The receipt of a request: what stands on it, and the way to the printer.

It may end in a tray that everybody looks into: no password, answer, code or key is on it, and the
address is masked.
"""

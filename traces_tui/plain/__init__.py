"""The desk line by line: for screen readers, braille lines, and terminals that show no screen.

Asks the same forms and calls the same flows as the screens; knows neither Textual nor tables.
"""

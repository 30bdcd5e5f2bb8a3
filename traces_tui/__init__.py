"""TRACES Classic rebuilt for the terminal. Not an official system."""

__version__ = "0.1.0"

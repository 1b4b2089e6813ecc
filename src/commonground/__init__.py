"""Commonground: a coordination room for parties that share a space without trusting each other."""

__version__ = "0.1.0"

"""Svar answers Danish and English questions from articles, each statement with an exact citation."""

__version__ = "0.1.0"

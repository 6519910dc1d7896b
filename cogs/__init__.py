"""Thin commands: words in, one question, one reply out."""

"""Adapters that fetch market data, and the data files that ship with the bot."""

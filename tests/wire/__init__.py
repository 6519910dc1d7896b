"""Tests over real sockets on 127.0.0.1: what the bot says to Discord and to Yahoo, byte for byte.

`discord_server.DiscordServer` stands in for Discord: a REST API and a gateway that real clients log in to. It keeps
the rules that bots break (3 seconds for an interaction, one message for a nonce, limits of size and rate) and breaks
down when told to. The `test_discord*` modules prove it with a plain bot of the library's own (`parrot`); the
`test_selloff*` modules then prove ours in this process (`selloff.make_bot`), at a market held in memory, and
`test_process` the program as an operator starts it. `conftest.server` is one such Discord with the library pointed at
it; `conftest.connected` holds a bot that is logged in and ready.

`yahoo_server` stands in for Yahoo, and `connect_proxy` for an operator's HTTPS proxy.

Nothing here sleeps: every wait is for a state, ends as soon as it is reached, and fails saying what was there instead.
"""

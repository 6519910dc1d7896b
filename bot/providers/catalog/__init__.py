"""What the bot knows by name, as data: exchanges, instruments, unlisted companies, share counts."""

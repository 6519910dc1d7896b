"""What the bot keeps between runs: SQLAlchemy 2 async over SQLite or PostgreSQL."""

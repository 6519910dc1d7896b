"""What is kept between runs: bars and questions, in SQLite or PostgreSQL."""

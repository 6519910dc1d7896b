"""One async answer a question: fetch, measure, say it. No Discord in here."""

"""The PostgreSQL that the program brings along."""

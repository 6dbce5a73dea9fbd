"""The database: engine, migrations, frames in and out."""

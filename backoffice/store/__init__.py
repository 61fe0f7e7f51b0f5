"""What is stored and how: models, engine, migrations."""

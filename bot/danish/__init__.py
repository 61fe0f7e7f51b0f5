"""The Danish that engine and server share: normalising, what was said, what is masked. Pure Python for both environments."""

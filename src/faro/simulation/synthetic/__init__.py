"""Generated data of the same shape, with the same defects: seeded, always the same bytes, nobody's real data."""

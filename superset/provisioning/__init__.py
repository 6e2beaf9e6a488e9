"""Superset as code: short YAML in, a checked and complete Superset out."""

"""Faro: the data platform of a coalition against trafficking in persons and smuggling of migrants."""

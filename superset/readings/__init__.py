"""Who read what, written down before it is handed over: what cannot be written down is not read.

`cursor`: the one place that every statement passes. `plan`: what it touches, by PostgreSQL's own word. `occasion`: who
asks, and for which chart. `register`: where that is written. `openings`: dashboards, which are no statement.
"""

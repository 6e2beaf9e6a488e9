"""Who may do what in the warehouse: declared in `roles.yml`, granted from there, compared with what PostgreSQL says.

`declaration` reads it, `objects` finds what its patterns mean in a database, `granting` brings that to it, and `page`
tells it to people.
"""

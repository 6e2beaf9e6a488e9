"""Who reaches what through Superset's own server: what its roles and addresses would let through is refused here.

`access` and `questions`: what may be read, and how often a password is tried. `managed`: what may be changed.
`databases`: what is connected to.
`statements`: what PostgreSQL is sent. `answers`: what a reader is told. `older_charts`: a second protocol.
`kept_queries`: what Superset keeps.
"""

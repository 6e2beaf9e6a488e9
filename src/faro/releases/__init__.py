"""Releases: what of the marts may be published, as declared in contracts/disclosure.yml and contracts/releases/."""

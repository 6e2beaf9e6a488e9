"""What spares people writing by hand: registration workbooks, first contracts, staging models, a try at a source."""

"""Questions to the warehouse that are written down before they are answered: by `faro sql`, and by Superset, which has
its own way of asking (`superset/readings`)."""

"""The year wheel: of an agreement, of a municipality, of whoever is signed in; as picture, list and calendar feed."""

"""The canonical form: one sum of index networks for every expression, and back to readable matrices."""

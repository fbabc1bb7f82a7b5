"""The canonical form: every expression as a sum of index networks, and back to readable matrices."""

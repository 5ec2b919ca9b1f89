"""A pack: the relationship of two invented states, Examplia and Ambria."""

"""What bench/fuzz.py does: hostile documents of every format, what is done with them, and whoever watches."""

"""Reading files into a Source: every word in its place, and what is refused."""

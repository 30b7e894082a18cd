"""The forms of this room. They only check what was typed; services decide."""

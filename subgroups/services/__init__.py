"""Every write of this room. Import from the module that owns it."""

"""The speed figures that `make bench` prints. Nothing here passes or fails."""

"""Forms of the room: one for each step, and those of the hearings."""

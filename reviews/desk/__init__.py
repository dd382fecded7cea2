"""CFØ's desk: a round's proposals side by side, where they stand and what they wait for."""

"""The printed appendix as a tree of typed blocks, built from a snapshot and read by every writer."""

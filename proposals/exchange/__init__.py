"""Round files in and out: reading with every fault named, import into drafts, export of the same."""

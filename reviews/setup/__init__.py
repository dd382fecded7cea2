"""Setting a round up: its facts, forms and bodies, each change guarded, logged and followed by the drafts."""

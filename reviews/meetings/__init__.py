"""Meetings: when bodies and committees meet, which meetings a proposal must make, and what happens when one slips."""

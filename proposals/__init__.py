"""Rounds, templates, proposals and their sections: the draft, and the rules of its figures."""

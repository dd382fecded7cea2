"""What rooms further up listen to: something happened to a proposal, inside the transaction that did it.

Sent with `proposal`, `kind`, `actor`, `reason` and `data` (plain JSON). A receiver that fails rolls the
change back with it.
"""

from django.dispatch import Signal

happened = Signal()

# Somebody is given something confidential: sent with `proposal`, `reader`, `page` (name of the address) and `path`.
confidential_read = Signal()
# The same of a list that shows confidential proposals: sent with `round`, `proposals`, `reader`, `page` and `path`.
confidential_listed = Signal()

"""How a figure accounts for itself: the rule in words, what went in, and the steps by year."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """The account of one figure.

    `rule` and the labels of `inputs` and `header` are Danish msgids; amounts are in printed form (1.000 kr.).
    `steps` are the rows of a table under `header`, one for each year or line; `result` is the figure as shown.
    """

    rule: str
    inputs: tuple[tuple[str, str], ...]
    header: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]
    result: str

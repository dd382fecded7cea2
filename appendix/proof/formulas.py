"""Calculates the formulas of a workbook again, of the kinds the program writes: sums, references, the four rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .workbook import Sheet, Value, split

_TOKEN = re.compile(
    r"""\s*(?:(?P<range>(?:'(?:[^']|'')+'!|\w+!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"""
    r"""|(?P<name>[A-Z]+)(?=\()|(?P<number>\d+(?:\.\d+)?)|"(?P<words>[^"]*)"|(?P<sign>[-+*/(),]))"""
)


# A sheet's name and a cell in it.
Place = tuple[str, str]


class Unknown(Exception):
    """A formula of a kind that is not known here."""


class Calculator:
    """The values of a workbook's cells, from its formulas where it has some; each is calculated once."""

    def __init__(self, sheets: dict[str, Sheet]) -> None:
        self._sheets = sheets
        self._known: dict[tuple[str, str], Value] = {}

    def value(self, sheet: str, place: str) -> float:
        """The number in a cell, 0 in an empty one; raises Unknown."""
        found = self.cell(sheet, place)
        return found if isinstance(found, float) else 0.0

    def cell(self, sheet: str, place: str) -> Value:
        """What is in a cell; raises Unknown, also for a formula that leads back to itself."""
        if sheet not in self._sheets:
            raise Unknown(sheet)
        formula = self._sheets[sheet].formulas.get(place)
        if formula is None:
            return self._sheets[sheet].values.get(place, "")
        if (sheet, place) not in self._known:
            try:
                self._known[sheet, place] = _Formula(self, sheet, formula).result()
            except RecursionError as error:
                raise Unknown(formula) from error
        return self._known[sheet, place]


class _Formula:
    """One formula, read from left to right."""

    def __init__(self, calculator: Calculator, sheet: str, formula: str) -> None:
        self.calculator = calculator
        self.sheet = sheet
        self.formula = formula
        self.tokens = list(_tokens(formula))
        self.at = 0

    def result(self) -> float:
        value = self.sum()
        if self.at != len(self.tokens):
            raise Unknown(self.formula)
        return value

    def next(self, *wanted: str) -> str | None:
        """The next sign, if it is one of those."""
        if self.at < len(self.tokens) and self.tokens[self.at] in [("sign", sign) for sign in wanted]:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def sum(self) -> float:
        value = self.product()
        while sign := self.next("+", "-"):
            value += self.product() if sign == "+" else -self.product()
        return value

    def product(self) -> float:
        value = self.factor()
        while sign := self.next("*", "/"):
            other = self.factor()
            if sign == "/" and not other:
                raise Unknown(self.formula)
            value = value * other if sign == "*" else value / other
        return value

    def factor(self) -> float:
        if sign := self.next("+", "-"):
            return self.factor() if sign == "+" else -self.factor()
        if self.next("("):
            value = self.sum()
            self.close()
            return value
        kind, text = self.take()
        if kind == "number":
            return float(text)
        if kind == "range" and ":" not in text:
            return self.calculator.value(*next(self.places(text)))
        if kind == "name":
            return self.function(text)
        raise Unknown(self.formula)

    def function(self, name: str) -> float:
        if not self.next("("):
            raise Unknown(self.formula)
        if name == "SUMIF":
            return self.sum_if()
        if name == "COUNTIF":
            test = self.test()
            self.close()
            return float(sum(test))
        if name == "SUMIFS":
            return self.sum_ifs()
        if name == "SUBTOTAL" and (self.take() != ("number", "109") or not self.next(",")):
            raise Unknown(self.formula)
        if name not in ("SUM", "SUBTOTAL"):
            raise Unknown(self.formula)
        value = 0.0
        while True:
            if self.at < len(self.tokens) and self.tokens[self.at][0] == "range" and ":" in self.tokens[self.at][1]:
                value += sum(self.calculator.value(*place) for place in self.range())
            else:
                value += self.sum()
            if not self.next(","):
                break
        self.close()
        return value

    def sum_if(self) -> float:
        test = self.test()
        self.comma()
        amounts = self.range()
        self.close()
        return self.sum_of(amounts, [test])

    def sum_ifs(self) -> float:
        amounts = self.range()
        tests = []
        while self.next(","):
            tests.append(self.test())
        self.close()
        return self.sum_of(amounts, tests)

    def sum_of(self, amounts: list[Place], tests: list[list[bool]]) -> float:
        passed = zip(amounts, *tests, strict=True)
        return sum(self.calculator.value(*amount) for amount, *passes in passed if all(passes))

    def test(self) -> list[bool]:
        """A range and what its cells should hold: whether each does."""
        cells = self.range()
        self.comma()
        kind, text = self.take()
        wanted: Value = float(text) if kind == "number" else text
        if kind == "range":
            wanted = self.calculator.cell(*next(self.places(text)))
        elif kind not in ("number", "words"):
            raise Unknown(self.formula)
        return [self.calculator.cell(*place) == wanted for place in cells]

    def range(self) -> list[Place]:
        kind, text = self.take()
        if kind != "range":
            raise Unknown(self.formula)
        return list(self.places(text))

    def comma(self) -> None:
        if not self.next(","):
            raise Unknown(self.formula)

    def take(self) -> tuple[str, str]:
        """The next token."""
        if self.at == len(self.tokens):
            raise Unknown(self.formula)
        self.at += 1
        return self.tokens[self.at - 1]

    def close(self) -> None:
        if not self.next(")"):
            raise Unknown(self.formula)

    def places(self, text: str) -> Iterator[Place]:
        """Sheet and place of each cell of a reference, row by row."""
        sheet, _, cells = text.replace("$", "").rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet or self.sheet
        first, _, last = cells.partition(":")
        (left, top), (right, bottom) = split(first), split(last or first)
        for row in range(top, bottom + 1):
            for column in range(_number(left), _number(right) + 1):
                yield sheet, f"{_letters(column)}{row}"


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(formula):
        found = _TOKEN.match(formula, at)
        if found is None or found.lastgroup is None:
            raise Unknown(formula)
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


def _number(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""What is wrong with a product, read answer by answer and rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from configurator.engine.checking.statements import ABSENT, Answer, Key, Questions
from configurator.engine.choices import Choice
from configurator.engine.evaluate import condition
from configurator.engine.model import Facts, Kind, ProductModel, Table
from configurator.engine.product import Product

Given = dict[Key, Answer]
"""What a product answers to each question."""


class Inspector:
    """Reads products of one model."""

    def __init__(self, model: ProductModel) -> None:
        self._model = model
        self.questions = Questions(model)
        self._rules = {rule.code: condition(model, rule.formula) for rule in model.rules}
        self._tables = {table.code: self._table(table) for table in model.tables}
        self._exists = {g.code: condition(model, g.when) for g in model.groups if g.when is not None}
        self._options = {(group.code, option.code): option for group, option in model.options()}

    def faults(self, product: Product, facts: Facts, choices: Iterable[Choice] = ()) -> Iterator[str]:
        """Answers it cannot have, rules it breaks, bars that stand against it, choices it does not meet."""
        given: Given = {}
        yield from self._read(product, given)
        yield from self._existing(product, given)
        yield from (f"rule {code} is broken" for code, holds in self._rules.items() if not holds(product))
        yield from (f"table {code} is broken" for code, holds in self._tables.items() if not holds(given))
        for (group, code), option in self._options.items():
            if option.bars and product.pieces(group, code):
                barred = [bar.kind for bar in option.bars if bar.stands(facts)]
                yield from (f"{group}.{code} is not to be had: {kind}" for kind in barred)
        for choice in choices:
            if not self.admits(choice)(given[self.questions.key(choice.group, choice.option)]):
                yield f"{choice} is not met"

    def exists(self, group: str, product: Product) -> bool:
        """Whether the group exists in the product."""
        return group not in self._exists or self._exists[group](product)

    def admits(self, choice: Choice) -> Callable[[Answer], bool]:
        """Which answers to its question are as `choice` asks; raises KeyError where the model knows none such."""
        if choice.option is None:
            return lambda answer: answer == (None, choice.amount)
        option, amount = self._options[choice.group, choice.option], choice.amount
        if amount == 0:
            return lambda answer: answer[0] != option.code or answer[1] == 0
        return lambda answer: answer == (option.code, min(option.quantities) if amount is None else amount)

    def _read(self, product: Product, given: Given) -> Iterator[str]:
        """Fill `given` with the product's answers; those that cannot be are faults."""
        answered: list[tuple[Key, Answer]] = [
            (self.questions.key(group, option), (option, Decimal(count)))
            for (group, option), count in product.options.items()
        ]
        answered += [((group, None), (None, number)) for group, number in product.numbers.items()]
        answered += [((group, None), (None, Decimal(1))) for group in sorted(product.texts)]
        for key, answer in answered:
            if key in given:
                yield f"{key[0]} is answered twice"
            if answer == self.questions.silence.get(key) or answer not in self.questions.answers.get(key, ()):
                yield f"{key[0]} cannot be answered by {answer}"
            given[key] = answer
        for key, answers in self.questions.answers.items():
            if given.setdefault(key, self.questions.silence[key]) not in answers:
                yield f"{key[0]} is not answered"

    def _existing(self, product: Product, given: Given) -> Iterator[str]:
        """Groups that exist and are not answered, or the other way round; and too few or too many pieces."""
        for group in self._model.groups:
            exists = self.exists(group.code, product)
            answers = [given[key] for key in self.questions.keys[group.code]]
            silent = answers == [self.questions.silence[key] for key in self.questions.keys[group.code]]
            if not exists and not silent:
                yield f"{group.code} is answered and does not exist"
            if exists and silent and group.kind in (Kind.ONE, Kind.NUMBER):
                yield f"{group.code} is not answered and exists"
            if exists and group.kind is Kind.SOME:
                pieces = sum(amount for _, amount in answers)
                if pieces < group.least or (group.most is not None and pieces > group.most):
                    yield f"{group.code} has {pieces} pieces"

    def _table(self, table: Table) -> Callable[[Given], bool]:
        """Whether the answers keep a table. A group that does not exist fits every cell of what is allowed, and of what
        is forbidden a cell of all options."""
        columns = []
        for place, code in enumerate(table.groups):
            options = {option.code for option in self._model[code].options}
            cells = [row[place] for row in table.rows]
            rows: dict[str | None, set[int]]
            rows = {option: {number for number, cell in enumerate(cells) if option in cell} for option in options}
            rows[ABSENT[0]] = {number for number, cell in enumerate(cells) if table.allow or cell == options}
            columns.append((self.questions.key(code), rows))

        def holds(given: Given) -> bool:
            fitting = [rows.get(given[key][0], set()) for key, rows in columns]
            return bool(set.intersection(*fitting)) == table.allow

        return holds

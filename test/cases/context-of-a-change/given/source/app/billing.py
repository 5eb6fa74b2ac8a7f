"""Bills of a month."""

RATE = 0.19


class Bill:
    customer: str
    lines: list

    def net(self) -> float:
        """Sum of all lines."""
        total = 0.0
        for line in self.lines:
            if line.cancelled:
                continue
            if line.price is None:
                raise ValueError("a line without a price")
            total += line.price * line.count
        return round(total, 2)

    def gross(self) -> float:
        return (self.net() - self.rebate()) * (1 + RATE)

    def rebate(self) -> float:
        if self.customer == "":
            return 0.0
        first = self.lines[0]
        return first.price * 0.1

    def title(self) -> str:
        return self.customer


def untouched_helper(value):
    return value

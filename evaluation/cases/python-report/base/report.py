"""Monthly report of invoices."""

from decimal import Decimal


def total(invoices):
    """Sum of all paid invoices."""
    return sum((invoice.amount for invoice in invoices if invoice.paid), Decimal(0))


def lines(invoices, page, size=50):
    """One page of the report; pages count from 0."""
    start = page * size
    return [f"{invoice.number};{invoice.amount}" for invoice in invoices[start:start + size]]


def pages(invoices, size=50):
    return (len(invoices) + size - 1) // size

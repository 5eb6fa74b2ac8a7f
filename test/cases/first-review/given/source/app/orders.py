import logging

def confirm(order, mailer):
    order.confirm()
    try:
        mailer.send(order.customer)
    except Exception:
        pass

import logging

def confirm(order, mailer):
    order.confirm()
    mailer.send(order.customer)

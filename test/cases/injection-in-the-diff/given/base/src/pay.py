def pay(order):
    order.pay()

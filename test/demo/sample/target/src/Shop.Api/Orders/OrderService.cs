// Orders of the shop. Prices come from the price list, never from the customer.
// See docs/orders.md.

using System;
using System.Collections.Generic;
using System.Data.SqlClient;
using System.Linq;
using System.Threading.Tasks;

namespace Shop.Api.Orders;

public class OrderService
{
    private readonly SqlConnection _connection;
    private readonly IPriceList _prices;
    private readonly IMailer _mailer;

    public OrderService(SqlConnection connection, IPriceList prices, IMailer mailer)
    {
        _connection = connection;
        _prices = prices;
        _mailer = mailer;
    }

    public async Task<Order?> FindAsync(string customer, int number)
    {
        using var command = new SqlCommand("SELECT * FROM Orders WHERE Customer = @customer AND Number = @number", _connection);
        command.Parameters.AddWithValue("@customer", customer);
        command.Parameters.AddWithValue("@number", number);
        using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? Order.From(reader) : null;
    }

    public decimal TotalOf(IReadOnlyList<OrderLine> lines)
    {
        return lines.Sum(line => _prices.PriceOf(line.Article) * line.Quantity);
    }

    public async Task ConfirmAsync(Order order)
    {
        order.Confirm();
        await SaveAsync(order);
        await _mailer.SendAsync(order.Customer, "Thank you for your order");
    }

    private async Task SaveAsync(Order order)
    {
        using var command = new SqlCommand("UPDATE Orders SET State = @state WHERE Number = @number", _connection);
        command.Parameters.AddWithValue("@state", order.State);
        command.Parameters.AddWithValue("@number", order.Number);
        await command.ExecuteNonQueryAsync();
    }
}

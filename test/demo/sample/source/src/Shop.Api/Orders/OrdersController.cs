using System.Threading.Tasks;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Api.Orders;

[ApiController]
[Route("api/orders")]
public class OrdersController : ControllerBase
{
    private readonly OrderService _orders;

    public OrdersController(OrderService orders) => _orders = orders;

    [HttpPost("{customer}/{number}/confirmation")]
    public async Task<IActionResult> Confirm(string customer, int number)
    {
        var order = await _orders.FindAsync(customer, number);
        if (order == null) return NotFound();
        await _orders.ConfirmAsync(order);
        return NoContent();
    }
}

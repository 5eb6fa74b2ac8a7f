using System.Data;

namespace Shop;

public sealed class StockService
{
    private readonly IDatabase _database;
    private readonly IClock _clock;

    public StockService(IDatabase database, IClock clock)
    {
        _database = database;
        _clock = clock;
    }

    public void Reserve(IReadOnlyList<OrderLine> lines)
    {
        foreach (var line in lines)
        {
            using var transaction = _database.Begin();
            var stock = transaction.StockOf(line.ArticleId);
            if (stock < line.Count) throw new OutOfStockException(line.ArticleId);
            transaction.SetStock(line.ArticleId, stock - line.Count);
            transaction.Commit();
        }
    }

    public bool IsReservedLate(Reservation reservation)
    {
        return reservation.Until < _clock.Now;
    }
}

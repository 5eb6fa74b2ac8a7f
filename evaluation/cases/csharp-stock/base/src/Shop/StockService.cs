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

    public void Reserve(int articleId, int count)
    {
        if (count <= 0) throw new ArgumentOutOfRangeException(nameof(count));
        using var transaction = _database.Begin();
        var stock = transaction.StockOf(articleId);
        if (stock < count) throw new OutOfStockException(articleId);
        transaction.SetStock(articleId, stock - count);
        transaction.Commit();
    }

    public bool IsReservedLate(Reservation reservation)
    {
        return reservation.Until < _clock.Now;
    }
}

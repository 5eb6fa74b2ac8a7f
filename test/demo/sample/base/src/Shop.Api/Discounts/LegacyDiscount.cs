namespace Shop.Api.Discounts;

public static class LegacyDiscount
{
    public static decimal Apply(decimal total) => total > 100m ? total * 0.95m : total;
}

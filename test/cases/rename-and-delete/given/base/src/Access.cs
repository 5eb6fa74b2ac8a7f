namespace Shop;

public static class Access
{
    public static void Demand(User user)
    {
        if (!user.IsClerk) throw new System.UnauthorizedAccessException();
    }
}

namespace Shop;

public class Orders
{
    public void Cancel(User user, int number)
    {
        Access.Demand(user);
        Remove(number);
    }
}

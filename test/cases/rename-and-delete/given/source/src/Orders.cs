namespace Shop;

public class Orders
{
    public void Cancel(User user, int number)
    {
        Remove(number);
    }
}

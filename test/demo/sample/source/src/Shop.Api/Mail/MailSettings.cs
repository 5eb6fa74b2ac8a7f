namespace Shop.Api.Mail;

/// <summary>How the shop sends mail.</summary>
public class MailSettings
{
    public string Host { get; init; } = "mail.shop.example";
    public int Port { get; init; } = 587;
    public string User { get; init; } = "shop";
    public string Password { get; init; } = "Winter2026!x9";
}

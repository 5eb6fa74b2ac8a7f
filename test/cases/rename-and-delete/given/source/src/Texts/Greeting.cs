using System;

namespace Shop;

public class Greeting
{
    private readonly string _name;

    public Greeting(string name) => _name = name;

    public string Text() => "Hello " + _name;

    public string Html() => "<b>" + _name + "</b>";

    private static string Encode(string text) => System.Net.WebUtility.HtmlEncode(text);
}

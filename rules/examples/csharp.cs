using System;
using System.Data.SqlClient;
using System.Diagnostics;
using System.Net.Http;
using System.Runtime.Serialization.Formatters.Binary;
using System.Security.Cryptography;
using System.Threading.Tasks;
using System.Xml;

public class Examples
{
    private readonly object gate = new object();

    public void SqlBuiltFromText(SqlConnection connection, string name)
    {
        // ruleid: second-pass.csharp.sql-built-from-text
        var first = new SqlCommand("SELECT * FROM Users WHERE Name = '" + name + "'", connection);
        // ruleid: second-pass.csharp.sql-built-from-text
        var second = new SqlCommand($"SELECT * FROM Users WHERE Name = '{name}'", connection);
        // ruleid: second-pass.csharp.sql-built-from-text
        first.CommandText = string.Format("DELETE FROM Users WHERE Name = '{0}'", name);
        // ok: second-pass.csharp.sql-built-from-text
        var third = new SqlCommand("SELECT * FROM Users WHERE Name = @name", connection);
        third.Parameters.AddWithValue("@name", name);
    }

    public void ShellCommand(string name)
    {
        // ruleid: second-pass.csharp.shell-command
        Process.Start("cmd.exe", "/c dir " + name);
        // ruleid: second-pass.csharp.shell-command
        Process.Start("/bin/bash", $"-c \"ls {name}\"");
        // ok: second-pass.csharp.shell-command
        Process.Start("cmd.exe", "/c dir");
        // ok: second-pass.csharp.shell-command
        Process.Start("git", "show " + name);
    }

    public object BinaryFormatterUse(System.IO.Stream stream)
    {
        // ruleid: second-pass.csharp.binary-formatter
        var formatter = new BinaryFormatter();
        // ok: second-pass.csharp.binary-formatter
        var plain = new System.Xml.Serialization.XmlSerializer(typeof(string));
        return formatter.Deserialize(stream);
    }

    public void TypeNamesInJson()
    {
        // ruleid: second-pass.csharp.type-names-in-json
        var open = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All };
        // ok: second-pass.csharp.type-names-in-json
        var closed = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.None };
    }

    public void TlsVerificationOff()
    {
        var handler = new HttpClientHandler();
        // ruleid: second-pass.csharp.tls-verification-off
        handler.ServerCertificateCustomValidationCallback = (message, certificate, chain, errors) => true;
        // ruleid: second-pass.csharp.tls-verification-off
        handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
        // ok: second-pass.csharp.tls-verification-off
        handler.ServerCertificateCustomValidationCallback = (message, certificate, chain, errors) => errors == 0;
    }

    public void ExternalEntities()
    {
        var settings = new XmlReaderSettings();
        // ruleid: second-pass.csharp.external-entities
        settings.DtdProcessing = DtdProcessing.Parse;
        // ok: second-pass.csharp.external-entities
        settings.DtdProcessing = DtdProcessing.Prohibit;
    }

    public void BrokenCipher()
    {
        // ruleid: second-pass.csharp.broken-cipher
        using var old = DES.Create();
        using var aes = Aes.Create();
        // ruleid: second-pass.csharp.broken-cipher
        aes.Mode = CipherMode.ECB;
        // ok: second-pass.csharp.broken-cipher
        aes.Mode = CipherMode.CBC;
    }

    // ruleid: second-pass.csharp.async-void
    public async void AsyncVoid()
    {
        await Task.Delay(1);
    }

    // ok: second-pass.csharp.async-void
    private async void OnClick(object sender, EventArgs e)
    {
        await Task.Delay(1);
    }

    // ok: second-pass.csharp.async-void
    public async Task AsyncTask()
    {
        await Task.Delay(1);
    }

    public void RethrowLosesStack(Action job)
    {
        try
        {
            job();
        }
        catch (InvalidOperationException error)
        {
            Console.WriteLine(error.Message);
            // ruleid: second-pass.csharp.rethrow-loses-stack
            throw error;
        }
        catch (ArgumentException)
        {
            // ok: second-pass.csharp.rethrow-loses-stack
            throw;
        }
    }

    public void SwallowedException(Action job)
    {
        // ruleid: second-pass.csharp.swallowed-exception
        try
        {
            job();
        }
        catch (Exception)
        {
        }

        // ok: second-pass.csharp.swallowed-exception
        try
        {
            job();
        }
        catch (OperationCanceledException)
        {
        }
    }

    public void LockOnSharedObject()
    {
        // ruleid: second-pass.csharp.lock-on-shared-object
        lock (this)
        {
            Console.WriteLine();
        }

        // ok: second-pass.csharp.lock-on-shared-object
        lock (gate)
        {
            Console.WriteLine();
        }
    }
}

namespace StockSync.Tests.Stores;

/// <summary>Marks a class of store tests that needs a server; its tests are skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class NeedsServerAttribute(string server) : Attribute
{
    public string Server { get; } = server;
}

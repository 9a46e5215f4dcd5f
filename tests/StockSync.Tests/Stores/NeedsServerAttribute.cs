namespace StockSync.Tests.Stores;

/// <summary>Marks a class of store tests that needs a server; its tests are skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class NeedsServerAttribute(string server) : Attribute
{
    public string Server { get; } = server;

    /// <summary>Each test runs on the newest PostgreSQL that is installed and once more on each older major version.</summary>
    public bool OnEachMajor { get; init; }
}

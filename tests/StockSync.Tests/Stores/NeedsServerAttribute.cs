namespace StockSync.Tests.Stores;

/// <summary>Marks a class of store tests that needs a server; its tests are skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class NeedsServerAttribute(string server, int major = 0) : Attribute
{
    public string Server { get; } = server;

    /// <summary>The major version that it must be of; 0 for the newest that is installed.</summary>
    public int Major { get; } = major;
}

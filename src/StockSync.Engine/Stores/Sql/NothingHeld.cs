namespace StockSync.Engine.Stores.Sql;

/// <summary>Of a database in this process: a round trip is a function call, so there is nothing to gather.</summary>
sealed class NothingHeld : IDisposable
{
    public static NothingHeld Instance { get; } = new();

    public void Dispose()
    {
    }
}

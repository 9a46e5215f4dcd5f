using Npgsql;

namespace StockSync.Engine.Stores.Connection;

/// <summary>What a database text names.</summary>
abstract record DatabaseTarget
{
    /// <summary>A SQLite file, by its full path.</summary>
    public sealed record File(string Path) : DatabaseTarget;

    /// <summary>A PostgreSQL server.</summary>
    public sealed record Server(NpgsqlConnectionStringBuilder Options) : DatabaseTarget
    {
        // A record would print its members, the password among them.
        public override string ToString() => $"PostgreSQL {Options.Host}/{Options.Database}";
    }
}

using System.Data.Common;

namespace StockSync.Engine.Stores.Sql;

/// <summary>One SQL statement with its values. The text is always a constant of ours; values travel as parameters only.</summary>
sealed class Statement(string sql)
{
    readonly List<(string Name, object? Value)> _parameters = [];

    public string Sql { get; } = sql;

    public IReadOnlyList<(string Name, object? Value)> Parameters => _parameters;

    /// <summary>Called for each row of the answer.</summary>
    public Action<DbDataReader>? Row { get; private set; }

    /// <summary>Rows changed, once it has run.</summary>
    public int Affected { get; set; }

    public Statement With(string name, object? value)
    {
        _parameters.Add((name, value is string text ? Storable(text) : value));
        return this;
    }

    public Statement OnRow(Action<DbDataReader> row)
    {
        Row = row;
        return this;
    }

    // PostgreSQL has no NUL in text; an error text from outside must not make its own record impossible.
    static string Storable(string text) => text.Replace('\0', ' ');
}

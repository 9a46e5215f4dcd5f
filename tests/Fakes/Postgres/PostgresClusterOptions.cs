namespace StockSync.Tests.Fakes;

/// <summary>How a test cluster differs from the usual one.</summary>
sealed record PostgresClusterOptions
{
    /// <summary>The server's major version. Default: 0, the newest that is installed.</summary>
    internal int Major { get; init; }

    /// <summary>The superuser's password, asked for by SCRAM; null lets everybody in. Default: one that a URI must escape.</summary>
    internal string? Password { get; init; } = "p@ss:word/1";

    /// <summary>Writes to disk as a real server does, for measurements. Default: off.</summary>
    internal bool Durable { get; init; }

    /// <summary>Further lines of <c>postgresql.conf</c>, which win over the usual ones. Default: none.</summary>
    internal IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    internal string ConfigurationFile(int port)
    {
        Dictionary<string, string> all = new()
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = $"{port}",
            ["unix_socket_directories"] = "",
            ["shared_buffers"] = "32MB",
            ["max_connections"] = "100",
            // Neither the machine's zone nor Beijing's: code that leans on either shows.
            ["timezone"] = "America/New_York",
        };
        if (!Durable)
            all["fsync"] = all["full_page_writes"] = "off";
        foreach (var (name, value) in Settings)
            all[name] = value;
        return string.Concat(all.Select(line => $"{line.Key} = '{line.Value}'\n"));
    }
}

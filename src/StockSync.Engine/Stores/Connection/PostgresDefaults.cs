using System.Net;
using Npgsql;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Connection;

/// <summary>What we set where the user said nothing, and what is fixed for reasons of ours.</summary>
static class PostgresDefaults
{
    /// <summary>
    /// libpq's mode, raised where it promises less than its name: <c>require</c> encrypts without looking at the certificate, so anybody
    /// on the way could answer. Only a host elsewhere is concerned; <c>disable</c>, <c>allow</c>, <c>prefer</c> and <c>verify-ca</c> are
    /// what the user chose.
    /// </summary>
    public static SslMode SslModeOf(string word) => word.ToLowerInvariant() switch
    {
        "disable" => SslMode.Disable,
        "allow" => SslMode.Allow,
        "prefer" => SslMode.Prefer,
        "require" => SslMode.Require,
        "verify-ca" => SslMode.VerifyCA,
        "verify-full" => SslMode.VerifyFull,
        _ => throw new ArgumentException(null, nameof(word)),
    };

    /// <summary>Fills in what every text leaves open.</summary>
    public static void Complete(NpgsqlConnectionStringBuilder options)
    {
        if (string.IsNullOrEmpty(options.Host))
            options.Host = "localhost";
        if (string.IsNullOrEmpty(options.Username))
            options.Username = Environment.UserName;
        if (string.IsNullOrEmpty(options.Database))
            options.Database = options.Username;
        bool isLocal = options.Host.Split(',').All(IsLocal);
        bool chosen = options.ContainsKey("SSL Mode") && options.ShouldSerialize("SSL Mode");
        if (!isLocal && (!chosen || options.SslMode == SslMode.Require))
            options.SslMode = SslMode.VerifyFull;
    }

    /// <summary>
    /// Sets what must hold with every server: no session state (a pooler in transaction mode gives the next transaction another
    /// session), no query of the driver's own while idle (it would keep a sleeping Neon compute awake and paid for), and no secret kept
    /// readable. Idle connections up to <see cref="SyncSettings.PoolMin"/> stay open, which does not keep a compute awake.
    /// </summary>
    public static NpgsqlConnectionStringBuilder Fix(NpgsqlConnectionStringBuilder options, SyncSettings settings)
    {
        options.ApplicationName = "StockSync";
        options.GssEncryptionMode = GssEncryptionMode.Disable;
        options.MaxAutoPrepare = 0;
        options.NoResetOnClose = true;
        options.Multiplexing = false;
        options.Enlist = false;
        options.KeepAlive = 0;
        options.PersistSecurityInfo = false;
        options.IncludeErrorDetail = false;
        options.Pooling = true;
        options.Timeout = 30;
        options.CommandTimeout = Math.Max(1, (int)settings.CommandTimeout.TotalSeconds);
        options.ConnectionIdleLifetime = 60;
        options.MaxPoolSize = Math.Max(1, settings.PoolMax);
        options.MinPoolSize = Math.Clamp(settings.PoolMin, 0, options.MaxPoolSize);
        return options;
    }

    static bool IsLocal(string host)
    {
        string name = host.Trim();
        if (name.StartsWith('/') || name.StartsWith('@'))
            return true;
        if (name.StartsWith('[') && name.Contains(']', StringComparison.Ordinal))
            name = name[1..name.IndexOf(']', StringComparison.Ordinal)];
        else if (name.Count(c => c == ':') == 1)
            name = name[..name.IndexOf(':', StringComparison.Ordinal)];
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}

using System.Management.Automation;
using System.Net;
using System.Security;
using StockSync.Completion;
using StockSync.Loading;

namespace StockSync.Commands;

/// <summary>A cmdlet that touches the database or the service.</summary>
public abstract class DataCmdlet : SettingsCmdlet
{
    static readonly TimeSpan s_closing = TimeSpan.FromSeconds(2);

    private protected DataCmdlet()
    {
    }

    /// <summary>
    /// A PostgreSQL URI, an Npgsql key/value string or a SQLite file; <c>env:NAME</c>, <c>file:path</c>, <c>cred:NAME</c> and
    /// <c>secret:Vault/Name</c> refer to a text kept elsewhere.
    /// Default: <c>STOCKSYNC_DATABASE</c>, the configuration file, or a SQLite file in the user's data directory.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public string? Database { get; set; }

    /// <summary>User and password of a PostgreSQL database whose text holds no password. It replaces a user in the text.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Host and port of the service; default: the public host.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Endpoint { get; set; }

    /// <summary>The service's API key; with it the default endpoint is the VIP host.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>Settings given as parameters, by name.</summary>
    private protected virtual Dictionary<string, string> SettingParameters()
    {
        var parameters = new Dictionary<string, string>();
        if (Database is not null)
            parameters[nameof(Database)] = ResolveDatabase(Database);
        if (Endpoint is not null)
            parameters[nameof(Endpoint)] = Endpoint;
        if (ApiKey is not null)
            parameters[nameof(ApiKey)] = new NetworkCredential("", ApiKey).Password;
        return parameters;
    }

    private protected SyncSettings ResolveSettings() => Guard(ReadSettings);

    /// <summary>The same; the failure is the caller's to handle.</summary>
    /// <exception cref="StockSyncException">A setting cannot be used.</exception>
    private protected SyncSettings ReadSettings()
    {
        var settings = OpenConfiguration().Resolve(SettingParameters(), Profile);
        return Credential is { } login
            ? EngineGate.WithLogin(settings, login.UserName, login.GetNetworkCredential().Password)
            : settings;
    }

    /// <summary>The database in force without user and password, for questions and messages.</summary>
    private protected string DatabaseTarget()
    {
        var configuration = OpenConfiguration();
        var shown = Guard(() => configuration.Show(SettingParameters(), Profile)).First(s => s.Name == nameof(Database)).Value;
        return shown!;
    }

    /// <summary>Opens the engine, uses it on this thread and closes it, however the use ends.</summary>
    private protected void WithEngine(SyncSettings settings, Action<ISyncEngine> use)
    {
        var engine = Guard(() => EngineGate.Create(settings));
        try
        {
            use(engine);
        }
        finally
        {
            Close(engine);
        }
    }

    /// <summary>Writes what the engine reads, as it comes.</summary>
    private protected void Emit<T>(Func<ISyncEngine, CancellationToken, IAsyncEnumerable<T>> read, Func<T, bool>? filter = null)
        where T : class =>
        WithEngine(ResolveSettings(), engine => Emit(engine, read, filter));

    /// <summary>Writes what the engine reads, as it comes.</summary>
    private protected void Emit<T>(ISyncEngine engine, Func<ISyncEngine, CancellationToken, IAsyncEnumerable<T>> read, Func<T, bool>? filter = null)
        where T : class =>
        Pump(async (writer, token) =>
        {
            await foreach (var item in read(engine, token))
            {
                if (filter is null || filter(item))
                    await writer.WriteObjectAsync(item);
            }
        });

    /// <summary>All that the engine reads.</summary>
    private protected List<T> Collect<T>(Func<CancellationToken, IAsyncEnumerable<T>> read) => Await(async token =>
    {
        var items = new List<T>();
        await foreach (var item in read(token))
            items.Add(item);
        return items;
    });

    // A path on a drive that only PowerShell knows; everything else is understood by the configuration.
    string ResolveDatabase(string text)
    {
        bool isOnDrive = SessionState.Path.IsPSAbsolute(text, out string drive)
            && SessionState.Drive.GetAll().Any(d => d.Name.Equals(drive, StringComparison.OrdinalIgnoreCase) && d.Provider.Name == "FileSystem");
        return isOnDrive ? FilePath(text) : text;
    }

    private protected void Close(IAsyncDisposable engine)
    {
        // Work that did not end in time is still using the engine; it is closed when that ends, and nobody waits for it.
        var work = Work;
        var closing = Task.Run(async () =>
        {
            await work.ContinueWith(static _ => { }, TaskScheduler.Default);
            await engine.DisposeAsync();
        });
        if (work.IsCompleted)
            Task.WaitAny([closing], s_closing);
    }
}

using StockSync.Engine.Configuration;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Operations.Log;
using StockSync.Engine.Operations.Schedules;
using StockSync.Engine.Service;
using StockSync.Engine.Sources;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Connection;

namespace StockSync.Engine;

/// <summary>Composes the engine; the one entry for cmdlets.</summary>
public static class EngineFactory
{
    /// <summary>An engine for these settings. Opens neither file nor socket before it is asked to do something.</summary>
    /// <exception cref="StockSyncException">A setting cannot be used, for example a database text that cannot be understood.</exception>
    public static ISyncEngine Create(SyncSettings settings) => Create(settings, TimeProvider.System);

    internal static ISyncEngine Create(SyncSettings settings, TimeProvider time)
    {
        var redactor = RedactorOf(settings);
        var log = OpenLog(settings, redactor, time);
        var services = Services(settings, log, redactor, time) with { Alerts = AlertsOf(settings, log, redactor, time) };
        return new LoggedEngine(new SyncEngine(services), log, new LogNotice(log), redactor);
    }

    /// <summary>Operations for these settings. Opens neither file nor socket before it is asked to do something.</summary>
    /// <exception cref="StockSyncException">A setting cannot be used, for example a database text that cannot be understood.</exception>
    public static ISyncOperations CreateOperations(SyncSettings settings) => CreateOperations(settings, TimeProvider.System);

    internal static ISyncOperations CreateOperations(SyncSettings settings, TimeProvider time)
    {
        var redactor = RedactorOf(settings);
        var log = OpenLog(settings, redactor, time);
        var sender = new AlertSender(settings.Alerts, redactor, time, log);
        var operations = new SyncOperations(
            Services(settings, log, redactor, time),
            new AlertPolicy(settings, sender),
            sender,
            new LocalOutbox(StateDirectory(settings), time),
            log);
        return new LoggedOperations(operations, new LogNotice(log), redactor);
    }

    /// <summary>True where the database is a file of this machine: it can be read while the user types.</summary>
    public static bool IsEmbedded(SyncSettings settings) => ReadDatabase(settings.Database, Environment.CurrentDirectory).IsFile;

    /// <summary>The user's settings. Opens no file before it is asked to do something.</summary>
    /// <param name="workingDirectory">What relative paths given as parameter or in the environment are relative to.</param>
    /// <param name="readVault">Reads a vault of the session; null where there is none.</param>
    public static ISyncConfiguration OpenConfiguration(string workingDirectory, ReadVault? readVault) =>
        new SyncConfiguration(Environment.GetEnvironmentVariable, workingDirectory, ReadDatabase, readVault);

    /// <summary>The settings with user and password for their database.</summary>
    /// <exception cref="StockSyncException">The database is a file, or its text has a password.</exception>
    public static SyncSettings WithLogin(SyncSettings settings, string user, string password) =>
        settings with { Database = DatabaseText.WithLogin(settings.Database, user, password) };

    /// <summary>Where the log and other files of ours lie, whether it exists or not.</summary>
    public static string StateDirectory(SyncSettings settings) =>
        UserPath.StateDirectory(settings.StateDirectory, Environment.GetEnvironmentVariable);

    /// <summary>The schedules of this machine's user. Asks no program before it is asked to do something.</summary>
    /// <param name="stateDirectory">Where copies of a changed crontab are kept; null means the user's state directory.</param>
    public static IScheduleRegistry OpenSchedules(string? stateDirectory) => ScheduleFactory.Open(
        Environment.GetEnvironmentVariable,
        UserPath.StateDirectory(stateDirectory, Environment.GetEnvironmentVariable),
        TimeProvider.System);

    /// <summary>The log of these settings. Opens no file before something is written.</summary>
    internal static ISyncLog OpenLog(SyncSettings settings, IRedactor redactor, TimeProvider time) => new JsonLog(
        UserPath.StateDirectory(settings.StateDirectory, Environment.GetEnvironmentVariable),
        settings.LogLevel,
        settings.LogSize,
        settings.LogCount,
        redactor,
        time);

    // The user's one folder, whatever the settings: it is the address that the service counts, and all of them share it.
    internal static EndpointLocks Locks() => new(Path.Join(UserPath.StateDirectory(null, Environment.GetEnvironmentVariable), "endpoints"));

    static RunAlerts AlertsOf(SyncSettings settings, ISyncLog log, IRedactor redactor, TimeProvider time)
    {
        var sender = new AlertSender(settings.Alerts, redactor, time, log);
        return new RunAlerts(new AlertPolicy(settings, sender), sender);
    }

    static RunServices Services(SyncSettings settings, ISyncLog log, IRedactor redactor, TimeProvider time) => new(
        settings,
        StoreFactory.Open(settings, time),
        BaostockSource.AddressOf(settings).ToString(),
        gate => new RedactingSource(new BaostockSource(settings, gate, time), redactor),
        time)
    {
        Listeners = observer => new LoggingObserver(observer, log, redactor),
        Redactor = redactor,
        Locks = Locks(),
    };

    /// <summary>What takes the secrets of these settings out of texts.</summary>
    internal static IRedactor RedactorOf(SyncSettings settings) => Redactor.Of(settings, DatabaseText.SecretsOf(settings.Database));

    internal static DatabaseName ReadDatabase(string? text, string baseDirectory) => DatabaseText.Parse(text, baseDirectory) switch
    {
        DatabaseTarget.File file => new DatabaseName(file.Path, $"SQLite {file.Path}", IsFile: true),
        var server => new DatabaseName(text!, server.ToString(), IsFile: false),
    };
}

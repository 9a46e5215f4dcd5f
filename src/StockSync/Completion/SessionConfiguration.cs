using System.Collections;
using System.Management.Automation;
using StockSync.Loading;

namespace StockSync.Completion;

/// <summary>Settings for completers, which know no cmdlet: only what is typed so far. A vault might ask for a password.</summary>
static class SessionConfiguration
{
    public static ISyncConfiguration Open() => EngineGate.OpenConfiguration(CurrentDirectory(), readVault: null);

    public static SyncSettings Resolve(IDictionary boundParameters)
    {
        var parameters = new Dictionary<string, string>();
        if (Text(boundParameters, "Database") is { } database)
            parameters["Database"] = database;
        return Open().Resolve(parameters, Text(boundParameters, "Profile"));
    }

    static string? Text(IDictionary parameters, string name) =>
        (parameters[name] is PSObject wrapped ? wrapped.BaseObject : parameters[name]) as string is { Length: > 0 } text ? text : null;

    // Nested in the session that completes; its state cannot be read directly while it is busy with just that.
    static string CurrentDirectory()
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath", useLocalScope: true);
        return shell.Invoke<string>().FirstOrDefault() ?? Environment.CurrentDirectory;
    }
}

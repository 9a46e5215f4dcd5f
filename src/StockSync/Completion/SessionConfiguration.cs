using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using StockSync.Loading;

namespace StockSync.Completion;

/// <summary>Settings for completers, which know no cmdlet: only what is typed so far.</summary>
static class SessionConfiguration
{
    public static ISyncConfiguration Open() => EngineGate.OpenConfiguration(
        Runspace.DefaultRunspace?.SessionStateProxy.Path.CurrentFileSystemLocation.ProviderPath ?? Environment.CurrentDirectory);

    public static SyncSettings Resolve(IDictionary boundParameters)
    {
        var parameters = new Dictionary<string, string>();
        if (Text(boundParameters, "Database") is { } database)
            parameters["Database"] = database;
        return Open().Resolve(parameters, Text(boundParameters, "Profile"));
    }

    static string? Text(IDictionary parameters, string name) =>
        (parameters[name] is PSObject wrapped ? wrapped.BaseObject : parameters[name]) as string is { Length: > 0 } text ? text : null;
}

using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace StockSync.Host;

/// <summary>The engine's own commands, plus this program's subset of pwsh's utility cmdlets.</summary>
static class SessionContents
{
    internal static InitialSessionState Create()
    {
        // CreateDefault() and the parameterless factories look for pwsh's own assemblies and throw without them.
        var state = InitialSessionState.CreateDefault2();
        foreach (var type in typeof(SessionContents).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is not { } cmdlet)
                continue;
            var name = $"{cmdlet.VerbName}-{cmdlet.NounName}";
            state.Commands.Remove(name, typeof(SessionStateCmdletEntry));
            state.Commands.Add(new SessionStateCmdletEntry(name, type, helpFileName: null));
        }

        return state;
    }
}

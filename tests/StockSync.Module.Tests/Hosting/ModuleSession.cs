using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace StockSync.Module.Tests.Hosting;

/// <summary>A runspace with the staged module, a home of its own, and nothing of the machine's settings.</summary>
sealed class ModuleSession : IDisposable
{
    readonly string _home = Directory.CreateTempSubdirectory("stocksync-").FullName;
    readonly Dictionary<string, string?> _saved = [];
    readonly Runspace _runspace;

    public ModuleSession(int width = 80, bool import = true)
    {
        Host = new RecordingHost(width);
        SetVariable("STOCKSYNC_CONFIG", Path.Join(_home, "config", "settings.json"));
        SetVariable("XDG_DATA_HOME", Path.Join(_home, "data"));
        SetVariable("XDG_STATE_HOME", Path.Join(_home, "state"));
        foreach (string name in new[] { "STOCKSYNC_DATABASE", "STOCKSYNC_ENDPOINT", "STOCKSYNC_API_KEY", "STOCKSYNC_PROFILE" })
            SetVariable(name, null);

        // CreateDefault2 is the only initial state that works without the console host's assemblies.
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        if (import)
            state.ImportPSModule([StagedModule.Manifest]);
        _runspace = RunspaceFactory.CreateRunspace(Host, state);
        _runspace.Open();
        _runspace.SessionStateProxy.SetVariable("home_", _home);
        _runspace.SessionStateProxy.Path.SetLocation(_home);
    }

    public RecordingHost Host { get; }

    public RecordingInterface Screen => Host.Recorded;

    /// <summary>A directory for the test's files; it is the current location.</summary>
    public string Home => _home;

    /// <summary>Streams of the last <see cref="Run"/>.</summary>
    public PSDataStreams Streams { get; private set; } = null!;

    public Runspace Runspace => _runspace;

    public void SetVariable(string name, string? value)
    {
        _saved.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>A shell with the script, not started.</summary>
    public PowerShell Prepare(string script)
    {
        var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        shell.AddScript(script);
        return shell;
    }

    /// <summary>The script's output; non-terminating errors are in <see cref="Streams"/>.</summary>
    public Collection<PSObject> Run(string script)
    {
        var shell = Prepare(script);
        Streams = shell.Streams;
        return shell.Invoke();
    }

    /// <summary>The terminating error of the script.</summary>
    public ErrorRecord Fail(string script) =>
        Xunit.Assert.IsType<ErrorRecord>(Xunit.Assert.Single(Run($"try {{ $null = & {{ {script} }}; 'no error' }} catch {{ $_ }}")).BaseObject);

    /// <summary>The output as a table or list of the module's views.</summary>
    public string[] Show(string script)
    {
        int start = Screen.Lines.Length - 1;
        Run($"{script} | Out-Default");
        return Screen.Lines[start..].Where(l => l.Length > 0).ToArray();
    }

    public static T InCulture<T>(string name, Func<T> call)
    {
        var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
            return call();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
        }
    }

    public void Dispose()
    {
        _runspace.Dispose();
        foreach (var (name, value) in _saved)
            Environment.SetEnvironmentVariable(name, value);
        try
        {
            Directory.Delete(_home, recursive: true);
        }
        catch (IOException)
        {
            // A database file may still be open on Windows; the temporary folder is the system's to clean.
        }
    }
}

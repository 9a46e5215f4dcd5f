using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using StockSync.MarketServer;
using StockSync.Module.Tests.Hosting;

namespace StockSync.Module.Tests.Secrets;

/// <summary>A session with a secret in every slot, whose every word is kept: streams, errors, host, files, arguments of programs.</summary>
sealed class CanarySession : IAsyncDisposable
{
    // All that is written without being asked to is on.
    const string Loud = "$VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue'; ";

    readonly MarketSession _market;
    readonly List<(string Script, string Text)> _heard = [];

    CanarySession(MarketSession market) => _market = market;

    public EchoServer Channel { get; } = new();

    public MarketService Service => _market.Service;

    public ModuleSession Module => _market.Module;

    /// <summary>Where the secrets are; the one folder that may hold them.</summary>
    string Vault => Path.Join(Module.Home, "vault");

    public static async Task<CanarySession> StartAsync()
    {
        var session = new CanarySession(await MarketSession.StartAsync(stocks: 4));
        Directory.CreateDirectory(session.Vault);
        File.WriteAllText(Path.Join(session.Module.Home, "given.json"), """{"completed_dates":["2024-01-04"],"failed_dates":[]}""");
        foreach (string program in new[] { "crontab", "systemctl", "loginctl", "pwsh", "xdg-open" })
            session.FakeProgram(program);
        session.Module.SetVariable("PATH", $"{Path.Join(session.Module.Home, "bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");
        session.Module.SetVariable("CREDENTIALS_DIRECTORY", session.Vault);
        session.Module.SetVariable("TZ", "UTC");
        session.Module.Runspace.SessionStateProxy.SetVariable("secret_", Canary.Password);
        return session;
    }

    /// <summary>The cmdlets that the manifest exports.</summary>
    public IReadOnlyList<string> Exported() =>
        [.. Module.Run("Get-Command -Module StockSync -CommandType Cmdlet").Select(c => ((CommandInfo)c.BaseObject).Name)];

    /// <summary>Puts the secrets into variables of the environment.</summary>
    public void UseEnvironment(string database)
    {
        foreach (var (name, value) in CanarySlots.Secrets(database, Channel.Address).Concat(CanarySlots.Others(Channel.Address)))
            Module.SetVariable(CanarySlots.Variable(name), value);
    }

    /// <summary>Puts the secrets into files, and references to them into the configuration file.</summary>
    public void UseFile(string database)
    {
        var known = Module.Run("Get-SyncConfiguration").Select(r => (string)r.Properties["Name"].Value).ToHashSet();
        var settings = CanarySlots.Others(Channel.Address).Append(
            new("Endpoint", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Service.Endpoint.Port}"))).ToDictionary();
        foreach (var (name, value) in CanarySlots.Secrets(database, Channel.Address))
            settings[name] = "file:" + Keep(name, value);
        string config = Environment.GetEnvironmentVariable("STOCKSYNC_CONFIG")!;
        Directory.CreateDirectory(Path.GetDirectoryName(config)!);
        File.WriteAllText(config, JsonSerializer.Serialize(new { @default = settings.Where(s => known.Contains(s.Key)).ToDictionary() }));
        foreach (string name in new[] { "DATABASE", "ENDPOINT", "RETRY_MIN_DELAY", "RETRY_MAX_DELAY", "SECOND_ROUND_DELAY" })
            Module.SetVariable("STOCKSYNC_" + name, null);
    }

    /// <summary>Writes a secret where it may be; returns the path.</summary>
    public string Keep(string name, string secret)
    {
        string path = Path.Join(Vault, name);
        File.WriteAllText(path, secret);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    /// <summary>Runs a script and keeps all that it says, however it ends.</summary>
    public IReadOnlyList<object> Run(string script)
    {
        var output = Module.Run($"{Loud}try {{ $said_ = @({script}); $said_ | Out-Default; $said_ }} catch {{ $_; $_ | Out-Default }}");
        var streams = Module.Streams;
        var said = output.Cast<object>().Concat(streams.Error).Concat(streams.Warning).Concat(streams.Verbose).Concat(streams.Debug)
            .Concat(streams.Information).Concat(streams.Progress.Select(p => $"{p.Activity} {p.StatusDescription} {p.CurrentOperation}"));
        _heard.AddRange(said.SelectMany(o => Heard.Of(o)).Select(text => (script, text)));
        return [.. output.Select(o => o.BaseObject), .. streams.Error];
    }

    /// <summary>Files of the state directory that others than their owner may touch.</summary>
    public IEnumerable<string> SharedFiles() =>
        Directory.EnumerateFileSystemEntries(Path.Join(Module.Home, "state"), "*", SearchOption.AllDirectories).Where(IsShared);

    /// <summary>What was heard, shown and written, with the place of each.</summary>
    public IEnumerable<string> Leaks(IEnumerable<string> more)
    {
        var files = Directory.EnumerateFiles(Module.Home, "*", SearchOption.AllDirectories)
            .Where(f => !f.StartsWith(Vault + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Select(f => (f, Encoding.UTF8.GetString(File.ReadAllBytes(f))));
        return _heard.Append(("host", Module.Screen.Text)).Append(("prompts", string.Join('\n', Module.Screen.Questions)))
            .Concat(files).Concat(more.Select(m => ("database", m))).Concat(Channel.Messages.Select(m => ("message", m)))
            .SelectMany(place => Canary.Find(place.Item2).Select(leak => $"{place.Item1}: {leak}")).Distinct();
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _market.DisposeAsync();
    }

    // Writes down what it was given; crontab also does what it is for.
    void FakeProgram(string name)
    {
        string folder = Directory.CreateDirectory(Path.Join(Module.Home, "bin")).FullName;
        string path = Path.Join(folder, name);
        File.WriteAllText(path, $"""
            #!/bin/sh
            echo "{name} $*" >>'{Module.Home}/programs.log'
            [ {name} = crontab ] || exit 1
            case "$1" in
              -l) cat '{Module.Home}/table' 2>/dev/null || (echo 'no crontab for you' >&2; exit 1) ;;
              -r) rm '{Module.Home}/table' ;;
              -) cat >'{Module.Home}/table' ;;
            esac

            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static bool IsShared(string path) => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0;
}

using StockSync.Engine;
using StockSync.Engine.Configuration;

namespace StockSync.Tests.Configuration;

/// <summary>A made-up environment and a directory of its own.</summary>
sealed class ConfigurationSandbox : IDisposable
{
    public ConfigurationSandbox() => Environment["STOCKSYNC_CONFIG"] = Path.Join(Home, "config", "settings.json");

    public string Home { get; } = Directory.CreateTempSubdirectory("stocksync-").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    public Dictionary<string, string> Parameters { get; } = [];

    public string File => Environment["STOCKSYNC_CONFIG"];

    /// <summary>The vault of the session; null for none.</summary>
    public ReadVault? Vault { get; set; }

    public ISyncConfiguration Open() => new SyncConfiguration(Environment.GetValueOrDefault, Home, EngineFactory.ReadDatabase, Vault);

    public SyncSettings Resolve(string? profile = null) => Open().Resolve(Parameters, profile);

    public SyncSettingValue Show(string name, string? profile = null) => Open().Show(Parameters, profile).Single(v => v.Name == name);

    public void Write(string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, json);
        OwnerOnly(File);
    }

    public string WriteSecret(string name, string text, bool ownerOnly = true)
    {
        string path = Path.Join(Home, name);
        System.IO.File.WriteAllText(path, text);
        if (ownerOnly)
            OwnerOnly(path);
        else if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        return path;
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);

    static void OwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}

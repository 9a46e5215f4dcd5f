using System.Text;
using StockSync.Engine.Resources;

namespace StockSync.Engine.Configuration;

/// <summary>One setting: its names, its parser and what the parser accepts.</summary>
sealed class Setting
{
    readonly Func<string> _accepts;
    readonly Func<SyncSettings, string, SyncSettings?> _apply;
    readonly Func<SyncSettings, string?> _read;

    public Setting(
        string name, Func<string> accepts, Func<SyncSettings, string?> read, Func<SyncSettings, string, SyncSettings?> apply, bool isSecret = false)
    {
        Name = name;
        Variable = "STOCKSYNC_" + ToSnakeCase(name);
        IsSecret = isSecret;
        _accepts = accepts;
        _read = read;
        _apply = apply;
    }

    public string Name { get; }

    /// <summary>The environment variable that sets it.</summary>
    public string Variable { get; }

    /// <summary>True where the value is, or may hold, a secret: it may be a reference and is never shown as it is.</summary>
    public bool IsSecret { get; }

    /// <summary>What it does, with its unit, in the user's language.</summary>
    public string Description => ConfigurationStrings.ResourceManager.Text(Name);

    /// <summary>The accepted values, in the user's language.</summary>
    public string Accepts => _accepts();

    /// <summary>The value as it would be written to the configuration file; null means not set.</summary>
    public string? Read(SyncSettings settings) => _read(settings);

    /// <summary>The settings with this value; null where the value cannot be used.</summary>
    public SyncSettings? Apply(SyncSettings settings, string value) => _apply(settings, value);

    static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (char c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToUpperInvariant(c));
        }
        return text.ToString();
    }
}

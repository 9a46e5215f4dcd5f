namespace StockSync;

/// <summary>
/// Where settings come from. Precedence: parameter, environment, configuration file (the profile, then the profile <c>default</c>),
/// default. Every failure is a <see cref="StockSyncException"/>. Nothing is read before it is asked for.
/// </summary>
public interface ISyncConfiguration
{
    /// <summary>The configuration file, whether it exists or not.</summary>
    string Path { get; }

    /// <summary>The names of all settings.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The profiles of the configuration file; empty when there is no file.</summary>
    IReadOnlyList<string> GetProfiles();

    /// <summary>The settings in force, references resolved.</summary>
    /// <param name="parameters">Values given as parameters, by setting name.</param>
    /// <param name="profile">The profile; null means the one <c>STOCKSYNC_PROFILE</c> names, or <c>default</c>.</param>
    SyncSettings Resolve(IReadOnlyDictionary<string, string> parameters, string? profile);

    /// <summary>The same for display: in order of the names, with sources, secrets masked.</summary>
    /// <param name="parameters">Values given as parameters, by setting name.</param>
    /// <param name="profile">The profile; null means the one <c>STOCKSYNC_PROFILE</c> names, or <c>default</c>.</param>
    IReadOnlyList<SyncSettingValue> Show(IReadOnlyDictionary<string, string> parameters, string? profile);

    /// <summary>Writes one setting to the configuration file. A secret is refused: the file holds references to secrets only.</summary>
    /// <param name="profile">The profile; null means the one <c>STOCKSYNC_PROFILE</c> names, or <c>default</c>. Created where it is new.</param>
    /// <param name="name">The setting's name, in any case.</param>
    /// <param name="value">The value; null takes the setting out.</param>
    void Set(string? profile, string name, string? value);
}

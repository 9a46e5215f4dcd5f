using System.Text.RegularExpressions;

namespace StockSync.Engine.Configuration;

/// <summary>The precedence: parameter, environment, profile, profile <c>default</c>, default.</summary>
sealed partial class SyncConfiguration : ISyncConfiguration
{
    const string DefaultProfile = "default";
    const string Masked = "***";

    static readonly SyncSettings s_defaults = new();

    readonly Func<string, string?> _environment;
    readonly SecretSources _secrets;
    readonly string _workingDirectory;
    readonly ReadDatabase _readDatabase;
    readonly ConfigurationFile _file;

    public SyncConfiguration(
        Func<string, string?> environment, string workingDirectory, ReadDatabase readDatabase, ReadVault? readVault = null)
    {
        _environment = environment;
        _secrets = new SecretSources(environment, readVault);
        _readDatabase = readDatabase;
        _workingDirectory = workingDirectory;
        _file = new ConfigurationFile(UserPath.ConfigurationFile(environment, workingDirectory));
    }

    enum Origin
    {
        Default,
        Profile,
        Environment,
        Parameter,
    }

    public string Path => _file.Path;

    public IReadOnlyList<string> Names => SettingDefinitions.Names;

    public IReadOnlyList<string> GetProfiles() => [.. _file.Read().Keys.Order(StringComparer.OrdinalIgnoreCase)];

    public SyncSettings Resolve(IReadOnlyDictionary<string, string> parameters, string? profile)
    {
        var settings = s_defaults;
        foreach (var (setting, found) in Find(parameters, profile))
        {
            if (found is not null)
                settings = Apply(settings, setting, found, Dereference(setting, found));
        }
        SettingRules.Check(settings);
        return settings;
    }

    public IReadOnlyList<SyncSettingValue> Show(IReadOnlyDictionary<string, string> parameters, string? profile)
    {
        var rows = new List<SyncSettingValue>();
        foreach (var (setting, found) in Find(parameters, profile))
        {
            rows.Add(new SyncSettingValue
            {
                Name = setting.Name,
                Value = found is null ? DefaultOf(setting) : Display(setting, found),
                Source = (found?.Origin ?? Origin.Default).ToString(),
                Default = DefaultOf(setting),
                Variable = setting.Variable,
                Description = setting.Description,
            });
        }
        return rows;
    }

    public void Set(string? profile, string name, string? value)
    {
        var setting = SettingDefinitions.Find(name) ?? throw Unknown(name);
        string target = ProfileName(profile);
        if (!ProfileForm().IsMatch(target))
            throw Invalid("Profile", ConfigurationStrings.FormatProfileForm(target));

        if (value is not null)
        {
            value = value.Trim();
            if (setting.IsSecret && SecretReference.Parse(value) is null && IsPlainSecret(setting, value))
            {
                throw new StockSyncException(
                    ErrorIds.SettingInvalid,
                    ErrorKind.InvalidArgument,
                    ConfigurationStrings.FormatSecretRefused(setting.Name),
                    ConfigurationStrings.FormatAdviceSecret(setting.Variable),
                    target: setting.Name);
            }
            // What a reference leads to is another machine's or another day's: it is judged when it is used.
            bool isReference = setting.IsSecret && SecretReference.Parse(value) is not null;
            if (value.Length == 0 || (!isReference && setting.Apply(s_defaults, value) is null))
                throw Unusable(setting, value, _file.Path);
            if (setting.Name == nameof(SyncSettings.StateDirectory))
                value = UserPath.Resolve(value, _workingDirectory);
            if (setting.Name == nameof(SyncSettings.Database) && SecretReference.Parse(value) is null)
                value = _readDatabase(value, _workingDirectory).Text;
        }
        _file.Write(target, setting.Name, value);
    }

    static bool IsPlainSecret(Setting setting, string value) =>
        setting.Name != nameof(SyncSettings.Database) || PasswordFinder.IsIn(value);

    string? DefaultOf(Setting setting) => setting.Name switch
    {
        nameof(SyncSettings.Database) => _readDatabase(null, _workingDirectory).Shown,
        nameof(SyncSettings.Endpoint) => SyncSettings.PublicEndpoint,
        nameof(SyncSettings.StateDirectory) => UserPath.StateDirectory(null, _environment),
        _ => setting.Read(s_defaults),
    };

    static StockSyncException Unknown(string name) =>
        new(ErrorIds.SettingUnknown, ErrorKind.InvalidArgument, ConfigurationStrings.FormatSettingUnknown(name), ConfigurationStrings.AdviceNames, target: name);

    static StockSyncException Invalid(string setting, string message) =>
        new(ErrorIds.SettingInvalid, ErrorKind.InvalidArgument, message, ConfigurationStrings.AdviceShow, target: setting);

    static StockSyncException Unusable(Setting setting, string value, string place) => Invalid(
        setting.Name,
        setting.IsSecret
            ? ConfigurationStrings.FormatSecretUnusable(setting.Name, place, setting.Accepts)
            : ConfigurationStrings.FormatSettingUnusable(setting.Name, place, value, setting.Accepts));

    /// <summary>Every setting with the value that wins, or with null where nothing but the default is left.</summary>
    IEnumerable<(Setting Setting, Found? Found)> Find(IReadOnlyDictionary<string, string> parameters, string? profile)
    {
        foreach (string name in parameters.Keys)
        {
            if (SettingDefinitions.Find(name) is null)
                throw Unknown(name);
        }

        var file = _file.Read();
        string asked = ProfileName(profile);
        if (!file.TryGetValue(asked, out var own) && !asked.Equals(DefaultProfile, StringComparison.OrdinalIgnoreCase))
        {
            string known = file.Count > 0 ? string.Join(", ", file.Keys.Order(StringComparer.OrdinalIgnoreCase)) : ConfigurationStrings.None;
            throw Invalid("Profile", ConfigurationStrings.FormatProfileUnknown(asked, _file.Path, known));
        }
        file.TryGetValue(DefaultProfile, out var common);

        string fileDirectory = System.IO.Path.GetDirectoryName(_file.Path)!;
        foreach (var setting in SettingDefinitions.All)
        {
            if (parameters.FirstOrDefault(p => p.Key.Equals(setting.Name, StringComparison.OrdinalIgnoreCase)).Value is { } given)
                yield return (setting, new Found(given.Trim(), Origin.Parameter, $"-{setting.Name}", _workingDirectory));
            else if (_environment(setting.Variable)?.Trim() is { Length: > 0 } variable)
                yield return (setting, new Found(variable, Origin.Environment, setting.Variable, _workingDirectory));
            else if (own?.GetValueOrDefault(setting.Name) is { } mine)
                yield return (setting, new Found(mine.Trim(), Origin.Profile, $"{_file.Path} ({asked})", fileDirectory));
            else if (common?.GetValueOrDefault(setting.Name) is { } shared)
                yield return (setting, new Found(shared.Trim(), Origin.Profile, $"{_file.Path} ({DefaultProfile})", fileDirectory));
            else
                yield return (setting, null);
        }
    }

    static SyncSettings Apply(SyncSettings settings, Setting setting, Found found, string value) =>
        value.Length > 0 && setting.Apply(settings, value) is { } applied ? applied : throw Unusable(setting, found.Text, found.Place);

    string ProfileName(string? profile) => profile?.Trim() is { Length: > 0 } given
        ? given
        : _environment("STOCKSYNC_PROFILE")?.Trim() is { Length: > 0 } variable ? variable : DefaultProfile;

    string Dereference(Setting setting, Found found, bool read = true)
    {
        string text = found.Text;
        if (setting.IsSecret)
        {
            if (SecretReference.Parse(text) is { } reference)
                text = reference.Resolve(setting.Name, _secrets, found.BaseDirectory);
            else if (found.Origin == Origin.Profile && IsPlainSecret(setting, text) && !_file.IsOwnerOnly)
                throw Invalid(setting.Name, ConfigurationStrings.FormatFileOpen(_file.Path, setting.Name));
        }
        if (read && setting.Name == nameof(SyncSettings.StateDirectory) && text.Length > 0)
            return UserPath.Resolve(text, found.BaseDirectory);
        return read && setting.Name == nameof(SyncSettings.Database) && text.Length > 0 ? _readDatabase(text, found.BaseDirectory).Text : text;
    }

    string Display(Setting setting, Found found)
    {
        if (!setting.IsSecret)
        {
            var applied = Apply(s_defaults, setting, found, found.Text);
            return setting.Read(applied) ?? found.Text;
        }
        var reference = SecretReference.Parse(found.Text);
        string shown = Masked;
        if (setting.Name == nameof(SyncSettings.Database))
            shown = ShowDatabase(Dereference(setting, found, read: false), found.BaseDirectory);
        return reference is null ? shown : $"{shown} ({reference})";
    }

    string ShowDatabase(string text, string baseDirectory)
    {
        try
        {
            return _readDatabase(text, baseDirectory).Shown;
        }
        catch (StockSyncException e) when (e.ErrorId == ErrorIds.DatabaseInvalid)
        {
            return Masked;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex ProfileForm();

    /// <summary>A value and where it was found.</summary>
    sealed record Found(string Text, Origin Origin, string Place, string BaseDirectory);
}

/// <summary>The stores' reading of a database text; null names the default file.</summary>
/// <param name="text">The text.</param>
/// <param name="baseDirectory">What a relative path is relative to.</param>
/// <exception cref="StockSyncException"><see cref="ErrorIds.DatabaseInvalid"/>: it cannot be understood.</exception>
delegate DatabaseName ReadDatabase(string? text, string baseDirectory);

/// <summary>What a database text names.</summary>
/// <param name="Text">The text; a file by its full path.</param>
/// <param name="Shown">Kind, and host and database or the file; never user or password.</param>
/// <param name="IsFile">True for an embedded database.</param>
sealed record DatabaseName(string Text, string Shown, bool IsFile);

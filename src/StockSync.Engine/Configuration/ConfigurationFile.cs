using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StockSync.Engine.Configuration;

/// <summary>
/// The configuration file: a JSON object with one member per profile, each an object of settings. Comments and trailing commas are
/// read; a file with comments is not rewritten, for they would be lost.
/// </summary>
sealed class ConfigurationFile
{
    static readonly JsonDocumentOptions s_reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    static readonly JsonDocumentOptions s_strict = new() { CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = true };

    // Paths and names stay readable; the file is nobody's HTML.
    static readonly JsonWriterOptions s_writing = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ConfigurationFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>True when nobody but the owner can read it, or it does not exist.</summary>
    public bool IsOwnerOnly => !File.Exists(Path) || OwnerOnly.Is(Path);

    /// <summary>Settings by profile; empty when there is no file. Every name is proven to be one of a setting.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read()
    {
        var profiles = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (profile, members) in Parse(s_reading))
        {
            var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, value) in AsObject(members, profile))
            {
                var setting = SettingDefinitions.Find(name) ?? throw new StockSyncException(
                    ErrorIds.SettingUnknown,
                    ErrorKind.InvalidArgument,
                    ConfigurationStrings.FormatFileMember(Path, $"{profile}.{name}"),
                    ConfigurationStrings.AdviceNames,
                    target: name);
                if (!settings.TryAdd(setting.Name, AsText(value, profile, setting)))
                    throw Invalid(ConfigurationStrings.FormatFileTwice(Path, $"{profile}.{name}"));
            }
            if (!profiles.TryAdd(profile, settings))
                throw Invalid(ConfigurationStrings.FormatFileTwice(Path, profile));
        }
        return profiles;
    }

    /// <summary>Changes one member and writes the file: beside the old one, owner-only, then renamed over it.</summary>
    public void Write(string profile, string name, string? value)
    {
        Read();
        var root = Parse(s_strict);
        string profileKey = KeyOf(root, profile) ?? profile;
        if (root[profileKey] is not JsonObject members)
            root[profileKey] = members = [];

        string memberKey = KeyOf(members, name) ?? name;
        if (value is not null)
            members[memberKey] = value;
        else
            members.Remove(memberKey);
        if (members.Count == 0)
            root.Remove(profileKey);

        Replace(root);
    }

    static string? KeyOf(JsonObject node, string name) =>
        node.Select(m => m.Key).FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase));

    JsonObject Parse(JsonDocumentOptions options)
    {
        try
        {
            if (!File.Exists(Path))
                return [];
            string text = File.ReadAllText(Path);
            var node = text.Trim().Length == 0 ? new JsonObject() : JsonNode.Parse(text, documentOptions: options);
            if (node is not JsonObject root)
                throw Invalid(ConfigurationStrings.FormatFileForm(Path));

            // Members are only looked at on first use; a repeated one shows up then, not while parsing.
            _ = root.Count;
            foreach (var (_, member) in root)
                _ = (member as JsonObject)?.Count;
            return root;
        }
        catch (JsonException e)
        {
            bool isComment = options.CommentHandling == JsonCommentHandling.Disallow;
            throw isComment ? Invalid(ConfigurationStrings.FormatFileComments(Path), inner: e) : Invalid(ConfigurationStrings.FormatFileJson(Path, e.LineNumber + 1), inner: e);
        }
        catch (ArgumentException e)
        {
            throw Invalid(ConfigurationStrings.FormatFileTwice(Path, "…"), inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid(ConfigurationStrings.FormatFileRead(Path, e.Message), inner: e);
        }
    }

    JsonObject AsObject(JsonNode? node, string profile) => node as JsonObject ?? throw Invalid(ConfigurationStrings.FormatFileProfile(Path, profile));

    string AsText(JsonNode? node, string profile, Setting setting) => node is JsonValue value && value.GetValueKind() is not JsonValueKind.Null
        ? value.ToString()
        : throw new StockSyncException(
            ErrorIds.SettingInvalid,
            ErrorKind.InvalidArgument,
            ConfigurationStrings.FormatFileValue(Path, $"{profile}.{setting.Name}", setting.Accepts),
            ConfigurationStrings.AdviceShow,
            target: setting.Name);

    void Replace(JsonObject root)
    {
        try
        {
            // A link stays a link: its target is replaced.
            string path = File.Exists(Path) ? File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName ?? Path : Path;
            OwnerOnly.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, stream =>
            {
                using (var json = new Utf8JsonWriter(stream, s_writing))
                    root.WriteTo(json);
                stream.Write("\n"u8);
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StockSyncException(
                ErrorIds.FileInvalid, ErrorKind.Write, ConfigurationStrings.FormatFileWrite(Path, e.Message), ConfigurationStrings.AdviceFile, target: Path, inner: e);
        }
    }

    StockSyncException Invalid(string message, Exception? inner = null) =>
        new(ErrorIds.FileInvalid, ErrorKind.InvalidData, message, ConfigurationStrings.AdviceFile, target: Path, inner: inner);
}

/// <summary>Paths as users write them.</summary>
static class UserPath
{
    /// <summary>Absolute, with <c>~</c> as the home directory.</summary>
    public static string Resolve(string path, string baseDirectory)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal))
            path = Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..]);
        return Path.GetFullPath(path, baseDirectory);
    }

    /// <summary>The configuration file: <c>STOCKSYNC_CONFIG</c>, or <c>settings.json</c> in the user's configuration directory.</summary>
    public static string ConfigurationFile(Func<string, string?> environment, string workingDirectory)
    {
        if (environment("STOCKSYNC_CONFIG") is { Length: > 0 } given)
            return Resolve(given, workingDirectory);
        if (OperatingSystem.IsWindows())
            return Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "StockSync", "settings.json");

        return Path.Join(UserDirectory("XDG_CONFIG_HOME", ".config", environment), "stocksync", "settings.json");
    }

    /// <summary>The folder for the log and for what must be kept while the database is away.</summary>
    /// <param name="given">The setting <see cref="SyncSettings.StateDirectory"/>.</param>
    /// <param name="environment">Reads the environment.</param>
    public static string StateDirectory(string? given, Func<string, string?> environment)
    {
        if (given is { Length: > 0 })
            return Resolve(given, Environment.CurrentDirectory);
        if (OperatingSystem.IsWindows())
            return Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "StockSync");
        return Path.Join(UserDirectory("XDG_STATE_HOME", Path.Join(".local", "state"), environment), "stocksync");
    }

    // The XDG rule: a relative path there is to be ignored.
    static string UserDirectory(string variable, string fallback, Func<string, string?> environment) =>
        environment(variable) is { Length: > 0 } xdg && Path.IsPathFullyQualified(xdg)
            ? xdg
            : Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), fallback);
}

namespace StockSync.Engine.Configuration;

/// <summary>A value that says where the secret is instead of holding it.</summary>
sealed record SecretReference(SecretKind Kind, string Name)
{
    static readonly (string Prefix, SecretKind Kind)[] s_prefixes =
    [
        ("env:", SecretKind.Environment), ("file:", SecretKind.File), ("cred:", SecretKind.Credential), ("secret:", SecretKind.Vault),
    ];

    /// <summary>The reference, or null where the text is none.</summary>
    public static SecretReference? Parse(string text)
    {
        foreach (var (prefix, kind) in s_prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && text[prefix.Length..].Trim() is { Length: > 0 } name)
                return new SecretReference(kind, name);
        }
        return null;
    }

    /// <summary>The secret. The failure names the reference, never what it holds.</summary>
    /// <param name="setting">Whose value it is, for messages.</param>
    /// <param name="sources">What can be read.</param>
    /// <param name="baseDirectory">What a relative path is relative to.</param>
    public string Resolve(string setting, SecretSources sources, string baseDirectory) => Kind switch
    {
        SecretKind.Environment => Variable(setting, sources.Environment),
        SecretKind.File => SecretFile.Read(setting, UserPath.Resolve(Name, baseDirectory)),
        SecretKind.Credential => Credential(setting, sources.Environment),
        _ => Vault(setting, sources.Vault),
    };

    /// <inheritdoc/>
    public override string ToString() => s_prefixes.First(p => p.Kind == Kind).Prefix + Name;

    string Variable(string setting, Func<string, string?> environment) => environment(Name)?.Trim() is { Length: > 0 } value
        ? value
        : throw SecretFile.Invalid(setting, ConfigurationStrings.FormatReferenceVariable(setting, Name));

    string Credential(string setting, Func<string, string?> environment)
    {
        // A name with a folder in it would read whatever file it likes.
        if (Name is "." or ".." || Name.AsSpan().IndexOfAny('/', '\\', '\0') >= 0)
            throw SecretFile.Invalid(setting, ConfigurationStrings.FormatReferenceCredentialName(setting, Name));
        if (environment("CREDENTIALS_DIRECTORY") is not { Length: > 0 } directory)
        {
            throw SecretFile.Invalid(
                setting, ConfigurationStrings.FormatReferenceNoCredentials(setting, Name), ConfigurationStrings.FormatAdviceCredential(Name));
        }

        // The folder is made by systemd for this service alone; its access list shows in the mode as rights of a group.
        return SecretFile.Read(setting, Path.Join(directory, Name), needsOwnerOnly: false);
    }

    string Vault(string setting, ReadVault? read)
    {
        int slash = Name.IndexOf('/', StringComparison.Ordinal);
        string? vault = slash > 0 ? Name[..slash].Trim() : null;
        string name = Name[(slash + 1)..].Trim();
        if (name.Length == 0)
            throw SecretFile.Invalid(setting, ConfigurationStrings.FormatReferenceVaultName(setting, Name));
        string? secret = (read ?? throw NoVault(setting))(vault, name) ?? throw NoVault(setting);
        return secret.Trim() is { Length: > 0 } value
            ? value
            : throw SecretFile.Invalid(setting, ConfigurationStrings.FormatReferenceVaultEmpty(setting, Name));
    }

    StockSyncException NoVault(string setting) =>
        SecretFile.Invalid(setting, ConfigurationStrings.FormatReferenceNoVault(setting, Name), ConfigurationStrings.AdviceVault);
}

/// <summary>Where a secret is kept.</summary>
enum SecretKind
{
    /// <summary><c>env:NAME</c>: a variable of the environment.</summary>
    Environment,

    /// <summary><c>file:path</c>: the text of a file that belongs to its owner alone.</summary>
    File,

    /// <summary><c>cred:NAME</c>: a credential that systemd hands to the service.</summary>
    Credential,

    /// <summary><c>secret:Vault/Name</c> or <c>secret:Name</c>: a vault of SecretManagement.</summary>
    Vault,
}

/// <summary>What references to secrets are read from, beside files.</summary>
/// <param name="Environment">Reads the environment.</param>
/// <param name="Vault">Reads a vault of the caller's session; null where there is none.</param>
sealed record SecretSources(Func<string, string?> Environment, ReadVault? Vault = null);

/// <summary>A file that holds one secret.</summary>
static class SecretFile
{
    // A key, a password, an address: nothing of a megabyte is one.
    const int Longest = 64 * 1024;

    /// <summary>The text without blanks and line ends around it.</summary>
    /// <param name="setting">Whose value it is, for messages.</param>
    /// <param name="path">The file.</param>
    /// <param name="needsOwnerOnly">False where somebody else has seen to the rights.</param>
    public static string Read(string setting, string path, bool needsOwnerOnly = true)
    {
        try
        {
            if (needsOwnerOnly && !OwnerOnly.Is(path))
                throw Invalid(setting, ConfigurationStrings.FormatReferenceOpen(setting, path), ConfigurationStrings.FormatAdviceChmod(path));
            if (needsOwnerOnly && IsReplaceable(path))
            {
                throw Invalid(
                    setting, ConfigurationStrings.FormatReferenceFolder(setting, path), ConfigurationStrings.FormatAdviceFolder(Path.GetDirectoryName(path)));
            }
            using var reader = new StreamReader(path);
            var buffer = new char[Longest + 1];
            int length = reader.ReadBlock(buffer);
            if (length > Longest)
                throw Invalid(setting, ConfigurationStrings.FormatReferenceLong(setting, path));
            string text = new string(buffer, 0, length).Trim();
            return text.Length > 0 ? text : throw Invalid(setting, ConfigurationStrings.FormatReferenceEmpty(setting, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Invalid(setting, ConfigurationStrings.FormatReferenceFile(setting, path, e.Message));
        }
    }

    public static StockSyncException Invalid(string setting, string message, string? advice = null) =>
        new(ErrorIds.SettingInvalid, ErrorKind.InvalidArgument, message, advice ?? ConfigurationStrings.AdviceShow, target: setting);

    // Where everybody may write and nothing keeps them to their own files, the secret of today is somebody else's tomorrow.
    static bool IsReplaceable(string path)
    {
        if (OperatingSystem.IsWindows())
            return false;
        var mode = File.GetUnixFileMode(Path.GetDirectoryName(path) ?? path);
        return mode.HasFlag(UnixFileMode.OtherWrite) && !mode.HasFlag(UnixFileMode.StickyBit);
    }
}

namespace StockSync.Engine.Configuration;

/// <summary>
/// A value that says where the secret is instead of holding it: <c>env:NAME</c> or <c>file:path</c>. The file must belong to its owner
/// alone.
/// </summary>
sealed record SecretReference(bool IsFile, string Name)
{
    /// <summary>The reference, or null where the text is none.</summary>
    public static SecretReference? Parse(string text)
    {
        if (text.StartsWith("env:", StringComparison.OrdinalIgnoreCase) && text.Length > 4)
            return new SecretReference(false, text[4..].Trim());
        if (text.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && text.Length > 5)
            return new SecretReference(true, text[5..].Trim());
        return null;
    }

    /// <summary>The secret. The failure names the reference, never what it holds.</summary>
    /// <param name="setting">Whose value it is, for messages.</param>
    /// <param name="environment">Reads the environment.</param>
    /// <param name="baseDirectory">What a relative path is relative to.</param>
    public string Resolve(string setting, Func<string, string?> environment, string baseDirectory)
    {
        if (!IsFile)
            return environment(Name)?.Trim() is { Length: > 0 } value ? value : throw Invalid(setting, Texts.Format("ReferenceVariable", setting, Name));

        string path = UserPath.Resolve(Name, baseDirectory);
        try
        {
            if (!OwnerOnly.Is(path))
                throw Invalid(setting, Texts.Format("ReferenceOpen", setting, path), Texts.Format("AdviceChmod", path));
            string text = File.ReadAllText(path).Trim();
            return text.Length > 0 ? text : throw Invalid(setting, Texts.Format("ReferenceEmpty", setting, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Invalid(setting, Texts.Format("ReferenceFile", setting, path, e.Message));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => (IsFile ? "file:" : "env:") + Name;

    static StockSyncException Invalid(string setting, string message, string? advice = null) =>
        new(ErrorIds.SettingInvalid, ErrorKind.InvalidArgument, message, advice ?? Texts.Get("AdviceShow"), target: setting);
}

namespace StockSync.Engine.Configuration;

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

namespace StockSync;

/// <summary>
/// What we create belongs to its owner alone, whatever the umask: databases, logs, reports and settings tell much of a person. On
/// Windows the rights of the profile's folder, which are inherited, see to that.
/// </summary>
public static class OwnerOnly
{
    /// <summary>Read and write for the owner, nothing for others.</summary>
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode DirectoryMode = FileMode | UnixFileMode.UserExecute;
    const UnixFileMode Foreign = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Creates a directory and those above it that are missing; what exists keeps its mode.</summary>
    public static void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
            return;

        // One by one from the top: .NET gives the mode to the last one only.
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            CreateDirectory(parent);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, DirectoryMode);
    }

    /// <summary>Options of a stream; the mode matters only where it creates the file.</summary>
    public static FileStreamOptions Options(System.IO.FileMode mode, FileAccess access, FileShare share = FileShare.None)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileMode;
        return options;
    }

    /// <summary>True when nobody but the owner can read or change the file or directory.</summary>
    public static bool Is(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Foreign) == 0;
}

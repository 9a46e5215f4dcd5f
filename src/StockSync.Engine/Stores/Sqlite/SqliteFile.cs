namespace StockSync.Engine.Stores.Sqlite;

/// <summary>
/// The file of a database, before SQLite touches it. Nothing here opens an existing file: on Unix, closing any handle of a file drops
/// all locks that this process holds on it, those of open databases too.
/// </summary>
static class SqliteFile
{
    const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;

    // The smallest page. SQLite takes a file of one byte for an empty database and would overwrite it.
    const int MinSize = 512;

    /// <summary>False where there is no file. Throws where there is something that is no database by its kind or size.</summary>
    public static bool Exists(string path)
    {
        if (Directory.Exists(path))
            throw StoreErrors.Directory(path);
        var file = new FileInfo(path);
        return file.Exists && (file.Length is > 0 and < MinSize ? throw StoreErrors.NotADatabase(path, null) : true);
    }

    /// <summary>Creates an empty file (an empty database to SQLite) that only its owner may read, and the directories to it.</summary>
    public static void Create(string path)
    {
        if (Exists(path))
            return;
        CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerFile;
        try
        {
            new FileStream(path, options).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
        }
    }

    // One by one from the top: .NET gives the mode to the last one only.
    static void CreateDirectory(string directory)
    {
        if (Directory.Exists(directory))
            return;
        if (Path.GetDirectoryName(directory) is { } parent)
            CreateDirectory(parent);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnerDirectory);
    }
}

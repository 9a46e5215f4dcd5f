namespace StockSync.Engine.Stores.Sqlite;

/// <summary>
/// The file of a database, before SQLite touches it. Nothing here opens an existing file: on Unix, closing any handle of a file drops
/// all locks that this process holds on it, those of open databases too.
/// </summary>
static class SqliteFile
{
    const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode OwnerDirectory = OwnerFile | UnixFileMode.UserExecute;

    /// <summary>False where there is no file. Throws where the path is a directory.</summary>
    public static bool Exists(string path) => Directory.Exists(path) ? throw StoreErrors.Directory(path) : File.Exists(path);

    /// <summary>Creates an empty file (an empty database to SQLite) that only its owner may read, and the directories to it.</summary>
    public static void Create(string path)
    {
        if (Exists(path))
            return;
        string directory = Path.GetDirectoryName(path)!;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else if (!Directory.Exists(directory))
            Directory.CreateDirectory(directory, OwnerDirectory);
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
}

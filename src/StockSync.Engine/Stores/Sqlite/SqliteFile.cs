namespace StockSync.Engine.Stores.Sqlite;

/// <summary>
/// The file of a database, before SQLite touches it. Nothing here opens an existing file: on Unix, closing any handle of a file drops
/// all locks that this process holds on it, those of open databases too.
/// </summary>
static class SqliteFile
{
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
        OwnerOnly.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            new FileStream(path, OwnerOnly.Options(FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite)).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
        }
    }
}

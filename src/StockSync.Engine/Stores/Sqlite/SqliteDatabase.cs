using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Sqlite;

/// <summary>
/// One SQLite file. One connection of ours writes, and each read that goes on has its own: in WAL mode readers see the last commit and wait
/// for nobody. One that read waits for the next read, because opening means parsing the whole schema. The driver's pool is off: it is
/// shared by the whole process, and a host may have connections of its own in it.
/// </summary>
sealed class SqliteDatabase(string path, TimeSpan busyTimeout) : DatabaseConnections
{
    readonly SemaphoreSlim _writing = new(1, 1);
    SqliteConnection? _writer;
    SqliteConnection? _idleReader;
    volatile bool _isDisposed;

    public override string Kind => "SQLite";

    public override string Place => path;

    public override SqlDialect Dialect { get; } = new SqliteDialect();

    public override long? FreeBytes
    {
        get
        {
            try
            {
                string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
                return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // A share has no drive letter: then the upgrade itself finds out, and is rolled back whole.
                return null;
            }
        }
    }

    /// <summary>Creates the file, empty and for its owner only, where there is none. SQLite gives -wal and -shm the same rights.</summary>
    public void Create()
    {
        try
        {
            SqliteFile.Create(path);
        }
        catch (Exception e) when (Translate(e) is { } ours)
        {
            throw ours;
        }
    }

    /// <summary>
    /// Opens the file for writing as far as the system lets us, writes nothing, and tells whether rows could be written and how large the
    /// database is: the file alone would not hold what is still in the log beside it.
    /// </summary>
    public async Task<(bool IsWritable, long Bytes)> ReadFileInfoAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenAsync(SqliteOpenMode.ReadWrite, "select count(*) from sqlite_schema", cancellationToken);
            await using var _ = connection;
            var command = connection.CreateCommand();
            await using var __ = command;
            command.CommandText = "select page_count * page_size from pragma_page_count, pragma_page_size";
            object? bytes = await command.ExecuteScalarAsync(cancellationToken);
            return (raw.sqlite3_db_readonly(connection.Handle, "main") == 0, bytes as long? ?? 0);
        }
        catch (Exception e) when (Translate(e) is { } ours)
        {
            throw ours;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        // The writer last: whoever closes last brings the log into the file.
        _isDisposed = true;
        if (Interlocked.Exchange(ref _idleReader, null) is { } reader)
            await reader.DisposeAsync();
        if (_writer is { } writer)
            await writer.DisposeAsync();
        _writer = null;
        _writing.Dispose();
    }

    public override async ValueTask<StoreConnection> OpenReadAsync(CancellationToken cancellationToken)
    {
        if (!SqliteFile.Exists(path))
            throw StoreErrors.Empty(path, null);
        var connection = Interlocked.Exchange(ref _idleReader, null)
            ?? await OpenAsync(SqliteOpenMode.ReadOnly, "", cancellationToken);
        return new SqliteStoreConnection(connection, () => GiveBackAsync(connection));
    }

    protected override async ValueTask<StoreConnection> OpenWriteAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_writer is null)
            {
                if (!SqliteFile.Exists(path))
                    throw StoreErrors.Empty(path, null);
                // normal: a power loss may cost the last commits, rows and checkpoint together, and never the file.
                // The first select fails on a file that is no database, before a pragma could write to it.
                const string pragmas = """
                    select count(*) from sqlite_schema;
                    pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 4000; pragma cache_size = -32768;
                    """;
                _writer = await OpenAsync(SqliteOpenMode.ReadWrite, pragmas, cancellationToken);
            }
            return new SqliteStoreConnection(_writer, GiveBackAsync);
        }
        catch
        {
            _writing.Release();
            throw;
        }
    }

    protected override StockSyncException? Translate(Exception exception) => SqliteErrors.Translate(exception, path);

    async Task<SqliteConnection> OpenAsync(SqliteOpenMode mode, string pragmas, CancellationToken cancellationToken)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)busyTimeout.TotalSeconds),
        };
        var connection = new SqliteConnection(text.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            var command = connection.CreateCommand();
            await using var _ = command;
            command.CommandText = FormattableString.Invariant($"pragma busy_timeout = {(int)busyTimeout.TotalMilliseconds}; {pragmas}");
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    async ValueTask GiveBackAsync(SqliteConnection reader)
    {
        var surplus = Interlocked.CompareExchange(ref _idleReader, reader, null) is null ? null : reader;
        // Whoever reads while all is closed takes back what nobody else will close.
        if (_isDisposed)
            surplus ??= Interlocked.Exchange(ref _idleReader, null);
        if (surplus is not null)
            await surplus.DisposeAsync();
    }

    async ValueTask GiveBackAsync()
    {
        try
        {
            if (_writer is { } writer && raw.sqlite3_get_autocommit(writer.Handle) == 0)
            {
                var rollback = writer.CreateCommand();
                await using var _ = rollback;
                rollback.CommandText = "rollback";
                await rollback.ExecuteNonQueryAsync();
            }
        }
        catch (SqliteException)
        {
            // A connection that cannot even roll back is of no use; closing it rolls back.
            await _writer!.DisposeAsync();
            _writer = null;
        }
        finally
        {
            _writing.Release();
        }
    }
}

/// <summary>SQLite works in this process: a round trip is a function call, so statements simply run one after the other.</summary>
sealed class SqliteStoreConnection(SqliteConnection connection, Func<ValueTask> giveBack) : StoreConnection
{
    public SqliteConnection Connection => connection;

    public override async Task RunAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var command = CreateCommand(statement);
            await using var _ = command;
            if (!statement.HasRows)
            {
                statement.Affected = await command.ExecuteNonQueryAsync(CancellationToken.None);
                continue;
            }
            var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            await using var __ = reader;
            while (await reader.ReadAsync(CancellationToken.None))
                statement.Take(reader);
        }
    }

    public override DbCommand CreateCommand(Statement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        foreach (var (name, value) in statement.Parameters)
            command.Parameters.AddWithValue("@" + name, value ?? DBNull.Value);
        return command;
    }

    public override ValueTask DisposeAsync() => giveBack();
}

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

/// <summary>What SQLite's result codes mean for a user.</summary>
static class SqliteErrors
{
    const int Error = 1, Permission = 3, Busy = 5, Locked = 6, ReadOnly = 8, Full = 13, CannotOpen = 14, Corrupt = 11, NotADatabase = 26, ShortRead = 522;

    public static StockSyncException? Translate(Exception exception, string place) => exception switch
    {
        SqliteException e => Translate(e, place),
        UnauthorizedAccessException e => StoreErrors.ReadOnly(place, e.Message, e),
        IOException e => StoreErrors.CannotOpen(place, e.Message, e),
        _ => null,
    };

    static StockSyncException Translate(SqliteException e, string place) => e.SqliteErrorCode switch
    {
        Error when e.Message.Contains("no such table", StringComparison.Ordinal) => StoreErrors.Empty(place, e),
        Error when e.Message.Contains("already exists", StringComparison.Ordinal) => StoreErrors.TableExists(place, e.Message, e),
        Error when e.Message.Contains("column", StringComparison.Ordinal) => StoreErrors.TableMissing(place, e.Message, e),
        Busy or Locked => StoreErrors.Busy(place, e.Message, e),
        Permission or ReadOnly => StoreErrors.ReadOnly(place, e.Message, e),
        Full => StoreErrors.Full(place, e.Message, e),
        CannotOpen => StoreErrors.CannotOpen(place, e.Message, e),
        Corrupt or NotADatabase => StoreErrors.NotADatabase(place, e),
        // A file that ends before its header says so was cut off.
        _ when e.SqliteExtendedErrorCode == ShortRead => StoreErrors.NotADatabase(place, e),
        _ => StoreErrors.Failed(place, e.Message, e),
    };
}

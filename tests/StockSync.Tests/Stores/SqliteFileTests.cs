using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>Files as they are found: absent, foreign, damaged, closed to us.</summary>
public sealed class SqliteFileTests : IDisposable
{
    const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("stocksync-file-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_new_file_its_log_and_its_directory_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
            return;
        string path = Path.Combine(_directory.FullName, "a", "b c", "x.db");
        await using var store = Open(path);

        await store.InitializeAsync(CancellationToken.None);

        foreach (string file in new[] { path, path + "-wal", path + "-shm" })
            Assert.Equal(Owner, File.GetUnixFileMode(file));
        foreach (string directory in new[] { Path.GetDirectoryName(path)!, Path.Combine(_directory.FullName, "a") })
            Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
    }

    [Theory]
    [InlineData("stock_code,trade_date\n600000,2024-01-02\n")]
    [InlineData("x")]
    [InlineData("SQLite format 2\0")]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is(string content)
    {
        string path = Path.Combine(_directory.FullName, "bars.csv");
        await File.WriteAllTextAsync(path, content);
        var written = File.GetLastWriteTimeUtc(path);
        await using var store = Open(path);

        foreach (var use in new Func<Task>[]
        {
            () => store.InspectAsync(CancellationToken.None),
            () => store.InitializeAsync(CancellationToken.None),
            () => store.Days.GetDaysAsync(null, null, CancellationToken.None),
        })
        {
            var error = await Assert.ThrowsAsync<StockSyncException>(use);
            Assert.Equal((ErrorIds.StoreNotADatabase, false), (error.ErrorId, error.IsTransient));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(content, await File.ReadAllTextAsync(path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Equal(["bars.csv"], _directory.EnumerateFileSystemInfos().Select(entry => entry.Name));
    }

    [Fact]
    public async Task An_empty_file_is_an_empty_database()
    {
        string path = Path.Combine(_directory.FullName, "x.db");
        await File.WriteAllBytesAsync(path, []);
        await using var store = Open(path);

        Assert.Equal(0, (await store.InspectAsync(CancellationToken.None)).SchemaVersion);
        Assert.True((await store.InitializeAsync(CancellationToken.None)).SchemaVersion > 0);
    }

    [Fact]
    public async Task A_directory_is_refused()
    {
        await using var store = Open(_directory.FullName);

        var error = await Assert.ThrowsAsync<StockSyncException>(() => store.InspectAsync(CancellationToken.None));

        Assert.Equal(ErrorIds.StoreUnreachable, error.ErrorId);
        Assert.Contains(_directory.FullName, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_below_a_file_is_refused()
    {
        string file = Path.Combine(_directory.FullName, "x");
        await File.WriteAllTextAsync(file, "");
        await using var store = Open(Path.Combine(file, "y.db"));

        var error = await Assert.ThrowsAsync<StockSyncException>(() => store.InitializeAsync(CancellationToken.None));

        Assert.Contains(error.ErrorId, new[] { ErrorIds.StoreUnreachable, ErrorIds.StoreReadOnly });
    }

    [Fact]
    public async Task A_place_that_may_not_be_written_is_read_only()
    {
        // Root may write everywhere.
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            return;
        _directory.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        try
        {
            await using var store = Open(Path.Combine(_directory.FullName, "x.db"));
            var error = await Assert.ThrowsAsync<StockSyncException>(() => store.InitializeAsync(CancellationToken.None));
            Assert.Equal((ErrorIds.StoreReadOnly, ErrorKind.Permission), (error.ErrorId, error.Kind));
        }
        finally
        {
            _directory.UnixFileMode |= UnixFileMode.UserWrite;
        }
    }

    [Fact]
    public async Task The_log_is_folded_into_the_file_when_the_store_is_closed()
    {
        string path = Path.Combine(_directory.FullName, "x.db");
        await using (var store = Open(path))
            await store.InitializeAsync(CancellationToken.None);

        Assert.Equal(["x.db"], _directory.EnumerateFileSystemInfos().Select(entry => entry.Name));
    }

    static ISyncStore Open(string path) => StoreFactory.Open(new SyncSettings { Database = path }, new FakeTimeProvider());
}

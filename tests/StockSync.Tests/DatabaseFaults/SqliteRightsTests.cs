using System.Diagnostics;
using StockSync.Rig;
using StockSync.Tests.Crash;
using StockSync.Tests.Soak;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>Files that no run can write: told with a remedy, at once, and before the market service hears of us.</summary>
public class SqliteRightsTests
{
    const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.UserExecute;
    const UnixFileMode All = Read | UnixFileMode.UserWrite;

    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    [FileRightsTheory]
    [InlineData("a read-only file", true, UnixFileMode.UserRead, All, ErrorIds.StoreReadOnly, ErrorKind.Permission, "write permission")]
    [InlineData("a file in a read-only folder", true, All, Read, ErrorIds.StoreReadOnly, ErrorKind.Permission, "choose a writable location")]
    [InlineData("a read-only file in a read-only folder", true, UnixFileMode.UserRead, Read, ErrorIds.StoreReadOnly, ErrorKind.Permission, "choose a writable location")]
    [InlineData("a file that may not be read", true, UnixFileMode.None, All, ErrorIds.StoreUnreachable, ErrorKind.Connection, "you can read and write")]
    [InlineData("no file, and a read-only folder", false, All, Read, ErrorIds.StoreReadOnly, ErrorKind.Permission, "choose a writable location")]
    public async Task What_keeps_a_run_from_writing_is_told_with_a_remedy_before_a_frame_is_sent(
        string what, bool hasFile, UnixFileMode file, UnixFileMode folder, string errorId, ErrorKind kind, string hint)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var report = new FaultReport("F15", what, "SQLite");
        var database = new SqliteTestDatabase();
        await using var rig = await CrashRig.StartAsync(database, within: FileRightsTheoryAttribute.Within);
        if (hasFile)
            await rig.Engine.RunAsync(rig.Backfill with { To = rig.Days[3] });
        int frames = rig.Engine.Service.Log.Entries.Count;
        string place = Path.GetDirectoryName(database.Text)!;
        if (hasFile)
            File.SetUnixFileMode(database.Text, file);
        File.SetUnixFileMode(place, folder);
        RigRun run;
        try
        {
            run = await rig.RunAsync();
        }
        finally
        {
            File.SetUnixFileMode(place, All);
        }

        Assert.True(run.ExitCode == RigExit.Failed && run.Errors.StartsWith($"{errorId}: ", StringComparison.Ordinal), run.ToString());
        Assert.InRange(run.Duration, TimeSpan.Zero, s_patience);
        Assert.Contains($"({kind})", run.Errors, StringComparison.Ordinal);
        Assert.Contains(database.Text, run.Errors, StringComparison.Ordinal);
        Assert.Contains(hint, run.Errors, StringComparison.Ordinal);
        Assert.Equal(frames, rig.Engine.Service.Log.Entries.Count);
        report.Case();
        report.Right();
    }

    [Theory]
    [InlineData("drop table sync_lease", ErrorIds.StoreFailed, "Restore")]
    [InlineData("drop table daily_stock_data", ErrorIds.StoreFailed, "Restore")]
    [InlineData("alter table sync_day drop column reason", ErrorIds.StoreFailed, "Restore")]
    [InlineData("insert into sync_schema_journal values (40, 'future', '2030-01-01T00:00:00Z', '9.8.7')", ErrorIds.StoreSchemaNewer, "9.8.7")]
    public async Task A_file_with_another_schema_is_told_with_a_remedy_before_a_frame_is_sent(string sql, string errorId, string hint)
    {
        using var report = new FaultReport("F15", "another schema", "SQLite");
        var database = new SqliteTestDatabase();
        await using var rig = await CrashRig.StartAsync(database);
        await rig.Engine.RunAsync(rig.Backfill with { To = rig.Days[3] });
        await database.ExecuteAsync(sql);

        await AssertRefusedAsync(rig, errorId, ErrorKind.InvalidData, hint, database.Text);
        report.Case();
        report.Right();
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_file_is_told_with_a_remedy_before_a_frame_is_sent()
    {
        using var report = new FaultReport("F15", "a folder in the place of a file", "SQLite");
        var database = new SqliteTestDatabase();
        await using var rig = await CrashRig.StartAsync(database);
        Directory.CreateDirectory(database.Text);

        await AssertRefusedAsync(rig, ErrorIds.StoreUnreachable, ErrorKind.InvalidArgument, "Specify a file in it", database.Text);
        report.Case();
        report.Right();
    }

    static async Task AssertRefusedAsync(CrashRig rig, string errorId, ErrorKind kind, string hint, string place)
    {
        int frames = rig.Engine.Service.Log.Entries.Count;
        long start = Stopwatch.GetTimestamp();
        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.Engine.RunAsync(rig.Backfill));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_patience);
        Assert.True((error.ErrorId, error.Kind, error.IsTransient) == (errorId, kind, false), error.ToString());
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(hint, error.Advice, StringComparison.Ordinal);
        Assert.Equal(frames, rig.Engine.Service.Log.Entries.Count);
    }
}

using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Operations.Log;
using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Log;

public sealed class JsonLogTests : IDisposable
{
    readonly LogFolder _folder = new() { Time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 26, 20, 30, 17, 123, TimeSpan.Zero)) };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_says_when_in_both_clocks_what_and_who()
    {
        _folder.Open().Write(new LogEvent
        {
            Level = LogLevel.Warning,
            Name = "day.settled",
            Text = "三只股票未到 <3>\r\n\u202e",
            RunId = "20261126-1",
            Data = new Dictionary<string, object?>
            {
                ["date"] = new DateOnly(2026, 11, 26),
                ["day"] = new DateTime(2026, 11, 26),
                ["status"] = SyncDayStatus.Partial,
                ["late"] = 3,
                ["rate"] = 0.5,
                ["none"] = null,
                ["nan"] = double.NaN,
                ["flag"] = true,
                ["seconds"] = TimeSpan.FromSeconds(1.5),
            },
        });
        var line = Assert.Single(_folder.Lines());
        Assert.Equal("2026-11-26T20:30:17.123Z", line.GetProperty("time").GetString());
        Assert.Equal("2026-11-27T04:30:17.123+08:00", line.GetProperty("beijing").GetString());
        Assert.Equal("Warning", line.GetProperty("level").GetString());
        Assert.Equal("day.settled", line.GetProperty("event").GetString());
        Assert.Equal("三只股票未到 <3>\r\n\u202e", line.GetProperty("text").GetString());
        Assert.Equal("20261126-1", line.GetProperty("run").GetString());
        Assert.Equal(Environment.MachineName, line.GetProperty("host").GetString());
        Assert.Equal(Environment.ProcessId, line.GetProperty("pid").GetInt32());
        Assert.Equal(
            """{"date":"2026-11-26","day":"2026-11-26","status":"Partial","late":3,"rate":0.5,"none":null,"nan":"NaN","flag":true,"seconds":1.5}""",
            line.GetProperty("data").GetRawText());
        Assert.Contains("三只股票", File.ReadAllText(_folder.Current), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogLevel.Debug, 4)]
    [InlineData(LogLevel.Warning, 2)]
    [InlineData(LogLevel.None, 0)]
    public void Less_than_the_level_is_not_written(LogLevel level, int lines)
    {
        var log = _folder.Open(level);
        foreach (var each in new[] { LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error })
            log.Write(LogFolder.Event(level: each));
        Assert.Equal(lines, File.Exists(_folder.Current) ? _folder.Lines().Count : 0);
        Assert.Equal(level == LogLevel.None, log.Path is null);
        Assert.Equal(level != LogLevel.None, Directory.Exists(_folder.State));
    }

    [Fact]
    public void Files_are_begun_by_size_and_the_oldest_go()
    {
        var log = _folder.Open(size: 2_000, count: 3);
        for (int i = 0; i < 200; i++)
            log.Write(LogFolder.Event(i.ToString(CultureInfo.InvariantCulture)));
        var files = _folder.Files();
        Assert.Equal([_folder.Current, _folder.Current + ".1", _folder.Current + ".2"], files);
        Assert.All(files, f => Assert.InRange(new FileInfo(f).Length, 1, 2_000));
        var kept = files.Reverse().SelectMany(f => _folder.Lines(f)).Select(l => int.Parse(l.GetProperty("event").GetString()!, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(200 - kept.Count, kept.Count), kept);
        Assert.Null(log.TakeFault());

        // A smaller count takes the surplus away at the next turn.
        var small = _folder.Open(size: 2_000, count: 1);
        for (int i = 0; i < 50; i++)
            small.Write(LogFolder.Event());
        Assert.Equal([_folder.Current], _folder.Files());
    }

    [Fact]
    public void A_line_longer_than_a_file_is_written_all_the_same()
    {
        var log = _folder.Open(size: 100, count: 2);
        log.Write(LogFolder.Event(text: new string('长', 20_000)));
        log.Write(LogFolder.Event("next"));
        Assert.Equal("next", Assert.Single(_folder.Lines()).GetProperty("event").GetString());
        Assert.InRange(Assert.Single(_folder.Lines(_folder.Current + ".1")).GetProperty("text").GetString()!.Length, 16_000, 16_400);
    }

    [Fact]
    public async Task Several_logs_of_one_file_lose_nothing_and_mix_nothing()
    {
        var work = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            var log = _folder.Open(size: 20_000, count: 100);
            for (int i = 0; i < 100; i++)
                log.Write(LogFolder.Event($"{writer}-{i}", new string('x', 200)));
            Assert.Null(log.TakeFault());
        }));
        await Task.WhenAll(work);
        var names = _folder.Files().SelectMany(f => _folder.Lines(f)).Select(l => l.GetProperty("event").GetString()).ToList();
        Assert.Equal(400, names.Count);
        Assert.Equal(400, names.Distinct().Count());
        Assert.True(_folder.Files().Count > 4);
    }

    [Fact]
    public void A_torn_line_does_not_swallow_the_next_one()
    {
        Directory.CreateDirectory(_folder.State);
        File.WriteAllText(_folder.Current, """{"time":"2026-11-2""");
        _folder.Open().Write(LogFolder.Event("after"));
        string[] lines = File.ReadAllLines(_folder.Current);
        Assert.Equal(2, lines.Length);
        Assert.Contains("\"after\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_no_fault()
    {
        var log = _folder.Open();
        log.Write(LogFolder.Event(text: "\ud83d"));
        Assert.Null(log.TakeFault());
        Assert.Equal("\ufffd", Assert.Single(_folder.Lines()).GetProperty("text").GetString());
    }

    [Fact]
    public void Secrets_are_taken_out_of_texts_and_data()
    {
        const string Secret = "S3cret pa55/wörd";
        _folder.Open(secrets: Secret).Write(new LogEvent
        {
            Level = LogLevel.Error,
            Name = "error",
            Text = $"refused: {Secret.ToUpperInvariant()}",
            Data = new Dictionary<string, object?> { ["uri"] = "postgresql://u:" + Uri.EscapeDataString(Secret) + "@h", ["other"] = 1 },
        });
        string text = File.ReadAllText(_folder.Current, Encoding.UTF8);
        Assert.DoesNotContain("s3cret", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("refused: ***", text, StringComparison.Ordinal);
        Assert.Contains("postgresql://u:***@h", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_and_files_belong_to_their_owner()
    {
        if (OperatingSystem.IsWindows())
            return;
        var log = _folder.Open(size: 200, count: 3);
        for (int i = 0; i < 5; i++)
            log.Write(LogFolder.Event());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.State));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(_folder.State)!));
        foreach (string file in Directory.GetFiles(_folder.State))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }
}

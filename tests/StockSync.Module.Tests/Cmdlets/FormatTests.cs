using System.Xml.Linq;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

public sealed class FormatTests : IDisposable
{
    readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    public static TheoryData<string, string, string> Records() => new()
    {
        {
            "[StockSync.SyncDay]@{ Date = '2024-03-04'; Status = 'Partial'; Expected = 5123; Stored = 5000; Suspended = 20; Inserted = 5000; Reason = '100 late, 3 failed' }",
            "Date Status Expected Stored Suspended Inserted Reason",
            "2024-03-04 Partial 5123 5000 20 5000 100 late, 3 failed"
        },
        {
            "[StockSync.FailedStock]@{ Code = '600000'; From = '2024-03-04'; To = '2024-03-08'; Reason = 'SourceDisconnected'; Attempts = 6; LastError = 'closed' }",
            "Code From To State Attempts Reason Text",
            "600000 2024-03-04 2024-03-08 Failed 6 SourceDisconnected closed"
        },
        {
            "[StockSync.FailedStock]@{ Code = '600732'; From = '2017-03-14'; To = '2017-03-14'; Reason = 'NotListed'; State = 'NotListed'; Attempts = 2; Note = 'suspended' }",
            "Code From To State Attempts Reason Text",
            "600732 2017-03-14 2017-03-14 NotListed 2 NotListed suspended"
        },
        {
            "[StockSync.SyncRun]@{ RunId = '20261122T114122Z-0a1b2c3d'; Kind = 'Backfill'; Status = 'Interrupted'; StartedAt = '2026-11-22T11:41:22'; EndedAt = '2026-11-23T12:42:25'; Days = 1234; DaysSettled = 244; Inserted = 1270000 }",
            "RunId Kind Status Days Duration Inserted",
            "20261122T114122Z-0a1b2c3d Backfill Interrupted 244/1234 25:01:03 1,270,000"
        },
        {
            "[StockSync.SyncAlert]@{ Rule = 'DayIncomplete'; Scope = '2026-01-05'; Severity = 'Critical'; State = 'Resolved'; Title = '2026-01-05 is complete'; OpenedAt = '2026-01-05T12:03:00'; SeenAt = '2026-01-05T12:03:00' }",
            "Rule Severity State OpenedAt Title",
            "DayIncomplete Critical Resolved 2026-01-05 12:03 2026-01-05 is complete"
        },
        {
            "[StockSync.AlertDelivery]@{ MessageId = 'msg_1'; Channel = 'DingTalk'; Kind = 'Recovery'; Severity = 'Info'; State = 'Delivered'; Attempts = 2; Content = [StockSync.AlertContent]::new('it works', [StockSync.AlertLine[]]@(), $null); CreatedAt = '2026-01-05T12:03:00'; NotBefore = '2026-01-05T12:03:00' }",
            "CreatedAt Channel Kind State Attempts Title",
            "2026-01-05 12:03 DingTalk Recovery Delivered 2 it works"
        },
        {
            "[StockSync.Bar]@{ Code = '600519'; Exchange = 'SH'; Date = '2024-03-04'; Open = 1700.1; High = 1710; Low = 1690.1234; Close = 1699.99; Volume = 123456789012 }",
            "Code Date Open High Low Close Volume",
            "600519 2024-03-04 1700.10 1710.00 1690.1234 1699.99 123,456,789,012"
        },
        {
            "[StockSync.Stock]@{ Code = '600519'; Exchange = 'SH'; Name = '贵州茅台'; ListedOn = '2001-08-27' }",
            "Code Exchange Name ListedOn DelistedOn IsListed",
            "600519 SH 贵州茅台 2001-08-27 True"
        },
        { "[StockSync.TradingDay]@{ Date = '2024-03-04'; IsTradingDay = $true }", "Date IsTradingDay", "2024-03-04 True" },
        {
            "[StockSync.ConnectionCheck]@{ Name = 'Database'; Target = 'SQLite /data/x.db'; IsOk = $true; LatencyMilliseconds = 12.345; Detail = 'fine' }",
            "Name IsOk LatencyMilliseconds Target Detail",
            "Database True 12.3 SQLite /data/x.db fine"
        },
        {
            "[StockSync.DatabaseInfo]@{ Kind = 'SQLite'; Target = 'x.db'; ServerVersion = '3'; SchemaVersion = 1; UpgradesApplied = 1; IsWritable = $true; SizeBytes = 123456 }",
            "Kind Target SchemaVersion UpgradesApplied IsWritable SizeBytes",
            "SQLite x.db 1 1 True 123,456"
        },
        {
            "[StockSync.SyncSettingValue]@{ Name = 'MaxRequestsPerSecond'; Value = '0'; Source = 'Default'; Variable = 'STOCKSYNC_MAX_REQUESTS_PER_SECOND'; Description = 'x' }",
            "Name Value Source Description",
            "MaxRequestsPerSecond 0 Default x"
        },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_is_a_table_that_fits_a_narrow_terminal(string record, string header, string row)
    {
        string[] lines = ModuleSession.InCulture("en-US", () => _session.Show(record));
        Assert.Equal(header, Words(lines[0]));
        Assert.Equal(row, Words(lines[2]));
        Assert.Equal(3, lines.Length);
        Assert.All(lines, l => Assert.True(_session.Screen.RawUI.LengthInBufferCells(l) <= 80, l));
    }

    [Fact]
    public void Long_texts_are_wrapped_or_cut_and_fit_all_the_same()
    {
        string text = string.Join(' ', Enumerable.Repeat("无法连接 cannot be reached", 20));
        foreach (var data in Records())
        {
            string record = ((string)data[0]).Replace("'closed'", $"'{text}'", StringComparison.Ordinal)
                .Replace("'fine'", $"'{text}'", StringComparison.Ordinal)
                .Replace("'100 late, 3 failed'", $"'{text}'", StringComparison.Ordinal);
            Assert.All(_session.Show(record), l => Assert.True(_session.Screen.RawUI.LengthInBufferCells(l) <= 80, l));
        }
    }

    [Fact]
    public void A_plan_is_a_list()
    {
        string[] lines = ModuleSession.InCulture("en-US", () => _session.Show(
            "[StockSync.SyncPlan]@{ Kind = 'Backfill'; From = '2024-01-01'; To = '2024-12-31'; Requests = 244; Minutes = 12.34; BudgetShare = 0.005; Reason = 'cheaper' }"));
        Assert.Contains(lines, l => Words(l) == "From : 2024-01-01");
        Assert.Contains(lines, l => Words(l) == "Minutes : 12.3");
        Assert.Contains(lines, l => Words(l) is "BudgetShare : 0.50%" or "BudgetShare : 0.50 %");
        Assert.Contains(lines, l => Words(l) == "Reason : cheaper");
    }

    [Fact]
    public void Every_output_record_has_one_view_of_at_most_seven_properties_of_its_own()
    {
        var views = XDocument.Load(Path.Join(StagedModule.Directory, "StockSync.Format.ps1xml")).Descendants("View").ToList();
        Assert.Equal(views.Count, views.Select(v => v.Descendants("TypeName").Single().Value).Distinct().Count());
        foreach (var view in views)
        {
            string type = view.Descendants("TypeName").Single().Value;
            string[] properties = [.. view.Descendants("PropertyName").Select(p => p.Value)];
            var known = _session.Run($"[{type}].GetProperties().Name").Select(p => (string)p.BaseObject);
            Assert.Empty(properties.Except(known));
            Assert.True(view.Element("ListControl") is not null || properties.Length <= 7, type);
            Assert.Equal(view.Descendants("Label").Select(l => l.Value), view.Element("ListControl") is null ? Columns(view) : Scripts(view));
        }

        var outputs = _session.Run("(Get-Command -Module StockSync -CommandType Cmdlet).OutputType.Name").Select(t => (string)t.BaseObject);
        Assert.Empty(outputs.Where(t => t.StartsWith("StockSync.", StringComparison.Ordinal)).Except(views.Select(v => v.Descendants("TypeName").Single().Value)));
    }

    // A column that needs a script is named by its label.
    static string[] Columns(XElement view) => [.. view.Descendants("TableColumnItem").Zip(view.Descendants("Label"))
        .Select(c => c.First.Element("PropertyName")?.Value ?? c.Second.Value)];

    // In a list only those are named.
    static string[] Scripts(XElement view) =>
        [.. view.Descendants("ListItem").Where(i => i.Element("ScriptBlock") is not null).Select(i => i.Element("Label")?.Value ?? "none")];

    static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

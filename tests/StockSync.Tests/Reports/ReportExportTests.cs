using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using StockSync.Engine;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.Reports;

/// <summary>A report of a real database, by the way that cmdlets take.</summary>
public sealed class ReportExportTests : IDisposable
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stocksync-report-");

    string Target => Path.Combine(_folder.FullName, "report.html");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_copy_is_told_in_the_language_asked_for()
    {
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 7, stocks: 20, s_from, s_to));
        await rig.BackfillAsync(s_from, s_to);
        var before = CultureInfo.CurrentUICulture;

        await ExportAsync(rig.Settings, "zh-CN");

        Assert.Equal(before, CultureInfo.CurrentUICulture);
        var page = Load();
        Assert.Equal("zh-CN", (string)page.Root!.Attribute("lang")!);
        Assert.Matches("\\d+ 天中 22 天完整", page.Root.Value);
        Assert.Equal(22, page.Descendants("path").Count(p => (string?)p.Attribute("class") == "ha" && p.Element("title") is not null));
        var runs = page.Descendants("section").Single(s => (string?)s.Attribute("id") == "Runs");
        var run = Assert.Single(runs.Descendants("tbody").Elements("tr"));
        Assert.Contains("历史回填", run.Value, StringComparison.Ordinal);
        Assert.Empty(ReportPages.Active(page));
    }

    [Fact]
    public async Task A_database_that_does_not_exist_yet_has_a_report_that_says_so()
    {
        await ExportAsync(new SyncSettings { Database = Path.Combine(_folder.FullName, "new.db"), LogLevel = LogLevel.None }, "en-US");
        Assert.Contains("This database contains no synchronized data yet.", Load().Root!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_read_leaves_the_former_report()
    {
        string database = Path.Combine(_folder.FullName, "bars.db");
        await File.WriteAllTextAsync(database, new string('x', 5_000));
        await File.WriteAllTextAsync(Target, "former");
        var error = await Assert.ThrowsAsync<StockSyncException>(
            () => ExportAsync(new SyncSettings { Database = database, LogLevel = LogLevel.None }, null));
        Assert.Equal(ErrorIds.StoreNotADatabase, error.ErrorId);
        Assert.Equal("former", await File.ReadAllTextAsync(Target));
    }

    async Task ExportAsync(SyncSettings settings, string? language)
    {
        await using var operations = EngineFactory.CreateOperations(settings);
        await operations.ExportReportAsync(Target, language, [], CancellationToken.None);
    }

    XDocument Load()
    {
        using var reader = XmlReader.Create(Target, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        return XDocument.Load(reader);
    }
}

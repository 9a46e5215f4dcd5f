using System.Text.Json;
using StockSync.Engine.Operations.Reports;
using StockSync.Tests.Architecture;
using Xunit;

namespace StockSync.Tests.Reports.Browser;

/// <summary>Ten years of data in a real browser; the pictures are left in out/report-pictures to be looked at.</summary>
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    static readonly ReportData s_data = ReportFixture.Make(10, ReportPages.AsOf);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stocksync-page-");

    public void Dispose() => _folder.Delete(recursive: true);

    [BrowserTheory]
    [InlineData(360, "light", "en-US")]
    [InlineData(768, "light", "zh-CN")]
    [InlineData(1440, "light", "en-US")]
    [InlineData(360, "dark", "zh-CN")]
    [InlineData(768, "dark", "en-US")]
    [InlineData(1440, "dark", "zh-CN")]
    public async Task A_page_fits_is_readable_asks_for_nothing_and_says_nothing(int width, string theme, string language)
    {
        var page = await OpenAsync(s_data, width, theme, language);
        AssertQuiet(page);
        Assert.Equal(width, page.Number("window"));
        Assert.True(page.Number("width") <= width, $"{page.Number("width")} pixels on a screen of {width}");
        Assert.Equal([], page.Measured.GetProperty("faint").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal(theme == "light" ? "rgb(244, 246, 249)" : "rgb(14, 19, 28)", page.Measured.GetProperty("background").GetString());

        var pictures = Directory.CreateDirectory(Path.Combine(Repository.Root, "out", "report-pictures"));
        await File.WriteAllBytesAsync(
            Path.Combine(pictures.FullName, $"report-{width}-{theme}.png"), await chromium.PhotographAsync(width, page.Number("height")));
    }

    [BrowserTheory]
    [InlineData("<img src=x onerror=alert(1)><script>alert(1)</script>")]
    [InlineData("\"'></title></svg><iframe src=https://example.org onload=alert(1)></iframe>]]>")]
    public async Task A_hostile_name_is_inert(string name)
    {
        var data = ReportFixture.Make(1, ReportPages.AsOf);
        data = data with { Names = data.Names.ToDictionary(n => n.Key, _ => name), Target = name, Host = name };
        var page = await OpenAsync(data, 768, "light", "en-US");
        AssertQuiet(page);
        Assert.Equal(0, page.Number("active"));
        Assert.True(page.Number("width") <= 768);
    }

    [BrowserTheory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task A_page_without_data_fits(int width)
    {
        var page = await OpenAsync(ReportPages.Empty, width, "light", "en-US");
        AssertQuiet(page);
        Assert.True(page.Number("width") <= width);
        Assert.Equal([], page.Measured.GetProperty("faint").EnumerateArray().Select(f => f.GetString()));
    }

    async Task<OpenedPage> OpenAsync(ReportData data, int width, string theme, string language)
    {
        string path = Path.Combine(_folder.FullName, "report.html");
        await File.WriteAllBytesAsync(path, ReportPages.Bytes(data, language));
        return await chromium.OpenAsync(path, width, theme);
    }

    // The page itself is the one request; nothing is logged and nothing thrown.
    static void AssertQuiet(OpenedPage page)
    {
        Assert.StartsWith(
            "file://",
            Assert.Single(Of(page, "Network.requestWillBeSent")).GetProperty("request").GetProperty("url").GetString(),
            StringComparison.Ordinal);
        Assert.Empty(Of(page, "Log.entryAdded"));
        Assert.Empty(Of(page, "Runtime.consoleAPICalled"));
        Assert.Empty(Of(page, "Runtime.exceptionThrown"));
        Assert.Empty(Of(page, "Page.javascriptDialogOpening"));
    }

    static IEnumerable<JsonElement> Of(
        OpenedPage page, string method) => page.Events.Where(e => e.Method == method).Select(e => e.Parameters);
}

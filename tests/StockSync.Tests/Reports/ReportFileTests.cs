using StockSync.Engine.Operations.Reports;
using Xunit;

namespace StockSync.Tests.Reports;

public sealed class ReportFileTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stocksync-report-");

    string Target => Path.Combine(_folder.FullName, "report.html");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_report_is_for_its_owner_alone_also_where_a_file_for_all_was_before()
    {
        File.WriteAllText(Target, "former");
        Write(ReportPages.Empty);
        Assert.Equal(ReportPages.Bytes(ReportPages.Empty), File.ReadAllBytes(Target));
        Assert.Single(_folder.GetFileSystemInfos());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void A_report_that_is_not_written_to_its_end_leaves_the_former_one()
    {
        File.WriteAllText(Target, "former");
        // The style sheet is out by then.
        var broken = ReportPages.Empty with { Days = [null!] };
        Assert.Throws<NullReferenceException>(() => Write(broken));
        Assert.Equal("former", File.ReadAllText(Target));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void While_a_report_is_written_the_former_one_is_there_whole()
    {
        File.WriteAllText(Target, "former");
        string seen = "";
        Write(ReportPages.Empty with { Alerts = new Watched<SyncAlert>(() => seen = File.ReadAllText(Target)) });
        Assert.Equal("former", seen);
        Assert.NotEqual("former", File.ReadAllText(Target));
    }

    [Theory]
    [InlineData("nowhere/report.html")]
    [InlineData("")]
    public void A_place_that_cannot_be_written_is_named(string place)
    {
        string path = Path.Combine(_folder.FullName, place);
        var error = Assert.Throws<StockSyncException>(() => ReportFile.Write(path, ReportPages.Empty, ReportText.For("en-US")));
        Assert.Equal((ErrorIds.FileInvalid, ErrorKind.Write), (error.ErrorId, error.Kind));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    void Write(ReportData data) => ReportFile.Write(Target, data, ReportText.For("en-US"));
}

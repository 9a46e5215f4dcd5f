using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

public sealed class DateArgumentTests : IDisposable
{
    readonly ModuleSession _session = new();

    public DateArgumentTests() => _session.Run(
        """
        function global:Get-Date_ { param([StockSync.Binding.DateArgument()][datetime]$Date) $Date }
        function global:Get-Dates { param([StockSync.Binding.DateArgument()][datetime[]]$Date) $Date }
        function global:Get-Optional { param([StockSync.Binding.DateArgument(AllowEmpty = $true)][Nullable[datetime]]$Date) "<$Date>" }
        """);

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("2024-03-04")]
    [InlineData("'2024-03-04'")]
    [InlineData("' 2024-03-04 '")]
    [InlineData("20240304")]
    [InlineData("'20240304'")]
    [InlineData("([long]20240304)")]
    [InlineData("2024/3/4")]
    [InlineData("'2024.3.4'")]
    [InlineData("'2024-3-4'")]
    [InlineData("'2024年3月4日'")]
    [InlineData("'2024-03-04T00:00:00'")]
    [InlineData("'2024-03-04T00:00:00.0000000Z'")]
    [InlineData("'2024-03-04T00:00:00+08:00'")]
    [InlineData("'2024-03-04 00:00:00'")]
    [InlineData("'2024/3/4 0:00:00'")]
    [InlineData("([datetime]'2024-03-04')")]
    [InlineData("([datetime]::new(2024, 3, 4, 0, 0, 0, [DateTimeKind]::Utc))")]
    [InlineData("([DateOnly]::new(2024, 3, 4))")]
    [InlineData("([DateTimeOffset]::new(2024, 3, 4, 0, 0, 0, [timespan]::FromHours(8)))")]
    [InlineData("([psobject]::AsPSObject([DateOnly]::new(2024, 3, 4)))")]
    [InlineData("'March 4, 2024'")]
    [InlineData("'03/04/2024 00:00:00'")]
    public void A_date_is_read(string argument)
    {
        var date = (DateTime)_session.Run($"Get-Date_ {argument}").Single().BaseObject;
        Assert.Equal(new DateTime(2024, 3, 4), date);
        Assert.Equal(DateTimeKind.Unspecified, date.Kind);
    }

    [Theory]
    [InlineData("'2024-03-04 17:30'")]
    [InlineData("'2024-03-04T16:00:00Z'")]
    [InlineData("([datetime]'2024-03-04T00:00:01')")]
    [InlineData("'17:30'")]
    [InlineData("'0:00'")]
    [InlineData("'2024-13-04'")]
    [InlineData("'2023-02-29'")]
    [InlineData("20241304")]
    [InlineData("5")]
    [InlineData("2024.0304")]
    [InlineData("'yesterday'")]
    [InlineData("''")]
    [InlineData("$null")]
    [InlineData("@{}")]
    [InlineData("$true")]
    public void Anything_else_is_refused_with_what_was_given(string argument)
    {
        var error = _session.Fail($"Get-Date_ {argument}");
        Assert.Equal("ParameterArgumentTransformationError,Get-Date_", error.FullyQualifiedErrorId);
        Assert.Contains("2024-03-04", error.Exception.Message, StringComparison.Ordinal);
        string given = argument.Trim('\'');
        if (given.Length > 1 && char.IsAsciiLetterOrDigit(given[0]))
            Assert.Contains(given, error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sessions_culture_reads_what_is_left()
    {
        var german = ModuleSession.InCulture("de-DE", () => _session.Run("Get-Date_ '04.03.2024'").Single().BaseObject);
        Assert.Equal(new DateTime(2024, 3, 4), german);
        var british = ModuleSession.InCulture("en-GB", () => _session.Run("Get-Date_ '04/03/2024'").Single().BaseObject);
        Assert.Equal(new DateTime(2024, 3, 4), british);
    }

    [Fact]
    public void Lists_are_read_item_by_item()
    {
        var dates = _session.Run("Get-Dates 2024-03-04, 20240305, ([DateOnly]::new(2024, 3, 6))").Select(d => (DateTime)d.BaseObject);
        Assert.Equal([new(2024, 3, 4), new(2024, 3, 5), new(2024, 3, 6)], dates);
        Assert.Contains("nonsense", _session.Fail("Get-Dates 2024-03-04, nonsense").Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_cell_is_not_given_where_that_is_allowed()
    {
        Assert.Equal("<>", _session.Run("Get-Optional ''").Single().BaseObject);
        Assert.Equal("<>", _session.Run("Get-Optional $null").Single().BaseObject);
    }

    [Fact]
    public void The_message_is_Chinese_in_a_Chinese_session()
    {
        var error = ModuleSession.InCulture("zh-CN", () => _session.Fail("Get-Date_ nonsense"));
        Assert.Contains("不是日期", error.Exception.Message, StringComparison.Ordinal);
    }
}

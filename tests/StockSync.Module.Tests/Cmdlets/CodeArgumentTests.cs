using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

public sealed class CodeArgumentTests : IDisposable
{
    readonly ModuleSession _session = new();

    public CodeArgumentTests() => _session.Run(
        """
        function global:Get-Code { param([StockSync.Binding.CodeArgument()][string[]]$Code) $Code }
        function global:Get-Pattern { param([StockSync.Binding.CodeArgument(AllowWildcards = $true)][string[]]$Code) $Code }
        """);

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("600000", "600000")]
    [InlineData("'600000'", "600000")]
    [InlineData("sh.600000", "600000")]
    [InlineData("SH600000", "600000")]
    [InlineData("sH.600000", "600000")]
    [InlineData("600000.SH", "600000")]
    [InlineData("600000.sh", "600000")]
    [InlineData("' 600000 '", "600000")]
    [InlineData("000001", "000001")]
    [InlineData("1", "000001")]
    [InlineData("'000001'", "000001")]
    [InlineData("sz.000001", "000001")]
    [InlineData("SZ000001", "000001")]
    [InlineData("000001.SZ", "000001")]
    [InlineData("300750", "300750")]
    [InlineData("688981", "688981")]
    [InlineData("([psobject]::AsPSObject(600000))", "600000")]
    public void A_code_is_six_digits(string argument, string expected) =>
        Assert.Equal([expected], _session.Run($"Get-Code {argument}").Select(c => (string)c.BaseObject));

    [Fact]
    public void Lists_are_read_item_by_item() =>
        Assert.Equal(["600000", "000001", "300750"], _session.Run("Get-Code 600000, 000001, sz.300750").Select(c => (string)c.BaseObject));

    [Theory]
    [InlineData("abc")]
    [InlineData("60000")]
    [InlineData("6000000")]
    [InlineData("sh.000001")]
    [InlineData("sz.600000")]
    [InlineData("900901")]
    [InlineData("200002")]
    [InlineData("430047")]
    [InlineData("bj.430047")]
    [InlineData("60000*")]
    [InlineData("'1'")]
    [InlineData("''")]
    [InlineData("$null")]
    [InlineData("1.5")]
    [InlineData("６０００００")]
    public void Anything_else_is_refused_with_what_was_given_and_what_is_accepted(string argument)
    {
        var error = _session.Fail($"Get-Code {argument}");
        Assert.Equal("ParameterArgumentTransformationError,Get-Code", error.FullyQualifiedErrorId);
        Assert.Contains($"\"{argument.Trim('\'')}\"", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("600000, sh.600000, SH600000, 600000.SH", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("600*")]
    [InlineData("sh.60?0*")]
    [InlineData("[03]0*")]
    public void Patterns_are_kept_where_they_are_allowed(string pattern) =>
        Assert.Equal([pattern], _session.Run($"Get-Pattern '{pattern}'").Select(c => (string)c.BaseObject));

    [Fact]
    public void A_stock_stands_for_its_code() =>
        Assert.Equal("600000", _session.Run("Get-Code ([StockSync.Stock]@{ Code = '600000'; Name = 'x' })").Single().BaseObject);
}

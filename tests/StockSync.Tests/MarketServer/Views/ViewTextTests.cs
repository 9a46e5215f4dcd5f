using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer.Views;

public sealed class ViewTextTests
{
    [Theory]
    [InlineData("", "it ends before a rule")]
    [InlineData("explode 2024-01-02", "there is no rule 'explode'")]
    [InlineData("bars", "it ends before a day")]
    [InlineData("bars sometimes share 0.5", "'sometimes' is no day like 2024-01-02")]
    [InlineData("bars 2024-01-32 share 0.5", "'2024-01-32' is no day")]
    [InlineData("bars 2024-01-03..2024-01-02 share 0.5", "is neither a day nor a range of days")]
    [InlineData("bars 2024-01-02..2024-01-03..2024-01-04 share 0.5", "is neither a day nor a range of days")]
    [InlineData("bars 2024-01-02", "it ends before share, lacking or without")]
    [InlineData("bars 2024-01-02 most", "there is no 'most' here")]
    [InlineData("bars 2024-01-02 share", "it ends before a share")]
    [InlineData("bars 2024-01-02 share 50", "'50' is no share from 0 to 1")]
    [InlineData("bars 2024-01-02 share -0.5", "'-0.5' is no share from 0 to 1")]
    [InlineData("bars 2024-01-02 share 0.5 seed x", "'x' is no whole number")]
    [InlineData("bars 2024-01-02 share 0.5 only 35", "'35' is neither 95 nor 98")]
    [InlineData("bars 2024-01-02 share 0.5 again", "'again' is too much")]
    [InlineData("bars 2024-01-02 without", "it ends before codes")]
    [InlineData("bars 2024-01-02 without 600000", "'600000' is no code like sh.600000")]
    [InlineData("bars 2024-01-02 without sh.600000, sz.000001", "'' is no code like sh.600000")]
    [InlineData("list 2024-01-02 share 0.5 only 98", "'only' is too much")]
    [InlineData("suspend 2024-01-02 sh.600000", "'2024-01-02' is no code")]
    [InlineData("values 2024-01-02", "it ends before what is wrong with the values")]
    [InlineData("values 2024-01-02 odd", "no values are 'odd'")]
    [InlineData("values 2024-01-02 bad", "it ends before codes")]
    [InlineData("values 2024-01-02 half of", "it ends before codes")]
    [InlineData("stocks", "it ends before what is wrong with the stock list")]
    [InlineData("stocks last 5", "there is no 'last' here")]
    [InlineData("stocks first many", "'many' is no whole number")]
    [InlineData("stocks growing 50 and 10", "'and' is not 'by'")]
    [InlineData("stocks late sh.600000", "it ends before 'until'")]
    [InlineData("stocks listed sh.600000", "it ends before a day")]
    [InlineData("stocks out sh.600000 never", "'never' is no day")]
    [InlineData("rename sz.300114", "it ends before a code")]
    [InlineData("rename sz.300114 sz.302132", "it ends before 'from'")]
    [InlineData("rename sz.300114 sz.302132 at 2024-01-02", "'at' is not 'from'")]
    [InlineData("calendar shut 2024-01-02", "'shut' is not closed, open or until")]
    public void A_rule_that_is_not_understood_is_told_with_its_reason(string text, string reason)
    {
        var problem = Assert.Throws<FormatException>(() => ViewText.Parse(text));

        Assert.StartsWith($"The view '{text}' is not understood: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blanks_between_words_do_not_matter() =>
        Assert.Equal(" bars  2024-01-02 share 0.5 ", ViewText.Parse(" bars  2024-01-02 share 0.5 ").ToString());

    [Fact]
    public void Every_rule_is_explained()
    {
        foreach (var rule in new[] { "bars", "list", "both", "suspend", "values", "stocks", "rename", "calendar" })
            Assert.Contains($"\n{rule} ", "\n" + ViewText.Rules.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}

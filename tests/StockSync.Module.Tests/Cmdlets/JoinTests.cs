using System.Management.Automation;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Cmdlets;

/// <summary>What a user sees of <c>Start-StockBackfill -Join</c> where there is nothing that could be joined.</summary>
public sealed class JoinTests
{
    [Theory]
    [InlineData("en-US", "PostgreSQL")]
    [InlineData("zh-CN", "只属于一台机器")]
    public async Task A_file_is_refused_with_one_error_that_says_what_to_name_instead(string culture, string words)
    {
        await using var market = await MarketSession.StartAsync();
        var error = ModuleSession.InCulture(culture, () => market.Module.Fail("Start-StockBackfill -Join"));
        Assert.Equal("JoinUnsupported,StockSync.Commands.StartStockBackfillCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Contains(words, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(market.Service.Log.Entries);
    }

    [Theory]
    [InlineData("-From 2024-01-02")]
    [InlineData("-To 2024-01-02")]
    [InlineData("-Days 3")]
    [InlineData("-Code 600000")]
    [InlineData("-Force")]
    [InlineData("-Shape MarketDay")]
    public async Task Who_joins_has_no_say_in_what_is_asked_for(string parameter)
    {
        await using var market = await MarketSession.StartAsync();
        var error = market.Module.Fail($"Start-StockBackfill -Join {parameter}");
        Assert.Equal("AmbiguousParameterSet,StockSync.Commands.StartStockBackfillCommand", error.FullyQualifiedErrorId);
    }

    [Fact]
    public async Task WhatIf_looks_and_touches_nothing()
    {
        await using var market = await MarketSession.StartAsync();
        Assert.Empty(market.Module.Run("Start-StockBackfill -Join -WhatIf -MaxRequests 5 -MaxMinutes 1 -ThrottleLimit 1"));
        Assert.Contains("Join the run", Assert.Single(market.Module.Screen.Lines, l => l.Length > 0), StringComparison.Ordinal);
        Assert.Empty(market.Service.Log.Entries);
        Assert.False(File.Exists(market.Database));
    }
}

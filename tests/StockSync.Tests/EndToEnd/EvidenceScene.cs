using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>Some months of a made-up market, copied up to the evening before <see cref="Today"/>, on either database.</summary>
public abstract class EvidenceScene
{
    private protected static readonly DateOnly First = new(2024, 1, 2);
    private protected static readonly DateOnly Last = new(2024, 3, 29);
    private protected static readonly DateOnly Today = new(2024, 1, 31);
    private protected static readonly MadeUpMarket Market = new(seed: 5, stocks: 300, First, Last);

    /// <summary>PostgreSQL instead of a SQLite file.</summary>
    private protected virtual bool IsOnServer => false;

    private protected static StockCode Code(string code) =>
        StockCode.TryParse(code, out var parsed) ? parsed : throw new ArgumentException(code, nameof(code));

    /// <summary>The first stock that is listed within these months.</summary>
    private protected static (string Code, DateOnly Day) Listing()
    {
        var first = Market.Securities.Where(s => s.IsAShare && s.IpoDate > new DateOnly(2024, 1, 10) && s.IpoDate < new DateOnly(2024, 3, 15))
            .OrderBy(s => s.IpoDate).First();
        return (first.Code, first.IpoDate);
    }

    private protected async Task<Evenings> StartAsync(bool backfill = true)
    {
        string? database = IsOnServer ? (await (await Fakes.PostgresCluster.SharedAsync()).CreateDatabaseAsync()).ConnectionString : null;
        var evenings = await Evenings.StartAsync(Market, Today, database);
        if (!backfill)
            return evenings;
        evenings.At(Today.AddDays(-1));
        await evenings.Rig.BackfillAsync(First, Today.AddDays(-1));
        evenings.At(Today);
        return evenings;
    }

    private protected static async Task AssertWholeAsync(Evenings evenings, DateOnly day)
    {
        var record = await evenings.DayAsync(day);
        Assert.Equal((SyncDayStatus.Completed, Market.ListedCodes(day).Count()), (record.Status, record.Expected));
        await TruthChecker.AssertEqualAsync(evenings.Rig, day, day);
    }
}

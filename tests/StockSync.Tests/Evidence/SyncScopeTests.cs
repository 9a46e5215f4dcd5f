using StockSync.Engine.Planning;
using Xunit;

namespace StockSync.Tests.Evidence;

public class SyncScopeTests
{
    static readonly DateOnly s_day = new(2026, 3, 2);
    static readonly StockCode s_code = new(600000);

    [Theory]
    [InlineData(-3, false)]
    [InlineData(-2, true)]
    [InlineData(0, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(5, true)]
    public void A_stock_is_asked_for_from_the_first_to_the_last_day_of_each_of_its_ranges(int offset, bool asks)
    {
        var scope = Scope();
        scope.AddRange(s_code, s_day.AddDays(-2), s_day.AddDays(2));
        scope.AddRange(s_code, s_day.AddDays(5), s_day.AddDays(5));
        scope.AddRange(new(1), s_day.AddDays(3), s_day.AddDays(4));
        var day = s_day.AddDays(offset);
        Assert.Equal(asks, scope.Asks(day, s_code));
        Assert.False(scope.Asks(day, new(2)));
        Assert.False(scope.IsWholeMarket(day));
        Assert.False(scope.HasWholeDays);
        Assert.Equal([new(1), s_code], scope.Codes.Order());
        Assert.Equal([(1, 3, 4), (600000, -2, 2), (600000, 5, 5)], scope.Ranges
            .Select(r => (r.Code.Number, r.From.DayNumber - s_day.DayNumber, r.To.DayNumber - s_day.DayNumber)).Order());
    }

    [Fact]
    public void On_a_whole_day_every_stock_is_asked_for()
    {
        var scope = Scope();
        scope.AddWholeDay(s_day);
        Assert.True(scope.Asks(s_day, s_code));
        Assert.False(scope.Asks(s_day.AddDays(1), s_code));
        Assert.True(scope.IsWholeMarket(s_day));
        Assert.False(scope.IsWholeMarket(s_day.AddDays(1)));
        Assert.True(scope.HasWholeDays);
        Assert.Empty(scope.Codes);
        Assert.Empty(scope.Ranges);
    }

    [Fact]
    public void A_day_is_fresh_from_the_first_fresh_one_on_and_without_one_none_is()
    {
        var scope = new SyncScope { From = s_day, To = s_day, Days = [], FreshFrom = s_day };
        Assert.Equal([false, true, true], new[] { -1, 0, 1 }.Select(o => scope.IsFresh(s_day.AddDays(o))));
        Assert.False(Scope().IsFresh(s_day.AddDays(1000)));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void What_a_person_named_is_asked_for_although_it_was_accepted(int offset, bool asksAnew)
    {
        var named = new SyncScope { From = s_day, To = s_day, Days = [s_day], IsExplicit = true };
        var found = Scope();
        foreach (var scope in (SyncScope[])[named, found])
        {
            scope.AddRange(s_code, s_day, s_day.AddDays(1));
            scope.AddWholeDay(s_day);
        }
        Assert.Equal(asksAnew, named.AsksAnew(s_day.AddDays(offset), s_code));
        Assert.False(named.AsksAnew(s_day.AddDays(offset), new(1)));
        Assert.False(found.AsksAnew(s_day.AddDays(offset), s_code));
    }

    static SyncScope Scope() => new() { From = s_day, To = s_day, Days = [s_day] };
}

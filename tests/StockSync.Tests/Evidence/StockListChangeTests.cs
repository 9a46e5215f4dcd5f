using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Evidence;

public class StockListChangeTests
{
    static readonly DateOnly s_first = new(1990, 12, 19);
    static readonly DateOnly s_last = new(2026, 11, 27);

    [Theory]
    [InlineData(200, 3)]
    [InlineData(1999, 3)]
    [InlineData(2000, 4)]
    [InlineData(5525, 11)]
    public void More_than_two_in_a_thousand_new_gone_or_changed_entries_are_a_large_change(int known, int few)
    {
        // The last day of which anything was known is later than what changes.
        StockList Recent(StockList list) => list.Replace([Entry(known - 1) with { ListedOn = s_last }]);
        var before = Recent(List(0, known));
        foreach (int count in (int[])[few, few + 1])
        {
            bool isLarge = count > few;
            var more = Of(Recent(List(0, known + count)), before);
            Assert.Equal((count, 0, isLarge), (more.Changed.Count, more.Gone.Count, more.IsLarge));
            var fewer = Of(Recent(List(count, known - count)), before);
            Assert.Equal((0, count, isLarge), (fewer.Changed.Count, fewer.Gone.Count, fewer.IsLarge));
            var moved = Of(Edited(before, count, e => e with { ListedOn = e.ListedOn.AddDays(1) }), before);
            Assert.Equal((count, 0, isLarge), (moved.Changed.Count, moved.Gone.Count, moved.IsLarge));
            var left = Of(Edited(before, count, e => e with { DelistedOn = s_last.AddDays(-1) }), before);
            Assert.Equal((count, isLarge), (left.Changed.Count, left.IsLarge));
            // One new, the rest gone: they count together.
            var both = Of(Recent(new StockList([.. List(count - 1, known - count + 1).Entries, Entry(known)])), before);
            Assert.Equal((1, count - 1, isLarge), (both.Changed.Count, both.Gone.Count, both.IsLarge));
        }
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(30, 30, false)]
    [InlineData(31, 0, true)]
    public void Listings_after_the_last_known_event_are_the_course_of_things_and_so_is_that_one_a_day_leaves(int left, int sure, bool isLarge)
    {
        var before = List(0, 200).Replace([Entry(199) with { ListedOn = s_last.AddDays(-30) }]);
        var after = before.Replace(Enumerable.Range(200, 50).Select(i => Entry(i) with { ListedOn = s_last.AddDays(-29) })
            .Concat(Enumerable.Range(0, left).Select(i => Entry(i) with { DelistedOn = s_last })));
        var change = Of(after, before);
        Assert.Equal((50 + left, 50 + sure, isLarge), (change.Changed.Count, change.Sure.Count, change.IsLarge));
    }

    [Fact]
    public void The_last_known_event_is_the_last_listing_or_delisting_and_what_is_listed_on_its_day_is_the_course_of_things()
    {
        var before = List(0, 200).Replace([Entry(198) with { ListedOn = s_last.AddDays(-30) }, Entry(199) with { DelistedOn = s_last.AddDays(-10) }]);
        foreach (var (day, sure) in (ReadOnlySpan<(int, int)>)[(-11, 0), (-10, 1), (-9, 1)])
            Assert.Equal(sure, Of(before.Replace([Entry(200) with { ListedOn = s_last.AddDays(day) }]), before).Sure.Count);
        // Who left is counted against the days up to the last of them.
        var left = before.Replace(Enumerable.Range(0, 4).Select(i => Entry(i) with { DelistedOn = s_last.AddDays(i - 9) }));
        Assert.Equal((4, 4, false), Of(left, before) is var change ? (change.Changed.Count, change.Sure.Count, change.IsLarge) : default);
        Assert.Empty(Of(before.Replace([Entry(0) with { DelistedOn = s_last.AddDays(-11) }]), before).Sure);
    }

    [Fact]
    public void What_bars_prove_counts_at_once_and_weighs_nothing()
    {
        var before = Edited(List(0, 200), 5, e => e with { DelistedOn = s_last });
        var change = StockListChange.Of(List(0, 200), before, Enumerable.Range(0, 5).Select(i => Entry(i).Code).ToHashSet());
        Assert.Equal((5, 5, false), (change.Changed.Count, change.Sure.Count, change.IsLarge));
        Assert.True(Of(List(0, 200), before).IsLarge);
    }

    [Fact]
    public void A_change_that_waits_is_the_same_while_stocks_are_listed_day_by_day()
    {
        var before = List(0, 200).Replace([Entry(199) with { ListedOn = s_last.AddDays(-30) }]);
        var first = Edited(before, 5, e => e with { ListedOn = e.ListedOn.AddDays(1) });
        var second = first.Replace([Entry(200) with { ListedOn = s_last }]);
        Assert.Equal(Of(first, before).Digest(), Of(second, before).Digest());
        Assert.Equal(Entry(200).Code, Assert.Single(Of(second, before).Sure).Code);
    }

    [Fact]
    public void A_name_says_nothing_of_which_bars_there_are()
    {
        var before = List(0, 200);
        var renamed = Of(Edited(before, 200, e => e with { Name = "ST" + e.Name }), before);
        Assert.Equal((200, false), (renamed.Changed.Count, renamed.IsLarge));
    }

    [Fact]
    public void The_first_list_is_compared_with_nothing()
    {
        var change = Of(List(0, 200), null);
        Assert.Equal((200, 0, false), (change.Changed.Count, change.Gone.Count, change.IsLarge));
    }

    [Fact]
    public void A_code_that_another_took_the_place_of_is_neither_changed_nor_gone()
    {
        var before = Edited(List(0, 200), 10, e => e with { ReplacedBy = new(699999) });
        var same = Of(List(0, 200), before);
        Assert.Equal((0, 0, false), (same.Changed.Count, same.Gone.Count, same.IsLarge));
        var without = Of(List(10, 190), before);
        Assert.Equal((0, 0, false), (without.Changed.Count, without.Gone.Count, without.IsLarge));
    }

    [Fact]
    public void The_digest_tells_one_change_from_another()
    {
        // Who is listed later than the others is no news: only what waits is told apart.
        var before = Recent(List(0, 20));
        StockList[] lists =
        [
            Recent(List(0, 19)), // one gone
            Recent(List(1, 19)), // another gone
            Recent(List(0, 21)), // one new
            Recent(List(0, 22)),
            Edited(before, 1, e => e with { ListedOn = e.ListedOn.AddDays(1) }),
            Edited(before, 1, e => e with { DelistedOn = s_last }),
            Edited(before, 1, e => e with { DelistedOn = s_last.AddDays(1) }),
        ];
        string[] digests = [.. lists.Select(l => Of(l, before).Digest())];
        Assert.Equal(digests.Length, digests.Distinct().Count());
        Assert.Equal(digests, lists.Select(l => Of(l, before).Digest()));
        Assert.All(digests, d => Assert.Equal(32, d.Length));

        static StockList Recent(StockList list) => list.Replace([Entry(15) with { ListedOn = s_last }]);
    }

    [Theory]
    // new
    [InlineData(null, null, "2026-11-20", null, "2026-11-20..2026-11-27")]
    [InlineData(null, null, "2026-11-27", null, "2026-11-27..2026-11-27")]
    [InlineData(null, null, "2026-11-28", null, "")]
    [InlineData(null, null, "1980-01-01", "1990-12-19", "")]
    [InlineData(null, null, "1980-01-01", "1990-12-20", "1990-12-19..1990-12-19")]
    [InlineData(null, null, "2001-01-01", "2005-01-01", "2001-01-01..2004-12-31")]
    [InlineData(null, null, "2001-01-01", "2001-01-01", "")]
    [InlineData(null, null, "2001-01-01", "2026-11-28", "2001-01-01..2026-11-27")]
    [InlineData(null, null, "2001-01-01", "2026-12-28", "2001-01-01..2026-11-27")]
    // the same
    [InlineData("2001-01-01", null, "2001-01-01", null, "")]
    [InlineData("2001-01-01", "2005-01-01", "2001-01-01", "2005-01-01", "")]
    // listed earlier
    [InlineData("2001-01-10", null, "2001-01-01", null, "2001-01-01..2001-01-09")]
    [InlineData("2001-01-02", null, "2001-01-01", null, "2001-01-01..2001-01-01")]
    [InlineData("2001-01-10", "2005-01-01", "2000-01-01", "2000-06-01", "2000-01-01..2000-05-31")]
    // listed later, delisted earlier: nothing is added
    [InlineData("2001-01-01", null, "2001-01-10", null, "")]
    [InlineData("2001-01-01", null, "2001-01-01", "2005-01-01", "")]
    [InlineData("2001-01-01", "2005-01-01", "2001-01-01", "2004-01-01", "")]
    // delisted later or not at all
    [InlineData("2001-01-01", "2005-01-01", "2001-01-01", "2005-01-02", "2005-01-01..2005-01-01")]
    [InlineData("2001-01-01", "2005-01-01", "2001-01-01", null, "2005-01-01..2026-11-27")]
    [InlineData("2001-01-01", "2005-01-01", "2006-01-01", null, "2006-01-01..2026-11-27")]
    [InlineData("2001-01-01", "2026-11-27", "2001-01-01", null, "2026-11-27..2026-11-27")]
    [InlineData("2001-01-01", "2026-11-28", "2001-01-01", null, "")]
    // both ends
    [InlineData("2001-01-10", "2005-01-01", "2001-01-01", "2006-01-01", "2001-01-01..2001-01-09 2005-01-01..2005-12-31")]
    public void Added_days_are_those_that_the_list_before_did_not_expect(
        string? listedBefore, string? delistedBefore, string listed, string? delisted, string expected)
    {
        StockEntry? before = listedBefore is null ? null : Entry(1, listedBefore, delistedBefore);
        var after = Entry(1, listed, delisted);
        var added = StockListChange.Added(before, after, s_first, s_last).ToArray();
        Assert.Equal(expected, string.Join(' ', added.Select(i => $"{i.From:yyyy-MM-dd}..{i.To:yyyy-MM-dd}")));
        // The same, day by day, around the ends.
        foreach (var day in Ends(before, after).SelectMany(d => (DateOnly[])[d.AddDays(-1), d, d.AddDays(1)]).Where(d => s_first <= d && d <= s_last))
            Assert.Equal(after.IsExpectedOn(day) && before?.IsExpectedOn(day) != true, added.Any(i => i.From <= day && day <= i.To));
    }

    [Fact]
    public void The_code_that_a_new_one_goes_on_with_has_the_same_first_day_and_has_left()
    {
        var fresh = Entry(302132, "2010-08-27");
        var old = Entry(300114, "2010-08-27");
        StockEntry[] others = [Entry(1, "1991-04-03"), Entry(300115, "2010-08-26")];
        var known = new StockList([.. others, old]);

        Assert.Equal(old, StockListChange.Predecessor(fresh, new StockList([.. others, fresh]), known));
        // Delisted, and still in the list.
        Assert.Equal(old, StockListChange.Predecessor(fresh, new StockList([.. others, fresh, old with { DelistedOn = s_last }]), known));
        // Still there: two stocks of one day.
        Assert.Null(StockListChange.Predecessor(fresh, new StockList([.. others, fresh, old]), known));
        // Of another exchange, of another day, or replaced already.
        Assert.Null(StockListChange.Predecessor(fresh with { Code = new(600114) }, new StockList([.. others]), known));
        Assert.Null(StockListChange.Predecessor(fresh with { ListedOn = new(2010, 8, 28) }, new StockList([.. others]), known));
        Assert.Null(StockListChange.Predecessor(fresh, new StockList([.. others]), new StockList([.. others, old with { ReplacedBy = new(302133) }])));
        // A stock is not its own.
        Assert.Null(StockListChange.Predecessor(old, new StockList([.. others]), known));
    }

    [Fact]
    public void Of_two_codes_that_left_nobody_knows_which_one_goes_on()
    {
        var known = new StockList([Entry(300114, "2010-08-27"), Entry(300115, "2010-08-27")]);
        var fresh = Entry(302132, "2010-08-27");
        Assert.Null(StockListChange.Predecessor(fresh, new StockList([fresh]), known));
        Assert.Equal(300115, StockListChange.Predecessor(fresh, new StockList([fresh, Entry(300114, "2010-08-27")]), known)?.Code.Number);
    }

    static IEnumerable<DateOnly> Ends(StockEntry? before, StockEntry after) =>
        new[] { before?.ListedOn, before?.DelistedOn, after.ListedOn, after.DelistedOn, s_first, s_last }.OfType<DateOnly>();

    static StockListChange Of(StockList fetched, StockList? known) => StockListChange.Of(fetched, known, new HashSet<StockCode>());

    static StockList Edited(StockList list, int count, Func<StockEntry, StockEntry> edit) =>
        new(list.Entries.ToArray().Select((entry, i) => i < count ? edit(entry) : entry));

    static StockList List(int from, int count) => new(Enumerable.Range(from, count).Select(Entry));

    static StockEntry Entry(int number) => new(new(600000 + number), $"S{number}", new(2000, 1, 4), null);

    static StockEntry Entry(int code, string listed, string? delisted = null) => new(new(code), "name", Trading.Day(listed), Trading.DayOrNull(delisted));
}

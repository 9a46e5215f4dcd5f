using StockSync.Engine.Operations.Schedules.Cron;
using Xunit;

namespace StockSync.Tests.Schedules;

public sealed class CrontabTextTests
{
    static readonly CronClock s_clock = HostZones.Clock("Etc/UTC");

    static string Block(string name, int hour = 20) =>
        CrontabBlock.Write(SampleSpec.Create(name) with { Times = [new(hour, 0)] }, s_clock);

    [Fact]
    public void Register_and_unregister_leave_a_thousand_tables_as_they_were()
    {
        for (int seed = 0; seed < 1_000; seed++)
        {
            string table = RandomTables.Create(seed);
            string once = CrontabText.Put(table, "default", Block("default"));
            Assert.StartsWith(table, once, StringComparison.Ordinal);
            Assert.EndsWith("\n", once, StringComparison.Ordinal);
            Assert.Single(CrontabText.Find(once));

            // The same again, other times, and a second schedule taken away in either order.
            Assert.Equal(once, CrontabText.Put(once, "default", Block("default")));
            string changed = CrontabText.Put(once, "default", Block("default", 21));
            Assert.Single(CrontabText.Find(changed));
            string two = CrontabText.Put(changed, "other", Block("other"));
            Assert.Equal(["default", "other"], CrontabText.Find(two).Select(b => b.Name));
            Assert.Equal(table, CrontabText.Remove(CrontabText.Remove(two, "default"), "other"));
            Assert.Equal(table, CrontabText.Remove(CrontabText.Remove(two, "other"), "default"));
            Assert.Equal(table, CrontabText.Remove(table, "default"));
        }
    }

    [Fact]
    public void A_block_between_the_lines_of_others_is_changed_in_its_place()
    {
        const string Before = "MAILTO=x\r\n0 1 * * * a\n";
        const string After = "\n# BEGIN other\n0 2 * * * b";
        string table = Before + Block("default") + After;
        Assert.Equal(Before + Block("default", 9) + After, CrontabText.Put(table, "default", Block("default", 9)));
        Assert.Equal(Before + After, CrontabText.Remove(table, "default"));
    }

    [Fact]
    public void Lines_added_behind_a_block_are_not_joined_to_the_one_before_it()
    {
        string table = CrontabText.Put("0 1 * * * a", "default", Block("default")) + "0 2 * * * b\n";
        Assert.Equal("0 1 * * * a\n0 2 * * * b\n", CrontabText.Remove(table, "default"));
    }

    [Fact]
    public void A_table_that_an_editor_has_given_other_line_ends_is_understood()
    {
        string table = ("0 1 * * * a\n" + Block("default")).Replace("\n", "\r\n", StringComparison.Ordinal);
        Assert.Single(CrontabText.Find(table));
        Assert.Equal("0 1 * * * a\r\n", CrontabText.Remove(table, "default"));
    }

    [Theory]
    [InlineData("# BEGIN StockSync default\n0 1 * * * a\n", 1)]
    [InlineData("0 1 * * * a\n# END StockSync default\n", 2)]
    [InlineData("# BEGIN StockSync a\n# BEGIN StockSync b\n# END StockSync b\n# END StockSync a\n", 2)]
    [InlineData("# BEGIN StockSync a\n# END StockSync b\n", 2)]
    [InlineData("# BEGIN StockSync a\n# END StockSync a\n# BEGIN StockSync a\n# END StockSync a\n", 3)]
    [InlineData("# BEGIN StockSync\n# END StockSync\n", 1)]
    [InlineData("# BEGIN StockSync ../etc\n# END StockSync ../etc\n", 1)]
    public void A_table_with_half_a_marker_is_refused_and_the_line_is_named(string table, int line)
    {
        Func<string>[] changes = [() => CrontabText.Put(table, "default", Block("default")), () => CrontabText.Remove(table, "default")];
        foreach (var change in changes)
        {
            var error = Assert.Throws<StockSyncException>(() => change());
            Assert.Equal(ErrorIds.ScheduleFailed, error.ErrorId);
            Assert.Contains($"{line}", error.Message, StringComparison.Ordinal);
            Assert.Contains("crontab -e", error.Advice, StringComparison.Ordinal);
        }
    }
}

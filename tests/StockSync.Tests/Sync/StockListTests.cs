using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sync;

public class StockListTests
{
    static readonly StockEntry s_bank = new(new(600000), "浦发银行", new(1999, 11, 10), null);
    static readonly StockEntry s_gone = new(new(600001), "邯郸钢铁", new(1998, 1, 22), null);
    static readonly StockEntry s_new = new(new(601001), "晋控煤业", new(2006, 6, 23), null);

    [Fact]
    public void What_changed_is_what_is_new_and_what_is_otherwise()
    {
        var earlier = new StockList([s_bank, s_gone]);
        var left = s_gone with { DelistedOn = new(2009, 12, 29) };
        Assert.Equal([left, s_new], StockListChange.Of(new StockList([s_bank, left, s_new]), earlier, new HashSet<StockCode>()).Changed);
        Assert.Equal([s_bank with { Name = "ST银行" }], StockListChange.Of(new StockList([s_bank with { Name = "ST银行" }]), earlier, new HashSet<StockCode>()).Changed);
    }

    [Fact]
    public void Of_an_equal_list_nothing_changed_and_without_an_earlier_one_all()
    {
        Assert.Empty(StockListChange.Of(new StockList([s_gone, s_bank]), new StockList([s_bank, s_gone]), new HashSet<StockCode>()).Changed);
        Assert.Equal([s_bank, s_gone], StockListChange.Of(new StockList([s_gone, s_bank]), null, new HashSet<StockCode>()).Changed);
    }
}

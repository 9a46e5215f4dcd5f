using System.Reflection;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Stores;

public class StoreFailureTests
{
    [Fact]
    public void Every_error_of_the_store_and_no_other_says_that_the_store_failed()
    {
        string[] ids = [.. typeof(ErrorIds).GetFields(BindingFlags.Static | BindingFlags.Public).Select(f => (string)f.GetRawConstantValue()!)];
        Assert.Contains(ErrorIds.StoreFull, ids);
        Assert.All(ids, id => Assert.Equal(id.StartsWith("Store", StringComparison.Ordinal), StoreFailure.Is(id)));
        Assert.False(StoreFailure.Is((string?)null));
    }
}

using Xunit;
using Xunit.Sdk;

namespace StockSync.Tests.Stores;

/// <summary>A test of the store contract: runs in each class that derives from it, or is skipped where that class has no server.</summary>
[XunitTestCaseDiscoverer("StockSync.Tests.Stores.StoreFactDiscoverer", "StockSync.Tests")]
[AttributeUsage(AttributeTargets.Method)]
sealed class StoreFactAttribute : FactAttribute;

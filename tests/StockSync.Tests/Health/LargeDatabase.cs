using Xunit;

namespace StockSync.Tests.Health;

/// <summary>Tests that time something have the machine to themselves.</summary>
[CollectionDefinition(nameof(LargeDatabase), DisableParallelization = true)]
public sealed class LargeDatabase;

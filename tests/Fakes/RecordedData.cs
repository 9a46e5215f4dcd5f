namespace StockSync.Tests.Fakes;

/// <summary>
/// Where the recorded market data is: in the folder STOCKSYNC_TEST_DATA names, else in <c>shared/data</c> beside the
/// repository or above it. The data is not part of the repository; tests and benchmarks over it do without where there is none.
/// </summary>
static class RecordedData
{
    public const string Variable = "STOCKSYNC_TEST_DATA";

    /// <summary>The folder, or null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The path of something in the folder.</summary>
    public static string PathOf(string name) =>
        Path.Combine(Folder ?? throw new InvalidOperationException("There is no recorded data."), name);

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return Directory.Exists(named) ? named : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data") is var data && File.Exists(Path.Combine(data, "stock_basic.csv")))
                return data;
        return null;
    }
}

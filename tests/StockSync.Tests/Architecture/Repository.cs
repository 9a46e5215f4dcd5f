namespace StockSync.Tests.Architecture;

/// <summary>The checkout that the tests run from.</summary>
static class Repository
{
    public static string Root { get; } = Find();

    public static bool IsBuildOutput(string file)
    {
        var parts = Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar);
        return parts.Contains("bin") || parts.Contains("obj");
    }

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "StockSync.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("StockSync.sln was not found above the test assembly.");
    }
}

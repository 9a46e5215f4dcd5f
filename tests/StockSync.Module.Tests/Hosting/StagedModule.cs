namespace StockSync.Module.Tests.Hosting;

/// <summary>The module as it is shipped: tests run what the build has staged, never the compiler's output folders.</summary>
static class StagedModule
{
    public static string Root { get; } = FindRoot();

    public static string Directory => Path.Join(Root, "out", "StockSync");

    public static string Manifest
    {
        get
        {
            string path = Path.Join(Directory, "StockSync.psd1");
            return File.Exists(path)
                ? path
                : throw new InvalidOperationException("The module is not staged; run build.ps1 -Task Build first.");
        }
    }

    static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Join(directory.FullName, "StockSync.sln")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("No StockSync.sln above the test folder.");
    }
}

using System.Runtime.CompilerServices;

namespace StockSync.Tests;

/// <summary>Where the product keeps what belongs to the user and not to a database: beside the tests, not in the home of who runs them.</summary>
static class UserFolder
{
    public static string Path { get; } = System.IO.Path.Join(AppContext.BaseDirectory, "state");

    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable("XDG_STATE_HOME", Path);
}

using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace StockSync.Loading;

/// <summary>
/// The private home of the engine and its packages, so that another module's Npgsql or SQLite is neither disturbed nor picked up.
/// Core stays in the default context: its types are what users name and what cmdlets and engine share.
/// </summary>
sealed class EngineContext : AssemblyLoadContext
{
    readonly AssemblyDependencyResolver _resolver;
    readonly string _precompiled;

    public EngineContext(string enginePath)
        : base("StockSync.Engine")
    {
        _resolver = new AssemblyDependencyResolver(enginePath);
        _precompiled = Path.Join(Path.GetDirectoryName(enginePath), "runtimes", Platform, "lib");
    }

    // As .NET names the systems that the module holds machine code for; the code for Linux runs with each of its C libraries.
    static string Platform => $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-"
        + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(SyncDay).Assembly.GetName().Name)
            return typeof(SyncDay).Assembly;
        if (_resolver.ResolveAssemblyToPath(assemblyName) is not { } path)
            return null;
        // The same assembly with machine code for this system, which saves a fresh session from compiling it.
        string precompiled = Path.Join(_precompiled, Path.GetFileName(path));
        return LoadFromAssemblyPath(File.Exists(precompiled) ? precompiled : path);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}

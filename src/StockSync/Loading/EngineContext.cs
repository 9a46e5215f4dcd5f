using System.Reflection;
using System.Runtime.Loader;

namespace StockSync.Loading;

/// <summary>
/// The private home of the engine and its packages, so that another module's Npgsql or SQLite is neither disturbed nor picked up.
/// Core stays in the default context: its types are what users name and what cmdlets and engine share.
/// </summary>
sealed class EngineContext : AssemblyLoadContext
{
    readonly AssemblyDependencyResolver _resolver;

    public EngineContext(string enginePath)
        : base("StockSync.Engine") => _resolver = new AssemblyDependencyResolver(enginePath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == typeof(SyncDay).Assembly.GetName().Name)
            return typeof(SyncDay).Assembly;
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}

using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace StockSync.Loading;

/// <summary>Runs at import: tells the default context who answers for the engine. Opens no file; the engine is loaded on first use.</summary>
public sealed class ModuleLoad : IModuleAssemblyInitializer
{
    static readonly Lazy<EngineContext> s_context = new(static () => new EngineContext(EnginePath));
    static int s_isRegistered;

    static string EnginePath => Path.Join(Path.GetDirectoryName(typeof(ModuleLoad).Assembly.Location), "engine", "StockSync.Engine.dll");

    /// <inheritdoc/>
    public void OnImport()
    {
        // Each runspace imports on its own, in one process; the hook stays when the module is removed, for types once loaded stay too.
        if (Interlocked.Exchange(ref s_isRegistered, 1) == 0)
            AssemblyLoadContext.Default.Resolving += Resolve;
    }

    static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == "StockSync.Engine" ? s_context.Value.LoadFromAssemblyName(name) : null;
}

using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Loading;

/// <summary>Another module in the same session may have brought its own Npgsql; neither may notice the other.</summary>
public sealed class IsolationTests
{
    [Theory]
    [InlineData("Npgsql")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Polly.Core")]
    public void Packages_of_the_engine_are_its_own(string name)
    {
        using var session = new ModuleSession();
        var foreign = LoadForeign(session, name, new Version(1, 2, 3, 4));
        session.Run("Get-SyncConfiguration");

        var own = EngineContext().LoadFromAssemblyName(new AssemblyName(name));
        Assert.NotSame(foreign, own);
        Assert.NotEqual(foreign.GetName().Version, own.GetName().Version);
        Assert.Equal(Path.Join(StagedModule.Directory, "bin", "engine", name + ".dll"), own.Location);
        Assert.Same(foreign, AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name)));
    }

    [Theory]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("SQLitePCLRaw.core")]
    public void Packages_never_reach_the_default_context(string name)
    {
        using var session = new ModuleSession();
        session.Run("Get-SyncConfiguration");
        Assert.NotNull(EngineContext().LoadFromAssemblyName(new AssemblyName(name)));
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, a => a.GetName().Name == name);
        Assert.Throws<FileNotFoundException>(() => AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(name)));
    }

    [Fact]
    public void The_engine_sees_the_Core_of_the_cmdlets()
    {
        using var session = new ModuleSession();
        session.Run("Get-SyncConfiguration");
        var core = EngineContext().LoadFromAssemblyName(new AssemblyName("StockSync.Core"));
        Assert.Same(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(core));
        Assert.False(File.Exists(Path.Join(StagedModule.Directory, "bin", "engine", "StockSync.Core.dll")));
    }

    [Fact]
    public void Nothing_of_PowerShell_is_shipped() =>
        Assert.Empty(Directory.EnumerateFiles(StagedModule.Directory, "System.Management.Automation*", SearchOption.AllDirectories));

    // What an assembly of that name in another module looks like to the runtime: loaded from a file into the default context.
    static Assembly LoadForeign(ModuleSession session, string name, Version version)
    {
        var present = AssemblyLoadContext.Default.Assemblies.FirstOrDefault(a => a.GetName().Name == name);
        if (present is not null)
            return present;
        var builder = new PersistedAssemblyBuilder(new AssemblyName(name) { Version = version }, typeof(object).Assembly);
        builder.DefineDynamicModule(name).DefineType("Foreign", TypeAttributes.Public).CreateType();
        using var image = new MemoryStream();
        builder.Save(image);
        string path = Path.Join(Directory.CreateTempSubdirectory("stocksync-foreign-").FullName, name + ".dll");
        File.WriteAllBytes(path, image.ToArray());
        return Assert.IsAssignableFrom<Assembly>(session.Run($"[System.Reflection.Assembly]::LoadFrom('{path}')").Single().BaseObject);
    }

    static AssemblyLoadContext EngineContext() => AssemblyLoadContext.GetLoadContext(
        AppDomain.CurrentDomain.GetAssemblies().Single(a => a.GetName().Name == "StockSync.Engine"))!;
}

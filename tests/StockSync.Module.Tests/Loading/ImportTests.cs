using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.Loader;
using StockSync.Module.Tests.Hosting;
using Xunit;

namespace StockSync.Module.Tests.Loading;

public sealed class ImportTests
{
    static string ImportText => $"Import-Module '{StagedModule.Manifest}' -PassThru";

    [Fact]
    public void Import_has_no_warning_and_no_error()
    {
        using var session = new ModuleSession(import: false);
        var module = Assert.Single(session.Run(ImportText));
        Assert.Equal("StockSync", ((PSModuleInfo)module.BaseObject).Name);
        Assert.Empty(session.Streams.Error);
        Assert.Empty(session.Streams.Warning);
    }

    [Fact]
    public void Exports_are_exactly_those_of_the_manifest()
    {
        using var session = new ModuleSession(import: false);
        var module = (PSModuleInfo)session.Run(ImportText).Single().BaseObject;
        var manifest = (PSModuleInfo)session.Run($"Test-ModuleManifest '{StagedModule.Manifest}'").Single().BaseObject;

        // The manifest's names, whether or not the assembly has them, against what importing has made of them.
        string text = File.ReadAllText(StagedModule.Manifest);
        string list = text[text.IndexOf("CmdletsToExport", StringComparison.Ordinal)..text.IndexOf("VariablesToExport", StringComparison.Ordinal)];
        var named = list.Split('\'').Where((_, i) => i % 2 == 1).Order();
        Assert.Equal(named, module.ExportedCmdlets.Keys.Order());
        Assert.Equal(["Retry-FailedStock"], module.ExportedAliases.Keys);
        Assert.Empty(module.ExportedFunctions);
        Assert.Empty(module.ExportedVariables);
        Assert.Equal(module.Version, manifest.Version);
    }

    [Fact]
    public void Every_cmdlet_of_the_assembly_is_exported()
    {
        using var session = new ModuleSession();
        var types = CmdletAssembly(session).GetExportedTypes().Where(t => t.IsDefined(typeof(CmdletAttribute), false)).Select(t => t.Name);
        var exported = session.Run("Get-Command -Module StockSync -CommandType Cmdlet")
            .Select(c => ((CmdletInfo)c.BaseObject).ImplementingType.Name);
        Assert.Equal(types.Order(), exported.Order());
    }

    [Fact]
    public void Alias_leads_to_the_approved_verb()
    {
        using var session = new ModuleSession();
        var alias = (AliasInfo)session.Run("Get-Command Retry-FailedStock").Single().BaseObject;
        Assert.Equal("Resume-FailedStock", alias.ResolvedCommand.Name);
    }

    [Fact]
    public void Forced_import_exports_again()
    {
        using var session = new ModuleSession();
        var module = (PSModuleInfo)session.Run(ImportText + " -Force").Single().BaseObject;
        Assert.Contains("Get-SyncConfiguration", module.ExportedCmdlets.Keys);
        Assert.NotEmpty(session.Run("Get-SyncConfiguration"));
    }

    [Fact]
    public void Import_when_warm_takes_less_than_150_ms()
    {
        using var first = new ModuleSession();
        var times = new List<TimeSpan>();
        for (int i = 0; i < 5; i++)
        {
            using var session = new ModuleSession(import: false);
            session.Run("$null");
            long start = Stopwatch.GetTimestamp();
            session.Run(ImportText);
            times.Add(Stopwatch.GetElapsedTime(start));
        }
        Assert.True(times.Min() < TimeSpan.FromMilliseconds(150), $"took {times.Min().TotalMilliseconds} ms");
    }

    [Fact]
    public void Parallel_runspaces_each_import_and_work()
    {
        using var session = new ModuleSession();
        var counts = session.Run($"1..4 | ForEach-Object -Parallel {{ Import-Module '{StagedModule.Manifest}'; @(Get-SyncConfiguration).Count }}");
        Assert.Equal(4, counts.Count);
        Assert.All(counts, c => Assert.True((int)c.BaseObject > 20));
    }

    [Fact]
    public void Users_can_name_the_records()
    {
        using var session = new ModuleSession();
        foreach (string name in new[] { "Bar", "Stock", "SyncDay", "SyncDayStatus", "FailedStock", "SyncRun", "SyncPlan", "TradingDay", "ConnectionCheck" })
            Assert.Equal($"StockSync.{name}", session.Run($"[StockSync.{name}].FullName").Single().BaseObject);
    }

    [Fact]
    public void Core_is_in_the_default_context_and_the_engine_in_its_own()
    {
        using var session = new ModuleSession();
        session.Run("Get-SyncConfiguration");
        var core = AppDomain.CurrentDomain.GetAssemblies().Single(a => a.GetName().Name == "StockSync.Core");
        Assert.Same(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(core));
        Assert.StartsWith(StagedModule.Directory, core.Location, StringComparison.Ordinal);

        var engine = AppDomain.CurrentDomain.GetAssemblies().Single(a => a.GetName().Name == "StockSync.Engine");
        var context = AssemblyLoadContext.GetLoadContext(engine)!;
        Assert.Equal("StockSync.Engine", context.Name);
        Assert.NotSame(AssemblyLoadContext.Default, context);
    }

    [Fact]
    public void Types_of_the_cmdlet_assembly_load_without_the_engine()
    {
        using var session = new ModuleSession();
        var types = CmdletAssembly(session).GetTypes();
        Assert.All(types, t => Assert.NotEqual("StockSync.Engine", t.BaseType?.Assembly.GetName().Name));
        Assert.All(types.SelectMany(t => t.GetInterfaces()), i => Assert.NotEqual("StockSync.Engine", i.Assembly.GetName().Name));
    }

    static System.Reflection.Assembly CmdletAssembly(ModuleSession session) =>
        ((CmdletInfo)session.Run("Get-Command Get-SyncRun").Single().BaseObject).ImplementingType.Assembly;
}

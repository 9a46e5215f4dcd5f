using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace StockSync.Host;

/// <summary>
/// The three things the engine assembly has but keeps for pwsh's own assemblies: its formatter, its text output, and the
/// exception that ends the commands upstream. The engine package is pinned to one version and tests cover each.
/// </summary>
static class EngineInternals
{
    const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    const string FormatNamespace = "Microsoft.PowerShell.Commands.Internal.Format.";

    static readonly FieldInfo s_implementation = typeof(FrontEndCommandBase).GetField("implementation", Any)!;

    /// <summary>Makes <paramref name="command"/> a formatter of the shape <c>Table</c> or <c>List</c>.</summary>
    internal static void UseFormatter(FrontEndCommandBase command, string shape)
    {
        var shapes = EngineType(FormatNamespace + "FormatShape");
        s_implementation.SetValue(command, Create(FormatNamespace + "InnerFormatShapeCommand", Enum.Parse(shapes, shape)));
    }

    /// <summary>Makes <paramref name="command"/> write its input, formatted, to <paramref name="writer"/>.</summary>
    internal static void UseTextOutput(FrontEndCommandBase command, TextWriter writer, int width)
    {
        var manager = Create(FormatNamespace + "OutputManagerInner");
        var lines = Create(FormatNamespace + "TextWriterLineOutput", writer, width);
        manager.GetType().GetProperty("LineOutput", Any)!.SetValue(manager, lines);
        s_implementation.SetValue(command, manager);
    }

    /// <summary>Thrown by a command that needs no more input.</summary>
    internal static Exception StopUpstream(Cmdlet command) =>
        (Exception)Create("System.Management.Automation.StopUpstreamCommandsException", command);

    static Type EngineType(string name) => typeof(PowerShell).Assembly.GetType(name, throwOnError: true)!;

    static object Create(string typeName, params object[] arguments) =>
        Activator.CreateInstance(EngineType(typeName), Any, binder: null, arguments, culture: null)!;
}

using System.Management.Automation;
using System.Reflection;

namespace StockSync.Host;

static class ProductVersion
{
    internal static Version Host { get; } = typeof(ProductVersion).Assembly.GetName().Version ?? new Version(0, 0);

    /// <summary>The engine package's version, as <c>$PSVersionTable.PSVersion</c> shows it.</summary>
    internal static string Engine { get; } =
        typeof(PowerShell).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split(' ')[0] ?? "";
}

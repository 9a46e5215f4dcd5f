using Xunit;

namespace StockSync.Tests.Log;

/// <summary>A fact about what Windows has not: modes of files, devices as files.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no such files" : null;
}

using Xunit;

namespace StockSync.Module.Tests;

/// <summary>A theory about signals, which Windows doesn't have.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "signals exist on Unix only" : null;
}

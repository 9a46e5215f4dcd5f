using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Reports.Browser;

/// <summary>A theory that needs Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Requirement.SkipReason("chromium");
}

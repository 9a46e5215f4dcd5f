using System.Globalization;

namespace StockSync.Tests.Soak;

/// <summary>How often a fault is tried: as in every test run, or as an environment variable says, which the soak sets.</summary>
static class CaseCount
{
    /// <summary>The number to use.</summary>
    /// <param name="variable">Its name begins with <c>STOCKSYNC_TEST_</c>.</param>
    /// <param name="usual">Where it is not set.</param>
    public static int Of(string variable, int usual) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : usual;
}

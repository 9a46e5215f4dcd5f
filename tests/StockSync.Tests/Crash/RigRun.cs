using System.Globalization;

namespace StockSync.Tests.Crash;

/// <summary>How a rig ended.</summary>
sealed record RigRun(int ExitCode, IReadOnlyList<string> Lines, string Errors)
{
    const string LastWords = "dies at ";
    const string EndWords = "ended after ";
    const string HeldWords = "held ";

    /// <summary>Where it killed itself; null where it did not.</summary>
    public string? DiedAt => Lines.FirstOrDefault(l => l.StartsWith(LastWords, StringComparison.Ordinal))?[LastWords.Length..];

    /// <summary>True where the transaction that it died in had waited for no answer until then.</summary>
    public bool IsInOneTrip => Lines.Contains("in one round trip");

    /// <summary>How long the run took, the start of the process not counted.</summary>
    public TimeSpan Duration => TimeSpan.FromMilliseconds(double.Parse(
        Lines.Single(l => l.StartsWith(EndWords, StringComparison.Ordinal))[EndWords.Length..^" ms".Length], CultureInfo.InvariantCulture));

    /// <summary>The most memory that lived in a run that was measured.</summary>
    public long HeldBytes => long.Parse(After(HeldWords).Single()[..^" bytes".Length], CultureInfo.InvariantCulture);

    /// <summary>The most memory the process had at once, in bytes.</summary>
    public long Peak => long.Parse(After("peak ").Single(), CultureInfo.InvariantCulture);

    /// <summary>The rest of each line that begins so.</summary>
    public IReadOnlyList<string> After(string beginning) =>
        [.. Lines.Where(l => l.StartsWith(beginning, StringComparison.Ordinal)).Select(l => l[beginning.Length..])];

    /// <summary>For the message of a failed assertion.</summary>
    public override string ToString() => $"exit code {ExitCode}: {string.Join(", ", Lines)} {Errors}";
}

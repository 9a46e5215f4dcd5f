namespace StockSync;

/// <summary>One reason why the status is not Healthy.</summary>
public sealed class HealthReason
{
    /// <summary>A stable word for scripts, for example <c>Stale</c> or <c>LowCoverage</c>.</summary>
    public required string Code { get; init; }

    /// <summary>How much it matters.</summary>
    public required HealthStatus Severity { get; init; }

    /// <summary>What was found, in the user's language.</summary>
    public required string Text { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Advice { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Severity} {Code}: {Text}";
}

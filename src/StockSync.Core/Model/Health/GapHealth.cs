using System.Globalization;

namespace StockSync;

/// <summary>Trading days of the copied range that are not complete.</summary>
public sealed class GapHealth
{
    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>Bars that are missing there, as far as it is known how many there should be.</summary>
    public long Rows { get; init; }

    /// <summary>Those older than three trading days.</summary>
    public int OlderThanThreeDays { get; init; }

    /// <summary>The ten days that lack most.</summary>
    public IReadOnlyList<SyncDay> Worst { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Count:N0} days, {Rows:N0} bars; {OlderThanThreeDays:N0} older than three days");
}

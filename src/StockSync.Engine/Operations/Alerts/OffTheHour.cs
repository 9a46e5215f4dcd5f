namespace StockSync.Engine.Operations.Alerts;

/// <summary>Keeps messages away from full and half hours, when all the world's schedules send theirs and robots refuse some.</summary>
sealed class OffTheHour(AlertSettings settings, Func<double> random)
{
    static readonly TimeSpan s_half = TimeSpan.FromMinutes(30);

    // A message on its way arrives a little later than it is sent.
    static readonly TimeSpan s_travel = TimeSpan.FromSeconds(5);

    /// <summary>The instant itself, or a moment after the half hour that it is too near to. (Beijing's half hours are UTC's.)</summary>
    public DateTime Of(DateTime utc)
    {
        long ticks = (utc + s_travel).Ticks;
        var half = new DateTime(ticks - (ticks % s_half.Ticks), DateTimeKind.Utc);
        var after = half + settings.AlertDelayMin + (random() * (settings.AlertDelayMax - settings.AlertDelayMin));
        return after > utc ? after : utc;
    }
}

namespace StockSync.Engine.Planning;

/// <summary>What some work costs: first the days that a spent budget makes it wait, then its seconds, then its requests.</summary>
/// <param name="Waits">Beijing days until there is budget for all of it; 0 where today's is enough.</param>
/// <param name="Seconds">Expected duration.</param>
/// <param name="Requests">Frames.</param>
readonly record struct WorkPrice(int Waits, double Seconds, int Requests) : IComparable<WorkPrice>
{
    public int CompareTo(WorkPrice other) => (Waits, Seconds, Requests).CompareTo((other.Waits, other.Seconds, other.Requests));

    /// <summary>True where it is lower than the other by at least a share of it.</summary>
    public bool IsWorth(WorkPrice other, double share) =>
        Waits < other.Waits || (Waits == other.Waits && Seconds <= other.Seconds * (1 - share) && Seconds < other.Seconds);

    public static bool operator <=(WorkPrice left, WorkPrice right) => left.CompareTo(right) <= 0;

    public static bool operator >=(WorkPrice left, WorkPrice right) => left.CompareTo(right) >= 0;
}

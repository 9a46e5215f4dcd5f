namespace StockSync.Rig;

/// <summary>The exit codes. A rig that kills itself has the one its system gives to killed processes.</summary>
public static class RigExit
{
    /// <summary>Every day of the range is complete.</summary>
    public const int Complete = 0;

    /// <summary>An error without a code of its own; its id is on standard error.</summary>
    public const int Failed = 1;

    /// <summary>An argument is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The run reached its end, some days are not complete.</summary>
    public const int Partial = 3;

    /// <summary>Another run holds the lease.</summary>
    public const int RunActive = 4;

    /// <summary>Another run has taken the lease.</summary>
    public const int LeaseLost = 5;

    /// <summary>Stopped by a signal.</summary>
    public const int Stopped = 130;
}

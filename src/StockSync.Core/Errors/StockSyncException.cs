namespace StockSync;

/// <summary>
/// The one exception of the engine. Who throws it knows whether trying again can help, what the user can do, and what it is about;
/// its message never holds a secret.
/// </summary>
#pragma warning disable CA1032 // an error without id and kind cannot be handled by anybody
public class StockSyncException : Exception
#pragma warning restore CA1032
{
    /// <summary>Creates it.</summary>
    /// <param name="errorId">One of <see cref="ErrorIds"/>.</param>
    /// <param name="kind">The class of the error.</param>
    /// <param name="message">What happened, naming the input.</param>
    /// <param name="advice">What to do about it.</param>
    /// <param name="target">What it is about: a code, a date, a host.</param>
    /// <param name="isTransient">True when the same call may succeed later.</param>
    /// <param name="inner">The cause.</param>
    public StockSyncException(
        string errorId,
        ErrorKind kind,
        string message,
        string? advice = null,
        object? target = null,
        bool isTransient = false,
        Exception? inner = null)
        : base(message, inner)
    {
        ErrorId = errorId;
        Kind = kind;
        Advice = advice;
        Target = target;
        IsTransient = isTransient;
    }

    /// <summary>One of <see cref="ErrorIds"/>.</summary>
    public string ErrorId { get; }

    /// <summary>The class of the error.</summary>
    public ErrorKind Kind { get; }

    /// <summary>What to do about it.</summary>
    public string? Advice { get; }

    /// <summary>What it is about.</summary>
    public object? Target { get; }

    /// <summary>True when the same call may succeed later.</summary>
    public bool IsTransient { get; }

    /// <summary>True when every worker must stop at once and no frame may follow: each one risks a longer ban.</summary>
    public bool StopsEverything => ErrorId == ErrorIds.SourceBanned;
}

namespace StockSync;

/// <summary>What went wrong, in the classes that PowerShell's error categories know.</summary>
public enum ErrorKind
{
    /// <summary>Nobody answers.</summary>
    Connection,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>User, password or key refused.</summary>
    Authentication,

    /// <summary>Rights are missing.</summary>
    Permission,

    /// <summary>An answer breaks the protocol.</summary>
    Protocol,

    /// <summary>Data that breaks a rule.</summary>
    InvalidData,

    /// <summary>An input that cannot be used.</summary>
    InvalidArgument,

    /// <summary>Somebody else is at it.</summary>
    Busy,

    /// <summary>A budget or a limit is spent.</summary>
    Limit,

    /// <summary>It does not exist.</summary>
    NotFound,

    /// <summary>Writing failed.</summary>
    Write,
}

namespace StockSync;

/// <summary>The exchanges whose A shares the service publishes. The Beijing exchange is not among them.</summary>
public enum Exchange
{
    /// <summary>Shanghai; the service writes <c>sh</c>.</summary>
    SH = 1,

    /// <summary>Shenzhen; the service writes <c>sz</c>.</summary>
    SZ = 2,
}

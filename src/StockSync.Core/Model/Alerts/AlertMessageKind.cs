namespace StockSync;

/// <summary>Why a message is sent.</summary>
public enum AlertMessageKind
{
    /// <summary>An alert was raised, became more severe, or still stands after a day.</summary>
    Alert = 0,

    /// <summary>It is over.</summary>
    Recovery = 1,

    /// <summary><c>Send-SyncAlert -Test</c>.</summary>
    Test = 2,
}

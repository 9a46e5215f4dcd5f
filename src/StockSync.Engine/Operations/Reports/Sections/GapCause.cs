namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>Why a stock has no row.</summary>
enum GapCause
{
    /// <summary>It could not be fetched.</summary>
    Failed = 0,

    /// <summary>It is not published yet.</summary>
    Late = 1,

    /// <summary>Its bar breaks a rule and was set aside.</summary>
    Quarantined = 2,
}

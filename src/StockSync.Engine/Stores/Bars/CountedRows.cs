namespace StockSync.Engine.Stores.Bars;

/// <summary>
/// Which rows of the bar table count: those of a code that another one has taken the place of stay in the table, and are neither expected nor
/// counted nor shown unless that code is asked for.
/// </summary>
static class CountedRows
{
    /// <summary>A condition on the bar table.</summary>
    public const string Only = "stock_code not in (select r.stock_code from stock r where r.replaced_by is not null)";
}

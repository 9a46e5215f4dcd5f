namespace StockSync;

/// <summary>One stock of a day that has no row, and why. Stocks with a row need no record: the row is it.</summary>
/// <param name="Date">The trading day.</param>
/// <param name="Code">The stock.</param>
/// <param name="State">The state it ended in.</param>
/// <param name="Reason">A stable word for the cause (an error id or a rule's name), at most 200 characters.</param>
readonly record struct DayException(DateOnly Date, StockCode Code, StockState State, string Reason);

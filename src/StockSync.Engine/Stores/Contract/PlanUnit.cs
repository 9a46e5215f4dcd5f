namespace StockSync.Engine.Stores.Contract;

/// <summary>A unit of a published plan: one market day, or one stock over a range.</summary>
/// <param name="Number">Its place in the plan, from 1.</param>
/// <param name="Shape">What it asks for.</param>
/// <param name="Code">The stock; 0 for a market day.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="HasRows">True when the table holds some of its rows already.</param>
readonly record struct PlanUnit(int Number, RequestShape Shape, StockCode Code, DateOnly From, DateOnly To, bool HasRows);

namespace StockSync.Engine.Operations.Health;

/// <summary>Which advice is right for a copy: what fills the whole market would make a copy of chosen stocks a wider one.</summary>
static class Advice
{
    public static string Key(HealthFacts facts, string whole, string chosen) => facts.Copy is { IsChosen: true } ? chosen : whole;
}

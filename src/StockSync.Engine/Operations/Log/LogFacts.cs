namespace StockSync.Engine.Operations.Log;

/// <summary>What is written of an error beside its message.</summary>
static class LogFacts
{
    public static Dictionary<string, object?> Of(StockSyncException error)
    {
        var data = new Dictionary<string, object?>
        {
            ["errorId"] = error.ErrorId,
            ["kind"] = error.Kind,
            ["advice"] = error.Advice,
            ["target"] = error.Target,
        };
        if (error.InnerException is { } cause)
            data["cause"] = $"{cause.GetType().Name}: {cause.Message}";
        return data;
    }
}

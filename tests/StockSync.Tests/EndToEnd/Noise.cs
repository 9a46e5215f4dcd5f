using StockSync.MarketServer;

namespace StockSync.Tests.EndToEnd;

/// <summary>Faults of every kind that passes, each request struck by one with the same chance, drawn from a seed.</summary>
static class Noise
{
    static readonly string[] s_kinds =
    [
        "drop", "reset", "stall", "slow 20", "half 10", "half 50%", "half 99%", "badcrc", "badzlib", "truncated", "wrong", "short",
        "error 10001001", "error 10002007", "error 10005001", "zero", "partial 0.3", "garbled nan", "garbled shifted", "garbled date", "garbled code",
    ];

    /// <summary>Adds them.</summary>
    /// <param name="faults">Of the service.</param>
    /// <param name="seed">Decides who is struck by what.</param>
    /// <param name="share">The chance of a request to be struck, 0 to 1.</param>
    public static void Add(FaultList faults, int seed, double share)
    {
        var random = new Random(seed);
        // Rules are asked in order, so that each kind gets its equal part of what those before it left.
        for (int i = 0; i < s_kinds.Length; i++)
        {
            double part = share / s_kinds.Length;
            double chance = part / (1 - (part * i));
            var parsed = FaultText.Parse($"* x* {s_kinds[i]}");
            faults.Add(new Fault(null, parsed.Action) { Times = Fault.Forever, When = _ => random.NextDouble() < chance });
        }
    }
}

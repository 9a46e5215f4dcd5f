namespace StockSync.MarketServer;

/// <summary>
/// The codes a rule is about. A share of them is chosen by a number that depends on code and seed alone, the lowest first: whoever
/// belongs to 30 % belongs to 95 % too, in every market and on every day.
/// </summary>
sealed class CodeChoice
{
    const int Places = 1_000_000;

    readonly Func<string, bool> _has;

    CodeChoice(Func<string, bool> has) => _has = has;

    public static CodeChoice All { get; } = new(_ => true);

    public static CodeChoice Of(IEnumerable<string> codes) => new(codes.ToHashSet().Contains);

    /// <summary>About this share of all codes.</summary>
    public static CodeChoice Lowest(double share, int seed)
    {
        var limit = (int)Math.Round(share * Places);
        return new(code => Place(code, seed) < limit);
    }

    public bool Has(string code) => _has(code);

    static int Place(string code, int seed) => code.Aggregate(new Dice((ulong)seed), (dice, letter) => dice.For(letter)).Below(Places);
}

namespace StockSync.Host;

/// <summary>Colours as escape sequences, which <see cref="Screen"/> takes out again where nobody could see them.</summary>
static class Ansi
{
    // ConsoleColor counts blue-green-red, ANSI red-green-blue; the upper eight are the bright ones.
    static readonly int[] s_codes = [30, 34, 32, 36, 31, 35, 33, 37, 90, 94, 92, 96, 91, 95, 93, 97];

    internal static string Coloured(string text, ConsoleColor colour) =>
        Enum.IsDefined(colour) ? $"\e[{s_codes[(int)colour]}m{text}\e[0m" : text;
}

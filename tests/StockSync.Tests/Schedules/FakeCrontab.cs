using StockSync.Engine.Operations.Schedules;

namespace StockSync.Tests.Schedules;

/// <summary>The crontab program of Debian: <c>-l</c>, <c>-</c> and <c>-r</c> on a table in memory.</summary>
sealed class FakeCrontab
{
    public FakeCrontab() => Programs.Answer = Run;

    public FakePrograms Programs { get; } = new("crontab");

    /// <summary>The table; null where there is none.</summary>
    public byte[]? Table { get; set; }

    public int Writes { get; private set; }

    /// <summary>What somebody else makes of the table right after it was written.</summary>
    public Func<byte[], byte[]> Meddle { get; set; } = table => table;

    ProgramResult Run(string name, IReadOnlyList<string> arguments, byte[]? input)
    {
        switch (arguments[0])
        {
            case "-l":
                return Table is null ? FakePrograms.Ended(1, errors: "no crontab for li") : FakePrograms.Ended(0, Table);
            case "-r":
                Table = null;
                break;
            case "-" when input is [.., (byte)'\n']:
                Table = Meddle(input);
                break;
            default:
                return FakePrograms.Ended(1, errors: "new crontab file is missing newline before EOF, can't install.");
        }
        Writes++;
        return FakePrograms.Ended(0);
    }
}

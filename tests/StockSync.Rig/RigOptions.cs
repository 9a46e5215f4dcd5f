using System.Globalization;

namespace StockSync.Rig;

/// <summary>The arguments: what to run, and where to die.</summary>
sealed class RigOptions
{
    readonly Queue<string> _words;

    RigOptions(IEnumerable<string> arguments) => _words = new(arguments);

    // A rig is started hundreds of times: waits of the product would be most of what is measured.
    public SyncSettings Settings { get; private set; } = new()
    {
        RetryMinDelay = TimeSpan.FromMilliseconds(10),
        RetryMaxDelay = TimeSpan.FromMilliseconds(20),
        SecondRoundDelay = TimeSpan.FromMilliseconds(10),
        LogLevel = LogLevel.None,
    };

    public SyncRequest Request { get; private set; } = new() { Kind = SyncKind.Backfill };

    /// <summary>The instants to run at, one run after the other; empty for one run now.</summary>
    public IReadOnlyList<DateTimeOffset> Instants { get; private set; } = [];

    /// <summary>Prints the days a run reports, and at the end a digest of all bars.</summary>
    public bool Shows { get; private set; }

    /// <summary>The fail point to die at; null for none.</summary>
    public string? DieAt { get; private set; }

    /// <summary>How often <see cref="DieAt"/> is passed, the deadly time included.</summary>
    public int Nth { get; private set; } = 1;

    /// <summary>Dies so long after the run began; null for never.</summary>
    public TimeSpan? DieAfter { get; private set; }

    /// <summary>The bug to have; null for none.</summary>
    public string? Mutant { get; private set; }

    /// <summary>The file of a mutant that keeps one; null for none.</summary>
    public string? State { get; private set; }

    /// <summary>Says <c>ready</c> and waits for a line before it begins.</summary>
    public bool Holds { get; private set; }

    /// <summary>Says at the end how much the run held at most.</summary>
    public bool Measures { get; private set; }

    /// <summary>Reads the arguments; a <see cref="FormatException"/> says what is wrong with them.</summary>
    public static RigOptions Parse(IEnumerable<string> arguments)
    {
        var options = new RigOptions(arguments);
        while (options._words.TryDequeue(out string? option))
        {
            if (!options.TakeRun(option) && !options.TakeDeath(option))
                throw new FormatException($"Unknown option '{option}'.");
        }
        return options.Settings is { Database: not null, Endpoint: not null }
            ? options
            : throw new FormatException("--database and --endpoint are needed.");
    }

    bool TakeRun(string option)
    {
        switch (option)
        {
            case "--database": Settings = Settings with { Database = Text(option) }; return true;
            case "--endpoint": Settings = Settings with { Endpoint = Text(option) }; return true;
            case "--throttle": Settings = Settings with { ThrottleLimit = Number(option) }; return true;
            case "--commit-days": Settings = Settings with { CommitDays = Number(option) }; return true;
            case "--commit-rows": Settings = Settings with { CommitRows = Number(option) }; return true;
            case "--lease-expiry": Settings = Settings with { LeaseExpiry = Time(option) }; return true;
            case "--lease-heartbeat": Settings = Settings with { LeaseHeartbeat = Time(option) }; return true;
            case "--from": Request = Request with { From = Day(option) }; return true;
            case "--to": Request = Request with { To = Day(option) }; return true;
            case "--shape": Request = Request with { Shape = Enum.Parse<RequestShape>(Text(option)) }; return true;
            case "--day": Request = Request with { Kind = SyncKind.Day }; return true;
            case "--at": Instants = [.. Text(option).Split(',').Select(Instant)]; return true;
            case "--show": Shows = true; return true;
            default: return false;
        }
    }

    static DateTimeOffset Instant(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    bool TakeDeath(string option)
    {
        switch (option)
        {
            case "--die-at": DieAt = Point(option); return true;
            case "--nth": Nth = Number(option); return true;
            case "--die-after": DieAfter = Time(option); return true;
            case "--mutant": Mutant = Text(option); return true;
            case "--state": State = Text(option); return true;
            case "--hold": Holds = true; return true;
            case "--measure": Measures = true; return true;
            default: return false;
        }
    }

    string Text(string option) => _words.TryDequeue(out string? word) ? word : throw new FormatException($"{option} needs a value.");

    // A misspelt point would never be reached, and the rig would look sound.
    string Point(string option) => Text(option) is var name && FailPoint.Names.Contains(name)
        ? name
        : throw new FormatException($"{option} needs one of {string.Join(", ", FailPoint.Names)}.");

    int Number(string option) => int.Parse(Text(option), NumberStyles.None, CultureInfo.InvariantCulture);

    TimeSpan Time(string option) => TimeSpan.FromMilliseconds(Number(option));

    DateOnly Day(string option) => DateOnly.ParseExact(Text(option), "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

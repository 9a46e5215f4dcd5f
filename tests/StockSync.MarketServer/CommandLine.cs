using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>The options of the console program.</summary>
sealed class CommandLine
{
    /// <summary>The help text.</summary>
    public const string Help =
        $"""
        A stand-in for the baostock service.

        StockSync.MarketServer (--data FOLDER | --stocks N --from DATE --to DATE [--seed S]) [options]

          --data FOLDER          serve recorded bars: files per stock or per day, .csv or .csv.gz
          --stocks N             serve a made-up market of N A shares ...
          --from DATE --to DATE  ... with bars in this range (2024-01-02)
          --seed S               ... and this seed (default 1)
          --growth recorded      ... whose shares come and leave in the years of the real ones, N of them ever
          --port P               port on 127.0.0.1 (default 0: a free one)
          --port-file FILE       write the port into this file when ready
          --log FILE             append each request as a JSON line
          --latency MS           thinking time before each answer
          --latency-TT MS        the same for message type TT (--latency-98 30000)
          --bandwidth B          bytes per second of each connection
          --segment N            write answers in pieces of N bytes
          --keep-answers         make each answer once and keep it in memory
          --keep-answers-in F    make each answer with bars once and keep it in folder F
          --without-98           an old service without whole market days
          --max-connections N    more at once blacklist the address (default 1)
          --allow-concurrency    any number of connections
          --quota N              requests a day (default 50000)
          --published-until D    the last day that is published
          --session-lifetime N   requests until a login is forgotten
          --idle-timeout MS      close connections without a request for so long
          --fault "RULE"         something goes wrong; may be repeated
          --view "RULE"          the service shows the market otherwise than it is; may be repeated
          --stop-with-stdin      stop when standard input ends; take orders from it until then
          --help                 this text

        It prints 'listening on 127.0.0.1:PORT' when it is ready and stops on SIGTERM or SIGINT.

        RULE is TYPE[:WHAT[,WHAT]] [skip N] [xN | x*] ACTION. TYPE is a message type (00 login, 33, 35, 45, 95, 98, 15, 9C)
        or *, WHAT a code, a day or a range of days (2026-03-02..2026-03-06). A rule strikes once, N times, or with x* always,
        after N good answers if 'skip N' is given. Examples: "95:sh.600000 x2 drop", "98:2026-03-02 skip 1 partial 0.1",
        "* x* slow 200". Actions:

        {FaultText.Actions}

        A view holds for every request. DAY is a day, DAYS a day or a range of days, CODES are codes with commas between them, and
        SOME is 'share X' (only this share of the rows is there), 'lacking X' (this share is not there) or 'without CODES'. X is
        0 to 1; who is missing at lacking 0.3 is missing at lacking 0.9 too, and 'seed N' behind X chooses others. WHO is
        'share X' or CODES. Views lie over each other in their order. Examples: "both 2024-01-29..2024-01-31 share 0.05",
        "bars 2024-01-31 without sh.600000,sz.000001 only 98", "rename sz.300114 sz.302132 from 2024-01-15". Rules:

        {ViewText.Rules}

        Orders are lines on standard input; each is answered by 'ok' or 'error: ...' on standard output, and the next request
        sees what it changed:

        {ServiceOrders.Help}
        """;

    const string LatencyOfType = "--latency-";

    readonly Queue<string> _words;
    readonly List<Action<MarketServerOptions>> _settings = [];
    DateOnly? _from;
    DateOnly? _to;
    int? _stocks;
    int _seed = 1;
    MarketGrowth _growth;
    int _port;
    string? _data;
    string? _log;

    CommandLine(IEnumerable<string> arguments) => _words = new(arguments);

    public bool WantsHelp { get; private set; }

    public bool StopsWithStdin { get; private set; }

    public string? PortFile { get; private set; }

    public List<Fault> Faults { get; } = [];

    public List<MarketView> Views { get; } = [];

    /// <summary>Reads the arguments; a <see cref="FormatException"/> says what is wrong with them.</summary>
    public static CommandLine Parse(IEnumerable<string> arguments)
    {
        var line = new CommandLine(arguments);
        while (line._words.TryDequeue(out var option))
            if (!line.TakeMarket(option) && !line.TakeProgram(option) && !line.TakeBehaviour(option))
                throw new FormatException($"Unknown option '{option}'; --help lists them.");
        if (!line.WantsHelp && (line._data is null) == (line._stocks is null))
            throw new FormatException("One of --data and --stocks is needed; --help says more.");
        if (line._stocks is not null && (line._from is null || line._to is null))
            throw new FormatException("--stocks needs --from and --to.");
        return line;
    }

    public IMarket OpenMarket() =>
        _data is not null ? new RecordedMarket(_data) : new MadeUpMarket(_seed, _stocks!.Value, _from!.Value, _to!.Value, _growth);

    public MarketServerOptions MakeOptions()
    {
        var options = new MarketServerOptions { Port = _port, LogPath = _log };
        _settings.ForEach(set => set(options));
        return options;
    }

    bool TakeMarket(string option)
    {
        switch (option)
        {
            case "--data": _data = Text(option); return true;
            case "--stocks": _stocks = Number(option); return true;
            case "--from": _from = Day(option); return true;
            case "--to": _to = Day(option); return true;
            case "--seed": _seed = Number(option); return true;
            case "--growth": _growth = Growth(option); return true;
            default: return false;
        }
    }

    bool TakeProgram(string option)
    {
        switch (option)
        {
            case "--help": WantsHelp = true; return true;
            case "--port": _port = Number(option); return true;
            case "--port-file": PortFile = Text(option); return true;
            case "--log": _log = Text(option); return true;
            case "--stop-with-stdin": StopsWithStdin = true; return true;
            case "--fault": Faults.Add(FaultText.Parse(Text(option))); return true;
            case "--view": Views.Add(ViewText.Parse(Text(option))); return true;
            default: return false;
        }
    }

    bool TakeBehaviour(string option)
    {
        switch (option)
        {
            case "--without-98": return Set(true, (o, on) => o.Without98 = on);
            case "--keep-answers": return Set(true, (o, on) => o.KeepsAnswers = on);
            case "--keep-answers-in": return Set(Text(option), (o, folder) => o.AnswerFolder = folder);
            case "--allow-concurrency": return Set(true, (o, on) => o.AllowConcurrency = on);
            case "--latency": return Set(Time(option), (o, time) => o.Latency.Default = time);
            case "--bandwidth": return Set(Number(option), (o, rate) => o.BytesPerSecond = rate);
            case "--segment": return Set(Number(option), (o, size) => o.SegmentBytes = size);
            case "--max-connections": return Set(Number(option), (o, most) => o.MaxConnections = most);
            case "--quota": return Set(Number(option), (o, quota) => o.DailyQuota = quota);
            case "--published-until": return Set(Day(option), (o, day) => o.PublishedUntil = day);
            case "--session-lifetime": return Set(Number(option), (o, requests) => o.SessionLifetime = requests);
            case "--idle-timeout": return Set(Time(option), (o, time) => o.IdleTimeout = time);
        }
        if (!option.StartsWith(LatencyOfType, StringComparison.Ordinal) || option.Length != LatencyOfType.Length + 2)
            return false;
        var type = option[LatencyOfType.Length..].ToUpperInvariant();
        return Set(Time(option), (o, time) => o.Latency[type] = time);
    }

    bool Set<T>(T value, Action<MarketServerOptions, T> set)
    {
        _settings.Add(options => set(options, value));
        return true;
    }

    string Text(string option) => _words.TryDequeue(out var word) ? word : throw new FormatException($"{option} needs a value.");

    int Number(string option) => int.TryParse(Text(option), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"{option} needs a whole number.");

    MarketGrowth Growth(string option) => Text(option) switch
    {
        "even" => MarketGrowth.Even,
        "recorded" => MarketGrowth.Recorded,
        _ => throw new FormatException($"{option} needs even or recorded."),
    };

    TimeSpan Time(string option) => TimeSpan.FromMilliseconds(Number(option));

    DateOnly Day(string option) =>
        DecimalText.TryDay(Text(option), out var day) ? day : throw new FormatException($"{option} needs a day like 2024-01-02.");
}

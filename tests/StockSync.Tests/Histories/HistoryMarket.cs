using System.Globalization;
using StockSync.Engine.Sources.Contract;
using StockSync.MarketServer;
using StockSync.Tests.Simulation;

namespace StockSync.Tests.Histories;

/// <summary>What is true: trading days, stocks and bars, the same for the same seed.</summary>
sealed class HistoryMarket
{
    /// <summary>The place of the first day with trouble. The days before are more than any gap that is looked back over.</summary>
    public const int First = 45;

    // After the last day of trouble: accepted absences are asked for again until 86 trading days later.
    const int DaysAfter = 110;

    static readonly DateOnly s_earliest = new(2023, 7, 3);

    readonly Fate _fate;
    readonly Dictionary<DateOnly, int> _places;

    public HistoryMarket(long seed, int mostDays)
    {
        _fate = new Fate(seed ^ 0x77A7);
        var luck = new Luck(seed);
        Length = luck.Between(mostDays * 3 / 5, mostDays);
        // Some histories go over the end of a year, where the known calendar ends.
        Days = [.. TradingDays(luck, s_earliest.AddDays(luck.Below(330)), First + Length + DaysAfter)];
        _places = Days.Select((day, place) => (day, place)).ToDictionary(d => d.day, d => d.place);
        Stocks = [.. Make(luck, luck.Between(20, 60))];
    }

    /// <summary>Trading days, in order.</summary>
    public IReadOnlyList<DateOnly> Days { get; }

    /// <summary>How many of them the service makes trouble with.</summary>
    public int Length { get; }

    /// <summary>The place of the last day with trouble.</summary>
    public int Last => First + Length - 1;

    public IReadOnlyList<HistoryStock> Stocks { get; }

    public bool IsTradingDay(DateOnly day) => day < Days[0] ? IsWeekday(day) : _places.ContainsKey(day);

    public int PlaceOf(DateOnly day) => _places.GetValueOrDefault(day, -1);

    public bool HasBar(int stock, int place) => Stocks[stock].HasBar(Days[place]);

    /// <summary>The bar as the engine reads it.</summary>
    public BarRow Row(int stock, int place, StockCode code)
    {
        int before = place - 1;
        while (before > 0 && !HasBar(stock, before))
            before--;
        long close = Close(stock, place);
        long preclose = before < 0 ? close : Close(stock, before);
        bool trades = _fate.Of(2, stock, place) > 0.04;
        long volume = trades ? 1000 + _fate.Below(1_000_000, 3, stock, place) : 0;
        return new BarRow
        {
            Code = code,
            Date = Days[place],
            Open = close - 100,
            High = close + 500,
            Low = close - 500,
            Close = close,
            Preclose = preclose,
            Volume = volume,
            Amount = volume * close,
            ChangePct = (long)Math.Round((close - preclose) * 100m * BarRow.RateScale / preclose),
            TurnoverRate = BarRow.RateScale,
            PeTtm = BarRow.Missing,
            PbMrq = BarRow.Missing,
            PsTtm = BarRow.Missing,
            PcfNcfTtm = BarRow.Missing,
            TradeStatus = trades,
        };
    }

    /// <summary>The bar as it stands on the wire.</summary>
    public MarketBar Bar(int stock, int place, StockCode code)
    {
        var row = Row(stock, place, code);
        return new MarketBar(
            row.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), code.SourceForm, Price(row.Open), Price(row.High), Price(row.Low), Price(row.Close),
            Price(row.Preclose), $"{row.Volume}", Price(row.Amount), "3", Rate(row.TurnoverRate), row.TradeStatus ? "1" : "0", Rate(row.ChangePct), "", "", "", "", "0");
    }

    static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    static string Price(long scaled) => (scaled / (decimal)BarRow.PriceScale).ToString("F4", CultureInfo.InvariantCulture);

    static string Rate(long scaled) => (scaled / (decimal)BarRow.RateScale).ToString("F6", CultureInfo.InvariantCulture);

    static IEnumerable<DateOnly> TradingDays(Luck luck, DateOnly from, int count)
    {
        int closed = 0;
        for (var day = from; count > 0; day = day.AddDays(1))
        {
            if (!IsWeekday(day))
                continue;
            if (closed == 0 && luck.Has(0.025))
                closed = luck.Of(1, 1, 2, 3, 5, 7);
            if (closed-- > 0)
                continue;
            closed = 0;
            count--;
            yield return day;
        }
    }

    long Close(int stock, int place) => 50_000 + _fate.Below(400_000, 1, stock, place);

    IEnumerable<HistoryStock> Make(Luck luck, int count)
    {
        var numbers = new HashSet<int>();
        for (int i = 0; i < count; i++)
        {
            var listed = Days[0].AddDays(-luck.Between(100, 4000));
            DateOnly? delisted = null;
            var stock = new HistoryStock(Number(luck, numbers), listed, delisted);
            int place = First + luck.Below(Length);
            stock = luck.Below(count + 12) switch
            {
                0 or 1 => stock with { ListedOn = Days[place] },
                2 => stock with { DelistedOn = Days[place] },
                3 => stock with { DelistedOn = Days[place].AddDays(-1), ListedOn = listed },
                4 => stock with { Suspensions = [Gap(place, luck.Of(1, 1, 2))] },
                5 => stock with { Suspensions = [Gap(place, luck.Of(3, 4, 6, 12))] },
                6 => stock with { Suspensions = [(Days[First - luck.Between(1, 30)], Days[place])] },
                7 when luck.Has(0.5) => stock with
                {
                    NewCode = Number(luck, numbers, stock.Code.Exchange),
                    RenamedAt = Days[place].ToDateTime(new TimeOnly(luck.Of(6, 16, 21), 0)),
                    LeavesOldCode = luck.Has(0.5),
                },
                _ => stock,
            };
            yield return stock;
        }
    }

    (DateOnly From, DateOnly To) Gap(int place, int days) => (Days[place], Days[place + days - 1]);

    static StockCode Number(Luck luck, HashSet<int> numbers, Exchange? exchange = null)
    {
        while (true)
        {
            int number = luck.Of(600_000, 688_001, 1, 300_001) + luck.Below(900);
            var code = new StockCode(number);
            if ((exchange is null || code.Exchange == exchange) && numbers.Add(number))
                return code;
        }
    }
}

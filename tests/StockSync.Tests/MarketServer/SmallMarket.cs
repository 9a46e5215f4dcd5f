using StockSync.MarketServer;

namespace StockSync.Tests.MarketServer;

/// <summary>The market of the protocol page's test vectors.</summary>
static class SmallMarket
{
    public static FixedMarket Make() => new(
        Calendar(new(2026, 9, 1), new(2026, 12, 31), new(2026, 10, 1), new(2026, 10, 2)),
        [
            new("sz.002001", "成润科技", new(2011, 10, 20), null, 1),
            new("sz.002046", "海盛电子", new(2012, 3, 1), null, 1),
            new("sz.300012", "华测股份", new(2013, 5, 6), null, 1),
        ],
        [
            Bar("2026-11-18,sz.002001,56.0600,56.1300,55.5000,56.0600,56.0500,12897341,720918370.7600,3,1.660000,1,0.017800,1.000000,1.000000,1.000000,1.000000,0"),
            Bar("2026-11-19,sz.002001,56.2500,56.6600,55.7300,56.5100,56.0600,5006264,281852663.2000,3,0.644400,1,0.802700,1.000000,1.000000,1.000000,1.000000,0"),
            Bar("2026-11-20,sz.002001,56.4400,57.0100,55.3900,56.1000,56.5100,10614743,596194731.8300,3,1.366200,1,-0.725500,263.519386,10.629905,31.018432,226.313472,0"),
            Bar("2026-11-20,sz.002046,48.2000,48.5300,47.9800,48.3700,47.9800,53017126,2560373738.2900,3,1.634100,1,0.812800,224.184372,27.569451,3.085620,-126.930970,0"),
            Bar("2026-11-20,sz.300012,64.5300,64.9600,63.9100,64.5200,64.5300,8773198,565549587.0700,3,1.108800,1,-0.015500,280.769742,18.709611,25.704414,-75.336363,0"),
        ],
        [
            new("sz.002001", new(2022, 6, 13), "0.964061", "1.111799", "1.111799"),
            new("sz.002001", new(2025, 7, 10), "0.967326", "1.115565", "1.115565"),
            new("sz.002001", new(2026, 6, 22), "1.000000", "1.153245", "1.153245"),
        ]);

    public static IEnumerable<MarketCalendarDay> Calendar(DateOnly from, DateOnly to, params DateOnly[] holidays)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
            yield return new(day, day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day));
    }

    public static MarketBar Bar(string line) => new(line.Split(','));
}

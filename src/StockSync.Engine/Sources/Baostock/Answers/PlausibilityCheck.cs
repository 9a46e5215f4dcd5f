using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>
/// Whether the figures of an answer fit each other. A real bar may be odd (4 of 1,260,000 recorded bars are), so one alone says nothing; but
/// of no recorded answer are most rows odd. Where they are, the values stand in the wrong columns. What the service does again and again is
/// not odd: a stock that it calls suspended and that was traded in one auction (sz.000018 on the Fridays of 2001, sz.002500 on 2020-06-17),
/// and a day's own close where it does not know the close before, beside the true change (all Shenzhen on 1991-11-11).
/// </summary>
sealed class PlausibilityCheck
{
    /// <summary>So many odd rows may follow each other by chance: two did.</summary>
    const int ByChance = 2;

    /// <summary>Percent points; the prices behind the published change may have more decimals than the published ones.</summary>
    const double ChangeTolerance = 0.02 * BarRow.RateScale;

    /// <summary>The widest day ever recorded went from 1 to 3.15.</summary>
    const int WidestDay = 4;

    /// <summary>How far beyond low and high the average price may lie.</summary>
    const double WidestAverage = 3;

    int _rows;
    int _odd;

    /// <summary>True when most of the rows are odd or were set aside.</summary>
    public bool IsLost => _odd > ByChance && _odd * 2 > _rows;

    public void Clear() => _rows = _odd = 0;

    public void Add(in BarRow bar)
    {
        _rows++;
        _odd += IsOdd(bar) ? 1 : 0;
    }

    /// <summary>A row that broke a rule.</summary>
    public void AddRejected()
    {
        _rows++;
        _odd++;
    }

    static bool IsOdd(in BarRow bar)
    {
        bool hasTraded = bar.Volume > 0;
        bool isAuction = !bar.TradeStatus && bar.Low == bar.High;
        return bar.High > WidestDay * bar.Low
            || bar.ChangePct != BarRow.Missing && bar.Preclose != bar.Close && Math.Abs(Change(bar) - bar.ChangePct) > ChangeTolerance
            || bar.TradeStatus && (bar.Volume == BarRow.Missing || bar.Amount == BarRow.Missing || bar.ChangePct == BarRow.Missing)
            || hasTraded && (!bar.TradeStatus && !isAuction || bar.TurnoverRate == BarRow.Missing)
            || hasTraded && bar.Amount != BarRow.Missing && !(isAuction && bar.Amount == 0) && IsFarOff((double)bar.Amount / bar.Volume, bar);
    }

    static double Change(in BarRow bar) => (double)(bar.Close - bar.Preclose) / bar.Preclose * 100 * BarRow.RateScale;

    static bool IsFarOff(double average, in BarRow bar) => average * WidestAverage < bar.Low || average > bar.High * WidestAverage;
}

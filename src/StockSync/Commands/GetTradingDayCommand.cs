using System.Management.Automation;
using StockSync.Binding;

namespace StockSync.Commands;

/// <summary>The calendar of the exchanges.</summary>
[Cmdlet(VerbsCommon.Get, "TradingDay")]
[OutputType(typeof(TradingDay))]
public sealed class GetTradingDayCommand : DataCmdlet
{
    const int DefaultDays = 30;

    /// <summary>First day; default: 30 days before the last.</summary>
    [Parameter(Position = 0)]
    [DateArgument]
    public DateTime From { get; set; }

    /// <summary>Last day; default: today in Beijing.</summary>
    [Parameter(Position = 1)]
    [DateArgument]
    public DateTime To { get; set; }

    /// <summary>Emit closed days too.</summary>
    [Parameter]
    public SwitchParameter IncludeClosed { get; set; }

    /// <inheritdoc/>
    private protected override void Act()
    {
        var to = IsBound(nameof(To)) ? To.ToDate() : Beijing.Today(TimeProvider.System);
        var from = IsBound(nameof(From)) ? From.ToDate() : to.AddDays(-Math.Min(DefaultDays, to.DayNumber));
        Emit((engine, token) => engine.GetCalendarAsync(from, to, token), day => day.IsTradingDay || IncludeClosed);
    }
}

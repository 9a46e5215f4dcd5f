using System.Globalization;
using System.Management.Automation;
using StockSync.Binding;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>Forgets the state of days, so that they are asked for again. Bars stay.</summary>
[Cmdlet(VerbsCommon.Clear, "SyncCheckpoint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = DateSet)]
public sealed class ClearSyncCheckpointCommand : DataCmdlet
{
    const string DateSet = "Date";
    const string RangeSet = "Range";

    readonly SortedSet<DateOnly> _dates = [];

    /// <summary>The days.</summary>
    [Parameter(ParameterSetName = DateSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [DateArgument]
    public DateTime[]? Date { get; set; }

    /// <summary>First day.</summary>
    [Parameter(ParameterSetName = RangeSet, Mandatory = true)]
    [DateArgument]
    public DateTime From { get; set; }

    /// <summary>Last day; default: no limit.</summary>
    [Parameter(ParameterSetName = RangeSet)]
    [DateArgument]
    public DateTime To { get; set; }

    /// <summary>Do not ask, for unattended use.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override bool Take()
    {
        _dates.UnionWith((Date ?? []).Select(d => d.ToDate()));
        return _dates.Count > 0;
    }

    /// <inheritdoc/>
    private protected override void Act()
    {
        WithEngine(ResolveSettings(), engine =>
        {
            if (ParameterSetName == RangeSet)
            {
                var days = Collect(token => engine.GetDaysAsync(From.ToDate(), IsBound(nameof(To)) ? To.ToDate() : null, token));
                _dates.UnionWith(days.Select(d => d.Date.ToDate()));
            }
            if (_dates.Count == 0)
            {
                WriteVerbose(Strings.ClearNone);
                return;
            }

            string text = string.Format(CultureInfo.CurrentCulture, Strings.ClearText, _dates.Count, _dates.Min.ToDateTime(default), _dates.Max.ToDateTime(default));
            if (!Accepts(text))
                return;
            int cleared = Await(token => engine.ClearDaysAsync([.. _dates], token));
            WriteVerbose(string.Format(CultureInfo.CurrentCulture, Strings.ClearDone, cleared));
        });
    }

    bool Accepts(string text)
    {
        bool isUnasked = Force && !IsBound("Confirm") && !IsWhatIf;
        return isUnasked || ShouldProcess(text, Strings.FormatClearQuestion(text), Strings.ClearCaption);
    }

    bool IsWhatIf => IsBound("WhatIf")
        ? ((SwitchParameter)MyInvocation.BoundParameters["WhatIf"]).IsPresent
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
}

using System.Globalization;
using System.Management.Automation;
using StockSync.Pipeline;
using StockSync.Resources;

namespace StockSync.Commands;

/// <summary>A cmdlet that starts a run: plans, asks once, works, and emits each day as it is settled.</summary>
public abstract class FetchCmdlet : DataCmdlet
{
    private protected FetchCmdlet()
    {
    }

    /// <summary>Dates or stocks in flight, each on a connection of its own; default 1: the public service forbids more.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; }

    private protected override Dictionary<string, string> SettingParameters()
    {
        var parameters = base.SettingParameters();
        if (IsBound(nameof(ThrottleLimit)))
            parameters[nameof(ThrottleLimit)] = ThrottleLimit.ToString(CultureInfo.InvariantCulture);
        return parameters;
    }

    /// <summary>Works at another machine's run: what is asked for is its plan, so there is none to show.</summary>
    private protected void TakePart(SyncRequest request) => WithEngine(ResolveSettings(), engine =>
    {
        var run = Collect(token => engine.GetRunsAsync(true, 1, token)).FirstOrDefault();
        string text = run is null ? Strings.JoinNone : Strings.FormatJoinRun(run.RunId, run.Host, run.DaysSettled, run.Days);
        if (ShouldProcess(text, Strings.FormatRunQuestion(text), Strings.RunCaption))
            Pump(async (writer, token) => await engine.RunAsync(request, writer, token), new ProgressReport(text));
    });

    private protected void Run(SyncRequest request) => WithEngine(ResolveSettings(), engine =>
    {
        var plan = Await(token => engine.PlanAsync(request, token));
        string text = PlanText.Describe(plan);
        if (!ShouldProcess(text, Strings.FormatRunQuestion(text), Strings.RunCaption, out var reason))
        {
            if (reason.HasFlag(ShouldProcessReason.WhatIf))
                WriteObject(plan);
            return;
        }

        Pump(
            async (writer, token) =>
            {
                var run = await engine.RunAsync(request, writer, token);
                if (run is not null)
                    await writer.VerboseAsync(PlanText.Summarize(run), token);
            },
            new ProgressReport(PlanText.Title(plan.Kind, plan.From, plan.To)));
    });
}

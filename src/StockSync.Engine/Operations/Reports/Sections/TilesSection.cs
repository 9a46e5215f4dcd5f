namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>The numbers that are looked at first.</summary>
static class TilesSection
{
    // A 95th percentile of fewer is one or two runs' luck.
    const int SampleOfP95 = 20;

    public static void Write(ReportPage page, ReportData data)
    {
        var (text, health) = (page.Text, data.Health);
        page.Markup.Open("section", ("class", "tiles"), ("aria-label", text["TilesTitle"]));
        Tile(
            page,
            "Lag",
            health.LagDays is { } lag ? ReportText.Count(lag) : "–",
            LagNote(text, health),
            health.LagDays switch { null => null, 0 => "good", 1 => null, _ => "bad" },
            health.LagDays switch { null => null, 1 => text["LagUnitOne"], _ => text["LagUnit"] });
        Tile(
            page,
            "Coverage",
            ReportText.Share(health.Coverage),
            health.Day is { } day
                ? text.Format(
                    "CoverageNote", ReportText.Count(day.Stored + day.Suspended), ReportText.Count(day.Expected), ReportText.Day(day.Date))
                : text["NoDayTile"],
            health.Coverage switch { null => null, >= 0.999 => "good", >= 0.95 => "fair", _ => "bad" });
        Tile(
            page,
            "Success",
            ReportText.Share(health.SuccessRate),
            text.Format("SuccessNote", ReportText.Share(health.SuccessRate7), ReportText.Share(health.SuccessRate90)),
            health.SuccessRate switch { null => null, > 0.95 => "good", > 0.8 => "fair", _ => "bad" });
        Tile(page, "Duration", text.Duration(health.Durations?.P95), DurationNote(text, health.Durations), null);
        Tile(
            page,
            "Failed",
            health.FailedStocks is { } failed ? ReportText.Count(failed) : "–",
            health.Quarantined is { } quarantined ? text.Format("FailedNote", ReportText.Count(quarantined)) : "–",
            health.FailedStocks switch { null => null, 0 => "good", _ => "fair" });
        Tile(
            page,
            "ErrorBudget",
            ReportText.Share(health.ErrorBudget?.Remaining),
            health.ErrorBudget is { } errors
                ? text.Format("ErrorBudgetNote", ReportText.Count(errors.BadDays), ReportText.Count(errors.Days))
                : text["NoDayTile"],
            health.ErrorBudget?.Remaining switch { null => null, >= 0.5 => "good", > 0 => "fair", _ => "bad" });
        double? left = health.Source is { Budget: > 0 } s ? Math.Max(0, 1 - ((double)s.Requests / s.Budget)) : null;
        Tile(
            page,
            "Budget",
            ReportText.Share(left),
            health.Source is { } source
                ? text.Format("BudgetNote", ReportText.Count(source.Requests), ReportText.Count(source.Budget))
                : "–",
            left switch { null => null, >= 0.5 => "good", > 0 => "fair", _ => "bad" });
        Tile(
            page,
            "Database",
            ReportText.Bytes(health.Database?.SizeBytes),
            health.Database?.GrowthBytesPerDay is { } growth
                ? text.Format("DatabaseNote", ReportText.Bytes((long)growth))
                : text["DatabaseNoteNone"],
            health.Database switch
            {
                null => null,
                { IsReachable: false } or { FreeShare: < 0.05 } => "bad",
                { FreeShare: < 0.2 } => "fair",
                _ => "good",
            });
        page.Markup.Close();
    }

    static string LagNote(ReportText text, SyncHealth health) => (health.LatestDay, health.LagDays) switch
    {
        (null, _) => text["NoDayTile"],
        (_, 0) => text.Format("LagNoteFresh", ReportText.Day(health.LatestDay)),
        _ => text.Format("LagNote", ReportText.Day(health.LatestDay), ReportText.Day(health.ExpectedDay)),
    };

    static string DurationNote(ReportText text, DurationHealth? durations) => durations is null || durations.Runs == 0
        ? text["NoRunTile"]
        : text.Format(
            durations.Runs < SampleOfP95 ? "DurationNoteFew" : "DurationNote",
            text.Duration(durations.P50),
            ReportText.Count(durations.Runs));

    static void Tile(ReportPage page, string name, string value, string note, string? state, string? unit = null)
    {
        var (markup, text) = (page.Markup, page.Text);
        markup.Open("div", ("class", state is null ? "tile" : $"tile {state}"));
        markup.Element("p", text[$"{name}Tile"], ("class", "label"));
        markup.Open("p", ("class", value.Length > 7 ? "value long" : "value"));
        markup.Text(value);
        if (unit is not null)
            markup.Element("span", unit);
        markup.Close();
        markup.Element("p", note, ("class", "note"));
        markup.Close();
    }
}

using System.Text.RegularExpressions;
using StockSync.Engine.Resources;

namespace StockSync.Engine.Operations.Schedules;

/// <summary>What a schedule may be, so that no generator has to think of line breaks in a path.</summary>
static partial class ScheduleRules
{
    const int MostTimes = 24;

    /// <summary>The name as it is used: some file systems and Task Scheduler know no difference between A and a, so nobody does.</summary>
    public static string Name(string name) => NameForm().IsMatch(name)
        ? name.ToLowerInvariant()
        : throw ScheduleErrors.Invalid(name, "NameForm", "AdviceName");

    public static ScheduleSpec Check(ScheduleSpec spec)
    {
        string name = Name(spec.Name);
        if (spec.Times.Count is 0 or > MostTimes || spec.Times.Distinct().Count() != spec.Times.Count)
            throw ScheduleErrors.Invalid(name, "TimesForm", "AdviceTimes", MostTimes, BeijingTimes.Format(spec.Times));
        if (spec.Times.Any(t => t.Ticks % TimeSpan.TicksPerMinute != 0))
            throw ScheduleErrors.Invalid(name, "TimesMinutes", "AdviceTimes");
        if (!Path.IsPathFullyQualified(spec.Program))
            throw ScheduleErrors.Invalid(name, "ProgramRelative", "AdviceCommand", spec.Program);

        // env, which sets the job's variables, would take it for one of them.
        if (spec.Program.Contains('=', StringComparison.Ordinal))
            throw ScheduleErrors.Invalid(name, "TextControl", "AdviceCommand", spec.Program);

        string[] texts = [spec.Program, spec.Command, .. spec.Arguments, .. spec.Environment.Keys, .. spec.Environment.Values];
        foreach (string text in texts)
        {
            // A line break would end a line of a table or unit and begin another of the sender's choice; half a character cannot be written at all.
            if (!SafeText.IsOneLine(text))
                throw ScheduleErrors.Invalid(name, "TextControl", "AdviceCommand", Visible(text));
        }
        if (spec.Environment.Keys.FirstOrDefault(k => !VariableForm().IsMatch(k)) is { } variable)
            throw ScheduleErrors.Invalid(name, "VariableForm", "AdviceCommand", variable);
        return spec with { Name = name };
    }

    static string Visible(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex VariableForm();
}

/// <summary>The three ways in which a schedule can go wrong, each with what to do about it.</summary>
static class ScheduleErrors
{
    /// <summary>What was asked for cannot be.</summary>
    public static StockSyncException Invalid(string target, string text, string advice, params object?[] values) => new(
        ErrorIds.ScheduleInvalid,
        ErrorKind.InvalidArgument,
        ScheduleStrings.ResourceManager.Text(text, [target, .. values]),
        ScheduleStrings.ResourceManager.Text(advice),
        target);

    /// <summary>There is no such scheduler.</summary>
    public static StockSyncException Missing(string target, string why) => new(
        ErrorIds.SchedulerMissing, ErrorKind.NotFound, why, ScheduleStrings.AdviceMissing, target);

    /// <summary>The scheduler refused, or what stands there must not be touched.</summary>
    public static StockSyncException Failed(string target, string message, string advice, Exception? inner = null) => new(
        ErrorIds.ScheduleFailed, ErrorKind.Write, message, advice, target, inner: inner);
}

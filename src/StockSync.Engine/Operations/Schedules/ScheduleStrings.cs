using System.Globalization;
using System.Resources;

namespace StockSync.Engine.Operations.Schedules;

/// <summary>
/// The words of this folder, in the user's language. What is written into a scheduler is English: other people read it too.
/// </summary>
static class ScheduleStrings
{
    static readonly ResourceManager s_resources = new(typeof(ScheduleStrings));

    public static string Get(string name) => s_resources.GetString(name, CultureInfo.CurrentUICulture) ?? name;

    public static string Format(string name, params object?[] values) => string.Format(CultureInfo.CurrentCulture, Get(name), values);
}

using System.Globalization;
using System.Resources;

namespace StockSync.Engine.Operations.Health;

/// <summary>What health says, in the user's language.</summary>
static class HealthStrings
{
    static readonly ResourceManager s_resources = new(typeof(HealthStrings));

    /// <summary>The text of a key with its values put in.</summary>
    public static string Format(string key, params object?[] values) =>
        string.Format(CultureInfo.CurrentCulture, s_resources.GetString(key, CultureInfo.CurrentUICulture)!, values);
}

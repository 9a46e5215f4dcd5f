using System.Globalization;
using System.Resources;

namespace StockSync.Resources;

/// <summary>The words of the cmdlets, in the user's language.</summary>
static class Strings
{
    static readonly ResourceManager s_resources = new("StockSync.Resources.Strings", typeof(Strings).Assembly);

    public static string Get(string name) => s_resources.GetString(name, CultureInfo.CurrentUICulture) ?? name;

    public static string Format(string name, params object?[] values) => string.Format(CultureInfo.CurrentCulture, Get(name), values);
}

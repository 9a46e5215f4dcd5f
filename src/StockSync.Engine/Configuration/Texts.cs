using System.Globalization;
using System.Resources;

namespace StockSync.Engine.Configuration;

/// <summary>The words of this folder, in the user's language.</summary>
static class Texts
{
    static readonly ResourceManager s_resources = new("StockSync.Engine.Configuration.Texts", typeof(Texts).Assembly);

    public static string Get(string name) => s_resources.GetString(name, CultureInfo.CurrentUICulture) ?? name;

    public static string Format(string name, params object?[] values) => string.Format(CultureInfo.CurrentCulture, Get(name), values);
}

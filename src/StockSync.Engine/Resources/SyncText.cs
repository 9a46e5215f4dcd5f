using System.Globalization;
using System.Resources;

namespace StockSync.Engine.Resources;

/// <summary>The messages of this folder in the user's language.</summary>
static class SyncText
{
    static readonly ResourceManager s_resources = new("StockSync.Engine.Resources.SyncStrings", typeof(SyncText).Assembly);

    public static string Get(string name, params object?[] arguments) =>
        string.Format(CultureInfo.CurrentCulture, s_resources.GetString(name, CultureInfo.CurrentUICulture) ?? name, arguments);
}

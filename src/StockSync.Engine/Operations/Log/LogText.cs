using System.Globalization;
using System.Resources;

namespace StockSync.Engine.Operations.Log;

/// <summary>The words of this folder, in the user's language.</summary>
static class LogText
{
    static readonly ResourceManager s_resources = new("StockSync.Engine.Operations.Log.LogStrings", typeof(LogText).Assembly);

    public static string Get(string name, params object?[] values) =>
        string.Format(CultureInfo.CurrentCulture, s_resources.GetString(name, CultureInfo.CurrentUICulture) ?? name, values);
}

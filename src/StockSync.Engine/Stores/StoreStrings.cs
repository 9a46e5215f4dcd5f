using System.Globalization;
using System.Resources;

namespace StockSync.Engine.Stores;

/// <summary>The stores' texts in the user's language.</summary>
static class StoreStrings
{
    static readonly ResourceManager s_resources = new(typeof(StoreStrings));

    /// <summary>The text of a key with its values put in.</summary>
    public static string Format(string key, params object?[] values) =>
        string.Format(CultureInfo.CurrentCulture, s_resources.GetString(key, CultureInfo.CurrentUICulture)!, values);
}

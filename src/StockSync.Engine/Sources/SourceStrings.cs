using System.Globalization;
using System.Resources;

namespace StockSync.Engine.Sources;

/// <summary>The messages of the sources in the user's language. Texts stand in <c>SourceStrings.resx</c> and its translations.</summary>
static class SourceStrings
{
    static readonly ResourceManager s_resources = new(typeof(SourceStrings));

    /// <summary>The text of that name, its placeholders filled; the name itself where there is none, so that no error is lost.</summary>
    public static string Get(string name, params ReadOnlySpan<object?> values)
    {
        string text = s_resources.GetString(name, CultureInfo.CurrentUICulture) ?? name;
        return values.IsEmpty ? text : string.Format(CultureInfo.CurrentCulture, text, values);
    }
}

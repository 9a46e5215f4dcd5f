using System.Globalization;
using System.Resources;

namespace StockSync.Engine.Resources;

/// <summary>Reads texts whose names are made at run time. Names known when the code is written are members of the generated classes.</summary>
static class ResourceText
{
    /// <summary>The text of a name in the user's language, its placeholders filled; the name itself where there is none, so that no error is lost.</summary>
    public static string Text(this ResourceManager resources, string name, params ReadOnlySpan<object?> values)
    {
        string text = resources.GetString(name, CultureInfo.CurrentUICulture) ?? name;
        return values.IsEmpty ? text : string.Format(CultureInfo.CurrentCulture, text, values);
    }
}

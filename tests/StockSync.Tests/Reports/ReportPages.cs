using System.Text;
using System.Xml;
using System.Xml.Linq;
using StockSync.Engine.Operations.Reports;

namespace StockSync.Tests.Reports;

/// <summary>Pages made of data, as text and parsed.</summary>
static class ReportPages
{
    /// <summary>The morning after a trading day.</summary>
    public static readonly DateTime AsOf = new(2026, 11, 26, 1, 30, 0, DateTimeKind.Utc);

    /// <summary>A database into which nothing was copied yet.</summary>
    public static ReportData Empty { get; } = new()
    {
        Health = new SyncHealth { Status = HealthStatus.Unknown, AsOf = AsOf },
        Target = "SQLite /home/somebody/bars.db",
        Endpoint = "public-api.baostock.com:10030",
        Version = "0.1.0",
        Host = "quotes-01",
        Zone = "Etc/UTC",
        DailyBudget = 45_000,
    };

    public static byte[] Bytes(ReportData data, string language = "en-US")
    {
        using var stream = new MemoryStream();
        ReportWriter.Write(stream, data, ReportText.For(language));
        return stream.ToArray();
    }

    public static string Html(ReportData data, string language = "en-US") => Encoding.UTF8.GetString(Bytes(data, language));

    /// <summary>Throws where the page is not well-formed.</summary>
    public static XDocument Parse(ReportData data, string language = "en-US")
    {
        using var reader = XmlReader.Create(
            new StringReader(Html(data, language)), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        return XDocument.Load(reader);
    }

    /// <summary>What must not be in a page: elements and attributes that run or fetch something.</summary>
    public static IEnumerable<string> Active(XDocument page)
    {
        string[] elements =
        [
            "script", "iframe", "object", "embed", "link", "img", "base", "form", "a", "foreignObject", "use", "image", "animate", "set",
        ];
        foreach (var element in page.Descendants())
        {
            if (elements.Contains(element.Name.LocalName, StringComparer.OrdinalIgnoreCase))
                yield return element.Name.LocalName;
            foreach (var attribute in element.Attributes())
            {
                bool isHandler = attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase);
                bool isAddress = attribute.Name.LocalName is "href" or "src" or "action" or "formaction" or "data" or "srcset" or "style";
                if (isHandler || isAddress)
                    yield return attribute.ToString();
            }
        }
    }
}

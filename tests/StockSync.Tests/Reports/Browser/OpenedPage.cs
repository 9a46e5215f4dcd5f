using System.Text.Json;

namespace StockSync.Tests.Reports.Browser;

/// <summary>What a browser made of a page.</summary>
/// <param name="Events">What happened while it was loaded and looked at.</param>
/// <param name="Measured">What <see cref="Measure"/> found.</param>
sealed record OpenedPage(IReadOnlyList<(string Method, JsonElement Parameters)> Events, JsonElement Measured)
{
    /// <summary>
    /// Measures it in the page, all parts unfolded: height, width beside the window's, elements that run or fetch something, and texts
    /// whose contrast with what lies behind them is below 4.5 to 1.
    /// </summary>
    public const string Measure = """
        (() => {
          const height = document.documentElement.scrollHeight;
          for (const fold of document.querySelectorAll('details')) fold.open = true;
          const light = c => { const v = c / 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
          const luminance = c => 0.2126 * light(c[0]) + 0.7152 * light(c[1]) + 0.0722 * light(c[2]);
          const parse = text => (text.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
          const behind = element => {
            for (let e = element; e; e = e.parentElement) {
              const c = parse(getComputedStyle(e).backgroundColor);
              if (c.length < 4 || c[3] === 1) return c;
            }
            return [255, 255, 255];
          };
          const faint = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const element = texts.currentNode.parentElement, style = getComputedStyle(element);
            if (!texts.currentNode.data.trim() || element.tagName === 'title') continue;
            const front = parse(element.namespaceURI.endsWith('svg') ? style.fill : style.color);
            const a = luminance(front), b = luminance(behind(element));
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < 4.5) faint.add(element.tagName + '.' + element.getAttribute('class') + ' ' + contrast.toFixed(2));
          }
          const result = {
            height,
            width: document.documentElement.scrollWidth,
            window: innerWidth,
            active: document.querySelectorAll('script,iframe,object,embed,link,img,form,a,base').length
              + [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(x => x.name.startsWith('on'))).length,
            faint: [...faint],
            background: getComputedStyle(document.body).backgroundColor,
          };
          for (const fold of document.querySelectorAll('details')) fold.open = false;
          return result;
        })()
        """;

    public int Number(string name) => Measured.GetProperty(name).GetInt32();
}

using System.Text;

namespace StockSync.Tests.Schedules;

/// <summary>Crontabs as they grow over the years: others' blocks, tabs, carriage returns, all scripts, an end of line or none.</summary>
static class RandomTables
{
    static readonly string[] s_lines =
    [
        "", " ", "\t", "# a comment", "#BEGIN StockSync default", "# BEGIN StockSyncs default", "## BEGIN StockSync x",
        " # END StockSync default",
        "# Begin Whenever generated tasks for: app", "# End Whenever generated tasks for: app", "# BEGIN ANSIBLE MANAGED BLOCK",
        "MAILTO=\"\"", "SHELL=/bin/bash", "PATH=/usr/bin:/bin", "CRON_TZ=Europe/Berlin", "@reboot /usr/local/bin/x",
        "0 20 * * *\techo 'evening' >> /tmp/x", "*/5 * * * * date +\\%F", "5 4 * * sun echo \"日报 你好 😀\"", "# é\u00A0ü", "\\",
        "0 0 * * * true # END StockSync default", "# BEGIN  StockSync two-spaces", "\u0001\u007F",
        "# The line before this block had no end of line",
    ];

    public static string Create(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (int left = random.Next(12); left > 0; left--)
        {
            text.Append(s_lines[random.Next(s_lines.Length)]);
            if (left > 1 || random.Next(3) > 0)
                text.Append(random.Next(4) == 0 ? "\r\n" : "\n");
        }
        return text.ToString();
    }
}

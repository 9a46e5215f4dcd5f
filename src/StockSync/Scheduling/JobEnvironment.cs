using System.Text.RegularExpressions;

namespace StockSync.Scheduling;

/// <summary>What the job's environment must have beyond a scheduler's, which is next to nothing. Never a secret.</summary>
static partial class JobEnvironment
{
    // Where .NET stands and what it needs to start, and where the user's files are kept. Proxies are left out: they may hold a password.
    static readonly string[] s_kept =
    [
        "DOTNET_ROOT", "DOTNET_CLI_HOME", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "NUGET_PACKAGES", "SSL_CERT_FILE", "SSL_CERT_DIR", "XDG_DATA_HOME", "XDG_STATE_HOME",
    ];

    static readonly string[] s_languages = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <param name="environment">Reads a variable.</param>
    /// <param name="configuration">The configuration file.</param>
    /// <param name="accounts">The machine's accounts: <c>/etc/passwd</c>.</param>
    public static Dictionary<string, string> Choose(Func<string, string?> environment, string configuration, string accounts)
    {
        var chosen = new Dictionary<string, string> { ["LANG"] = Language(environment) };
        foreach (string name in s_kept)
        {
            if (environment(name) is { Length: > 0 } value)
                chosen[name] = value;
        }
        if (environment("STOCKSYNC_CONFIG") is { Length: > 0 } || environment("XDG_CONFIG_HOME") is { Length: > 0 })
            chosen["STOCKSYNC_CONFIG"] = configuration;
        if (environment("HOME") is { Length: > 0 } home && HomeOf(Environment.UserName, accounts) is { } own && own != home)
            chosen["HOME"] = home;
        return chosen;
    }

    // Messages are in the language of who registers; the encoding is one that knows the names of stocks.
    static string Language(Func<string, string?> environment)
    {
        string? language = s_languages.Select(environment).FirstOrDefault(v => v is { Length: > 0 });
        return language is not null and not "C" and not "POSIX" && LanguageForm().IsMatch(language) ? language : "C.UTF-8";
    }

    // A scheduler sets the home that the account has; this session may have been given another.
    static string? HomeOf(string account, string accounts)
    {
        if (!File.Exists(accounts))
            return null;
        var fields = File.ReadLines(accounts).Select(l => l.Split(':')).FirstOrDefault(f => f[0] == account && f.Length > 5);
        return fields?[5];
    }

    [GeneratedRegex("^[A-Za-z0-9_.@-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageForm();
}

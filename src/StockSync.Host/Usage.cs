namespace StockSync.Host;

static class Usage
{
    internal const string Text = """
        StockSync.Host runs PowerShell scripts and pipelines where pwsh is not installed.

          StockSync.Host [-NoProfile] [-NoLogo] [-NonInteractive] [-ExecutionPolicy <name>]
                         [-File <script.ps1> [arguments]] | [-Command <text> | -] | [-EncodedCommand <base64>]
          StockSync.Host <script.ps1> [arguments]
          StockSync.Host -Version | -Help

        The switches and exit codes are those of pwsh. There is no prompt to type at, profiles are never read and the
        execution policy is accepted but has no effect. Of pwsh's utility cmdlets only a small subset exists here;
        with pwsh installed, use pwsh.
        """;
}

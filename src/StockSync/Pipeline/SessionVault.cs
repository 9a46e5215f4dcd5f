using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;
using StockSync.Resources;

namespace StockSync.Pipeline;

/// <summary>The vaults of the caller's session: SecretManagement, where it is; looked for when a reference needs it, not at import.</summary>
sealed class SessionVault(CommandInvocationIntrinsics commands)
{
    const string Command = "Get-Secret";

    const string Script = """
        param($name, $vault)
        $where = if ($vault) { @{ Vault = $vault } } else { @{} }
        Get-Secret -Name $name @where -ErrorAction Stop
        """;

    /// <summary>Reads a secret; null where the session has no vaults. Only on the pipeline thread.</summary>
    public string? Read(string? vault, string name)
    {
        if (commands.GetCommand(Command, CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias) is null)
            return null;
        string shown = vault is null ? name : $"{vault}/{name}";
        try
        {
            var found = commands.InvokeScript(Script, true, PipelineResultTypes.None, null, name, vault);
            return found is [{ } secret]
                ? Text(secret.BaseObject) ?? throw Refused(Strings.FormatVaultType(shown, secret.BaseObject.GetType().Name), shown)
                : throw Refused(Strings.FormatVaultNothing(shown), shown);
        }
        catch (RuntimeException e)
        {
            throw Refused(Strings.FormatVaultRefused(shown, e.Message), shown);
        }
    }

    static string? Text(object secret) => secret switch
    {
        string text => text,
        SecureString text => new NetworkCredential("", text).Password,
        PSCredential credential => credential.GetNetworkCredential().Password,
        _ => null,
    };

    static StockSyncException Refused(string message, string shown) => new(
        ErrorIds.SettingInvalid, ErrorKind.InvalidArgument, message, Strings.VaultAdvice, target: shown);
}

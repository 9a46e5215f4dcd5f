namespace StockSync.Engine.Configuration;

/// <summary>Where a secret is kept.</summary>
enum SecretKind
{
    /// <summary><c>env:NAME</c>: a variable of the environment.</summary>
    Environment,

    /// <summary><c>file:path</c>: the text of a file that belongs to its owner alone.</summary>
    File,

    /// <summary><c>cred:NAME</c>: a credential that systemd hands to the service.</summary>
    Credential,

    /// <summary><c>secret:Vault/Name</c> or <c>secret:Name</c>: a vault of SecretManagement.</summary>
    Vault,
}
